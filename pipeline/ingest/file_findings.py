"""What is wrong in one file, told line by line: its headers, its lines, its cells, what identifies in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.markers import TEMPLATE_SHEETS
from pipeline.contract.schema import Table
from pipeline.french import count
from pipeline.ingest.cells import Cells, Content, Sheet
from pipeline.ingest.columns import ColumnRead
from pipeline.ingest.headers import Mapping as HeaderMapping
from pipeline.ingest.identifiers import find_identifiers, identifier_in, may_be_person, names_persons
from pipeline.ingest.locate import Source
from pipeline.ingest.missing import missing, trimmed
from pipeline.ingest.rules import (
    CONTACT_ASIDE,
    IDENTIFIER_FOUND,
    IGNORED_SHEET,
    MASK,
    MISSING_COLUMN,
    NO_KEY,
    NO_ROW,
    RAGGED_LINE,
    TWO_HEADERS,
    UNKNOWN_COLUMN,
    findings,
)

Names = npt.NDArray[np.object_]
Lines = npt.NDArray[np.int64]


def layout_findings(
    source: Source, table: Table, sheets: Sequence[Sheet], mappings: Sequence[HeaderMapping], content: Content
) -> Iterator[pd.DataFrame]:
    """Yield what is wrong around the cells: sheets, headers, lines of another length, unknown columns."""
    at: dict[str, Any] = {"table": table.name, "file": source.shown}
    for place in content.named_sheets:
        motif = f"Identifiant direct dans le nom de la feuille n° {place} : les données doivent rester pseudonymes."
        yield findings(IDENTIFIER_FOUND, motif, values=MASK, **at)
    for name in content.skipped:
        if name in TEMPLATE_SHEETS:
            continue
        yield findings(IGNORED_SHEET, "Feuille ignorée : elle n’a pas la ligne d’en-têtes.", sheets=name, **at)
    for name, line, text in content.skipped_asides:
        yield from _aside(text, line, name, at)
    for sheet, mapping in zip(sheets, mappings, strict=True):
        for line, text in sheet.asides:
            yield from _aside(text, line, sheet.name, at)
        for name, headers in mapping.doubles.items():
            quoted = " et ".join(f"« {_header(h)} »" for h in headers)
            motif = f"Deux en-têtes pour la colonne « {name} » : {quoted} ; un seul est admis."
            yield findings(TWO_HEADERS, motif, sheets=sheet.name, column=name, **at)
        for column in table:
            if column.required and column.name not in mapping.columns and column.name not in mapping.doubles:
                motif = f"Colonne obligatoire absente : « {column.name} » ({column.label})."
                yield findings(MISSING_COLUMN, motif, sheets=sheet.name, column=column.name, **at)
        for position in mapping.unknown:
            yield from _unknown_column(sheet, position, at)
        if not len(sheet.lines):
            yield findings(NO_ROW, "Aucune ligne de données sous les en-têtes.", sheets=sheet.name, **at)
    yield from _ragged(content, len(sheets[0].headers), at)


def column_findings(
    source: Source, table: Table, columns: Mapping[str, ColumnRead], sheets: Names | str | None, lines: Lines
) -> Iterator[pd.DataFrame]:
    """Yield the cells that could not be read, the columns that cannot be without guessing, what identifies."""

    def told(rows: npt.NDArray[np.int64], rule: Any, motif: str, column: str, values: Any) -> pd.DataFrame:
        return findings(
            rule,
            motif,
            table=table.name,
            file=source.shown,
            sheets=list(sheets[rows]) if isinstance(sheets, np.ndarray) else sheets,
            lines=lines[rows],
            column=column,
            values=values,
            households=_households(columns, rows),
        )

    for name, read in columns.items():
        key = name in row_keys(table)
        if read.ambiguous is not None:
            rows = read.undecided_rows()
            motif = f"{read.ambiguous.motif} {count(len(rows), 'cellule concernée', 'cellules concernées')}."
            yield told(rows[:1], read.ambiguous.rule, motif, name, None)
        for note, rows in read.note_rows():
            motif = f"{note.motif} {count(len(rows), 'cellule concernée', 'cellules concernées')}."
            yield told(rows[:1], note.rule, motif, name, None)
        for problem, rows in read.problem_rows():
            motif = problem.motif
            if key and _WHOLE_ROW.strip(" .").lower() not in motif:
                motif += _WHOLE_ROW
            if len(rows):
                yield told(rows, problem.rule, motif, name, read.shown(rows))
        for kind, rows in read.identified_rows():
            motif = f"Identifiant direct dans une cellule ({kind}) : les données doivent rester pseudonymes."
            yield told(rows, IDENTIFIER_FOUND, motif, name, MASK)
        if key and len(rows := read.empty_rows()):
            yield told(rows, NO_KEY, f"Cellule vide dans la clé (« {name} »).{_WHOLE_ROW}", name, None)


_WHOLE_ROW = " La ligne entière est rejetée."


def row_keys(table: Table) -> tuple[str, ...]:
    """The columns without which a row is rejected whole: the key, and the household in the tables without one."""
    return table.key or tuple(c.name for c in table if c.name == "menage_id")


def _households(columns: Mapping[str, ColumnRead], rows: npt.NDArray[np.int64]) -> Any:
    """The pseudonyms of some rows; None where it could not be read."""
    read = columns.get("menage_id")
    return None if read is None else read.shown_values(rows)


def _ragged(content: Content, width: int, at: dict[str, Any]) -> Iterator[pd.DataFrame]:
    for cells in sorted({r.cells for r in content.ragged}):
        lines = [r.line for r in content.ragged if r.cells == cells]
        motif = f"Ligne de {count(cells, 'cellule')} sous {count(width, 'en-tête')} : elle n’est pas lue."
        if cells == width:
            motif = "Ligne d’un autre nombre de cellules que les en-têtes, et dont une cellule est illisible : elle "
            motif += "n’est pas lue."
        yield findings(RAGGED_LINE, motif, lines=lines, **at)
    identified = [(r.line, kind) for r in content.ragged if (kind := identifier_in(r.text)) is not None]
    for kind in sorted({k for _, k in identified}):
        motif = f"Identifiant direct dans une ligne ({kind}) : les données doivent rester pseudonymes."
        yield findings(IDENTIFIER_FOUND, motif, lines=[n for n, k in identified if k == kind], values=MASK, **at)


def _unknown_column(sheet: Sheet, position: int, at: dict[str, Any]) -> Iterator[pd.DataFrame]:
    """Say that a column is ignored; search it for what identifies, by its header and in its cells."""
    cells, header = sheet.columns[position], sheet.headers[position].strip()
    texts = trimmed(cells.texts)
    present = np.unique(cells.codes)
    filled = present[~missing(texts)[present]]
    if not header and not len(filled):
        return
    shown = _header(header) if header else f"(colonne {position + 1} sans en-tête)"
    at = at | {"sheets": sheet.name, "column": shown}
    if names_persons(header) and any(may_be_person(t, header) for t in texts.take(filled).to_pylist()):
        motif = "Colonne qui désigne des personnes : les données doivent rester pseudonymes."
        yield findings(IDENTIFIER_FOUND, motif, values=MASK, **at)
        return
    yield findings(UNKNOWN_COLUMN, "Colonne inconnue du contrat : elle est ignorée.", **at)
    if shown == MASK:
        motif = "Identifiant direct dans un en-tête : les données doivent rester pseudonymes."
        yield findings(IDENTIFIER_FOUND, motif, values=MASK, **at)
    yield from _identified_cells(cells, texts, sheet.lines, at)


def _identified_cells(cells: Cells, texts: Any, lines: Lines, at: dict[str, Any]) -> Iterator[pd.DataFrame]:
    kinds = find_identifiers(texts)
    for kind in sorted({k for k in kinds if k is not None}):
        rows = np.flatnonzero(cells.where(kinds == kind))
        motif = f"Identifiant direct dans une cellule ({kind}) : les données doivent rester pseudonymes."
        yield findings(IDENTIFIER_FOUND, motif, lines=lines[rows], values=MASK, **at)


def _aside(text: str, line: int, sheet: str | None, at: dict[str, Any]) -> Iterator[pd.DataFrame]:
    kind = identifier_in(text)
    if kind is not None:
        motif = f"Coordonnées ou nom ({kind}) hors du tableau de données : ce texte n’est repris nulle part."
        yield findings(CONTACT_ASIDE, motif, sheets=sheet, lines=[line], values=MASK, **at)


def _header(header: str) -> str:
    return MASK if identifier_in(header) else header[:100]
