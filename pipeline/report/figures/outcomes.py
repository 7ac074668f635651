"""The planned outcomes on one sheet: a pure drawing of a short list of rows, as they are printed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.methods import MeasureKind
from pipeline.french import number
from pipeline.report.figures.canvas import Canvas, Paper
from pipeline.report.figures.lettering import wrapped
from pipeline.report.figures.theme import BAND, GROUP_COLOURS, INK, RULE, SOFT, WIDTH, decimals_needed

# Inches, from the left: names, then the axis, then the numbers.
LEFT, RIGHT, NUMBERS = 2.3, 3.74, 4.04
_NAMES_WIDE, _WORDS_WIDE = LEFT - 0.04, WIDTH - NUMBERS - 0.02
NAME, UNDER = 9.5, 8.5  # points: the first line of a row, and what stands under it
_ROW, _LINE, _AXIS = 0.4, 0.15, 0.3
_WIDEST: Mapping[str, float] = {"importance": 10.0, MeasureKind.SUPERIORITY: 0.5, MeasureKind.RATIO: 5.0}
_LEAST: Mapping[str, float] = {"importance": 2.0, MeasureKind.SUPERIORITY: 0.25, MeasureKind.RATIO: 1.0}


@dataclass(frozen=True)
class OutcomeRow:
    """One planned outcome, as it is printed.

    `label`, `place` (its rank in the plan, its sizes) stand at the left; `text` (the numbers) and `status` (what is
    said of them) at the right. `estimate`, `low`, `high`: accompanied − control or accompanied / control, in the unit
    of `importance`; a missing bound is beyond any number where the other is known. `kind`: a difference, a ratio, or
    the probability that one of the accompanied has more. `sens`: +1 when more is good news, −1 when less is.
    `importance`: the smallest difference that would matter; without one, the row has a scale of its own.
    """

    label: str
    place: str
    status: str
    text: str
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    kind: MeasureKind = MeasureKind.DIFFERENCE
    sens: int = 1
    importance: float | None = None
    primary: bool = False

    @property
    def common(self) -> bool:
        """True when it stands on the common axis, in smallest differences that would matter."""
        return self.kind is MeasureKind.DIFFERENCE and self.importance is not None

    def placed(self, value: float) -> float:
        """The advantage of the accompanied that a value is: 0 for none, positive when it is one."""
        turn = -1 if self.sens < 0 else 1
        if self.kind is MeasureKind.RATIO:
            return turn * (math.log2(value) if value > 0 else -math.inf)
        if self.kind is MeasureKind.SUPERIORITY:
            return turn * (value - 0.5)
        return turn * value / (self.importance or 1.0)

    @property
    def ends(self) -> tuple[float, float] | None:
        """The two ends of the interval on the axis, the least favourable first; None without any."""
        if self.estimate is None or (self.low is None and self.high is None):
            return None
        one = self.placed(-math.inf if self.low is None else self.low)
        other = self.placed(math.inf if self.high is None else self.high)
        return min(one, other), max(one, other)


def draw_outcomes(rows: Sequence[OutcomeRow], level: str) -> Paper:
    """Return the sheet: on one axis those that have an importance, then each of the others on a small one of its own.

    The accompanied's advantage is at the right on every row; the order of `rows` is kept within both parts. `level`:
    of the intervals, « 95 % ».
    """
    canvas = Canvas()
    depth = _header(canvas, level)
    common = [r for r in rows if r.common]
    if common:
        depth = _common_axis(canvas, common, depth)
    for row in (r for r in rows if not r.common):
        depth = _own_axis(canvas, row, depth)
    return canvas.plot(depth + 0.04, text_size=UNDER)


def described(rows: Sequence[OutcomeRow], level: str, *, counted: bool = True) -> str:
    """Return what the sheet shows in two sentences, for who does not see it; `level`: « 95 % ».

    The first row in numbers, then on which side the others lie; their numbers are in the tables. `counted`: how many on
    each side, else which ones: where each number that is printed must be listed.
    """
    first, *others = rows
    said = f"{first.label}, {first.text}" + (f", {first.status}" if first.status else "")
    if not counted:
        return f"Résultats prévus, écart et intervalle à {level} : {said}. {_named_by_side(others)}"
    sides = [0 if r.estimate is None else r.placed(r.estimate) for r in others]
    good, bad, none = sum(s > 0 for s in sides), sum(s < 0 for s in sides), sum(r.estimate is None for r in others)
    return (
        f"Résultats prévus, écart et intervalle à {level} : {said}. Sur {number(len(others))} autres, {number(good)} "
        f"du côté favorable aux accompagnés, {number(bad)} du côté défavorable, {number(none)} sans réponse."
    )


def _named_by_side(rows: Sequence[OutcomeRow]) -> str:
    """« Du côté favorable aux accompagnés : … ; sans réponse : … »; sides without row are not said."""
    placed = [(r.label, None if r.estimate is None else r.placed(r.estimate)) for r in rows]
    sides = (
        ("du côté favorable aux accompagnés", [label for label, at in placed if at is not None and at > 0]),
        ("du côté défavorable", [label for label, at in placed if at is not None and at < 0]),
        ("ni l’un ni l’autre", [label for label, at in placed if at == 0]),
        ("sans réponse", [label for label, at in placed if at is None]),
    )
    said = " ; ".join(f"{where} : {', '.join(labels)}" for where, labels in sides if labels)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _header(canvas: Canvas, level: str) -> float:
    middle = (LEFT + RIGHT) / 2
    canvas.write(0.02, 0.09, "Résultat prévu", colour=SOFT)
    canvas.write(0.02, 0.09 + _LINE, "Ménages : accompagnés / témoins", colour=SOFT)
    canvas.write(NUMBERS, 0.09, f"Écart [intervalle à {level}]", colour=SOFT)
    for line, (left, right) in enumerate((("◄ favorable", "favorable ►"), ("aux témoins", "aux accompagnés"))):
        y = 0.09 + _LINE * line
        canvas.write(middle - 0.05, y, left, ha="right", colour=GROUP_COLOURS[TEMOIN])
        canvas.write(middle + 0.05, y, right, colour=GROUP_COLOURS[ACCOMPAGNE])
    return 0.36


def _common_axis(canvas: Canvas, rows: Sequence[OutcomeRow], top: float) -> float:
    """Draw the rows that have an importance, the band of what is less than it, and the axis that they share."""
    reach = _reach(rows, "importance")
    depth = top
    heights = [_height(r) for r in rows]
    low, high = _across(-1, reach), _across(1, reach)
    canvas.box(low, top, high - low, sum(heights), fill=BAND, edge=BAND)
    for row, height in zip(rows, heights, strict=True):
        _row(canvas, row, depth, reach)
        depth += height
    step = 1 if reach <= 3.3 else 2 if reach <= 6.6 else 5
    most = step * math.floor(reach / step)
    ticks = [(float(t), number(t, sign=t != 0)) for t in range(-most, most + 1, step)]
    _ticks(canvas, ticks, depth, top, reach)
    words = "Avantage, en nombre de fois la plus petite différence qui compterait (bande grise : moins d’une fois)"
    lines = wrapped(words, WIDTH - 0.1, UNDER)
    for line, text in enumerate(lines):
        canvas.write(WIDTH - 0.02, depth + _AXIS + _LINE * line, text, ha="right", colour=SOFT)
    return depth + _AXIS + _LINE * len(lines)


def _own_axis(canvas: Canvas, row: OutcomeRow, top: float) -> float:
    """Draw one row on its own axis, whose marks are its own numbers."""
    canvas.line(0, top, WIDTH, top, colour=RULE)
    height = _height(row)
    if row.estimate is None:
        _row(canvas, row, top, 1.0)
        return top + height
    reach = _reach([row], row.kind)
    _row(canvas, row, top, reach)
    _ticks(canvas, _own_ticks(row, reach), top + height - 0.03, top, reach)
    return top + height + 0.2


def _row(canvas: Canvas, row: OutcomeRow, top: float, reach: float) -> None:
    y = top + 0.12
    names = wrapped(row.label, _NAMES_WIDE, NAME, bold=row.primary)
    for line, text in enumerate(names):
        canvas.write(0.02, y + _LINE * line, text, bold=row.primary, size=NAME)
    canvas.write(0.02, y + _LINE * len(names), row.place, colour=SOFT)
    canvas.write(NUMBERS, y, row.text, bold=row.primary, size=NAME)
    for line, text in enumerate(wrapped(row.status, _WORDS_WIDE, UNDER)):
        canvas.write(NUMBERS, y + _LINE * (line + 1), text, colour=INK if row.primary else SOFT)
    middle = top + _ROW / 2 - 0.01
    if row.ends is not None:
        start, stop = row.ends
        size = 1.1 if row.primary else 0.8
        canvas.line(_across(start, reach), middle, _across(stop, reach), middle, size=size)
        if start < -reach:
            canvas.write(LEFT, middle, "◄", ha="center")
        if stop > reach:
            canvas.write(RIGHT, middle, "►", ha="center")
    if row.estimate is not None and abs(row.placed(row.estimate)) <= reach:  # farther, the arrow and the number say it
        x = _across(row.placed(row.estimate), reach)
        canvas.mark(x, middle, shape="D" if row.primary else "o", size=3.0 if row.primary else 2.2)


def _height(row: OutcomeRow) -> float:
    names = len(wrapped(row.label, _NAMES_WIDE, NAME, bold=row.primary)) + 1
    words = 1 + len(wrapped(row.status, _WORDS_WIDE, UNDER))
    return _ROW + _LINE * (max(names, words) - 2)


def _reach(rows: Sequence[OutcomeRow], scale: str) -> float:
    """How far the axis goes on both sides: what is farther is an arrow."""
    numbers = [r.placed(r.estimate) for r in rows if r.estimate is not None]
    numbers += [end for r in rows if r.ends for end in r.ends if math.isfinite(end)]
    widest = max((abs(v) for v in numbers if math.isfinite(v)), default=0.0)
    return 1.04 * min(max(widest, _LEAST.get(scale, 0.0)) or 1.0, _WIDEST.get(scale, math.inf))


def _own_ticks(row: OutcomeRow, reach: float) -> list[tuple[float, str]]:
    """The marks of a row's own axis: no difference, and one round value on either side."""
    if row.kind is MeasureKind.RATIO:
        power = max(1, math.floor(reach / 1.5))
        values = [2.0**-power, 1.0, 2.0**power]
    elif row.kind is MeasureKind.SUPERIORITY:
        away = 0.4 if reach >= 0.4 else 0.2
        values = [0.5 - away, 0.5, 0.5 + away]
    else:
        away = _round_below(0.8 * reach)
        values = [-away, 0.0, away]
    decimals = decimals_needed(values)
    signed = row.kind is MeasureKind.DIFFERENCE
    return [(row.placed(v), number(v, decimals if v % 1 else 0, sign=signed and v != 0)) for v in values]


def _round_below(value: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is not above `value` (> 0)."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1, 2, 5) if step * power <= value * (1 + 1e-9))


def _ticks(canvas: Canvas, ticks: Sequence[tuple[float, str]], bottom: float, top: float, reach: float) -> None:
    canvas.line(_across(0, reach), top, _across(0, reach), bottom)
    canvas.line(LEFT, bottom, RIGHT, bottom, colour=SOFT)
    for place, text in ticks:
        x = _across(place, reach)
        canvas.line(x, bottom, x, bottom + 0.035, colour=SOFT)
        canvas.write(x, bottom + 0.11, text, ha="center", colour=SOFT)


def _across(advantage: float, reach: float) -> float:
    """The place of an advantage on an axis that goes `reach` on both sides, in inches."""
    share = min(max(advantage / reach, -1.0), 1.0)
    return (LEFT + RIGHT) / 2 + share * (RIGHT - LEFT) / 2
