"""Scales of a figure found again from its labels: evenly spaced numbers in a line, on a plain or a logarithmic axis."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.publication.audit.numbers import single_number
from pipeline.publication.audit.svg import DrawnMark, DrawnPanel, DrawnWord, Figure

CLOSE = 0.4  # of a point of the drawing: what rounding of coordinates moves a mark
LABEL_SHIFT = 8.0  # a tick's label stands at most so far from its tick
_ALIGNED = 2 * CLOSE  # widths of letters are estimated
_FEWEST = 3  # labels that make a scale where nothing says that they are ticks
Label = tuple[float, float, DrawnWord]  # position along the axis, value (or its logarithm), the words


@dataclass(frozen=True)
class Axis:
    """What stands at `ticks` is `steps` (its logarithm if `logarithmic`); in between, in proportion.

    `across`: 0 for x, 1 for y; `line`: where the labels stand on the other axis; `ticks`: their positions.
    """

    across: int
    line: float
    labels: frozenset[str]
    ticks: tuple[float, ...]
    steps: tuple[float, ...]  # what each tick is, or its logarithm
    logarithmic: bool = False

    @property
    def low(self) -> float:
        """The first tick's position."""
        return min(self.ticks)

    @property
    def high(self) -> float:
        """The last tick's position."""
        return max(self.ticks)

    def value(self, position: float) -> float:
        """The number that a place on the axis stands for."""
        slope = (self.steps[-1] - self.steps[0]) / (self.ticks[-1] - self.ticks[0])
        scaled = self.steps[0] + slope * (position - self.ticks[0])
        return math.exp(scaled) if self.logarithmic else scaled


def axes(panel: DrawnPanel) -> tuple[Axis, ...]:
    """Return the numeric axes of a panel, found from labels that grow evenly along x or y."""
    return tuple(axis for across in (0, 1) for axis in _along(panel.words, across))


def tick_labels(figure: Figure) -> frozenset[str]:
    """Return the texts that only graduate an axis: evenly spaced, they tell nothing of what is drawn."""
    return frozenset().union(*(axis.labels for panel in figure.panels for axis in axes(panel)))


def of_axis(axis: Axis, others: Sequence[Axis], marks: Sequence[DrawnMark]) -> list[DrawnMark]:
    """Return the marks that an axis measures: where several lie one under the other, those just above its labels."""
    lines = sorted(other.line for other in others if other.across == axis.across)
    before = max((line for line in lines if line < axis.line - 1), default=-math.inf)
    last = axis.line == lines[-1]
    side = 1 - axis.across
    if len(lines) == 1 or axis.across == 1:
        return list(marks)
    return [m for m in marks if all(p[side] > before for p in m.points) and (last or m.box[2 + side] <= axis.line)]


def _along(words: Sequence[DrawnWord], across: int) -> Iterator[Axis]:
    lines: dict[float, list[tuple[float, float, DrawnWord]]] = {}
    for word in words:
        value = single_number(word.text)
        if value is not None:
            position, line = (word.x, word.y) if across == 0 else (word.y, word.x)
            # Labels of a vertical axis may end at one place and begin at several: ticks are known by their group.
            lines.setdefault(-1.0 if word.tick else round(line), []).append((position, value, word))
    for line, labels in lines.items():
        fewest = 2 if line == -1.0 else _FEWEST
        plain = _even(labels, fewest)
        positive = [(p, math.log(v), w) for p, v, w in labels if v > 0]
        even = plain or _even(positive, _FEWEST)
        if even:
            first = even[0][2]
            place = first.y if across == 0 else first.x
            positions, steps, labelled = zip(*even, strict=True)
            names = frozenset(word.text for word in labelled)
            yield Axis(across, place, names, positions, steps, logarithmic=not plain)


def _even(labels: Sequence[Label], fewest: int) -> list[Label]:
    """The longest run of labels whose values are an affine function of their places, each value once."""
    best: list[Label] = []
    for a, b in itertools.combinations(sorted(labels, key=lambda item: item[0]), 2):
        if abs(b[0] - a[0]) < _ALIGNED or a[1] == b[1]:
            continue
        slope = (b[1] - a[1]) / (b[0] - a[0])
        fit = [c for c in labels if abs(a[1] + slope * (c[0] - a[0]) - c[1]) <= abs(slope) * _ALIGNED]
        if len(fit) > len(best):
            best = sorted(fit, key=lambda item: item[0])
    return best if len(best) >= fewest and len({v for _, v, _ in best}) == len(best) else []
