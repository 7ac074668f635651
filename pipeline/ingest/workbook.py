"""XLSX workbooks: each sheet with the header row, typed cells as text, nothing executed."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from pipeline.contract.schema import Table
from pipeline.ingest.cells import Cells, Content, Nature, Sheet, marked
from pipeline.ingest.headers import SEARCHED_ROWS, find_header, names_half_required
from pipeline.ingest.identifiers import names_a_person
from pipeline.ingest.problems import NoHeaderError, RefusedFileError, TooLargeError
from pipeline.ingest.rules import MASK
from pipeline.ingest.strict_workbook import as_transitional, needs_rewriting

# The bounds of the format itself, and of a header that a person wrote.
_MAX_ROWS = 1_048_576
_MAX_HEADER_COLUMNS = 1_000
_SCAN_BYTES = 1 << 20
_DOCTYPE = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!"}

Row = tuple[Any, ...]


def read_workbook(path: Path, table: Table, *, max_bytes: float, max_ratio: float) -> Content:
    """Return the sheets with the header row; the others are named in `skipped`.

    `max_bytes`: of the file unpacked; `max_ratio`: unpacked / packed. Both are read in the archive's directory before
    anything is unpacked. Raises `RefusedFileError`, `TooLargeError`, `NoHeaderError`.
    """
    formulas, plain = _inspect_archive(path, max_bytes, max_ratio)
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # As a stream: the name says nothing, and openpyxl would judge by it.
        data = None if plain else as_transitional(path)
        with _stream(path, data) as stream, _stream(path, data) as again:
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            sources = load_workbook(again, read_only=True, data_only=False, keep_links=False) if formulas else None
            titles = [_shown_title(ws.title, rank) for rank, ws in enumerate(book.worksheets, start=1)]
            read = [
                (title, *_read_sheet(ws, sources, table, title))
                for title, ws in zip(titles, book.worksheets, strict=True)
            ]
            named = tuple(r for r, ws in enumerate(book.worksheets, start=1) if names_a_person(ws.title))
            epoch_1904 = book.epoch == CALENDAR_MAC_1904
    found = [sheet for _, sheet, _ in read if sheet is not None]
    if not found:
        raise NoHeaderError
    # A summary may name two columns; where real data sheets stand beside it, it is not one of them.
    kept = [s for s in found if names_half_required(s.headers, table)] or found
    names = {s.name for s in kept}
    skipped = [(title, asides) for title, _, asides in read if title not in names]
    return Content(
        tuple(kept),
        skipped=tuple(title for title, _ in skipped),
        skipped_asides=tuple((title, line, text) for title, asides in skipped for line, text in asides),
        epoch_1904=epoch_1904,
        named_sheets=named,
    )


def _stream(path: Path, data: bytes | None) -> BinaryIO:
    return path.open("rb") if data is None else io.BytesIO(data)


def _inspect_archive(path: Path, max_bytes: float, max_ratio: float) -> tuple[bool, bool]:
    """Refuse bombs and document types before the workbook is opened.

    Return whether a sheet holds formulas, and whether openpyxl can read the archive as it stands.
    """
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        raise RefusedFileError("classeur XLSX tronqué ou endommagé") from None
    with archive:
        parts = archive.infolist()
        names = {p.filename.replace("\\", "/") for p in parts}
        if "xl/workbook.xml" not in names and not any(n.endswith("workbook.xml") for n in names):
            raise RefusedFileError("archive ZIP qui n’est pas un classeur XLSX")
        unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
        if unpacked > max_bytes or unpacked > max_ratio * max(packed, 1):
            raise TooLargeError("classeur qui, décompressé, dépasse la taille ou le taux de compression admis")
        formulas = False
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                in_sheet = part.filename.replace("\\", "/").startswith("xl/worksheets/")
                formulas |= _scan_part(archive, part) and in_sheet
        return formulas, not needs_rewriting(archive)


def _scan_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Refuse a document type definition (entity bombs, outside references); return whether there is a formula."""
    formula, tail = False, b""
    with archive.open(part) as stream:
        while block := stream.read(_SCAN_BYTES):
            block = tail + block
            if any(mark in block for mark in _DOCTYPE):
                raise RefusedFileError("classeur dont le XML déclare un type de document ou des entités")
            formula = formula or b"<f>" in block or b"<f " in block or b"<f/" in block
            tail = block[-32:]
    return formula


def _shown_title(title: str, rank: int) -> str:
    return f"{MASK} {rank}" if names_a_person(title) else title


def _read_sheet(ws: Any, sources: Any, table: Table, title: str) -> tuple[Sheet | None, list[tuple[int, str]]]:
    ws.reset_dimensions()
    top = [[_display(v) for v in row] for row in _rows(ws, _MAX_HEADER_COLUMNS, SEARCHED_ROWS)]
    at = find_header(top, table)
    asides = [(i, text) for i, row in enumerate(top[:at], start=1) for text in row if text]
    if at is None:
        return None, asides
    width = max((i for row in top for i, text in enumerate(row, start=1) if text), default=0)
    formulas: Iterator[Row] = iter(())
    if sources is not None:
        source = sources[ws.title]
        source.reset_dimensions()
        formulas = itertools.islice(_rows(source, width), at + 1, None)
    columns: list[list[str]] = [[] for _ in range(width)]
    values = itertools.islice(_rows(ws, width), at + 1, None)
    pairs = (
        zip(values, itertools.repeat(())) if sources is None else itertools.zip_longest(values, formulas, fillvalue=())
    )
    for row, written in pairs:
        for position, texts in enumerate(columns):
            value = row[position] if position < len(row) else None
            if value is None and position < len(written) and written[position] is not None:
                texts.append(marked(_formula(written[position]), Nature.FORMULA))
            else:
                texts.append(_cell_text(value))
    headers = tuple((top[at] + [""] * width)[:width])
    lines = np.arange(at + 2, at + 2 + len(columns[0]), dtype=np.int64)
    return Sheet(title, headers, tuple(Cells.from_texts(c) for c in columns), lines, tuple(asides)), asides


def _rows(ws: Any, width: int, height: int = _MAX_ROWS) -> Iterator[Row]:
    # Bounded on both sides: a cell at XFD1048576 must not make a million rows of sixteen thousand cells.
    rows: Iterator[Row] = ws.iter_rows(min_row=1, max_row=height, max_col=width, values_only=True)
    return itertools.islice(_until_last(rows), height)


def _until_last(rows: Iterator[Row]) -> Iterator[Row]:
    """Drop the empty rows that pad the end, keep those between two filled ones."""
    pending = 0
    for row in rows:
        if any(v is not None for v in row):
            for _ in range(pending):
                yield ()
            pending = 0
            yield row
        else:
            pending += 1


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return marked(value, Nature.ERROR) if value in _ERRORS else value
    text = _display(value)
    return marked(text, Nature.NUMBER) if isinstance(value, int | float) and not isinstance(value, bool) else text


def _display(value: Any) -> str:
    """A typed cell as text: ISO dates, `true`/`false`, numbers with a decimal point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)


def _formula(value: Any) -> str:
    return str(getattr(value, "text", value) or "=")
