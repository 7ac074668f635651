"""Cost and effect: the plane, the acceptability curve, the one-way sensitivity of the cost of a household kept."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE
from pipeline.french import MISSING, NBSP, euros, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.lettering import width, wrapped
from pipeline.report.figures.sizes import both_sizes
from pipeline.report.figures.theme import (
    GROUP_COLOURS,
    INK,
    PAPER,
    SMALL,
    SOFT,
    WIDTH,
    axis_breaks,
    euro_labels,
    figure_theme,
    grammar,
    inner_breaks,
    percent_labels,
    signed_labels,
)
from pipeline.report.records import Record, records
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.units import Unit
from pipeline.statements.choice import Role
from pipeline.traced import Cell, counted, traced

_NOTHING = "le coût d’un ménage maintenu en plus n’a pas pu être calculé"
_COLOUR = GROUP_COLOURS[ACCOMPAGNE]
_CELLS = (40, 12)  # of the cloud, across and up
_FLATTEST = 0.2  # of its farthest value: the height and the width of the cloud at least
_PALEST = 0.15  # a cell with one draw


def draw_plane(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the bootstrap cloud of the differences in maintien (x) and in cost (y), and the observed point.

    The cloud is a grid of cells, as dark as many draws fall there: a thousand points would say no more, in half a
    megabyte.
    """
    p9 = grammar()

    rows = results.plan_cout_efficacite
    if rows.empty:
        return NoDrawing(f"Le plan coût-efficacité n’est pas tracé : {_NOTHING}.")
    frame = pd.DataFrame({"x": 100 * rows["effet"].astype(float), "y": rows["cout"].astype(float), "t": rows["tirage"]})
    cloud, seen = frame[frame["t"] > 0], frame[frame["t"] == 0].iloc[0]
    x_ends = min(_ends(cloud["x"])[0], seen["x"], 0.0), max(_ends(cloud["x"])[1], seen["x"], 0.0)
    x_breaks, y_breaks = inner_breaks(*x_ends), axis_breaks(0.0, float(frame["y"].max()))
    cells = cloud_cells(cloud)
    plot = (
        p9.ggplot(cells)
        + figure_theme(height=3.3)
        + p9.geom_rect(p9.aes(xmin="gauche", xmax="droite", ymin="bas", ymax="haut", alpha="part"), fill=_COLOUR)
        + p9.geom_vline(xintercept=0, color=INK, size=0.5)
        + p9.geom_hline(yintercept=0, color=INK, size=0.5)
        + p9.annotate("point", x=seen["x"], y=seen["y"], size=3.6, color=PAPER, fill=INK, shape="D", stroke=0.6)
        + p9.scale_alpha_identity()
        + p9.scale_x_continuous(breaks=x_breaks, labels=signed_labels(x_breaks), expand=(0.04, 0))
        + p9.expand_limits(x=list(x_ends))
        + p9.scale_y_continuous(breaks=y_breaks, labels=euro_labels(y_breaks), limits=(y_breaks[0], y_breaks[-1]))
        + p9.labs(
            x="Ménages maintenus en plus chez les accompagnés, pour cent ménages",
            y="",
            subtitle=f"Coût de plus par ménage accompagné ({_sizes(results, context)})",
        )
        + p9.theme(axis_title_y=p9.element_blank())
    )
    table, drawn = "plan_cout_efficacite", "tirage>0"
    worse = traced(float((cloud["x"] < 0).mean()), Cell(table, drawn, "part de effet<0"))
    draws = number(counted(len(cloud), table, drawn))
    left = f"{percent(worse, 1)} des {draws}{NBSP}tirages sont" if worse else f"aucun des {draws}{NBSP}tirages n’est"
    (observed,) = records(rows[rows["tirage"] == 0])
    kept, spent = number(100 * observed["effet"], 1, sign=True), euros(observed["cout"])
    return Drawing(
        plot,
        caption=(
            f"Coût et maintien : {spent} de plus par ménage pour {kept}{NBSP}ménages maintenus sur cent (losange) ; "
            f"{left} à gauche de zéro. Plus une case est foncée, plus il y tombe de tirages."
        ),
        alt=(
            f"Nuage de {draws}{NBSP}tirages. Écart observé : {kept} ménages maintenus pour cent, {spent} "
            f"de plus par ménage. Tirages à gauche de zéro : {percent(worse, 1)}."
        ),
    )


