"""The love plot of the choice of the panels: each characteristic before (all candidates) and after (the panels)."""

from __future__ import annotations

import pandas as pd

from pipeline.french import number
from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.direct import name_marks
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import INK, RULE, SOFT, WIDTH, axis_breaks

LEFT, RIGHT = 2.1, 5.1
ROW = 0.22


def draw_choice(balance: pd.DataFrame) -> Drawing | NoDrawing:
    """Draw absolute standardised differences; `balance`: `libelle`, `vivier`, `panels` (missing: not drawn)."""
    known = balance.dropna(subset=["vivier", "panels"]).copy()
    if known.empty:
        return NoDrawing("Aucune différence standardisée n’est calculable.")
    known[["vivier", "panels"]] = known[["vivier", "panels"]].abs()
    known = known.sort_values("vivier", ascending=False, kind="stable")
    breaks = axis_breaks(0.0, float(known[["vivier", "panels"]].max().max()), n=4)
    canvas, top = Canvas(), 0.24

    def across(x: float) -> float:
        return LEFT + (RIGHT - LEFT) * x / breaks[-1]

    canvas.write(WIDTH - 0.02, 0.09, "vivier → panels", ha="right", colour=SOFT)
    rows = known.to_dict("records")
    first = [(across(float(rows[0][name])), name) for name in ("vivier", "panels")]
    name_marks(canvas, 0.09, first, LEFT, RIGHT)
    bottom = top + len(rows) * ROW
    for reference in (0.1, 0.25):
        if reference < breaks[-1]:
            canvas.line(across(reference), top, across(reference), bottom, colour=SOFT)
    for rank, r in enumerate(rows):
        y = top + (rank + 0.5) * ROW
        canvas.line(LEFT, y, RIGHT, y, colour=RULE)
        canvas.write(0.02, y, str(r["libelle"]))
        canvas.mark(across(float(r["vivier"])), y, shape="^", size=2.2)
        canvas.mark(across(float(r["panels"])), y, size=2.6)
        canvas.write(WIDTH - 0.02, y, f"{number(r['vivier'], 2)} → {number(r['panels'], 2)}", ha="right")
    canvas.line(LEFT, bottom, RIGHT, bottom, colour=INK)
    for b in breaks:
        canvas.write(across(b), bottom + 0.11, number(b, 2), ha="center", colour=SOFT)
    words = [f"{r['libelle']}, {number(r['vivier'], 2)} puis {number(r['panels'], 2)}" for r in rows]
    return Drawing(
        canvas.plot(bottom + 0.2),
        caption="Différences standardisées absolues, avant et après le choix ; repères à 0,1 et 0,25.",
        alt=f"Deux points par caractéristique. {' ; '.join(words)}.",
    )
