"""Delimited text files: encoding, separator, header row, found by inspection."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.contract.fold import fold
from pipeline.contract.schema import Table
from pipeline.ingest.cells import Content, Sheet
from pipeline.ingest.encoding import decode
from pipeline.ingest.headers import MOST_COLUMNS, SEARCHED_ROWS, find_header, matches
from pipeline.ingest.problems import NoHeaderError
from pipeline.ingest.tokenise import Body, Shape, tokenise, unlimited_fields

SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
# The header and what is above it lie within this many characters.
_HEAD_CHARACTERS = 1 << 18
_NUMBERED_ROWS = 5


@dataclass(frozen=True)
class _Head:
    headers: tuple[str, ...]
    separator: str
    first: int  # index of the header's first physical line
    after: int  # index of the line after the header's record
    titles: tuple[str, ...]


def read_text(path: Path, table: Table) -> Content:
    """Return the records below the header row. Raises `NotTextError`, `NoHeaderError`."""
    decoded = decode(path.read_bytes())
    head = _find_head(decoded.data, table)
    body = Body(decoded.data, _offset_of_line(decoded.data, head.after), head.after + 1)
    headers = ("", *head.headers) if _has_row_names(body, head) else head.headers
    kept = headers[:MOST_COLUMNS]
    tokens = tokenise(body, head.separator, Shape(len(headers), _least(headers, table), len(kept)))
    asides = tuple((i, title) for i, title in enumerate(head.titles, start=1) if title.strip())
    sheet = Sheet(None, kept, tokens.columns, tokens.lines, asides, tokens.mended)
    return Content(
        (sheet,),
        decoded.encoding,
        SEPARATORS[head.separator],
        tokens.ragged,
        encoded_twice=decoded.twice,
        columns_left_out=len(headers) - len(kept),
    )


def _least(headers: Sequence[str], table: Table) -> int:
    """How many cells a line keeps when a spreadsheet leaves out its last ones, which are optional and empty."""
    required = [i for i, h in enumerate(headers, start=1) if (n := table.column_of.get(fold(h))) and table[n].required]
    return max(required, default=len(headers))


def _has_row_names(body: Body, head: _Head) -> bool:
    """Whether the lines have one cell more than the headers, the first, which numbers them (`write.table` of R)."""
    text = body.data[body.offset : body.offset + _HEAD_CHARACTERS].decode(errors="ignore")
    with unlimited_fields():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=head.separator)
        first = list(itertools.islice((r for r in reader if r), _NUMBERED_ROWS))
    return len(first) > 1 and all(
        len(r) == len(head.headers) + 1 and r[0].strip() == str(i) for i, r in enumerate(first, start=1)
    )


def _find_head(data: bytes, table: Table) -> _Head:
    """Try each separator on each of the first lines: the header is where the most columns are named."""
    end = data.find(b"\n", _HEAD_CHARACTERS)  # a header may be longer than that: it is never cut
    text = (data if end < 0 else data[: end + 1]).decode(errors="ignore")
    lines = io.StringIO(text, newline="").readlines()
    candidates = range(min(len(lines), SEARCHED_ROWS))
    best: _Head | None = None
    score = 0
    with unlimited_fields():
        for separator in SEPARATORS:
            records = [_record(lines, i, separator) for i in candidates]
            found = find_header([cells for cells, _ in records], table)
            if found is not None and matches(records[found][0], table) > score:
                cells, after = records[found]
                score = matches(cells, table)
                best = _Head(tuple(cells), separator, found, after, tuple(lines[:found]))
    if best is None:
        raise NoHeaderError
    return best


def _record(lines: list[str], start: int, separator: str) -> tuple[list[str], int]:
    """The record that begins at line `start` (a title may hold a lone quote: each line is tried alone)."""
    reader = csv.reader(lines[start : start + SEARCHED_ROWS], delimiter=separator)
    return next(reader, []), start + reader.line_num


def _offset_of_line(data: bytes, line: int) -> int:
    """Byte offset of the physical line of that index; line ends are \\n, \\r\\n or \\r, as for the csv module."""
    offset = 0
    for _ in range(line):
        newline = data.find(b"\n", offset)
        carriage = data.find(b"\r", offset, newline if newline >= 0 else len(data))
        if carriage >= 0 and carriage + 1 != newline:
            offset = carriage + 1
        elif newline >= 0:
            offset = newline + 1
        else:
            return len(data)
    return offset
