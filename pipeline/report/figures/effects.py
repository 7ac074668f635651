"""The forest plot: every effect at the horizon, oriented so that good news for the accompanied is on the right."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Indicator, Scale
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.french import MISSING, NBSP, enumeration, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import (
    GROUP_COLOURS,
    RULE,
    SOFT,
    WIDTH,
    axis_breaks,
    signed_labels,
)
from pipeline.report.remarks import as_reason, by_reason
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.units import estimate_text, interval_text
from pipeline.report.waves import absent_table
from pipeline.report.wording import at_wave
from pipeline.statements.choice import Role
from pipeline.statements.statement import Statement, indicator_of

# Inches, from the left: labels, then the axis, then the numbers.
AXIS_LEFT, AXIS_RIGHT, NUMBERS, SIZES = 2.5, 4.02, 4.2, WIDTH - 0.02
ROW = 0.19
DOWN = "↓"


@dataclass(frozen=True)
class Block:
    """The effects that share an axis.

    `place`: an estimate's distance from « no difference », positive when the accompanied have more; `widest`: where
    the axis stops at most; `tick`: how an advantage is written on the axis; `standardised`: the axis is in
    standard deviations, and an estimate is divided by its indicator's before it is placed.
    """

    title: str
    place: Callable[[float], float]
    widest: float
    tick: Callable[[float], str]
    least: float
    standardised: bool = False


@dataclass(frozen=True)
class Spoken:
    """One indicator: what is said of it, and its standard deviation (the two groups' together; `nan` if not known)."""

    said: Statement
    spread: float


def _signed(advantage: float) -> str:
    """« −0,25 », « 0 », « +30 »."""
    return signed_labels([advantage])[0]


def _times(power: float) -> str:
    """« ÷ 4 », « 1 », « × 2 »: an advantage on the logarithmic axis."""
    return f"{'×' if power > 0 else '÷'}{NBSP}{number(2 ** abs(power))}" if power else "1"


BLOCKS = (
    Block("Écart entre les parts de ménages, en points",
          lambda x: 100 * x, 100, _signed, 10),
    Block("Écart de durée moyenne de maintien, en mois",
          lambda x: x, 24, _signed, 1),
    Block("Écart entre les moyennes ; l’axe est en écarts-types, les nombres dans leur unité",
          lambda x: x, 3, _signed, 0.5, standardised=True),
    Block("Probabilité de faire mieux qu’un ménage de l’autre groupe",
          lambda x: x - 0.5, 0.5, lambda t: number(0.5 + t, 1), 0.25),
    Block("Rapport des nombres par an (échelle logarithmique)",
          lambda x: math.log2(x) if x > 0 else -math.inf, 5, _times, 1),
)  # fmt: skip
_SHORT = {"points": "pts", "ratio": "pts", "rang 0–8": "degrés"}  # a narrow column
SHARES, MONTHS, MEANS, SUPERIORITIES, RATIOS = BLOCKS


def draw_effects(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw one row an indicator, one axis a measure; what has no estimate is listed after the figure, with why."""
    wave = context.vague
    found = _in_order(results, context)
    known = [row for row in found if row.said.estimation is not None]
    if not known:
        return NoDrawing(f"Les écarts {at_wave(wave)} ne sont pas tracés : aucun n’a pu être estimé.")
    sheet = _Sheet()
    sheet.header(percent(context.plan.niveau))
    for block in BLOCKS:
        rows = [row for row in known if _block_of(row.said) is block]
        if rows:
            sheet.block(block, rows, context.plan.indicateur_principal)
    return Drawing(
        sheet.canvas.plot(sheet.depth + 0.05),
        caption=(
            f"Tous les écarts {at_wave(wave)}, avec intervalles de confiance à {percent(context.plan.niveau)} : "
            "l’avantage des accompagnés est à droite de la ligne. Les nombres écrits sont accompagnés moins témoins "
            f"(ou sur témoins) ; {DOWN}, un nombre plus bas est une bonne nouvelle."
        ),
        alt=_described([row.said for row in known], context.plan.indicateur_principal),
        remark=_not_shown([row.said for row in found if row.said.estimation is None], results, wave),
    )


def _block_of(e: Statement) -> Block:
    kind = MEASURES[e.mesure].kind
    if kind in (MeasureKind.SUPERIORITY, MeasureKind.RATIO):
        return SUPERIORITIES if kind is MeasureKind.SUPERIORITY else RATIOS
    return {Scale.BINARY: SHARES, Scale.DURATION: MONTHS}.get(e.indicator.scale, MEANS)


def _in_order(results: EditionResults, context: ReportContext) -> list[Spoken]:
    """Return what is said of each indicator measured at the horizon: primary, secondary, then exploratory."""
    plan, wave = context.plan, context.vague
    first = (plan.indicateur_principal, DUREE_MAINTIEN.name, *plan.secondaires)
    names = [*first, *[n for n, i in INDICATORS.items() if i.estimated and n not in first]]
    measured = [name for name in names if wave in indicator_of(name).waves]
    return [Spoken(said(results, name, wave), _spread(said(results, name, wave, Role.CRUDE))) for name in measured]


def _spread(crude: Statement) -> float:
    """The standard deviation behind a difference of two means, from Welch's standard error; `nan` if there is none."""
    if not crude.erreur_type or not crude.n_accompagnes or not crude.n_temoins:
        return math.nan
    return crude.erreur_type / math.sqrt(1 / crude.n_accompagnes + 1 / crude.n_temoins)


class _Sheet:
    """The drawing as it grows downwards, block after block."""

    def __init__(self) -> None:
        self.depth = 0.0
        self.canvas = Canvas()

    def header(self, level: str) -> None:
        middle = (AXIS_LEFT + AXIS_RIGHT) / 2
        self.canvas.write(middle - 0.08, 0.09, "◄ favorable", ha="right", colour=GROUP_COLOURS[TEMOIN])
        self.canvas.write(middle - 0.08, 0.24, "aux témoins", ha="right", colour=GROUP_COLOURS[TEMOIN])
        self.canvas.write(middle + 0.08, 0.09, "favorable ►", colour=GROUP_COLOURS[ACCOMPAGNE])
        self.canvas.write(middle + 0.08, 0.24, "aux accompagnés", colour=GROUP_COLOURS[ACCOMPAGNE])
        self.canvas.write(NUMBERS + 0.2, 0.09, "Estimation", colour=SOFT)
        self.canvas.write(NUMBERS + 0.2, 0.24, f"[IC {level}]", colour=SOFT)
        self.canvas.write(SIZES, 0.09, "Ménages", ha="right", colour=SOFT)
        self.canvas.write(SIZES, 0.24, "acc. / tém.", ha="right", colour=SOFT)
        self.depth = 0.36

    def block(self, block: Block, rows: Sequence[Spoken], primary: str) -> None:
        reach, ticks = _axis(block, rows)
        self.canvas.line(0, self.depth, SIZES, self.depth, colour=RULE)
        self.canvas.write(0, self.depth + 0.13, block.title, bold=True)
        top = self.depth + 0.24
        for rank, row in enumerate(rows):
            self._row(block, row, top + (rank + 0.5) * ROW, reach, bold=row.said.indicateur == primary)
        bottom = top + len(rows) * ROW
        zero = _across(0, reach)
        self.canvas.line(zero, top, zero, bottom)
        self.canvas.line(AXIS_LEFT, bottom, AXIS_RIGHT, bottom, colour=SOFT)
        for t in ticks:
            x = _across(t, reach)
            self.canvas.line(x, bottom, x, bottom + 0.035, colour=SOFT)
            self.canvas.write(x, bottom + 0.11, block.tick(t), ha="center", colour=SOFT)
        self.depth = bottom + 0.24

    def _row(self, block: Block, row: Spoken, y: float, reach: float, *, bold: bool) -> None:
        e = row.said
        mark = f" {DOWN}" if e.indicator.favourable < 0 else ""
        self.canvas.write(0.06, y, e.indicator.label + mark, bold=bold)
        self.canvas.write(NUMBERS, y, _numbers(e), bold=bold)
        self.canvas.write(SIZES, y, f"{number(e.n_accompagnes)}{NBSP}/{NBSP}{number(e.n_temoins)}", ha="right")
        turn = -1 if e.indicator.favourable < 0 else 1
        ends = [None if b is None else turn * _place(block, row, b) for b in (e.ic_bas, e.ic_haut)]
        low, high = ends if turn > 0 else ends[::-1]
        if (low is not None or high is not None) and not any(end is not None and math.isnan(end) for end in ends):
            # A bound that is missing is beyond any number: the line runs to the edge, with an arrow.
            start, stop = (-math.inf if low is None else low), (math.inf if high is None else high)
            self.canvas.line(_across(start, reach), y, _across(stop, reach), y, size=0.9 if bold else 0.7)
            if start < -reach:
                self.canvas.write(AXIS_LEFT, y, "◄", ha="center")
            if stop > reach:
                self.canvas.write(AXIS_RIGHT, y, "►", ha="center")
        middle = turn * _place(block, row, e.estimation if e.estimation is not None else math.nan)
        if abs(middle) <= reach:  # farther, the arrow says it, and the number
            self.canvas.mark(_across(middle, reach), y, shape="D" if bold else "o", size=2.6 if bold else 2.0)


def _place(block: Block, row: Spoken, value: float) -> float:
    return block.place(value / row.spread if block.standardised else value)


def _axis(block: Block, rows: Sequence[Spoken]) -> tuple[float, list[float]]:
    """Return how far the axis reaches on both sides, and the distances that it names."""
    values = [(r, v) for r in rows for v in (r.said.estimation, r.said.ic_bas, r.said.ic_haut) if v is not None]
    distances = [abs(d) for d in (_place(block, r, v) for r, v in values) if math.isfinite(d)]
    reach = min(max([block.least, *distances]), block.widest)
    named = [b for b in axis_breaks(0, reach, n=3) if 0 < b <= reach + 1e-9]
    if block is RATIOS:  # powers of 2
        named = [float(t) for t in range(1, math.floor(reach) + 1)]
    if len(named) > 2:
        named = named[1::2]
    return 1.06 * reach, [*[-t for t in named[::-1]], 0.0, *named]


def _across(distance: float, reach: float) -> float:
    """Return the place, in inches, of a distance on an axis that reaches `reach` on both sides."""
    share = min(max(distance / reach, -1.0), 1.0)
    return (AXIS_LEFT + AXIS_RIGHT) / 2 + share * (AXIS_RIGHT - AXIS_LEFT) / 2


def _numbers(e: Statement) -> str:
    unit = f"{NBSP}{_SHORT.get(e.indicator.unit, e.indicator.unit)}" if _block_of(e) is MEANS else ""
    bounds = interval_text(e)
    return (
        f"{estimate_text(e)}{unit}{NBSP}(sans intervalle)"
        if bounds == MISSING
        else f"{estimate_text(e)}{NBSP}{bounds}{unit}"
    )


def _described(known: Sequence[Statement], primary: str) -> str:
    good, bad = (sum(e.side == side for e in known) for side in (1, -1))
    first = next((e for e in known if e.indicateur == primary), known[0])
    return (
        f"Graphique en forêt de {number(len(known))} écarts, {number(good)} du côté favorable aux accompagnés et "
        f"{number(bad)} du côté défavorable. {first.indicator.label} : {_numbers(first)}."
    )


def _not_shown(missing: Sequence[Statement], results: EditionResults, wave: str) -> str:
    parts = []
    if missing:
        reasons = (absent_table(e.indicator, results) or as_reason(e.note) for e in missing)
        named = by_reason((e.indicator.label, why) for e, why in zip(missing, reasons, strict=True))
        parts.append(f"Sans estimation : {' ; '.join(named)}.")
    elsewhere = [i.label for i in INDICATORS.values() if i.estimated and not _measured(i, wave)]
    if elsewhere:
        parts.append(f"Sans mesure {at_wave(wave)} : {enumeration(elsewhere)}.")
    return " ".join(parts)


def _measured(indicator: Indicator, wave: str) -> bool:
    return wave in indicator.waves
