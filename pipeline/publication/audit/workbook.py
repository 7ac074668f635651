"""Words and numbers of an XLSX: every cell of every sheet, seen or hidden, notes, names, lists, page headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pipeline.errors import UsageError
from pipeline.publication.audit.office import read_package
from pipeline.publication.audit.passages import DocumentReading, Passage

_READ_HERE = re.compile(r"^xl/(workbook|worksheets/sheet\d+|comments/\w+|comments\d*|tables/\w+)\.xml$")
_HEADER_CODE = re.compile(r"&(?:[PNDTFAZLCR]|\d+|\"[^\"]*\"|K[0-9A-F]{6})")


def read_xlsx(path: Path) -> DocumentReading:
    """Return what the workbook says. Raises `UsageError` when it cannot be read."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path)
    except (InvalidFileException, BadZipFile, OSError, KeyError, ValueError):
        raise UsageError(f"« {path} » : ce classeur ne se lit pas. Le refaire.") from None
    passages: list[Passage] = []
    hidden: list[tuple[str, str]] = []
    for sheet in book.worksheets:
        passages += _cells(str(path), sheet)
        hidden += _out_of_sight(sheet)
    for name, defined in book.defined_names.items():
        if "!" not in str(defined.attr_text):
            hidden.append((f"nom défini {name}", "constante"))
    shared, figures, more = read_package(path, but=_READ_HERE)
    return DocumentReading((*passages, *shared), figures, (*hidden, *more))


def _cells(file: str, sheet: Any) -> Iterator[Passage]:
    yield Passage(file, "nom de feuille", sheet.title)
    heads: dict[int, str] = {}
    for row in sheet.iter_rows():
        words = {cell.column: _text(cell.value) for cell in row if cell.value is not None}
        if not heads and len(words) > 1 and all(isinstance(c.value, str) for c in row if c.value is not None):
            heads = words
        first = next(iter(words.values()), "")
        for cell in row:
            place = f"feuille « {sheet.title} », {cell.coordinate}"
            if cell.value is not None:
                yield Passage(file, place, words[cell.column], f"{first} {heads.get(cell.column, '')}".strip())
            if cell.comment is not None:
                yield Passage(file, f"{place}, commentaire", cell.comment.text)
    for rule in sheet.data_validations.dataValidation:
        yield Passage(
            file, f"feuille « {sheet.title} », liste", " ".join(filter(None, (rule.formula1, rule.prompt, rule.error)))
        )
    for part in (
        sheet.oddHeader,
        sheet.oddFooter,
        sheet.evenHeader,
        sheet.evenFooter,
        sheet.firstHeader,
        sheet.firstFooter,
    ):
        for side in (part.left, part.center, part.right):
            if side.text:
                yield Passage(file, f"feuille « {sheet.title} », en-tête ou pied", _HEADER_CODE.sub(" ", side.text))


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return str(value)


def _out_of_sight(sheet: Any) -> Iterator[tuple[str, str]]:
    place = f"feuille « {sheet.title} »"
    if sheet.sheet_state != "visible":
        yield place, "feuille masquée"
    if any(d.hidden for d in sheet.row_dimensions.values()):
        yield place, "lignes masquées"
    if any(d.hidden for d in sheet.column_dimensions.values()):
        yield place, "colonnes masquées"
    if any(isinstance(c.value, str) and c.data_type == "f" for row in sheet.iter_rows() for c in row):
        yield place, "formules"
