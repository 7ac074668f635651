"""Stage « indicators »: validated tables → indicators, durations and counts, edition by edition."""

from __future__ import annotations

from pipeline.indicators.edition import compute_edition
from pipeline.layout import INDICATOR_TABLES, Layout
from pipeline.params import Params
from pipeline.stages.clean import remove
from pipeline.stages.delivery_tables import read_tables
from pipeline.stages.runner import stage
from pipeline.storage import INDICATOR_DIGITS, write_table

READS = ("editions", "seuils", "controles.effectif_prevu_accompagnes", "controles.effectif_prevu_temoins")


def run(params: Params, layout: Layout) -> None:
    """Compute and write the tables of `INDICATOR_TABLES` for every edition."""
    tables = read_tables(layout)
    for name, edition in params.editions.items():
        remove(layout.result(name, f"{table}.parquet") for table in INDICATOR_TABLES)
        computed = compute_edition(tables, edition, params.seuils, params.controles)
        for table in INDICATOR_TABLES:
            write_table(computed[table], layout.result(name, f"{table}.parquet"), digits=INDICATOR_DIGITS)


if __name__ == "__main__":
    stage(run, READS)
