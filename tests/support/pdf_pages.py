"""The pages of a report's PDF as a reader leafs through them: how full, what stands at a foot, which tables go on."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdfium2 import raw as pdfium

# Points. The margins and the body's size of `presentation/rapport.typ`: headings are larger than the body.
HEAD, FOOT = 2.6 / 2.54 * 72, 2.3 / 2.54 * 72
BODY = 10.6
TABLE = 9.2  # the cells of a table are smaller than their caption
CONTINUED = "suitedutableau"
_SAME_LINE = 2.0  # points between two baselines


@dataclass(frozen=True)
class Line:
    """One printed line of a page's body: its words, its baseline and its left end in points, its largest letter's size,
    and whether it is all in bold.
    """

    text: str
    bottom: float
    left: float
    size: float
    bold: bool

    @property
    def bare(self) -> str:
        """The words without spaces, which kerning makes and hides."""
        return self.text.replace(" ", "")


def pages(path: Path) -> list[tuple[float, list[Line]]]:
    """Return, page after page, the height of the page in points and the lines of its body, from the top."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [(page.get_height(), list(_lines(page))) for page in document]
    finally:
        document.close()


def half_empty(path: Path, *, cover: bool, chapters: tuple[str, ...] = ()) -> list[str]:
    """Return the pages with a blank higher than half of their body, but the last one, the first if it is a `cover`, and
    those before a page that begins with one of `chapters`, the headings that begin a page on purpose.
    """
    every, ink = pages(path), _ink(path)
    found = []
    for number, (height, _) in enumerate(every[:-1], start=1):
        full = 1 - _highest_blank(ink[number - 1], FOOT, height - HEAD) / (height - HEAD - FOOT)
        following = every[number][1]
        on_purpose = bool(following) and following[0].text in chapters
        if full < 0.5 and not on_purpose and not (cover and number == 1):
            found.append(f"page {number} : {full:.0%}")
    return found


def headings_at_a_foot(path: Path) -> list[str]:
    """Return what announces something and has nothing under it on its page: a heading, a line in bold, one that ends
    with a colon; the rows of a table apart.
    """
    last = [(number, lines[-1]) for number, (_, lines) in enumerate(pages(path), start=1) if lines]
    announcing = [(n, x) for n, x in last[1:] if x.size > BODY or (x.size > TABLE and (x.bold or x.bare[-1] == ":"))]
    return [f"page {number} : {line.text}" for number, line in announcing]


def contents_pages(path: Path) -> list[int]:
    """Return the pages on which the table of contents is: the lines that dots lead to a number."""
    entry = re.compile(r".*\.{4,}\d+")
    return [n for n, (_, lines) in enumerate(pages(path), start=1) if any(entry.fullmatch(x.bare) for x in lines)]


def cut_tables(path: Path) -> list[str]:
    """Return the tables that go on below something else than the head of a page, or begin with one row at a foot."""
    found = []
    before: list[Line] = []
    for number, (_, lines) in enumerate(pages(path), start=1):
        places = [i for i, line in enumerate(lines) if line.bare.startswith(CONTINUED)]
        found += [f"page {number} : {lines[i - 1].text}" for i in places if i]
        if 0 in places:
            captions = [i for i, line in enumerate(before) if line.bare.startswith("Tableau")]
            # Below its caption, its head, of one line or two, and two rows at least.
            if captions and sum(line.size < TABLE for line in before[captions[-1] :]) < 4:
                found.append(f"page {number - 1} : {before[captions[-1]].text}")
        before = lines
    return found


def _ink(path: Path) -> list[list[tuple[float, float]]]:
    """The bottom and the top of all that is drawn or written on each page, in points."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [[(b, t) for _, b, _, t in (drawn.get_bounds() for drawn in page.get_objects())] for page in document]
    finally:
        document.close()


def _highest_blank(ink: list[tuple[float, float]], low: float, high: float) -> float:
    """The height of the highest stripe without ink between `low` and `high`."""
    highest, above = 0.0, high
    for bottom, top in sorted(ink, key=lambda found: -found[1]):
        if bottom < high and top > low:
            highest = max(highest, above - min(top, high))
            above = min(above, bottom)
    return max(highest, above - low)


def _lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    text = page.get_textpage()
    top = page.get_height() - HEAD + 12  # « suite du tableau » stands just above the body
    across, baseline = ctypes.c_double(), ctypes.c_double()
    letters = []
    for index in range(text.count_chars()):
        left, bottom, right, height = text.get_charbox(index)
        letter = text.get_text_range(index, 1)
        pdfium.FPDFText_GetCharOrigin(text, index, across, baseline)
        if letter.strip() and left < right and bottom > FOOT - 4 and height < top:
            size, bold = pdfium.FPDFText_GetFontSize(text, index), b"Bold" in _font(text, index)
            letters.append((baseline.value, left, right, letter, size, bold))
    letters.sort(key=lambda found: (-found[0], found[1]))
    lines: list[list[tuple[float, float, float, str, float, bool]]] = []
    for letter in letters:
        if lines and abs(lines[-1][0][0] - letter[0]) < _SAME_LINE:
            lines[-1].append(letter)
        else:
            lines.append([letter])
    for line in lines:
        line.sort(key=lambda found: found[1])
        words, end = "", line[0][1]
        for _, left, right, letter, _, _ in line:
            words += (" " if left - end > 2.0 else "") + letter
            end = right
        bottom, size, bold = min(f[0] for f in line), max(f[4] for f in line), all(f[5] for f in line)
        yield Line(words, bottom, line[0][1], size, bold)


def _font(text: pypdfium2.PdfTextPage, index: int) -> bytes:
    """The name of a letter's font."""
    name = ctypes.create_string_buffer(100)
    pdfium.FPDFText_GetFontInfo(text, index, name, len(name), None)
    return name.value
