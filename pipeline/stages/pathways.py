"""Stage « pathways »: validated tables → monthly states, transitions, typical pathways, the two populations."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.pathways.edition import compute_pathways
from pipeline.stages.delivery_tables import read_tables
from pipeline.stages.produced import read_produced, remove_produced, write_produced
from pipeline.stages.runner import edition_stage

READS = ("editions.${key}", "seuils", "plan", "parcours")


def run(params: Params, layout: Layout, only: Sequence[str] = ()) -> None:
    """Compute and write the tables of the stage for every edition, or for those of `only`."""
    tables = read_tables(layout)
    for name in only or params.editions:
        edition = params.editions[name]
        remove_produced("pathways", layout, name)
        indicators = read_produced("pathways", layout, name)["indicateurs"]
        computed = compute_pathways(tables, indicators, edition, params.seuils, params.plan, params.parcours)
        write_produced("pathways", computed, layout, name)


if __name__ == "__main__":
    edition_stage(run, READS)
