"""A sender's file before it is written: sheets of cells that know which row of the clean table they show."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from pipeline.contract.schema import Column, Kind, Table
from pipeline.synthetic.habits import Cell, write_column
from pipeline.synthetic.senders import Sender, TextForm, WorkbookForm
from pipeline.workbook import save_workbook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


@dataclass
class SheetToWrite:
    """`titles` rows, a blank one in workbooks, `header`, then `rows`; `origin` = row of the clean table, by row."""

    name: str
    titles: tuple[str, ...]
    header: list[str]
    columns: list[str]
    rows: list[list[Cell]]
    origin: list[int]
    total: list[Cell] | None = None


@dataclass
class Document:
    """One file of the delivery: its `path` inside it, the `table` that it feeds, its `sheets` (one, without a name)."""

    path: str
    table: Table
    sender: Sender
    sheets: list[SheetToWrite]

    def line(self, sheet: SheetToWrite, row: int) -> int:
        """The line (or spreadsheet row) of a record, as the sender counts."""
        form = self.sender.form
        blank = 1 if isinstance(form, WorkbookForm) and sheet.titles else 0
        inserted = row // form.blank_every if isinstance(form, TextForm) and form.blank_every else 0
        return len(sheet.titles) + blank + 2 + row + inserted


def compose(path: str, table: Table, sender: Sender, frame: pd.DataFrame) -> Document:
    """Return the document in which `sender` shows `frame` (rows of the clean table, by their index)."""
    split = (sender.form.split or {}) if isinstance(sender.form, WorkbookForm) else {}
    if table.name not in split:
        return Document(path, table, sender, [_sheet("Données", table, sender, frame)])
    parts = frame.groupby(split[table.name](frame), sort=False)
    return Document(path, table, sender, [_sheet(str(name), table, sender, part) for name, part in parts])


def write_document(document: Document, folder: Path) -> None:
    """Write the document below `folder`."""
    path = folder / document.path
    path.parent.mkdir(parents=True, exist_ok=True)
    form = document.sender.form
    if isinstance(form, TextForm):
        path.write_bytes(_text(document.sheets[0], form).encode(form.encoding))
    else:
        _write_workbook(document, form, path)


def _sheet(name: str, table: Table, sender: Sender, frame: pd.DataFrame) -> SheetToWrite:
    # A sender has no column for what it knows nothing of.
    columns = [c for c in table.columns if c.required or frame[c.name].notna().any()]
    cells = [write_column(c, frame[c.name], sender.habits) for c in columns]
    header = [sender.habits.header(c) for c in columns]
    if sender.extra is not None and table.name == "menages":
        header.append(sender.extra[0])
        cells.append([sender.extra[1]] * len(frame))
    rows = [list(row) for row in zip(*cells, strict=True)]
    form = sender.form
    total = _total(table, columns, frame, sender) if isinstance(form, TextForm) and form.total else None
    return SheetToWrite(
        name, form.titles, header, [c.name for c in columns], rows, [int(i) for i in frame.index], total
    )


def _total(table: Table, columns: list[Column], frame: pd.DataFrame, sender: Sender) -> list[Cell] | None:
    """The closing line that accounting software adds: the sums of what is called, aided and paid."""
    if table.name not in ("suivi_locatif", "couts"):
        return None
    sums = [c.kind is Kind.AMOUNT and c.name != "solde_impaye" for c in columns]
    cells = [
        sender.habits.amount(float(frame[c.name].sum())) if summed else ""
        for c, summed in zip(columns, sums, strict=True)
    ]
    return ["TOTAL", *cells[1:]]


def _text(sheet: SheetToWrite, form: TextForm) -> str:
    lines = io.StringIO()
    lines.writelines(f"{title}{form.newline}" for title in sheet.titles)
    quoting: Literal[0, 1] = csv.QUOTE_ALL if form.quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(lines, delimiter=form.separator, lineterminator=form.newline, quoting=quoting)
    writer.writerow(sheet.header)
    for number, row in enumerate(sheet.rows):
        if form.blank_every and number and number % form.blank_every == 0:
            lines.write(form.newline)
        writer.writerow(row)
    if sheet.total is not None:
        writer.writerow(sheet.total)
    return lines.getvalue()


def _write_workbook(document: Document, form: WorkbookForm, path: Path) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)
    if form.notes:
        notes = workbook.create_sheet("Lisez-moi")
        for line in form.notes:
            notes.append([line])
    for sheet in document.sheets:
        page = workbook.create_sheet(sheet.name)
        for title in (*sheet.titles, *([""] if sheet.titles else [])):
            page.append([title or None])
        page.append(sheet.header)
        for row in sheet.rows:
            page.append(row)
        _format(page, document.table, sheet)
    save_workbook(workbook, path)


def _format(page: Worksheet, table: Table, sheet: SheetToWrite) -> None:
    """Dates and amounts that are true dates and numbers look like them."""
    looks = {Kind.DATE: "dd/mm/yyyy", Kind.MONTH: "mmm-yy", Kind.AMOUNT: '#,##0.00 "€"'}
    first = page.max_row - len(sheet.rows) + 1
    for cell in page[first - 1]:
        page.column_dimensions[cell.column_letter].width = 16
    for position, name in enumerate(sheet.columns, start=1):
        look = looks.get(table[name].kind)
        if look is None:
            continue
        for row in range(first, page.max_row + 1):
            cell = page.cell(row, position)
            if isinstance(cell.value, dt.date | float):
                cell.number_format = look
