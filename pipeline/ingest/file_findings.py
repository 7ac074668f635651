"""What is wrong in one file, told line by line: its headers, its lines, its cells, what identifies in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.markers import TEMPLATE_SHEETS
from pipeline.contract.schema import Kind, Table
from pipeline.french import count
from pipeline.ingest.cells import Content, Sheet
from pipeline.ingest.columns import ColumnRead
from pipeline.ingest.header_findings import header_findings
from pipeline.ingest.headers import MOST_COLUMNS
from pipeline.ingest.headers import Mapping as HeaderMapping
from pipeline.ingest.identifiers import identifier_in
from pipeline.ingest.locate import Source
from pipeline.ingest.mojibake import is_mangled
from pipeline.ingest.rules import (
    COLUMNS_LEFT_OUT,
    CONTACT_ASIDE,
    ENCODED_TWICE,
    IDENTIFIER_FOUND,
    IGNORED_SHEET,
    MASK,
    MERGED_KEY,
    MERGED_VALUE,
    NO_KEY,
    NO_ROW,
    RAGGED_LINE,
    findings,
)

_TWICE = "Texte encodé deux fois en UTF-8 (« Ã© » pour « é ») : les accents abîmés sont rétablis à la lecture."

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
    if content.encoded_twice or any(is_mangled(h) for s in sheets for h in s.headers):
        yield findings(ENCODED_TWICE, _TWICE, **at)
    if content.columns_left_out:
        left = count(content.columns_left_out, "colonne laissée", "colonnes laissées")
        motif = f"{left} de côté après la {MOST_COLUMNS}e : ni lue, ni examinée."
        yield findings(COLUMNS_LEFT_OUT, motif, **at)
    for sheet, mapping in zip(sheets, mappings, strict=True):
        for line, text in sheet.asides:
            yield from _aside(text, line, sheet.name, at)
        yield from header_findings(sheet, mapping, table, at)
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
            yield findings(note.rule, motif, table=table.name, file=source.shown, column=name)
        for problem, rows in read.problem_rows():
            motif = problem.motif
            if key and _WHOLE_ROW.strip(" .").lower() not in motif:
                motif += _WHOLE_ROW
            if len(rows):
                yield told(rows, problem.rule, motif, name, read.shown(rows))
        for kind, rows in read.identified_rows():
            motif = f"Identifiant direct dans une cellule ({kind}) : les données doivent rester pseudonymes."
            yield told(rows, IDENTIFIER_FOUND, motif, name, MASK)
        if key and looks_merged(read):
            motif = (
                "Cellules fusionnées : l’identifiant n’est écrit que sur la première ligne de chaque ménage ; les "
                f"{count(len(read.empty_rows()), 'ligne')} au-dessous n’en ont pas et ne sont pas lues."
            )
            yield findings(MERGED_KEY, motif, table=table.name, file=source.shown, column=name)
        elif key and len(rows := read.empty_rows()):
            yield told(rows, NO_KEY, f"Cellule vide dans la clé (« {name} »).{_WHOLE_ROW}", name, None)

        elif not key and table[name].required and table[name].kind is Kind.CODE and looks_merged(read, fewest=1):
            motif = (
                "Cellules fusionnées : la valeur n’est écrite que sur la première ligne de chaque bloc ; les "
                f"{count(len(read.empty_rows()), 'ligne')} au-dessous n’en ont pas."
            )
            yield findings(MERGED_VALUE, motif, table=table.name, file=source.shown, column=name)


def looks_merged(read: ColumnRead, fewest: int = 2) -> bool:
    """Whether each value, of `fewest` at least, stands on one line only, the first filled: as merged cells leave it."""
    filled = np.zeros(len(read.cells), bool)
    filled[read.read_rows()] = True
    values = read.codes[filled] if len(read.codes) else read.codes
    empty = len(filled) - int(filled.sum())
    # The first row has it, most have not, and no household has it twice.
    return empty > len(filled) // 2 and bool(filled[0]) and len(np.unique(values)) == len(values) >= fewest


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


def _aside(text: str, line: int, sheet: str | None, at: dict[str, Any]) -> Iterator[pd.DataFrame]:
    kind = identifier_in(text)
    if kind is not None:
        motif = f"Coordonnées ou nom ({kind}) hors du tableau de données : ce texte n’est repris nulle part."
        yield findings(CONTACT_ASIDE, motif, sheets=sheet, lines=[line], values=MASK, **at)
