"""The specification curve: every definition by every method, sorted, with what each one is made of below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.french import number, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.sizes import both_sizes
from pipeline.report.figures.theme import INK, RULE, SOFT, WIDTH, axis_breaks
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, results_of
from pipeline.report.units import unit_of
from pipeline.report.wording import wave_title
from pipeline.statements.statement import indicator_of
from pipeline.traced import without_marks

# Inches: labels, then the curve.
LEFT, RIGHT = 2.62, WIDTH - 0.08
PLOT, ROW = 1.25, 0.155
SHOWN = ("maintien", "impaye_2mois")
_METHODS = {
    "difference_brute": "brute",
    "ajustee": "ajustée sur l’inclusion et les strates",
    "ajustee_covariables": "ajustée sur les covariables du plan",
    "ajustee_bailleurs": "à l’intérieur des bailleurs",
}


@dataclass(frozen=True)
class _Panel:
    indicator: str
    rows: Sequence[Result]

    @property
    def variants(self) -> dict[str, str]:
        """Name → words, in the order of the table."""
        return {r.variante: r.libelle for r in self.rows}


def draw_specifications(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw one panel an indicator that is a share: estimates sorted, their intervals, the definition and the method."""
    panels = [p for p in (_panel(results, name) for name in SHOWN) if len(p.rows) > 1]
    if not panels:
        return NoDrawing("La courbe des spécifications n’est pas tracée : aucune variante n’a pu être estimée.")
    canvas, depth = Canvas(), 0.0
    for panel in panels:
        depth = _draw(canvas, panel, depth)
    words = " ; ".join(f"{indicator_of(p.indicator).label}, {_span(p)}" for p in panels)
    return Drawing(
        canvas.plot(depth),
        caption=(
            f"Écart entre les parts selon la définition et la méthode : {words}. Chaque point est une combinaison, "
            f"avec son intervalle à {percent(context.plan.niveau)} ; dessous, ce dont elle est faite, la définition du "
            "plan en gras."
        ),
        alt=f"Points triés et intervalles au-dessus d’une grille de définitions et de méthodes. {words}.",
    )


def _panel(results: EditionResults, name: str) -> _Panel:
    rows = [
        r
        for r in results_of(results, "definitions")
        if r.estimate.indicateur == name
        and r.estimate.methode in _METHODS
        and r.estimate.mesure == "difference_risques"
        and r.estimate.estimation is not None
    ]
    return _Panel(name, sorted(rows, key=lambda r: (r.estimate.estimation or 0.0, r.variante, r.estimate.methode)))


def _draw(canvas: Canvas, panel: _Panel, top: float) -> float:
    """Draw one panel below `top`, and return where it ends."""
    indicator = indicator_of(panel.indicator)
    good = (
        "plus haut : favorable aux accompagnés" if indicator.favourable > 0 else "plus bas : favorable aux accompagnés"
    )
    canvas.write(0, top + 0.12, f"{indicator.label}, {wave_title(panel.rows[0].estimate.vague).lower()}", bold=True)
    canvas.write(RIGHT, top + 0.12, good, ha="right", colour=SOFT)
    top += 0.28
    of_the_plan = next((r for r in panel.rows if r.planned), panel.rows[0])
    for line, words in enumerate(("Écart entre les parts, en points", both_sizes(of_the_plan.estimate))):
        canvas.write(0.06, top + 0.08 + ROW * line, words, colour=SOFT)
    values = [100 * v for r in panel.rows for v in (r.estimate.estimation, r.estimate.ic_bas, r.estimate.ic_haut)
              if v is not None]  # fmt: skip
    low, high = min([*values, 0.0]), max([*values, 0.0])
    if low == high:  # no gap anywhere, whatever the definition
        low, high = -1.0, 1.0
    breaks = [b for b in axis_breaks(low, high, n=5) if low - 1e-9 <= b <= high + 1e-9]

    def across(rank: int) -> float:
        return LEFT + (rank + 0.5) * (RIGHT - LEFT) / len(panel.rows)

    def down(value: float) -> float:
        return top + (high - value) / (high - low) * PLOT

    for b in breaks:
        canvas.line(LEFT, down(b), RIGHT, down(b), colour=INK if b == 0 else RULE, size=0.5)
        canvas.write(LEFT - 0.08, down(b), number(b, sign=True) if b else "0", ha="right", colour=SOFT)
    ordered = _ordered(panel)
    for rank, r in enumerate(panel.rows):
        e = r.estimate
        planned = r.planned
        ends = [100 * b if b is not None else 100 * (e.estimation or 0.0) for b in (e.ic_bas, e.ic_haut)]
        canvas.line(across(rank), down(ends[0]), across(rank), down(ends[1]), size=0.7, colour=INK if planned else SOFT)
        canvas.mark(across(rank), down(100 * (e.estimation or 0.0)), shape="D" if planned else "o", size=1.6)
    bottom = top + PLOT + 0.14
    used = {r.estimate.methode for r in panel.rows}
    lines = [
        *((v, words, "variante") for v, words in ordered.items()),
        *((m, words, "methode") for m, words in _METHODS.items() if m in used),
    ]
    for place, (name, words, kind) in enumerate(lines):
        y = bottom + place * ROW + (0.06 if place >= len(ordered) else 0.0)
        canvas.write(0.06, y, words, bold=place == 0)
        for rank, r in enumerate(panel.rows):
            if name == (r.variante if kind == "variante" else r.estimate.methode):
                canvas.mark(across(rank), y, shape="s", size=1.3)
    return bottom + len(lines) * ROW + 0.24


def _ordered(panel: _Panel) -> dict[str, str]:
    """The definition of the plan first."""
    names = panel.variants
    planned = {r.variante for r in panel.rows if r.planned}
    return {v: names[v] for v in [*sorted(planned), *sorted(set(names) - planned)]}


def _span(panel: _Panel) -> str:
    """« de −6,0 points à +3,5 points », or the one number that they all are."""
    low, high = (_points(r) for r in (panel.rows[0], panel.rows[-1]))
    return f"de {low} à {high}" if without_marks(low) != without_marks(high) else low


def _points(r: Result) -> str:
    return r.stating(unit_of(r.indicator).difference(r.estimate.estimation, sign=True))
