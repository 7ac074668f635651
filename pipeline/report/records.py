"""The rows of a processed table as a sentence or a table reads them: what is missing is None."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import pandas as pd

from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.report.remarks import sentences
from pipeline.report.results import EditionResults
from pipeline.traced import Cell, traced

Record = Mapping[str, Any]


def records(frame: pd.DataFrame, **chosen: str) -> list[Record]:
    """Return the rows whose columns hold `chosen`, in their order; a missing value is None, an empty text stays.

    The numbers of a table that says its name (`named`) know their cell.
    """
    for column, value in chosen.items():
        frame = frame[frame[column] == value]
    table = str(frame.attrs.get("table", ""))
    return [_record(row, table) for row in frame.to_dict("records")]


def named(results: EditionResults) -> EditionResults:
    """Return `results` with tables that say their name: it goes with every part that is taken of them."""
    tables = {name: frame.copy(deep=False) for name, frame in results.tables.items()}
    for name, frame in tables.items():
        frame.attrs = {"table": name}
    return results.with_tables(**tables)


def _record(row: Mapping[Any, Any], table: str) -> Record:
    known = {str(k): None if pd.isna(v) else v for k, v in row.items()}
    if not table:
        return known
    columns = PRODUCED[table].key if table in PRODUCED else ()  # a reference table has no key of ours
    key = ";".join(f"{c}={known[c]}" for c in columns if known.get(c) is not None)
    return {c: traced(v, Cell(table, key, c)) if _is_number(v) else v for c, v in known.items()}


def shown(rows: Sequence[Record], titles: Sequence[str]) -> list[list[Any]]:
    """Return the cells of `titles`, a row each, for the file of a table: the codes of a note as sentences."""
    return [[sentences(row[t]) if t == "note" and row[t] else row[t] for t in titles] for row in rows]


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def first(frame: pd.DataFrame, **chosen: str) -> Record:
    """Return the first of these rows; a row that is not there has every column missing."""
    found = records(frame, **chosen)
    return found[0] if found else dict.fromkeys(map(str, frame.columns))
