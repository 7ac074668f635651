"""How wide words are in the figures' font, and where a line of them is broken."""

from __future__ import annotations

from functools import cache
from typing import Any

from pipeline.report.rendering.fonts import font_files
from pipeline.traced import without_marks

_SIZE = 100  # points: widths are measured at this size, and are proportional


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of words, in inches, at `size` points."""
    return _advance(without_marks(text), bold) * size / _SIZE / 72


def wrapped(text: str, longest: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the lines of `text` that are no wider than `longest` inches; a single word is never cut.

    No words, no line."""
    lines: list[str] = []
    for word in text.split(" ") if text else ():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= longest:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _advance(text: str, bold: bool) -> float:
    """The width of a line at `_SIZE` points, in points."""
    face = _face(bold)
    face.set_text(text, 0.0)
    return float(face.get_width_height()[0]) / 64


@cache
def _face(bold: bool) -> Any:
    from matplotlib.ft2font import FT2Font

    regular, _, heavy = font_files()
    face = FT2Font(str(heavy if bold else regular))
    face.set_size(_SIZE, 72)
    return face
