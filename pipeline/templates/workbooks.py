"""One empty workbook a table, with drop-down lists and a sheet that explains each column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.contract.markers import TEMPLATE_GUIDE, TEMPLATE_LISTS
from pipeline.contract.schema import Column, Kind, Table
from pipeline.contract.tables import TABLES
from pipeline.templates.explanations import EXPLAINED, explain_column, foreword
from pipeline.workbook import save_workbook

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

Row = Mapping[str, str | dt.date | None]
ROWS = 20_000  # rows that carry the lists and the formats

_FORMATS = {
    Kind.DATE: "dd/mm/yyyy",
    Kind.MONTH: "mm/yyyy",
    Kind.AMOUNT: "#,##0.00",
    Kind.DECIMAL: "0.00",
    Kind.INTEGER: "0",
    Kind.IDENTIFIER: "@",
    Kind.TEXT: "@",
}
_FONT, _LINE_HEIGHT = "Calibri", 15.0
_GUIDE_WIDTHS = (30, 48, 34, 60, 12, 24)
_REQUIRED_FILL, _OPTIONAL_FILL, _HEADER_INK = "1F4E79", "8EA9C1", "FFFFFF"


def write_templates(folder: Path, rows: Mapping[str, Sequence[Row]] | None = None) -> list[Path]:
    """Write `<table>.xlsx` for each table of the contract into `folder`, and return the files; same bytes each time.

    A workbook holds the sheet to fill, a guide, and a hidden sheet of the values of its drop-down lists. `rows`: by
    table, what is written already on each line to fill (column → value).
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = rows or {}
    return [_write_template(t, folder / f"{t.name}.xlsx", known.get(t.name, ())) for t in TABLES.values()]


def _write_template(table: Table, path: Path, rows: Sequence[Row]) -> Path:
    from openpyxl import Workbook

    workbook = Workbook()
    page = workbook.active
    page.title = table.label
    _write_header(page, table)
    for row in rows:
        page.append([row.get(column.name) for column in table.columns])
    _one_page_wide(page)
    _write_notes(workbook.create_sheet(TEMPLATE_GUIDE), table)
    lists = workbook.create_sheet(TEMPLATE_LISTS)
    lists.sheet_state = "hidden"
    for position, column in enumerate(table.columns, start=1):
        _prepare(page, lists, column, position)
    save_workbook(workbook, path)
    return path


def _write_header(page: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    page.append([column.label for column in table.columns])
    page.freeze_panes = "B2"
    page.row_dimensions[1].height = 32
    for cell, column in zip(page[1], table.columns, strict=True):
        cell.font = Font(name=_FONT, bold=True, color=_HEADER_INK)
        cell.fill = PatternFill("solid", start_color=_REQUIRED_FILL if column.required else _OPTIONAL_FILL)
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _write_notes(page: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font

    for line in foreword(table):
        page.append([line])
    page["A1"].font = Font(name=_FONT, bold=True, size=14)
    page.append([])
    page.append(list(EXPLAINED))
    for cell in page[page.max_row]:
        cell.font = Font(name=_FONT, bold=True)
    for column in table.columns:
        page.append(explain_column(column))
        for cell in page[page.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[page.max_row].height = _LINE_HEIGHT * _lines(explain_column(column))
    for letter, width in zip("ABCDEF", _GUIDE_WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    _one_page_wide(page)


def _one_page_wide(page: Worksheet) -> None:
    """Printed on landscape pages, all columns on each, the header row repeated."""
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if page.freeze_panes:
        page.print_title_rows = "1:1"


def _lines(texts: list[str]) -> int:
    """How many lines the longest cell of a row of the guide takes: some programs do not widen rows by themselves."""
    return max(-(-len(text) * 11 // (10 * width)) for text, width in zip(texts, _GUIDE_WIDTHS, strict=True)) or 1


def _prepare(page: Worksheet, lists: Worksheet, column: Column, position: int) -> None:
    """Width, format, and what may be typed, for one column of the sheet to fill."""
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(position)
    dimension = page.column_dimensions[letter]
    dimension.width = max(13, min(30, len(column.label) + 3))
    if column.kind in _FORMATS:
        dimension.number_format = _FORMATS[column.kind]
    rule = _rule(lists, column, letter)
    rule.promptTitle, rule.prompt = column.label[:32], " ; ".join(filter(None, explain_column(column)[1:3]))[:255]
    rule.showInputMessage = rule.showErrorMessage = True
    rule.errorTitle, rule.error = "Valeur refusée", f"{column.label} : {explain_column(column)[2]}."[:255]
    page.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{ROWS + 1}")


def _rule(lists: Worksheet, column: Column, letter: str) -> DataValidation:
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.codes or column.kind is Kind.BOOLEAN:
        values = [code.label for code in column.codes] or ["oui", "non"]
        for row, value in enumerate(values, start=1):
            lists[f"{letter}{row}"] = value
        area = f"'{TEMPLATE_LISTS}'!${letter}$1:${letter}${len(values)}"
        return DataValidation(type="list", formula1=area, allow_blank=not column.required)
    if column.kind in (Kind.DATE, Kind.MONTH):
        # Day 1 of 1990 to the end of 2029; a warning, since an older lease exists.
        return DataValidation(
            type="date", operator="between", formula1="32874", formula2="47483", allow_blank=True, errorStyle="warning"
        )
    if column.kind in (Kind.AMOUNT, Kind.DECIMAL, Kind.INTEGER):
        return _bounds(column)
    return DataValidation(type="textLength", operator="lessThanOrEqual", formula1="10000", allow_blank=True)


def _bounds(column: Column) -> DataValidation:
    from openpyxl.worksheet.datavalidation import DataValidation

    kind = "whole" if column.kind is Kind.INTEGER else "decimal"
    low = -1_000_000 if column.minimum is None else column.minimum
    high = 1_000_000 if column.maximum is None else column.maximum
    if column.exclusive_minimum:
        low += 0.001
    return DataValidation(
        type=kind, operator="between", formula1=f"{low:g}", formula2=f"{high:g}", allow_blank=not column.required
    )
