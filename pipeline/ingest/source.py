"""One file of a delivery: opened, recognised, its columns read; whatever goes wrong becomes a finding."""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pandas as pd

from pipeline.contract.fold import fold
from pipeline.contract.schema import Column, Table
from pipeline.errors import reason
from pipeline.french import count
from pipeline.ingest.cells import Cells, Content, Ragged, Sheet
from pipeline.ingest.columns import ColumnRead, read_column
from pipeline.ingest.corrections import Correction, corrected
from pipeline.ingest.encoding import NotTextError
from pipeline.ingest.file_findings import column_findings, layout_findings
from pipeline.ingest.formats import BYTES_PER_MO, TEXT, read_content, recognise
from pipeline.ingest.headers import Mapping as HeaderMapping
from pipeline.ingest.headers import map_headers
from pipeline.ingest.locate import Source
from pipeline.ingest.prepared_rules import UNFILLED_ROWS
from pipeline.ingest.problems import NoHeaderError, RefusedFileError, TooLargeError
from pipeline.ingest.reading import Context, DateOrder
from pipeline.ingest.rows import is_total, unfilled, without_empty_rows
from pipeline.ingest.rules import EMPTY_FILE, NO_HEADER, TOO_LARGE, UNREADABLE_FILE, findings
from pipeline.ingest.sign_columns import left_open
from pipeline.params import Donnees


@dataclass(frozen=True)
class FileReport:
    """What was found in one sheet of one file. `colonnes`: header as written → column of the contract.

    `sha256`: of the file's bytes, hexadecimal: what tells two deliveries apart, file by file.
    """

    fichier: str
    feuille: str | None
    table: str
    format: str
    encodage: str | None
    separateur: str | None
    lignes: int
    colonnes: dict[str, str]
    sha256: str


@dataclass(frozen=True)
class SourceRead:
    """A file read. `columns`: name → column (absent ones not); `lines` and `sheet_of` (rank in `sheets`): by row.

    `delivered`: columns that a header names, even twice. `rejected_lines`: lines that are no record.
    """

    source: Source
    columns: dict[str, ColumnRead]
    delivered: frozenset[str]
    sheets: tuple[str | None, ...]
    sheet_of: np.ndarray[Any, np.dtype[np.int32]]
    lines: np.ndarray[Any, np.dtype[np.int64]]
    rejected_lines: int
    findings: list[pd.DataFrame]
    reports: list[FileReport]


def read_source(
    source: Source,
    table: Table,
    donnees: Donnees,
    spellings: Mapping[str, str],
    corrections: Sequence[Correction] = (),
) -> SourceRead:
    """Read one file, `corrections` applied; a file that cannot be read gives a blocking finding and no row."""
    try:
        kind, content = _open(source, table, donnees)
    except _UnfitFileError as error:
        return _nothing(source, [error.finding])
    sheets = [without_empty_rows(s) for s in content.sheets]
    content = replace(content, ragged=_without_total(content, sheets[-1]))
    mappings = [map_headers(s.headers, table) for s in sheets]
    sheets, of_corrections = corrected(sheets, mappings, source, corrections)
    sheets, unfilled_rows = _without_unfilled(sheets, mappings, table, source)
    delivered = frozenset(name for m in mappings for name in (*m.columns, *m.doubles))
    order = declared_order(source.shown, donnees.ordre_dates)

    def read_all() -> dict[str, ColumnRead]:
        columns = {
            column.name: read_column(
                _column_of(column, sheets, mappings), _context(column, table, order, spellings, content)
            )
            for column in table
            if any(column.name in m.columns for m in mappings)
        }
        return left_open(columns, sheets, mappings, table)

    read = read_all()
    broken = _mended_in_vain(sheets, read)
    if len(broken):
        content = replace(content, ragged=(*content.ragged, *_as_ragged(sheets[0], broken)))
        keep = np.ones(len(sheets[0].lines), bool)
        keep[broken] = False
        sheets = [sheets[0].rows(keep)]
        read = read_all()
    names = tuple(s.name for s in sheets)
    sheet_of = np.repeat(np.arange(len(sheets), dtype=np.int32), [len(s.lines) for s in sheets])
    lines = np.concatenate([s.lines for s in sheets])
    with source.path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    reports = [
        FileReport(
            source.shown, s.name, table.name, kind, content.encoding, content.separator, len(s.lines),
            {s.headers[p]: name for name, p in m.columns.items()}, digest,
        )
        for s, m in zip(sheets, mappings, strict=True)
    ]  # fmt: skip
    out = SourceRead(
        source, read, delivered, names, sheet_of, lines, len(content.ragged), [*of_corrections, *unfilled_rows], reports
    )
    out.findings.extend(layout_findings(source, table, sheets, mappings, content))
    out.findings.extend(
        column_findings(source, table, read, np.array(names, object)[sheet_of] if len(names) > 1 else names[0], lines)
    )
    return out


def _without_unfilled(
    sheets: list[Sheet], mappings: list[HeaderMapping], table: Table, source: Source
) -> tuple[list[Sheet], list[pd.DataFrame]]:
    kept, told = [], []
    for sheet, mapping in zip(sheets, mappings, strict=True):
        key = [mapping.columns[name] for name in table.key if name in mapping.columns]
        empty = (
            unfilled(sheet, key) if len(key) > 1 and len(key) < len(sheet.columns) else np.zeros(len(sheet.lines), bool)
        )
        kept.append(sheet.rows(~empty) if empty.any() else sheet)
        if n := int(empty.sum()):
            motif = f"{count(n, 'ligne')} où seuls le ménage et sa date sont écrits : rien n’y est lu."
            told.append(findings(UNFILLED_ROWS, motif, table=table.name, file=source.shown, sheets=sheet.name))
    return kept, told