def cloud_cells(cloud: pd.DataFrame) -> pd.DataFrame:
    """Return the cells that hold points (`x`, `y`): `gauche`, `droite`, `bas`, `haut`, and `part`, their shade."""
    counts, xs, ys = np.histogram2d(cloud["x"], cloud["y"], bins=_CELLS, range=[_ends(cloud["x"]), _ends(cloud["y"])])
    across, up = np.nonzero(counts)
    return pd.DataFrame(
        {
            "gauche": xs[across],
            "droite": xs[across + 1],
            "bas": ys[up],
            "haut": ys[up + 1],
            "part": _PALEST + (1 - _PALEST) * counts[across, up] / max(float(counts.max()), 1.0),
        }
    )


def _ends(values: pd.Series) -> tuple[float, float]:
    """The least and the most of some values, apart enough for cells that are seen."""
    low, high = float(values.min()), float(values.max())
    short = max(_FLATTEST * max(abs(low), abs(high), 1.0) - (high - low), 0.0)
    return low - short / 2, high + short / 2


def draw_acceptability(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the probability that a household kept is worth its cost, by the price given to it."""
    p9 = grammar()

    frame = results.acceptabilite.dropna().astype(float)
    if frame.empty:
        return NoDrawing(f"La courbe d’acceptabilité n’est pas tracée : {_NOTHING}.")
    breaks = inner_breaks(0.0, float(frame["seuil"].max()))
    plot = (
        p9.ggplot(frame, p9.aes("seuil", "probabilite"))
        + figure_theme(height=2.9)
        + p9.geom_line(color=_COLOUR, size=0.9)
        + p9.scale_x_continuous(breaks=breaks, labels=euro_labels(breaks))
        + p9.scale_y_continuous(breaks=[0, 0.25, 0.5, 0.75, 1], labels=percent_labels, limits=(0, 1))
        + p9.labs(
            x=f"Prix donné à un ménage maintenu en plus ({_sizes(results, context)})",
            y="",
            subtitle="Part des tirages dans lesquels l’écart de maintien vaut la dépense",
        )
        + p9.theme(axis_title_y=p9.element_blank())
    )
    named = list(frame.to_dict("records"))[:: max(len(frame) // 6, 1)]
    words = " ; ".join(f"{euros(r['seuil'])}, {percent(r['probabilite'])}" for r in named)
    last = records(frame.sort_values("seuil", kind="stable"))[-1]
    return Drawing(
        plot,
        caption=(
            f"Au prix de {euros(last['seuil'])} par ménage maintenu en plus, l’écart vaut la dépense dans "
            f"{percent(last['probabilite'])} des tirages, à supposer qu’il soit dû à l’accompagnement. La courbe ne "
            "dit pas quel prix donner à un maintien."
        ),
        alt=f"Courbe, prix puis part des tirages : {words}.",
    )


LEFT, RIGHT = 2.75, WIDTH - 0.4
ROW = 0.42


def _sizes(results: EditionResults, context: ReportContext) -> str:
    return both_sizes(said(results, context.plan.indicateur_principal, context.vague, Role.COST))


def draw_sensitivity(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the tornado: one bar a parameter, from its low to its high value, widest first."""
    e = said(results, context.plan.indicateur_principal, context.vague, Role.COST)
    rows = [
        r for r in records(results.couts_sensibilite) if r["valeur_bas"] is not None or r["valeur_haut"] is not None
    ]
    if e.estimation is None or not rows:
        return NoDrawing(f"L’analyse de sensibilité n’est pas tracée : {_NOTHING}.")
    base = e.estimation
    known = [v for r in rows for v in (r["valeur_bas"], r["valeur_haut"]) if v is not None]
    most = max([*known, base])
    open_ended = any(v is None for r in rows for v in (r["valeur_bas"], r["valeur_haut"]))
    breaks = axis_breaks(min([0.0, *known]), most * (1.35 if open_ended else 1.0), n=5)
    rows.sort(key=lambda r: -_width(r))

    def across(x: float) -> float:
        return LEFT + (RIGHT - LEFT) * (x - breaks[0]) / (breaks[-1] - breaks[0])

    canvas, top = Canvas(), 0.2
    bottom = top + len(rows) * ROW
    observed = f"observé : {euros(base)}"
    half = width(observed, SMALL) / 2
    canvas.write(min(max(across(base), LEFT + half), WIDTH - half - 0.02), 0.09, observed, ha="center")
    for b in breaks:
        canvas.line(across(b), bottom, across(b), bottom + 0.035, colour=SOFT)
        canvas.write(across(b), bottom + 0.11, euros(b), ha="center", colour=SOFT)
    canvas.line(LEFT, bottom, RIGHT, bottom, colour=SOFT)
    for rank, r in enumerate(rows):
        y = top + rank * ROW
        ends = [r["valeur_bas"], r["valeur_haut"]]
        values = [v for v in ends if v is not None]
        start = across(min([*values, base]))
        stop = across(breaks[-1]) if len(values) < 2 else across(max([*values, base]))
        canvas.box(start, y + 0.1, max(stop - start, 0.01), 0.16, fill=_COLOUR, edge=_COLOUR)
        if len(values) < 2:
            canvas.write(stop + 0.02, y + 0.18, "►", ha="center", colour=_COLOUR)
        names = wrapped(str(r["libelle"]), LEFT - 0.15, SMALL)
        for line, text in enumerate(names):
            canvas.write(0.02, y + 0.18 + 0.145 * (line - (len(names) - 1) / 2), text)
    canvas.line(across(base), top, across(base), bottom, colour=INK, size=0.8)
    words = [f"{r['libelle']}, {_or_unbounded(r['valeur_bas'])} à {_or_unbounded(r['valeur_haut'])}" for r in rows]
    return Drawing(
        canvas.plot(bottom + 0.22),
        caption=(
            f"Coût d’un ménage maintenu en plus ({euros(base)} ; {both_sizes(e)}) quand un seul paramètre varie, "
            f"les autres restant tels qu’observés.{_ARROW if open_ended else ''}"
        ),
        alt=f"Une barre par paramètre. {' ; '.join(words)}.",
        remark=_bounds(rows),
    )


def _bounds(rows: list[Record]) -> str:
    parts = [
        f"{str(r['libelle'])[:1].lower()}{str(r['libelle'])[1:]}, de {_amount(r['bas'], r)} à {_amount(r['haut'], r)}"
        for r in rows
    ]
    return f"Valeurs explorées : {' ; '.join(parts)}."


def _amount(value: float | None, r: Record) -> str:
    if value is None:
        return MISSING
    if r["unite"] == "part":
        return Unit(1, 100.0, "", "point", "points").difference(value, sign=True)
    return f"{number(value)}{NBSP}ménages" if r["unite"] == "ménages" else euros(value)


def _width(r: Record) -> float:
    if r["valeur_bas"] is None or r["valeur_haut"] is None:
        return math.inf
    return abs(float(r["valeur_haut"]) - float(r["valeur_bas"]))


_ARROW = " La flèche : à cette valeur, aucun ménage de plus n’est maintenu, et le coût n’a pas de limite."


def _or_unbounded(value: float | None) -> str:
    return "sans limite" if value is None else euros(value)
