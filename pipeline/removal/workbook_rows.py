"""A workbook without some households: their rows emptied in the XML of each sheet, all other cells as they are."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from html import escape, unescape
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

from pipeline.contract.schema import Table
from pipeline.ingest.headers import SEARCHED_ROWS, find_header, map_headers
from pipeline.ingest.strict_workbook import as_transitional, needs_rewriting
from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.removal.rewritten import Mention, NotRewritableError, Rewritten
from pipeline.removal.search import holds_bytes

_KEY = "menage_id"
_ROW = re.compile(rb"<((?:\w+:)?)row\b((?:[^>\"]|\"[^\"]*\")*?)(?:/>|>.*?</\1row>)", re.DOTALL)
_NUMBER = re.compile(rb"\br=\"(\d+)\"")
_STRING = re.compile(rb"<((?:\w+:)?)si\b[^>]*?(?:/>|>.*?</\1si>)", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>(.*?)</(?:\w+:)?t>", re.DOTALL)
# The order of calculation names cells that are no longer there; a spreadsheet makes it again.
_CHAIN = re.compile(rb"<(?:\w+:)?(?:Override|Relationship)\b[^>]*calcChain[^>]*/>")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHAIN_PART = "xl/calcChain.xml"


def without_in_workbook(path: Path, table: Table | None, pseudonyms: Pseudonyms, *, mask: bool) -> Rewritten:
    """Return the workbook without the rows of these households, in all its sheets; the other rows keep their numbers.

    In a sheet without the header row, or of a workbook that is no table's, a row with a cell that is a pseudonym is
    removed. Formulas, stored values, formats and macros stay. `mask`: as for `without_in_text`. Raises
    `NotRewritableError`.
    """
    try:
        rows, mentions = _places(path, table, pseudonyms)
        content = _written(path, rows, pseudonyms, mask=mask)
    except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError, OSError):
        raise NotRewritableError("classeur endommagé, ou protégé") from None
    removed = tuple((title, line) for title, lines in rows.items() for line in sorted(lines))
    if mask or not mentions:
        mentions = [Mention()] if holds_bytes(content, pseudonyms) else []
    return Rewritten(content, removed, tuple(mentions))


def _places(path: Path, table: Table | None, pseudonyms: Pseudonyms) -> tuple[dict[str, set[int]], list[Mention]]:
    """The rows to remove by sheet, and the cells of other rows that hold a pseudonym."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(path) as archive:
        data = as_transitional(path) if needs_rewriting(archive) else path.read_bytes()
    rows: dict[str, set[int]] = {}
    mentions = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            grid = [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
            headers, key = _header(grid, table)
            for line, cells in enumerate(grid, start=1):
                keys = cells if key is None else cells[key : key + 1]
                if any(pseudonyms.is_one(cell) for cell in keys):
                    rows.setdefault(sheet.title, set()).add(line)
                    continue
                mentions += [
                    Mention(sheet.title, line, headers[at] if at < len(headers) else "")
                    for at, cell in enumerate(cells)
                    if pseudonyms.in_text(cell)
                ]
    return rows, mentions


def _header(grid: list[list[str]], table: Table | None) -> tuple[list[str], int | None]:
    at = find_header(grid[:SEARCHED_ROWS], table) if table is not None else None
    if at is None or table is None:
        return [], None
    return grid[at], map_headers(grid[at], table).columns.get(_KEY)


def _written(path: Path, rows: Mapping[str, set[int]], pseudonyms: Pseudonyms, *, mask: bool) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        sheets = {part: rows[title] for title, part in _sheet_parts(source) if title in rows}
        for part in source.infolist():
            name = part.filename.replace("\\", "/")
            if name == _CHAIN_PART and sheets:
                continue
            content = source.read(part)
            if sheets and name.endswith(("[Content_Types].xml", "workbook.xml.rels")):
                content = _CHAIN.sub(b"", content)
            if name in sheets:
                content = _emptied(content, sheets[name])
            if name.endswith("sharedStrings.xml"):
                content = _STRING.sub(lambda m: _string(m, pseudonyms), content)
            elif mask and name.endswith((".xml", ".rels", ".vml")):
                content = pseudonyms.masked(content)
            target.writestr(part, content)
    return out.getvalue()


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The title of each sheet and the part that holds it."""
    names = {n.replace("\\", "/"): n for n in archive.namelist()}
    relations = ET.fromstring(archive.read(names["xl/_rels/workbook.xml.rels"]))
    targets = {r.attrib["Id"]: r.attrib["Target"] for r in relations}
    for sheet in ET.fromstring(archive.read(names["xl/workbook.xml"])).iter():
        if sheet.tag.endswith("}sheet"):
            target = targets[_relation(sheet)]
            yield (
                sheet.attrib["name"],
                target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target)),
            )


def _relation(sheet: Any) -> str:
    """The attribute `r:id`, in the namespace of the workbook's dialect."""
    return str(sheet.attrib.get(_RELATION) or next(v for k, v in sheet.attrib.items() if k.endswith("}id")))


def _emptied(xml: bytes, lines: set[int]) -> bytes:
    last = 0

    def one(match: re.Match[bytes]) -> bytes:
        nonlocal last
        numbered = _NUMBER.search(match[2])
        last = int(numbered[1]) if numbered else last + 1
        return b'<%srow r="%d"/>' % (match[1], last) if last in lines else match[0]

    return _ROW.sub(one, xml)


def _string(match: re.Match[bytes], pseudonyms: Pseudonyms) -> bytes:
    """A string of the table that all sheets share: the rows removed leave it there, without a use."""
    whole = unescape(b"".join(_TEXT.findall(match[0])).decode("utf-8", "replace"))
    if not pseudonyms.in_text(whole):
        return match[0]
    prefix = match[1].decode()
    text = escape(pseudonyms.masked(whole.encode()).decode(), quote=False)
    return f'<{prefix}si><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}si>'.encode()