def _column_of(column: Column, sheets: list[Sheet], mappings: list[HeaderMapping]) -> Cells:
    return Cells.joined(
        [
            s.columns[m.columns[column.name]] if column.name in m.columns else Cells.empty(len(s.lines))
            for s, m in zip(sheets, mappings, strict=True)
        ]
    )


def _mended_in_vain(sheets: list[Sheet], read: Mapping[str, ColumnRead]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The mended rows (of the one sheet of a text file) in which a cell cannot be read: a separator was lost inside."""
    mended = np.array(sheets[0].mended, np.int64)
    if not len(mended):
        return mended
    wrong = [rows for column in read.values() for _, rows in column.problem_rows()]
    wrong += [column.undecided_rows() for column in read.values()]
    return mended[np.isin(mended, np.concatenate(wrong))] if wrong else mended[:0]


def _as_ragged(sheet: Sheet, rows: np.ndarray[Any, np.dtype[np.int64]]) -> list[Ragged]:
    cells = [[c.at(int(row)) for c in sheet.columns] for row in rows]
    return [
        Ragged(int(sheet.lines[row]), len(sheet.headers), "\t".join(texts))
        for row, texts in zip(rows, cells, strict=True)
    ]


def declared_order(shown: str, declared: Mapping[str, DateOrder]) -> DateOrder | None:
    """Return the order of day and month declared for a file: by its path, a pattern of it, or its sender's prefix."""
    name = PurePosixPath(shown).name
    if shown in declared:
        return declared[shown]
    for key, order in declared.items():
        if fnmatch.fnmatchcase(shown, key) or fnmatch.fnmatchcase(name, key):
            return order
    return next((order for key, order in declared.items() if fold(key) and fold(name).startswith(fold(key))), None)


class _UnfitFileError(Exception):
    def __init__(self, finding: pd.DataFrame) -> None:
        super().__init__()
        self.finding = finding


def _open(source: Source, table: Table, donnees: Donnees) -> tuple[str, Content]:
    kind = ""

    def unfit(rule: Any, motif: str) -> _UnfitFileError:
        return _UnfitFileError(findings(rule, motif, table=table.name, file=source.shown))

    try:
        size = source.path.stat().st_size
        if size == 0:
            raise unfit(EMPTY_FILE, "Le fichier est vide (0 octet).")
        if size > donnees.taille_max_mo * BYTES_PER_MO:
            raise unfit(TOO_LARGE, f"Le fichier dépasse la taille admise ({donnees.taille_max_mo:g} Mo).")
        kind = recognise(source.path)
        return kind, read_content(source.path, kind, table, donnees)
    except _UnfitFileError:
        raise
    except NoHeaderError:
        if kind == TEXT and _is_blank(source):
            raise unfit(EMPTY_FILE, "Le fichier ne contient que des lignes vides.") from None
        some = ", ".join(c.name for c in table if c.required)
        raise unfit(NO_HEADER, f"Aucune ligne ne nomme les colonnes de la table ({some}).") from None
    except TooLargeError as error:
        raise unfit(TOO_LARGE, f"Fichier refusé : {error}.") from None
    except (RefusedFileError, NotTextError) as error:
        raise unfit(UNREADABLE_FILE, f"Fichier illisible : {error}.") from None
    except OSError as error:
        raise unfit(UNREADABLE_FILE, f"Fichier illisible : {reason(error)}.") from None
    except Exception as error:
        # A damaged or hostile file may raise anything in the library that unpacks it; the delivery's other files
        # must still be read. The error's name, never its text, which may quote the file.
        raise unfit(UNREADABLE_FILE, f"Fichier illisible : contenu endommagé ({type(error).__name__}).") from None


def _is_blank(source: Source) -> bool:
    with source.path.open("rb") as stream:
        return not stream.read().strip(b"\xef\xbb\xbf \t\r\n\x00")


def _without_total(content: Content, last: Sheet) -> tuple[Any, ...]:
    """A closing TOTAL line may have fewer cells than the header: it is no record, and no rejection."""
    end = int(last.lines[-1]) if len(last.lines) else 0
    separator = {"point-virgule": ";", "virgule": ",", "tabulation": "\t", "barre verticale": "|"}.get(
        content.separator or ""
    )
    kept = []
    for line in content.ragged:
        cells = line.text.split(separator) if separator else [line.text]
        if not (line.line > end and is_total([c.strip().strip('"') for c in cells])):
            kept.append(line)
    return tuple(kept)


def _context(
    column: Column, table: Table, order: DateOrder | None, spellings: Mapping[str, str], content: Content
) -> Context:
    known = spellings if column.name == "commune" else {}
    return Context(column, table.name, order, known, content.epoch_1904)


def _nothing(source: Source, found: list[pd.DataFrame]) -> SourceRead:
    return SourceRead(source, {}, frozenset(), (), np.zeros(0, np.int32), np.zeros(0, np.int64), 0, found, [])
