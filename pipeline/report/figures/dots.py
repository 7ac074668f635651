"""A sheet of named points on an axis of standardised differences, block by block, with the numbers at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.report.figures.canvas import Canvas, Paper
from pipeline.report.figures.direct import name_marks
from pipeline.report.figures.theme import (
    FAINT,
    INK,
    PAPER,
    RULE,
    SMALL,
    SOFT,
    WIDTH,
    inner_breaks,
    number_labels,
    signed_labels,
)

FARTHEST = 2.0  # a difference beyond is drawn on the edge; its value is written anyway
REFERENCES = (0.1, 0.25)
LEFT, RIGHT, NUMBERS = 2.35, 5.2, 5.66
SIZES = "acc. / tém."
_ROW = 0.2
_SHADES = (FAINT, INK)  # of the two references


@dataclass(frozen=True)
class Dots:
    """One row: its name, its points (the first hollow where there are two), and the numbers as they are written.

    `sizes`: the households behind the row, « 24 / 22 », in a column of their own; none when the row has no room.
    """

    label: str
    places: tuple[float, ...]
    text: str
    sizes: str = ""


class DotSheet:
    """The sheet as it grows downwards; `reach`: the largest value of its axes."""

    def __init__(self, reach: float) -> None:
        self._canvas = Canvas()
        self._reach = reach
        self._depth = 0.02

    def block(self, title: str, rows: Sequence[Dots], *, signed: bool, names: Sequence[str] = ()) -> None:
        """Add rows on an axis of their own: from −reach to reach, or from 0.

        `names`: what the points of a row are, written over those of the first one, and over the numbers.
        """
        canvas, least = self._canvas, -self._reach if signed else 0.0
        zero = self._across(0.0, least)
        canvas.write(0.02, self._depth + 0.1, title, bold=True)
        if names:
            marks = [(self._across(place, least), name) for place, name in zip(rows[0].places, names, strict=True)]
            name_marks(canvas, self._depth + 0.1, marks, LEFT, RIGHT)
        if heading := " → ".join(names) or (SIZES if rows[0].sizes else ""):
            canvas.write(WIDTH - 0.02, self._depth + 0.1, heading, ha="right", colour=SOFT)
        if signed:
            canvas.write(zero - 0.07, self._depth + 0.1, "◄ plus chez les témoins", ha="right", colour=SOFT)
            canvas.write(zero + 0.07, self._depth + 0.1, "plus chez les accompagnés ►", colour=SOFT)
        top = self._depth + 0.22
        bottom = top + _ROW * len(rows)
        for reference, colour in zip(REFERENCES, _SHADES, strict=True):
            for value in (-reference, reference) if signed else (reference,):
                x = self._across(value, least)
                canvas.line(x, top, x, bottom, colour=colour, size=0.3)
        canvas.line(zero, top, zero, bottom, size=0.7)
        for rank, row in enumerate(rows):
            self._row(row, top + (rank + 0.5) * _ROW, least)
        canvas.line(LEFT, bottom, RIGHT, bottom, colour=SOFT)
        breaks = inner_breaks(least, self._reach)
        for value, text in zip(breaks, (signed_labels if signed else number_labels)(breaks), strict=True):
            x = self._across(value, least)
            canvas.line(x, bottom, x, bottom + 0.035, colour=SOFT)
            canvas.write(x, bottom + 0.11, text, ha="center", colour=SOFT)
        self._depth = bottom + 0.28

    def paper(self) -> Paper:
        return self._canvas.plot(self._depth - 0.05, text_size=SMALL)

    def _row(self, row: Dots, y: float, least: float) -> None:
        canvas, xs = self._canvas, [self._across(value, least) for value in row.places]
        canvas.line(LEFT, y, RIGHT, y, colour=RULE, size=0.3)
        canvas.write(0.02, y, row.label)
        canvas.line(xs[0], y, xs[-1], y, colour=SOFT, size=0.6)
        for i, x in enumerate(xs):
            canvas.mark(x, y, fill=PAPER if len(xs) > 1 and i == 0 else INK)
        canvas.write(NUMBERS if row.sizes else WIDTH - 0.02, y, row.text, ha="right")
        canvas.write(WIDTH - 0.02, y, row.sizes, ha="right", colour=SOFT)

    def _across(self, value: float, least: float) -> float:
        inside = min(max(value, least), self._reach)
        return LEFT + 0.06 + (RIGHT - LEFT - 0.12) * (inside - least) / (self._reach - least)
