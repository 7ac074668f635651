"""A delimited text without some households: their lines emptied, so that the others keep their line numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.contract.schema import Table
from pipeline.ingest.cells import Content
from pipeline.ingest.encoding import NotTextError
from pipeline.ingest.headers import map_headers
from pipeline.ingest.problems import NoHeaderError
from pipeline.ingest.text_file import SEPARATORS, read_text
from pipeline.ingest.tokenise import unlimited_fields
from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.removal.rewritten import Mention, NotRewritableError, Rewritten

_KEY = "menage_id"


def without_in_text(path: Path, table: Table | None, pseudonyms: Pseudonyms, *, mask: bool) -> Rewritten:
    """Return the text of the file at `path` without the rows of these households.

    `table`: None for a file that is no table's, of which no row is removed. `mask`: what else mentions a pseudonym is
    replaced, instead of told. Every other byte stays. Raises `NotRewritableError` for bytes that are no text.
    """
    content = _content(path, table)
    lines = path.read_bytes().splitlines(keepends=True)
    headers: Sequence[str] = content.sheets[0].headers if content is not None else ()
    separator = _separator(content)
    removed = sorted(_removed(content, table, lines, separator, pseudonyms)) if content and table else []
    for start, size in removed:
        for at in range(start - 1, start - 1 + size):
            lines[at] = _end_of(lines[at])
    if mask:
        lines = [pseudonyms.masked(line) for line in lines]
    mentions = [
        Mention(None, at, _column(line, separator, headers, pseudonyms))
        for at, line in enumerate(lines, start=1)
        if pseudonyms.in_bytes(line)
    ]
    return Rewritten(b"".join(lines), tuple((None, start) for start, _ in removed), tuple(mentions))


def _content(path: Path, table: Table | None) -> Content | None:
    if table is None:
        return None
    try:
        return read_text(path, table)
    except NoHeaderError:
        return None
    except NotTextError as error:
        raise NotRewritableError(str(error)) from None


def _separator(content: Content | None) -> str:
    words = content.separator if content is not None else None
    return next((mark for mark, name in SEPARATORS.items() if name == words), ";")


def _removed(
    content: Content, table: Table, lines: Sequence[bytes], separator: str, pseudonyms: Pseudonyms
) -> Iterator[tuple[int, int]]:
    """First line and number of lines of each record of these households, those that do not fit the header too."""
    sheet = content.sheets[0]
    at = map_headers(sheet.headers, table).columns.get(_KEY)
    if at is None:
        return
    keys = sheet.columns[at]
    for row, line in enumerate(sheet.lines):
        if pseudonyms.is_one(keys.at(row)):
            yield int(line), _size(lines, int(line), separator)
    for ragged in content.ragged:
        cells = _cells(ragged.text, separator)
        if at < len(cells) and pseudonyms.is_one(cells[at]):
            yield ragged.line, 1


def _size(lines: Sequence[bytes], start: int, separator: str) -> int:
    """How many physical lines the record that begins at line `start` takes."""
    with unlimited_fields():
        reader = csv.reader((line.decode("latin-1") for line in lines[start - 1 :]), delimiter=separator)
        next(reader, None)
        return reader.line_num


def _cells(text: str, separator: str) -> list[str]:
    with unlimited_fields():
        return next(csv.reader(io.StringIO(text), delimiter=separator), [])


def _end_of(line: bytes) -> bytes:
    return line[len(line.rstrip(b"\r\n")) :]


def _column(line: bytes, separator: str, headers: Sequence[str], pseudonyms: Pseudonyms) -> str:
    cells = _cells(line.decode("utf-8", "replace"), separator)
    found = [i for i, cell in enumerate(cells) if pseudonyms.in_text(cell)]
    return headers[found[0]] if found and found[0] < len(headers) else ""
