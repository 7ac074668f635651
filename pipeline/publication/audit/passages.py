"""A passage: words of a finished document, where they stand, and what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = re.compile(r"\d+(?:[,.\u00a0\u202f]\d+)*")


@dataclass(frozen=True)
class Passage:
    """`context`: the headings of a table cell's row and column. `text` holds no number that is pure structure.

    `lines`: the text is a page without structure, whose lines are read one by one where words must stand together.
    """

    file: str
    place: str
    text: str
    context: str = ""
    lines: bool = False


@dataclass(frozen=True)
class DocumentReading:
    """What was read of one file: its passages, the vector figures in it, and what it holds out of sight."""

    passages: tuple[Passage, ...]
    figures: tuple[tuple[str, str], ...] = ()  # where, source of the SVG
    hidden: tuple[tuple[str, str], ...] = ()  # where, what


def without_values(text: str, most: int = 60) -> str:
    """Return the beginning of `text`, its numbers replaced: what may be printed of it.

    >>> without_values("Essonne : 1 608,95 €")
    'Essonne : ▢ ▢ €'
    """
    words = " ".join(_DIGITS.sub("▢", text).split())
    return words if len(words) <= most else words[: most - 1] + "…"
