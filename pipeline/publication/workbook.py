"""`classeur.xlsx`: the published tables for a spreadsheet: cover, contents, notes, then one table a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.french import long_date
from pipeline.publication.allowed import ALLOWED, Element
from pipeline.publication.fact import COLUMNS, Cell, PublishedFact, key_parts
from pipeline.publication.publication import Publication
from pipeline.publication.words import PROJECT, RELEASED, SUBTITLE
from pipeline.report.context import ReportContext
from pipeline.report.variables import BANNER_LINE, cover
from pipeline.workbook import save_workbook

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Row = Sequence[str | float | None]
_READING = (
    "Chaque feuille est une table : une ligne d’en-tête, puis une ligne par nombre publié ou tu.",
    "« valeur » : le nombre arrondi ; vide quand c’est une classe qui est publiée (« moins de… »), ou rien.",
    "« publié » : ce qui s’écrit dans les documents. « bas » et « haut » : la valeur exacte est entre les deux.",
    "« raison » : pourquoi une case est tue ; vide quand elle est publiée.",
    "Les parts, leurs écarts et leurs bornes vont de 0 à 1 dans « valeur », « bas » et « haut ».",
)


def write_public_workbook(path: Path, publication: Publication, context: ReportContext, *, released: bool) -> None:
    """Write the workbook: no merged cell, no formula, a reason for every masked cell; the same cells, same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    front = book.active
    front.title = "Couverture"
    _fill(front, [], [[line] for line in _cover(context, released=released)], (90,))
    contents = [[e.name, e.title] for e in _shown(publication)]
    _fill(book.create_sheet("Sommaire"), ["feuille", "contenu"], contents, (22, 70))
    notes = [*([line] for line in _READING), *([f"{e.title} : {e.rule}"] for e in _shown(publication))]
    _fill(book.create_sheet("Notes"), ["note"], notes, (120,))
    for element in _shown(publication):
        _table(book, element, publication)
    _fill(book.create_sheet("publication"), COLUMNS, [_listed(f) for f in publication.facts], (14, 16, 60, 20, 14, 14))
    book.properties.title = f"{cover(context)['titre']} – {context.label}"
    book.properties.language = "fr"
    save_workbook(book, path)


def _cover(context: ReportContext, *, released: bool) -> Iterable[str]:
    words = cover(context)
    yield words["titre"]
    yield SUBTITLE
    yield f"{context.label}, données arrêtées au {long_date(context.gel)}"
    yield f"Auteur : {words['auteur']}"
    yield f"Financeur : {words['financeur']}"
    yield f"Date : {words['date']}"
    yield RELEASED if released else PROJECT
    if context.synthetique:
        yield BANNER_LINE


def _shown(publication: Publication) -> list[Element]:
    return [e for e in ALLOWED if publication.of(e.name)]


def _table(book: Workbook, element: Element, publication: Publication) -> None:
    """One row a cell: the columns of its key, what is told of it, the number, its bounds, or why there is none."""
    cells = publication.of(element.name)
    keys = list(dict.fromkeys(column for c in cells for column in key_parts(c.cle)))
    head = [*keys, "colonne", "valeur", "publié", "bas", "haut", "raison"]
    rows = [_row(c, keys) for c in cells]
    _fill(book.create_sheet(element.name), head, rows, (*(22 for _ in keys), 22, 12, 26, 12, 12, 60))


def _row(c: Cell, keys: Sequence[str]) -> Row:
    named = [key_parts(c.cle).get(column, "") for column in keys]
    if isinstance(c, PublishedFact):
        return [*named, c.colonne, c.rounded.valeur, c.texte, c.rounded.bas, c.rounded.haut, ""]
    return [*named, c.colonne, None, "", None, None, c.motif]


def _listed(f: PublishedFact) -> Row:
    return [f.edition, f.element, f.cle, f.colonne, f.rounded.bas, f.rounded.haut]


def _fill(sheet: Worksheet, head: Sequence[str], rows: Iterable[Row], widths: Sequence[float]) -> None:
    from openpyxl.styles import Alignment, Font

    lines: list[Row] = [head, *rows] if head else [*rows]
    for i, line in enumerate(lines, start=1):
        for j, value in enumerate(line, start=1):
            if value is None or value == "":
                continue
            cell = sheet.cell(i, j, value)
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            if i == 1:
                cell.font = Font(bold=True)
    if head:
        sheet.freeze_panes = "A2"
    for j, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + j)].width = width
