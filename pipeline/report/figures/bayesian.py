"""The primary difference before and after the data, for a sceptical and for a neutral reader."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.french import NBSP, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas, Paper
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.lettering import width
from pipeline.report.figures.sizes import both_sizes
from pipeline.report.figures.theme import INK, RULE, SMALL, SOFT, WIDTH
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sensitivity import only, results_of

_READERS = {"sceptique": "Lecteur sceptique", "neutre": "Lecteur sans idée arrêtée"}
_MOMENTS = {"avant": ("avant", "les données"), "apres": ("après", "les données")}
_REACH = (-60, 80)  # points: beyond, both densities are nothing
_TICKS = (-40, 0, 40, 80)
TOP, TALL, GUTTER = 0.28, 1.4, 0.3  # inches
_LINE = 0.14  # of words
_NAMED_AT = 0.62  # of a curve's peak: where its name stands
_LEAST = 0.5  # inches over the axis: the name of a curve that is nearly flat stands above it


def draw_bayesian(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the two densities of each reading, on one axis in points."""
    frame = results.densites
    if frame.empty:
        return NoDrawing("La lecture bayésienne n’est pas tracée : le critère principal n’a pas pu être comparé.")
    points = frame.assign(points=100 * frame["difference"].astype(float))
    points = points[points["points"].between(*_REACH)]
    found = results_of(results, "bayes")
    heard = [
        f"{_READERS[name].lower()}, probabilité d’un écart favorable {percent(r.estimate.estimation)}"
        for name in _READERS
        if (r := only(found, name, mesure="probabilite_favorable")) is not None
    ]
    words = " ; ".join(heard) or "sans réponse"
    primary = said(results, context.plan.indicateur_principal, context.vague)
    return Drawing(
        _paper(points, both_sizes(primary)),
        caption=(
            f"Écart du critère principal, avant et après les données : {words}. Le sceptique tient pour improbable "
            f"(5{NBSP}%) un rapport de cotes de plus de 4 ou de moins de ¼."
        ),
        alt=f"Deux courbes de densité par lecteur, avant et après les données : {words}.",
    )


def _paper(points: pd.DataFrame, sizes: str) -> Paper:
    """One panel a reader, side by side; both have the same height for the same density."""
    canvas = Canvas()
    wide = (WIDTH - GUTTER) / len(_READERS)
    most = max(float(points[list(_MOMENTS)].max().max()), 1e-9)
    for rank, (name, title) in enumerate(_READERS.items()):
        canvas.write(rank * (wide + GUTTER) + 0.02, 0.09, title, bold=True)
        _panel(canvas, points[points["lecture"] == name], rank * (wide + GUTTER), wide, most)
    bottom = TOP + TALL
    axis = f"Écart entre les parts, accompagnés moins témoins, en points ({sizes})"
    canvas.write(WIDTH / 2, bottom + 0.3, axis, ha="center")
    return canvas.plot(bottom + 0.4)


def _panel(canvas: Canvas, rows: pd.DataFrame, left: float, wide: float, most: float) -> None:
    bottom = TOP + TALL

    def across(x: float) -> float:
        return left + 0.1 + (wide - 0.2) * (x - _REACH[0]) / (_REACH[1] - _REACH[0])

    for tick in _TICKS:
        canvas.line(across(tick), TOP, across(tick), bottom, colour=RULE if tick else INK)
        canvas.write(across(tick), bottom + 0.11, number(tick, sign=tick != 0), ha="center", colour=SOFT)
    canvas.line(across(_REACH[0]), bottom, across(_REACH[1]), bottom, colour=SOFT)
    xs = [across(x) for x in rows["points"]]
    curves = {name: [TALL * float(d) / most for d in rows[name].astype(float)] for name in _MOMENTS}
    for name, heights in curves.items():
        before = name == "avant"
        canvas.curve([(x, bottom - h) for x, h in zip(xs, heights, strict=True)], colour=SOFT if before else INK,
                     dashed=before)  # fmt: skip
    if not xs:
        return
    after = xs[max(range(len(xs)), key=curves["apres"].__getitem__)]
    right = after >= across(0)  # the name of the answer stands on its own side, the other on the other
    for name, at_right in (("apres", right), ("avant", not right)):
        _name(canvas, xs, curves, name, at_right=at_right, ends=(left, left + wide))


def _name(
    canvas: Canvas,
    xs: Sequence[float],
    curves: dict[str, list[float]],
    name: str,
    *,
    at_right: bool,
    ends: tuple[float, float],
) -> None:
    """Write the name of a curve beside it, clear of both curves at its height."""
    level = max(_NAMED_AT * max(curves[name]), _LEAST)
    reached = [x for i, x in enumerate(xs) if max(h[i] for h in curves.values()) >= level - _LINE] or list(xs)
    lines = _MOMENTS[name]
    long = max(width(line, SMALL) for line in lines)
    x = min(max(reached) + 0.08, ends[1] - long) if at_right else max(min(reached) - 0.08, ends[0] + long)
    for rank, line in enumerate(lines):
        y = TOP + TALL - level + (rank - 0.5) * _LINE
        canvas.write(x, y, line, ha="left" if at_right else "right", colour=SOFT if name == "avant" else INK)
