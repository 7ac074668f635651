"""Planned and spent by budget line: two bars a line."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.contract.codes import ACCOMPAGNE
from pipeline.french import NBSP, euros, long_date
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import GROUP_COLOURS, INK, PLANNED_FILL, SOFT, WIDTH, axis_breaks
from pipeline.report.records import records
from pipeline.report.results import EditionResults

LEFT, RIGHT = 2.75, 5.05
ROW = 0.27
_NAME = 0.6  # inches: the name of a bar, at its end
_SHORT = {
    "I-1": "Social et précarité",
    "I-2": "Sécurité publique",
    "I-3": "Juridique",
    "I-4": "Troubles psychiques, addictions",
    "I-5": "Missions et déplacements",
    "II-1": "Accompagnement interne",
    "II-2": "Accompagnement associatif",
    "II-3": "Mobilier, aides sur loyer",
    "III-1": "Coopérative : appui",
    "III-2": "Coopérative : service civique",
    "III-3": "Coopérative : terrain et salles",
    "III-4": "Coopérative : aide au démarrage",
    "IV-1": "Évaluation",
}


def draw_spending(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the planned cost over two years and what the half-years read have spent, line by line."""
    rows = records(results.couts)
    if not any(r["depense"] is not None for r in rows):
        return NoDrawing("Le prévu et le dépensé ne sont pas tracés : la dépense n’est pas connue.")
    most = max(v for r in rows for v in (r["prevu"], r["depense"]) if v is not None)
    breaks = axis_breaks(0.0, most, n=4)
    canvas, top = Canvas(), 0.2
    canvas.write(WIDTH - 0.02, 0.09, "dépensé / prévu", ha="right", colour=SOFT)

    def across(x: float) -> float:
        return LEFT + (RIGHT - LEFT) * x / breaks[-1]

    bottom = top + len(rows) * ROW
    for b in breaks:
        canvas.line(across(b), bottom, across(b), bottom + 0.035, colour=SOFT)
    canvas.line(LEFT, bottom, RIGHT, bottom, colour=SOFT)
    for rank, r in enumerate(rows):
        y = top + rank * ROW
        canvas.write(0.02, y + 0.13, f"{r['poste']}{NBSP * 2}{_SHORT[str(r['poste'])]}")
        for amount, below, fill in ((r["prevu"], 0.03, PLANNED_FILL), (r["depense"], 0.14, GROUP_COLOURS[ACCOMPAGNE])):
            if amount is not None:
                canvas.box(LEFT, y + below, max(across(amount) - LEFT, 0.005), 0.09, fill=fill, edge=fill)
        canvas.write(WIDTH - 0.02, y + 0.13, f"{euros(r['depense'])} / {euros(r['prevu'])}", ha="right")
    canvas.line(LEFT, top, LEFT, bottom, colour=INK)
    _name_bars(canvas, [(across(r["prevu"] or 0.0), across(r["depense"] or 0.0)) for r in rows], top)
    for b in breaks:
        canvas.write(across(b), bottom + 0.1, euros(b), ha="center", colour=SOFT)
    spent, planned = (sum(r[name] or 0.0 for r in rows) for name in ("depense", "prevu"))
    far = max(rows, key=lambda r: abs((r["depense"] or 0.0) - (r["prevu"] or 0.0)))
    return Drawing(
        canvas.plot(bottom + 0.2),
        caption=(
            f"Dépensé au {long_date(context.gel)} : {euros(spent)}, pour {euros(planned)} prévus par la note sur deux "
            "ans. Par poste, semestres clos au gel."
        ),
        alt=(
            f"Deux barres par poste : {euros(spent)} dépensés en tout pour {euros(planned)} prévus. L’écart le plus "
            f"grand est au poste {far['poste']}, {euros(far['depense'])} pour {euros(far['prevu'])}."
        ),
    )


def _name_bars(canvas: Canvas, ends: Sequence[tuple[float, float]], top: float) -> None:
    """Say at the ends of two bars which is which, on the first row that has room for it at their right."""
    rank = next((i for i, row in enumerate(ends) if max(row) < RIGHT - _NAME), None)
    if rank is None:
        return
    for x, y, name in zip(ends[rank], (0.075, 0.185), ("prévu", "dépensé"), strict=True):
        canvas.write(max(x, LEFT) + 0.05, top + rank * ROW + y, name, colour=SOFT)
