"""Delimited text to columns: by Arrow where every line is a record, by the csv module where lines are awkward."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.ingest.cells import Cells, Ragged

_BLOCK_BYTES = 1 << 24
_CHUNK_ROWS = 100_000


@dataclass(frozen=True)
class Tokens:
    """Columns and, for each row, the physical line of its first character; lines that do not fit apart."""

    columns: tuple[Cells, ...]
    lines: npt.NDArray[np.int64]
    ragged: tuple[Ragged, ...] = ()


def tokenise(data: memoryview, separator: str, width: int, first_line: int) -> Tokens:
    """Return the records of `data` (UTF-8, the header's record already taken off).

    `first_line`: the physical line number of the first byte. Blank lines are not records. Both ways give the same.
    """
    if is_plain(data):
        tokens = tokenise_plain(data, separator, width, first_line)
        if tokens is not None:
            return tokens
    return tokenise_awkward(data, separator, width, first_line)


def is_plain(data: memoryview) -> bool:
    """Whether each physical line is one record: no carriage return alone, no line with an unpaired quote."""
    content = data.obj if len(data) == len(data.obj) else bytes(data)  # type: ignore[attr-defined]
    if not isinstance(content, bytes):
        content = bytes(data)
    if content.count(b"\r") != content.count(b"\r\n"):
        return False
    if b'"' not in content:
        return True
    marks = np.frombuffer(content, np.uint8)
    quotes, ends = np.flatnonzero(marks == ord('"')), np.flatnonzero(marks == ord("\n"))
    until = np.append(np.searchsorted(quotes, ends), len(quotes))
    return not (np.diff(until, prepend=0) % 2).any()


def tokenise_plain(data: memoryview, separator: str, width: int, first_line: int) -> Tokens | None:
    """Tokenise by Arrow; None when a line has not `width` cells."""
    import pyarrow as pa
    import pyarrow.csv as pv

    names = [str(i) for i in range(width)]
    text = pa.dictionary(pa.int32(), pa.string())
    try:
        table = pv.read_csv(
            pa.BufferReader(pa.py_buffer(data)),
            read_options=pv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES),
            parse_options=pv.ParseOptions(delimiter=separator),
            convert_options=pv.ConvertOptions(column_types=dict.fromkeys(names, text), strings_can_be_null=False),
        ).unify_dictionaries()
    except pa.ArrowInvalid:
        return None
    columns = tuple(Cells.from_dictionary(c) for c in table.columns)
    return Tokens(columns, _physical_lines(data, len(columns[0]), first_line))


def tokenise_awkward(data: memoryview, separator: str, width: int, first_line: int) -> Tokens:
    """Tokenise by the csv module: line breaks between quotes, lines of another length.

    A record of another length that spans several lines (a quote never closed) loses its first line only.
    """
    import pyarrow as pa

    lines = io.StringIO(bytes(data).decode(), newline="").readlines()
    chunks: list[list[Any]] = [[] for _ in range(width)]
    starts: list[int] = []
    rows: list[list[str]] = []
    ragged: list[Ragged] = []

    def flush() -> None:
        for position, cells in enumerate(zip(*rows, strict=True)):
            chunks[position].append(pa.array(cells, pa.string()))
        rows.clear()

    with unlimited_fields():
        at = 0
        while at < len(lines):
            start = at
            for at, record in _records(lines, start, separator):
                if len(record) == width:
                    rows.append(record)
                    starts.append(first_line + start)
                elif any(cell.strip() for cell in record):
                    ragged.append(Ragged(first_line + start, len(record), lines[start].rstrip("\r\n")))
                    if at - start > 1:
                        at = start + 1
                        break
                start = at
                if len(rows) == _CHUNK_ROWS:
                    flush()
    flush()
    columns = tuple(Cells.from_texts(pa.chunked_array(c, pa.string())) for c in chunks)
    return Tokens(columns, np.array(starts, np.int64), tuple(ragged))


@contextmanager
def unlimited_fields() -> Iterator[None]:
    """Let the csv module read cells of any length; what is too long is rejected later, with its line."""
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _records(lines: list[str], start: int, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record from line `start` on, with the index of the line after it."""
    import itertools

    reader = csv.reader(itertools.islice(lines, start, None), delimiter=separator)
    for record in reader:
        yield start + reader.line_num, record


def _physical_lines(data: memoryview, rows: int, first_line: int) -> npt.NDArray[np.int64]:
    """Number the records; lines that are empty (no character at all) are none."""
    marks = np.frombuffer(data, np.uint8)
    if rows and not _has_blank_line(data):
        return np.arange(first_line, first_line + rows, dtype=np.int64)
    ends = np.flatnonzero(marks == ord("\n"))
    starts = np.concatenate(([0], ends + 1))
    starts = starts[starts < len(marks)]
    first = marks[starts]
    filled = (first != ord("\n")) & (first != ord("\r"))
    return (first_line + np.flatnonzero(filled)).astype(np.int64)


def _has_blank_line(data: memoryview) -> bool:
    content = bytes(data)
    return content.startswith((b"\n", b"\r\n")) or b"\n\n" in content or b"\n\r\n" in content
