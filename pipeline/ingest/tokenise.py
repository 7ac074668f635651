"""Delimited text to columns: by Arrow where each line is a record, by the csv module where quotes span lines."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.ingest.cells import Cells, Ragged

_BLOCK_BYTES = 1 << 22  # a record longer than this goes the other way
_CHUNK_ROWS = 100_000


@dataclass(frozen=True)
class Tokens:
    """Columns and, for each row, the physical line of its first character; lines that do not fit apart.

    `mended`: ranks of the rows that were cut short, or had empty cells too many, where the file's other lines are not.
    """

    columns: tuple[Cells, ...]
    lines: npt.NDArray[np.int64]
    ragged: tuple[Ragged, ...] = ()
    mended: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shape:
    """How many cells a line has. `least`: what is left of it when its optional last cells are not written.

    `kept`: how many of the columns are handed back, from the first.
    """

    width: int
    least: int
    kept: int

    def mend(self, record: list[str]) -> list[str] | None:
        """Return a record of another length with `width` cells: only empty ones are added or taken away."""
        if self.least <= len(record) < self.width:
            return record + [""] * (self.width - len(record))
        if len(record) > self.width and not any(c.strip() for c in record[self.width :]):
            return record[: self.width]
        return None


@dataclass(frozen=True)
class Body:
    """The records below the header: UTF-8 `data` from `offset` on, whose first byte is on physical line `line`."""

    data: bytes
    offset: int
    line: int

    def contains(self, mark: bytes) -> bool:
        return self.data.find(mark, self.offset) >= 0

    def count(self, mark: bytes) -> int:
        return self.data.count(mark, self.offset)

    def marks(self) -> npt.NDArray[np.uint8]:
        return np.frombuffer(self.data, np.uint8, offset=self.offset)


def tokenise(body: Body, separator: str, shape: Shape) -> Tokens:
    """Return the records of `body`. Blank lines are not records. Both ways give the same."""
    tokens = tokenise_plain(body, separator, shape) if is_plain(body) else None
    return tokens or tokenise_awkward(body, separator, shape)


def is_plain(body: Body) -> bool:
    """Whether each physical line is one record: no carriage return alone, no line with an unpaired quote."""
    if body.contains(b"\r") and body.count(b"\r") != body.count(b"\r\n"):
        return False
    if not body.contains(b'"'):
        return True
    marks = body.marks()
    quotes, ends = np.flatnonzero(marks == ord('"')), np.flatnonzero(marks == ord("\n"))
    until = np.append(np.searchsorted(quotes, ends), len(quotes))
    return not (np.diff(until, prepend=0) % 2).any()


def tokenise_plain(body: Body, separator: str, shape: Shape) -> Tokens | None:
    """Tokenise by Arrow, in parallel while every line has its cells.

    None when a line is longer than a block, or can be mended: the other way does both.
    """
    import pyarrow as pa

    ragged: list[Any] = []
    mendable = False

    def set_apart(row: Any) -> str:
        nonlocal mendable
        mendable = mendable or shape.mend(_cells_of(row.text, separator)) is not None
        ragged.append(row)
        return "skip"

    for handler in (None, set_apart):
        try:
            table = _read_csv(body, separator, shape, handler)
        except pa.ArrowInvalid:
            continue
        if mendable:
            return None
        lines = _physical_lines(body, table.num_rows + len(ragged))
        apart = np.array([r.number - 1 for r in ragged], np.int64)  # ranks among the lines that are not blank
        return Tokens(
            tuple(Cells.from_texts(c) for c in table.columns),
            np.delete(lines, apart) if len(apart) else lines,
            tuple(
                Ragged(int(lines[rank]), row.actual_columns, row.text)
                for rank, row in zip(apart, ragged, strict=True)
                if _says_something(_cells_of(row.text, separator))
            ),
        )
    return None


def _read_csv(body: Body, separator: str, shape: Shape, handler: Any) -> Any:
    import pyarrow as pa
    import pyarrow.csv as pv

    names = [str(i) for i in range(shape.width)]
    kept = names[: shape.kept]
    return pv.read_csv(
        pa.BufferReader(pa.py_buffer(body.data)[body.offset :]),
        # Only a single thread tells the rank of the lines that do not fit.
        read_options=pv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES, use_threads=handler is None),
        parse_options=pv.ParseOptions(delimiter=separator, invalid_row_handler=handler),
        convert_options=pv.ConvertOptions(column_types=dict.fromkeys(kept, pa.string()), include_columns=kept),
    )


def tokenise_awkward(body: Body, separator: str, shape: Shape) -> Tokens:
    """Tokenise by the csv module: line breaks between quotes, old line ends, lines of any length, lines to mend.

    A record of another length that spans several lines (a quote never closed) loses its first line only.
    """
    import pyarrow as pa

    lines = io.StringIO(body.data[body.offset :].decode(), newline="").readlines()
    chunks: list[list[Any]] = [[] for _ in range(shape.kept)]
    starts: list[int] = []
    rows: list[list[str]] = []
    ragged: list[Ragged] = []
    lengths: Counter[int] = Counter()
    mended: dict[int, int] = {}

    def flush() -> None:
        for position, cells in enumerate(zip(*rows, strict=True)):
            chunks[position].append(pa.array(cells, pa.string()))
        rows.clear()

    with unlimited_fields():
        at = 0
        while at < len(lines):
            start = at
            for at, record in _records(lines, start, separator):
                whole = record if len(record) == shape.width else None
                # A last line that stops short of its end is that of a file cut in its middle.
                cut = at == len(lines) and len(record) < shape.width and not lines[-1].endswith(("\n", "\r"))
                if whole is None and at - start == 1 and not cut and _says_something(record):
                    whole = shape.mend(record)
                    if whole is not None:
                        mended[len(starts)] = len(record)
                if whole is not None:
                    lengths[len(record)] += 1
                    rows.append(whole[: shape.kept])
                    starts.append(body.line + start)
                elif _says_something(record):
                    ragged.append(Ragged(body.line + start, len(record), lines[start].rstrip("\r\n")))
                    if at - start > 1:
                        at = start + 1
                        break
                start = at
                if len(rows) == _CHUNK_ROWS:
                    flush()
    flush()
    columns = tuple(Cells.from_texts(pa.chunked_array(c, pa.string())) for c in chunks)
    usual = max(lengths, key=lengths.__getitem__, default=0)
    return Tokens(columns, np.array(starts, np.int64), tuple(ragged), tuple(r for r, n in mended.items() if n != usual))


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


def _cells_of(line: str, separator: str) -> list[str]:
    with unlimited_fields():
        return next(csv.reader([line], delimiter=separator), [])


def _says_something(record: list[str]) -> bool:
    return any(cell.strip() for cell in record)


def _physical_lines(body: Body, rows: int) -> npt.NDArray[np.int64]:
    """Number the records; lines that are empty (no character at all) are none."""
    marks = body.marks()
    ends = int(np.count_nonzero(marks == ord("\n"))) + (not body.data.endswith(b"\n"))
    if ends == rows:  # no blank line
        return np.arange(body.line, body.line + rows, dtype=np.int64)
    starts = np.concatenate(([0], np.flatnonzero(marks == ord("\n")) + 1))
    starts = starts[starts < len(marks)]
    first = marks[starts]
    filled = (first != ord("\n")) & (first != ord("\r"))
    return (body.line + np.flatnonzero(filled)).astype(np.int64)
