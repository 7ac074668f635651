"""Stage « scheme »: the delivery and the results → what was delivered, to whom, where and at what cost."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.errors import UsageError
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.scheme.benchmarks import check_benchmarks
from pipeline.scheme.edition import scheme_edition
from pipeline.scheme.note import TABLES, Note
from pipeline.shipped import reference_folder
from pipeline.stages.delivery_tables import read_tables
from pipeline.stages.produced import read_produced, remove_produced, write_produced
from pipeline.stages.runner import edition_stage

READS = ("editions.${key}", "seuils", "plan", "couts", "dispositif")
_TEXTS = {"departement", "departement_officiel"}  # « 01 » is a code, not a number


def run(params: Params, layout: Layout, only: Sequence[str] = ()) -> None:
    """Write the tables of the stage for every edition, or for those of `only`."""
    tables, note = read_tables(layout), read_note()
    for name in only or params.editions:
        remove_produced("scheme", layout, name)
        computed = read_produced("scheme", layout, name)
        write_produced("scheme", scheme_edition(name, tables, computed, note, params), layout, name)


def read_note() -> Note:
    """Read the reference tables that the scheme is compared with."""
    folder = reference_folder()
    frames = {}
    for name in TABLES:
        path = folder / f"{name}.csv"
        try:
            frames[name] = pd.read_csv(path, encoding="utf-8", dtype=dict.fromkeys(_TEXTS, str))
        except (OSError, ValueError):
            raise UsageError(
                f"{path} : table de référence absente ou illisible. La rétablir depuis le dépôt."
            ) from None
    check_benchmarks(frames["reperes"], f"{folder / 'reperes.csv'}")
    return Note(frames)


if __name__ == "__main__":
    edition_stage(run, READS)
