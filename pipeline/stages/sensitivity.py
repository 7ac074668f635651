"""Stage « sensitivity »: the delivery and the indicators → the results under other definitions and assumptions."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.sensitivity.edition import sensitivity_edition
from pipeline.stages.delivery_tables import read_tables
from pipeline.stages.produced import read_produced, remove_produced, write_produced
from pipeline.stages.runner import edition_stage

READS = ("editions.${key}", "seuils", "plan")


def run(params: Params, layout: Layout, only: Sequence[str] = ()) -> None:
    """Write the tables of the stage for every edition, or for those of `only`."""
    tables = read_tables(layout)
    for name in only or params.editions:
        remove_produced("sensitivity", layout, name)
        computed = read_produced("sensitivity", layout, name)
        write_produced("sensitivity", sensitivity_edition(name, params, tables, computed), layout, name)


if __name__ == "__main__":
    edition_stage(run, READS)
