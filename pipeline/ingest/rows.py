"""Rows that carry no data: blank ones, and the closing TOTAL line."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from pipeline.contract.fold import fold
from pipeline.ingest.cells import Sheet

_TOTAL = re.compile(r"(sous)?tota(l|ux)(general|generaux|global|annuel)?(20\d\d)?")


def is_total(first_cell: str) -> bool:
    """Whether the first cell that is not empty opens a TOTAL line."""
    return _TOTAL.fullmatch(fold(first_cell)) is not None


def without_empty_rows(sheet: Sheet) -> Sheet:
    """Return the sheet without its blank rows and without its closing TOTAL line(s)."""
    keep = ~_blank(sheet)
    for row in np.flatnonzero(keep)[::-1]:
        if not is_total(_first_cell(sheet, int(row))):
            break
        keep[row] = False
    if keep.all():
        return sheet
    return Sheet(sheet.name, sheet.headers, tuple(c.rows(keep) for c in sheet.columns), sheet.lines[keep], sheet.asides)


def _blank(sheet: Sheet) -> npt.NDArray[np.bool_]:
    import pyarrow.compute as pc

    blank = np.ones(len(sheet.lines), bool)
    for cells in sheet.columns:
        empty = pc.equal(pc.utf8_trim_whitespace(cells.texts), "").to_numpy(zero_copy_only=False)
        blank &= cells.where(empty)
        if not blank.any():
            break
    return blank


def _first_cell(sheet: Sheet, row: int) -> str:
    return next((text for cells in sheet.columns if (text := cells.at(row).strip())), "")
