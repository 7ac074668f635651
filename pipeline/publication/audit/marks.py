"""Heights of bars are numbers too: the marks of a figure that stand at values which nothing published explains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.publication.audit.axes import CLOSE, LABEL_SHIFT, Axis, axes, of_axis
from pipeline.publication.audit.svg import DrawnMark, DrawnPanel, Figure

_SHIFT_STEP = 0.2
_POINTS = frozenset({"rect", "circle", "ellipse", "use"})


def unexplained(figure: Figure, listed: Callable[[float], bool]) -> tuple[str, ...]:
    """Return what in `figure` stands at values that nothing published explains, as words for a finding.

    A mark (bar, point, line, path) must begin and end at a graduation, at the frame, or at a value that `listed` knows.
    A panel with marks and words, but without a scale that can be found again, is told too: it could not be checked.
    """
    found: list[str] = []
    for panel in figure.panels:
        data = [m for m in panel.marks if not _background(m, panel)]
        scales = axes(panel)
        if not scales and sum(m.kind in _POINTS for m in data) > 1:
            found.append("échelle introuvable : les tracés ne peuvent pas être contrôlés")
        for axis in scales:
            found += _on_axis(axis, of_axis(axis, scales, data), listed)
    return tuple(dict.fromkeys(found))


def _on_axis(axis: Axis, data: Sequence[DrawnMark], listed: Callable[[float], bool]) -> Iterator[str]:
    scales = _anchored(axis, data)
    frame = _frame(axis, data)
    step = (axis.high - axis.low) / max(1, len(axis.ticks) - 1)
    inside = [
        (mark.kind, position)
        for mark in data
        for position in dict.fromkeys(point[axis.across] for point in mark.points)
        if axis.low - step - LABEL_SHIFT <= position <= axis.high + step + LABEL_SHIFT
        and not any(abs(position - edge) <= CLOSE for edge in frame)
    ]
    left = min(
        ([kind for kind, at in inside if not _explained(scale, at, listed)] for scale in scales), key=len, default=[]
    )
    for kind in sorted(set(left)):
        yield f"{left.count(kind)} tracé(s) « {kind} » sur l’axe {'horizontal' if axis.across == 0 else 'vertical'}"


def _explained(axis: Axis, position: float, listed: Callable[[float], bool]) -> bool:
    near = abs(axis.value(position + CLOSE) - axis.value(position - CLOSE)) / 2
    graduation = any(abs(position - tick) <= CLOSE for tick in axis.ticks)
    return graduation or _near_listed(axis.value(position), near, listed)


def _near_listed(value: float, near: float, listed: Callable[[float], bool]) -> bool:
    """`listed` knows exact numbers; what a drawing rounds is looked for at the decimals that are printed."""
    return any(abs(round(value, d) - value) <= near and listed(round(value, d)) for d in (0, 1, 2, 3))


def _anchored(axis: Axis, data: Sequence[DrawnMark]) -> tuple[Axis, ...]:
    """The axis with its ticks where the grid has them; without grid, wherever a line of text may have moved them to."""
    grid = sorted({m.points[0][axis.across] for m in data if _is_straight(m, axis.across)})
    for line in grid:
        shift = line - axis.ticks[0]
        ticks = [_nearest(grid, tick + shift) for tick in axis.ticks]
        if abs(shift) <= LABEL_SHIFT and all(
            abs(t + shift - g) <= 2 * CLOSE for t, g in zip(axis.ticks, ticks, strict=True)
        ):
            return (replace(axis, ticks=tuple(ticks)),)
    steps = int(LABEL_SHIFT / _SHIFT_STEP)
    shifts = [_SHIFT_STEP * s for s in range(-steps, steps + 1)]
    return tuple(replace(axis, ticks=tuple(t + shift for t in axis.ticks)) for shift in shifts)


def _nearest(grid: Sequence[float], position: float) -> float:
    return min(grid, key=lambda line: abs(line - position))


def _is_straight(mark: DrawnMark, across: int) -> bool:
    """A line at one place of the axis, as a grid's are."""
    return len({round(p[across], 2) for p in mark.points}) == 1 and len({p[1 - across] for p in mark.points}) > 1


def _frame(axis: Axis, data: Sequence[DrawnMark]) -> tuple[float, ...]:
    """The sides of the frame: where two lines of the other direction or more end, and the ends of the axis's line."""
    side = 1 - axis.across
    crossing = [m for m in data if _is_straight(m, axis.across)]
    lines = [m for m in data if m.kind in {"line", "path"} and len(m.points) == 2 and _is_straight(m, side)]
    edges = [edge for m in lines for edge in {round(p[axis.across], 1) for p in m.points}]
    frame = [e for e in set(edges) if edges.count(e) > 1]
    for line in lines:
        level = line.points[0][side]
        if sum(any(abs(p[side] - level) <= CLOSE for p in m.points) for m in crossing) >= len(axis.ticks):
            frame += [p[axis.across] for p in line.points]
    return tuple(frame)


def _background(mark: DrawnMark, panel: DrawnPanel) -> bool:
    """A sheet behind the marks: it covers nearly all that the panel holds."""
    xs = [w.x for w in panel.words] + [p[0] for m in panel.marks for p in m.points]
    ys = [w.y for w in panel.words] + [p[1] for m in panel.marks for p in m.points]
    left, top, right, bottom = mark.box
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    return right - left >= 0.9 * wide and bottom - top >= 0.7 * high and len(mark.points) <= 5
