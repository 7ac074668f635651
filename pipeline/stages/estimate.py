"""Stage « estimate »: indicators → estimates by the plan, survival curves, baseline table, trajectories."""

from __future__ import annotations

from pipeline.estimate.edition import estimate_edition
from pipeline.layout import ESTIMATE_TABLES, HOUSEHOLD_COSTS, INDICATOR_TABLES, Layout
from pipeline.params import Params
from pipeline.scheme.household_costs import household_costs
from pipeline.spreadsheet import write_csv
from pipeline.stages.clean import remove
from pipeline.stages.runner import stage
from pipeline.storage import read_table, replacing, write_table

READS = ("editions", "plan", "couts")


def run(params: Params, layout: Layout) -> None:
    """Estimate and write `ESTIMATE_TABLES` for every edition, `estimations` as CSV too, and the costs laid."""
    spent = layout.table("couts")
    delivered = read_table(spent) if spent.exists() else None
    for name, edition in params.editions.items():
        csv = layout.result(name, "estimations.csv")
        remove([csv, *(layout.result(name, f"{table}.parquet") for table in (*ESTIMATE_TABLES, HOUSEHOLD_COSTS))])
        tables = {table: read_table(layout.result(name, f"{table}.parquet")) for table in INDICATOR_TABLES}
        costs = household_costs(delivered, tables["inclusions"], tables["indicateurs"], edition, params.couts)
        results = estimate_edition(name, edition, tables | {HOUSEHOLD_COSTS: costs}, params.plan, params.couts)
        write_table(costs, layout.result(name, f"{HOUSEHOLD_COSTS}.parquet"))
        for table in ESTIMATE_TABLES:
            write_table(results[table], layout.result(name, f"{table}.parquet"))
        with replacing(csv) as path:
            write_csv(read_table(layout.result(name, "estimations.parquet")), path)


if __name__ == "__main__":
    stage(run, READS)
