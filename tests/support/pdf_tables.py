"""The tables that go on from page to page: how many rows on each side of the cut, and under which name they go on."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
from pypdfium2 import raw as pdfium
from support.pdf_pages import CONTINUED, FOOT, HEAD, Line, pages

# The colours of `presentation/rapport.typ`: the rule under the head of a table, the thin one under each row.
HEAD_RULE, ROW_RULE = (0x12, 0x56, 0x6B), (0xC9, 0xD3, 0xDA)
MARGIN = 2.3 / 2.54 * 72
_FLAT = 2.0  # points: a rule is no higher
_SAME = 1.0  # points between two rules that are one
_INSET = 10.0  # points that a cell's words may begin after the margin


@dataclass(frozen=True)
class Page:
    """What is looked at on one page: its lines, and from the top the heights of the two kinds of rules, in points."""

    lines: list[Line]
    heads: list[float]
    rows: list[float]

    @property
    def goes_on(self) -> bool:
        """True when the page begins with the rest of a table."""
        return bool(self.lines) and self.lines[0].bare.startswith(CONTINUED)

    def under(self, head: int) -> list[float]:
        """The rules of the rows below the head of that rank, down to the next head."""
        last = self.heads[head + 1] if 0 <= head < len(self.heads) - 1 else 0.0
        return [y for y in self.rows if last + _SAME < y < self.heads[head] - _SAME]


def lonely_rows(path: Path) -> list[str]:
    """Return the rows that are alone on their page: the first of a table at a foot, the last one overleaf."""
    every = _pages(path)
    found = []
    for number, (before, page) in enumerate(pairwise(every), start=2):
        if page.goes_on:
            found += [f"page {number - 1} : première"] if len(before.under(-1)) < 2 else []
            found += [f"page {number} : dernière"] if len(page.under(0)) < 2 else []
    return found


def nameless_rows(path: Path) -> list[str]:
    """Return the pages that begin with the rest of a group of rows, and do not say which."""
    found = []
    for number, page in enumerate(_pages(path), start=1):
        if page.goes_on and page.lines[0].bare == CONTINUED:
            first = next(line for line in page.lines if line.bottom < page.heads[0])
            found += [f"page {number} : {first.text}"] if first.left > MARGIN + _INSET else []
    return found


def _pages(path: Path) -> list[Page]:
    document = pypdfium2.PdfDocument(path)
    try:
        rules = [_rules(page) for page in document]
    finally:
        document.close()
    return [Page(lines, *found) for (_, lines), found in zip(pages(path), rules, strict=True)]


def _rules(page: pypdfium2.PdfPage) -> tuple[list[float], list[float]]:
    found: dict[tuple[int, ...], list[float]] = {HEAD_RULE: [], ROW_RULE: []}
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        _, bottom, _, top = drawn.get_bounds()
        colour = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFPageObj_GetStrokeColor(drawn.raw, *colour)
        kind = tuple(part.value for part in colour[:3])
        if kind in found and top - bottom < _FLAT and FOOT < bottom < page.get_height() - HEAD:
            found[kind].append((bottom + top) / 2)
    heads, rows = (_apart(sorted(found[kind], reverse=True)) for kind in (HEAD_RULE, ROW_RULE))
    return heads, rows


def _apart(heights: list[float]) -> list[float]:
    """The rules of the cells of one row are one rule."""
    return [y for i, y in enumerate(heights) if not i or heights[i - 1] - y > _SAME]
