"""Stage « indicators »: validated tables → indicators, durations and counts, edition by edition."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.indicators.edition import compute_edition
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.stages.delivery_tables import read_tables
from pipeline.stages.produced import remove_produced, write_produced
from pipeline.stages.runner import edition_stage

READS = ("editions.${key}", "seuils", "controles.effectif_prevu_accompagnes", "controles.effectif_prevu_temoins")


def run(params: Params, layout: Layout, only: Sequence[str] = ()) -> None:
    """Compute and write the tables of the stage for every edition, or for those of `only`."""
    tables = read_tables(layout)
    for name in only or params.editions:
        edition = params.editions[name]
        remove_produced("indicators", layout, name)
        computed = compute_edition(tables, edition, params.seuils, params.controles)
        write_produced("indicators", computed, layout, name)


if __name__ == "__main__":
    edition_stage(run, READS)
