"""The words of a PDF with their boxes, and those printed one over another, which extracted text cannot show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

# A word ends where the next letter begins before its own beginning, or further than a space: kerning moves less.
_BACK, _AHEAD = 1.5, 3.0  # points: « TA » of the body overlaps by one
# Boxes share this before they count as overprinted: italics and accents lean over a neighbour by less.
_ACROSS, _DOWN = 1.0, 1.5  # points


@dataclass(frozen=True)
class Word:
    """Ink of a word on a page, in points from the lower left corner."""

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float

    def over(self, other: Word) -> bool:
        """True when the two boxes share ink."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.top, other.top) - max(self.bottom, other.bottom)
        return self.page == other.page and across > _ACROSS and down > _DOWN


def pdf_words(path: Path) -> list[Word]:
    """Return every word of `path`, page after page, in the order of printing."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [word for number, page in enumerate(document, 1) for word in _page_words(page.get_textpage(), number)]
    finally:
        document.close()


def overprinted(path: Path) -> list[tuple[str, str]]:
    """Return the pairs of words whose boxes overlap, « page 3 : texte » each; empty for a page that can be read."""
    found = []
    words = pdf_words(path)
    for page in sorted({w.page for w in words}):
        here = sorted((w for w in words if w.page == page), key=lambda w: w.left)
        for i, word in enumerate(here):
            for other in here[i + 1 :]:
                if other.left > word.right:
                    break
                if word.over(other):
                    found.append((f"page {page} : {word.text}", other.text))
    return found


def _page_words(page: pypdfium2.PdfTextPage, number: int) -> Iterator[Word]:
    text, boxes = "", []
    for index in range(page.count_chars()):
        letter, box = page.get_text_range(index, 1), page.get_charbox(index)
        empty = not letter.strip() or box[0] >= box[2]
        if boxes and (empty or _apart(boxes[-1], box)):
            yield _word(text, number, boxes)
            text, boxes = "", []
        if not empty:
            text += letter
            boxes.append(box)
    if boxes:
        yield _word(text, number, boxes)


def _apart(last: tuple[float, ...], box: tuple[float, ...]) -> bool:
    if last == box:  # two letters of one ligature
        return False
    return box[0] < last[2] - _BACK or box[0] > last[2] + _AHEAD or box[1] > last[3] or box[3] < last[1] - _AHEAD


def _word(text: str, number: int, boxes: list[tuple[float, ...]]) -> Word:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Word(text, number, min(lefts), min(bottoms), max(rights), max(tops))
