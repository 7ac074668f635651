"""Stage « pathways »: validated tables → monthly states, transitions, typical pathways, the two populations."""

from __future__ import annotations

from pipeline.layout import PATHWAY_TABLES, Layout
from pipeline.params import Params
from pipeline.pathways.edition import compute_pathways
from pipeline.stages.clean import remove
from pipeline.stages.delivery_tables import read_tables
from pipeline.stages.runner import stage
from pipeline.storage import read_table, write_table

READS = ("editions", "seuils", "plan", "parcours")


def run(params: Params, layout: Layout) -> None:
    """Compute and write the tables of `PATHWAY_TABLES` for every edition."""
    tables = read_tables(layout)
    for name, edition in params.editions.items():
        remove(layout.result(name, f"{table}.parquet") for table in PATHWAY_TABLES)
        indicators = read_table(layout.result(name, "indicateurs.parquet"))
        computed = compute_pathways(tables, indicators, edition, params.seuils, params.plan, params.parcours)
        for table in PATHWAY_TABLES:
            write_table(computed[table], layout.result(name, f"{table}.parquet"))


if __name__ == "__main__":
    stage(run, READS)
