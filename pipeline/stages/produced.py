"""How a stage reads and writes the tables of an edition: those that `contract.produced` says are its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from pipeline.contract.produced.catalogue import read_by, written_by
from pipeline.contract.produced.entry import Produced
from pipeline.layout import Layout
from pipeline.spreadsheet import write_csv
from pipeline.stages.clean import remove
from pipeline.storage import read_table, replacing, write_table


def read_produced(stage: str, layout: Layout, edition: str) -> dict[str, pd.DataFrame]:
    """Return by name the tables of an edition that the stage reads."""
    return {e.name: read_table(layout.produced(e, edition)) for e in read_by(stage) if e.by_edition}


def remove_produced(stage: str, layout: Layout, edition: str) -> None:
    """Remove what an earlier run of the stage wrote for an edition."""
    paths = (layout.produced(entry, edition) for entry in written_by(stage))
    remove(path for parquet in paths for path in (parquet, parquet.with_suffix(".csv")))


def write_produced(stage: str, frames: Mapping[str, pd.DataFrame], layout: Layout, edition: str) -> None:
    """Write by name all the tables of an edition that the stage makes; `KeyError` when one is not there."""
    for entry in written_by(stage):
        write_entry(entry, frames[entry.name], layout.produced(entry, edition))


def write_entry(entry: Produced, frame: pd.DataFrame, path: Path) -> None:
    """Write one table as its entry says: columns, types, digits, and as CSV too where it says so."""
    digits = entry.digits
    if digits is None:
        write_table(entry.frame(frame), path, rounded=False)
    else:
        write_table(entry.frame(frame), path, digits=digits)
    if entry.csv:
        with replacing(path.with_suffix(".csv")) as temporary:
            write_csv(read_table(path), temporary)
