"""What a curve or a mark is, said beside it: no legend to go back and forth to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.lettering import width
from pipeline.report.figures.theme import GROUP_LABELS, SMALL, SOFT, grammar, text_layer

ROOM = 0.19  # of the axis, at its right, that the names take
_APART = 0.2  # of the height: two lines of words
_BETWEEN = 0.08  # inches between two names on a line


def end_labels(ends: pd.DataFrame, low: float, high: float, horizon: int) -> list[Any]:
    """Return the layer of the names.

    `ends`: `groupe`, `y` (where the curve ends) and `texte` (its value as written), one row a group. `low`, `high`:
    the ends of the height that the curves have; names keep apart from one another inside it.
    """
    p9 = grammar()

    ordered = ends.sort_values(["y", "groupe"], kind="stable", ignore_index=True)
    margin = _APART / 2 * (high - low)
    words = ordered.assign(
        x=1.025 * horizon,
        y=spread(list(ordered["y"]), _APART * (high - low), low + margin, high - margin),
        texte=[f"{GROUP_LABELS[g]}\n{t}" for g, t in zip(ordered["groupe"], ordered["texte"], strict=True)],
    )
    return [text_layer(words, p9.aes("x", "y", label="texte", color="groupe"), ha="left", va="center", lineheight=0.95)]


def name_marks(canvas: Canvas, y: float, marks: Sequence[tuple[float, str]], left: float, right: float) -> None:
    """Write what the marks of the first row are over them, at `y`; `marks`: where each is, and its name.

    Names keep apart from one another, between `left` and `right`.
    """
    ordered = sorted(marks, key=lambda mark: mark[0])
    widest = max(width(name, SMALL) for _, name in ordered)
    places = spread([x for x, _ in ordered], widest + _BETWEEN, left + widest / 2, right - widest / 2)
    for x, (_, name) in zip(places, ordered, strict=True):
        canvas.write(x, y, name, ha="center", colour=SOFT, size=SMALL)


def spread(places: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Return `places`, in increasing order, moved so that two of them are `apart` at least, within `low` … `high`."""
    moved = [min(max(place, low), high) for place in places]
    for _ in moved:
        for i, (one, other) in enumerate(pairwise(moved)):
            short = apart - (other - one)
            if short > 0:
                moved[i], moved[i + 1] = one - short / 2, other + short / 2
        over, under = max(moved) - high, low - min(moved)
        if over > 0:
            moved = [place - over for place in moved]
        elif under > 0:
            moved = [place + under for place in moved]
    return moved
