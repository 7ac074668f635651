"""Heights of bars are numbers too: a figure's scale found again, and the marks that no published value explains."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.publication.audit.numbers import single_number
from pipeline.publication.audit.svg import Figure, Mark, Panel, Word

_CLOSE = 0.4  # of a point of the drawing: what rounding of coordinates moves a mark
_LABEL_SHIFT = 8.0  # a tick's label stands at most so far from its tick
_FEWEST = 3  # labels that make a scale where nothing says that they are ticks


@dataclass(frozen=True)
class Axis:
    """value = slope × (position + shift) + origin, on positions `low`…`high`; `across`: 0 for x, 1 for y."""

    across: int
    slope: float
    origin: float
    low: float
    high: float
    labels: frozenset[str]
    values: tuple[float, ...]

    def value(self, position: float, shift: float) -> float:
        """The number that a place on the axis stands for."""
        return self.slope * (position + shift) + self.origin


def axes(panel: Panel) -> tuple[Axis, ...]:
    """Return the numeric axes of a panel, found from labels that grow evenly along x or y."""
    return tuple(axis for across in (0, 1) for axis in _axis(panel.words, across))


def tick_labels(figure: Figure) -> frozenset[str]:
    """Return the texts that only graduate an axis: evenly spaced round numbers, which tell nothing."""
    return frozenset().union(*(axis.labels for panel in figure.panels for axis in axes(panel)))


def unexplained(figure: Figure, listed: Callable[[float], bool]) -> tuple[str, ...]:
    """Return what in `figure` stands at values that nothing published explains, as words for a finding.

    A mark (bar, point, line, path) must begin and end at a graduation, at the frame, or at a value that `listed` knows.
    A panel with marks and words, but without a scale that can be found again, is told too: it could not be checked.
    """
    found: list[str] = []
    for panel in figure.panels:
        data = [m for m in panel.marks if not _background(m, panel)]
        scales = axes(panel)
        if not scales:
            if sum(m.kind in {"rect", "circle", "use", "ellipse"} for m in data) > 1:
                found.append("échelle introuvable : les tracés ne peuvent pas être contrôlés")
            continue
        for axis in scales:
            found += _on_axis(axis, data, listed)
    return tuple(dict.fromkeys(found))


def _on_axis(axis: Axis, data: Sequence[Mark], listed: Callable[[float], bool]) -> Iterator[str]:
    frame = _frame(axis, data)
    step = (axis.high - axis.low) / max(1, len(axis.values) - 1)
    inside = [
        (mark.kind, position)
        for mark in data
        for position in dict.fromkeys(point[axis.across] for point in mark.points)
        if axis.low - step - _LABEL_SHIFT <= position <= axis.high + step + _LABEL_SHIFT
        and not any(abs(position - edge) <= _CLOSE for edge in frame)
    ]
    if not inside:
        return

    def explained(position: float, shift: float) -> bool:
        value, near = axis.value(position, shift), abs(axis.slope) * _CLOSE
        graduation = any(abs(value - tick) <= near for tick in axis.values)
        return graduation or any(listed(value + d) for d in (0.0, -near, near)) or _near_listed(value, near, listed)

    shifts = _shifts(axis, data)
    best = min(shifts, key=lambda shift: sum(not explained(p, shift) for _, p in inside))
    left = [kind for kind, position in inside if not explained(position, best)]
    for kind in sorted(set(left)):
        yield f"{left.count(kind)} tracé(s) « {kind} » sur l’axe {'horizontal' if axis.across == 0 else 'vertical'}"


def _near_listed(value: float, near: float, listed: Callable[[float], bool]) -> bool:
    """`listed` knows exact numbers; what a drawing rounds is looked for at the decimals that are printed."""
    return any(abs(round(value, d) - value) <= near and listed(round(value, d)) for d in (0, 1, 2, 3))


def _shifts(axis: Axis, data: Sequence[Mark]) -> tuple[float, ...]:
    """How far labels may stand from their ticks: as the grid says, or any distance that a line of text explains."""
    grid = sorted({round(m.points[0][axis.across], 2) for m in data if _is_straight(m, axis.across)})
    ticks = [(v - axis.origin) / axis.slope for v in axis.values]
    for line in grid:
        shift = ticks[0] - line
        if abs(shift) <= _LABEL_SHIFT and all(any(abs(t - shift - g) <= _CLOSE for g in grid) for t in ticks):
            return (shift,)
    return tuple(s / 10 for s in range(int(-10 * _LABEL_SHIFT), int(10 * _LABEL_SHIFT) + 1, 2))


def _is_straight(mark: Mark, across: int) -> bool:
    """A line at one place of the axis, as a grid's are."""
    return len({round(p[across], 2) for p in mark.points}) == 1 and len({p[1 - across] for p in mark.points}) > 1


def _frame(axis: Axis, data: Sequence[Mark]) -> tuple[float, ...]:
    """Where two lines or more of the other direction end: the sides of the frame."""
    ends = [
        edge
        for mark in data
        if mark.kind in {"line", "path"} and len(mark.points) == 2 and _is_straight(mark, 1 - axis.across)
        for edge in {round(p[axis.across], 1) for p in mark.points}
    ]
    return tuple(e for e in set(ends) if ends.count(e) > 1)


def _background(mark: Mark, panel: Panel) -> bool:
    """A sheet behind the marks: it covers nearly all that the panel holds."""
    xs = [w.x for w in panel.words] + [p[0] for m in panel.marks for p in m.points]
    ys = [w.y for w in panel.words] + [p[1] for m in panel.marks for p in m.points]
    left, top, right, bottom = mark.box
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    return right - left >= 0.9 * wide and bottom - top >= 0.7 * high and len(mark.points) <= 5


def _axis(words: Sequence[Word], across: int) -> Iterator[Axis]:
    """Labels in one line that grow evenly with their place: the largest such set."""
    numbered = [(w, v) for w in words if (v := single_number(w.text)) is not None]

    def place(word: Word) -> tuple[float, float]:
        return (word.x, word.y) if across == 0 else (word.y, word.x)

    lines: dict[float, list[tuple[float, float, Word]]] = {}
    for word, value in numbered:
        position, other = place(word)
        # Labels of the vertical axis end at one place, and begin at several: ticks are known by their group.
        lines.setdefault(-1.0 if word.tick else round(other), []).append((position, value, word))
    for line, labels in lines.items():
        best = _even(labels, 2 if line == -1.0 else _FEWEST)
        if best:
            (p0, v0, _), (p1, v1, _) = best[0], best[-1]
            slope = (v1 - v0) / (p1 - p0)
            positions = [p for p, _, _ in best]
            yield Axis(
                across, slope, v0 - slope * p0, min(positions), max(positions),
                frozenset(w.text for _, _, w in best), tuple(v for _, v, _ in best),
            )  # fmt: skip


def _even(labels: list[tuple[float, float, Word]], fewest: int) -> list[tuple[float, float, Word]]:
    """The longest run of labels whose values are an affine function of their places, at even steps."""
    best: list[tuple[float, float, Word]] = []
    for a, b in itertools.combinations(sorted(labels, key=lambda item: item[0]), 2):
        if abs(b[0] - a[0]) < 2 * _CLOSE or a[1] == b[1]:
            continue
        slope = (b[1] - a[1]) / (b[0] - a[0])
        fit = [c for c in labels if abs(a[1] + slope * (c[0] - a[0]) - c[1]) <= abs(slope) * 2 * _CLOSE]
        if len(fit) > len(best):
            best = sorted(fit, key=lambda item: item[0])
    return best if len(best) >= fewest and len({v for _, v, _ in best}) == len(best) else []
