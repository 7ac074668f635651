"""Rows that carry no data: blank ones, and the closing TOTAL line."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.contract.tables import MENAGE_ID_PATTERN
from pipeline.ingest.cells import Cells, Sheet

_TOTAL = re.compile(r"\W*(?:(?:sous|grand)[\W_]*)?t ?o ?t ?a ?(?:l|u ?x)(?![^\W\d_])", re.IGNORECASE)
_PSEUDONYM = re.compile(MENAGE_ID_PATTERN)
# Notes below the TOTAL line (« Source : … ») that are looked over to find it; they are told, row by row.
_NOTES = 20


def is_total(cells: Sequence[str]) -> bool:
    """Whether the first cell that is not empty opens a TOTAL line, in a row that names no household."""
    filled = [text for cell in cells if (text := cell.strip())]
    opens = bool(filled) and _TOTAL.match(filled[0]) is not None
    return opens and not any(_PSEUDONYM.match(text) for text in filled)


def without_empty_rows(sheet: Sheet) -> Sheet:
    """Return the sheet without its blank rows and without its closing TOTAL line(s)."""
    keep = ~_blank(sheet.columns, len(sheet.lines))
    notes = 0
    for row in np.flatnonzero(keep)[::-1]:
        cells = [column.at(int(row)) for column in sheet.columns]
        if is_total(cells):
            keep[row] = False
        elif sum(bool(c.strip()) for c in cells) == 1 and notes < _NOTES:
            notes += 1
        else:
            break
    if keep.all():
        return sheet
    return sheet.rows(keep)


def unfilled(sheet: Sheet, key: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Return which rows hold their key and nothing else: lines prepared in a workbook, which nobody has filled in.

    `key`: the places of the key's columns.
    """
    rows = len(sheet.lines)
    empty = _blank([cells for place, cells in enumerate(sheet.columns) if place not in key], rows)
    if empty.any():
        for place in key:
            empty &= ~_blank([sheet.columns[place]], rows)
    return empty


def _blank(columns: Sequence[Cells], rows: int) -> npt.NDArray[np.bool_]:
    import pyarrow.compute as pc

    blank = np.ones(rows, bool)
    for cells in columns:
        empty = pc.equal(pc.utf8_trim_whitespace(cells.texts), "").to_numpy(zero_copy_only=False)
        blank &= cells.where(empty)
        if not blank.any():
            break
    return blank
