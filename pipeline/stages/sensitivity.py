"""Stage « sensitivity »: the delivery and the indicators → the results under other definitions and assumptions."""

from __future__ import annotations

from pipeline.layout import SENSITIVITY_TABLES, Layout
from pipeline.params import Params
from pipeline.sensitivity.edition import sensitivity_edition
from pipeline.stages.clean import remove
from pipeline.stages.delivery_tables import read_tables
from pipeline.stages.runner import stage
from pipeline.storage import read_table, write_table

READS = ("editions", "seuils", "plan")


def run(params: Params, layout: Layout) -> None:
    """Write the tables of `SENSITIVITY_TABLES` for every edition."""
    tables = read_tables(layout)
    for name in params.editions:
        remove(layout.result(name, f"{table}.parquet") for table in SENSITIVITY_TABLES)
        computed = {t: read_table(layout.result(name, f"{t}.parquet")) for t in ("inclusions", "indicateurs", "durees")}
        results = sensitivity_edition(name, params, tables, computed)
        for table in SENSITIVITY_TABLES:
            write_table(results[table], layout.result(name, f"{table}.parquet"))


if __name__ == "__main__":
    stage(run, READS)
