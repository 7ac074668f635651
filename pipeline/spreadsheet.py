"""Tables that people open in a spreadsheet: one dialect of CSV, that of French Excel, and its workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from pipeline.workbook import save_workbook

SEPARATOR, ENCODING = ";", "utf-8-sig"
# Beyond, nobody reads them one by one, and the CSV has them all.
_MOST_ROWS = 20_000
_NOT_IN_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"


def write_csv(frame: pd.DataFrame, path: Path, *, digits: int | None = None) -> None:
    """Write `frame` as CSV: `;`, UTF-8 with BOM, decimal comma, all fields quoted, the header too, even without rows.

    `digits`: significant digits of floats, None for all of them.
    """
    frame.to_csv(
        path, index=False, sep=SEPARATOR, decimal=",", encoding=ENCODING, errors="replace", quoting=csv.QUOTE_ALL,
        lineterminator="\r\n", float_format=None if digits is None else f"%.{digits}g",
    )  # fmt: skip


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return cells already written as texts, the header first, in the same dialect, without byte-order mark."""
    out = io.StringIO()
    csv.writer(out, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def write_workbook(frame: pd.DataFrame, path: Path, *, title: str, rest: str = "", most: int = _MOST_ROWS) -> None:
    """Write `frame` as the one sheet of a workbook: texts as texts, never formulas; numbers as numbers.

    `most`: how many rows it has; `rest`: the file that has those which this one leaves out.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"

    def cell(value: object) -> WriteOnlyCell:
        written = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            written.data_type = "s"
        return written

    texts = frame.head(most).astype(object)
    for name in texts:
        texts[name] = texts[name].replace(_NOT_IN_XML, "\ufffd", regex=True)
    sheet.append([cell(str(c)) for c in frame.columns])
    for row in texts.itertuples(index=False):
        sheet.append([cell(None if pd.isna(v) else v) for v in row])
    if len(frame) > most:
        sheet.append([cell(f"La suite est dans {rest}.")])
    save_workbook(book, path)
