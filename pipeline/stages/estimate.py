"""Stage « estimate »: indicators → estimates by the plan, survival curves, baseline table, trajectories."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.estimate.edition import estimate_edition
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.scheme.household_costs import household_costs
from pipeline.stages.produced import read_produced, remove_produced, write_produced
from pipeline.stages.runner import edition_stage
from pipeline.storage import read_table

READS = ("editions.${key}", "plan", "couts")


def run(params: Params, layout: Layout, only: Sequence[str] = ()) -> None:
    """Estimate, and write the tables of the stage for every edition, or for those of `only`."""
    spent = layout.table("couts")
    delivered = read_table(spent) if spent.exists() else None
    for name in only or params.editions:
        edition = params.editions[name]
        remove_produced("estimate", layout, name)
        tables = read_produced("estimate", layout, name)
        costs = household_costs(delivered, tables["inclusions"], tables["indicateurs"], edition, params.couts)
        results = estimate_edition(name, edition, tables | {"couts_menages": costs}, params.plan, params.couts)
        write_produced("estimate", {**results, "couts_menages": costs}, layout, name)


if __name__ == "__main__":
    edition_stage(run, READS)
