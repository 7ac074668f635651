"""Planned and spent by budget line: two bars a line."""

from __future__ import annotations

from pipeline.french import NBSP, euros, long_date
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import INK, SOFT, WIDTH, axis_breaks
from pipeline.report.records import records
from pipeline.report.results import EditionResults

LEFT, RIGHT = 2.75, 5.05
ROW = 0.27
_PLANNED, _SPENT = "#BFD3E0", "#004C7A"
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
    canvas, top = Canvas(), 0.24
    canvas.box(LEFT, 0.05, 0.22, 0.08, fill=_PLANNED, edge=_PLANNED)
    canvas.write(LEFT + 0.28, 0.09, "prévu sur deux ans", colour=SOFT)
    canvas.box(LEFT + 1.6, 0.05, 0.22, 0.08, fill=_SPENT, edge=_SPENT)
    canvas.write(LEFT + 1.88, 0.09, "dépensé", colour=SOFT)

    def across(x: float) -> float:
        return LEFT + (RIGHT - LEFT) * x / breaks[-1]

    bottom = top + len(rows) * ROW
    for b in breaks:
        canvas.line(across(b), bottom, across(b), bottom + 0.035, colour=SOFT)
    canvas.line(LEFT, bottom, RIGHT, bottom, colour=SOFT)
    for rank, r in enumerate(rows):
        y = top + rank * ROW
        canvas.write(0.02, y + 0.13, f"{r['poste']}{NBSP * 2}{_SHORT[str(r['poste'])]}")
        canvas.box(LEFT, y + 0.03, max(across(r["prevu"]) - LEFT, 0.005), 0.09, fill=_PLANNED, edge=_PLANNED)
        if r["depense"] is not None:
            width = max(across(max(r["depense"], 0.0)) - LEFT, 0.005)
            canvas.box(LEFT, y + 0.14, width, 0.09, fill=_SPENT, edge=_SPENT)
        canvas.write(WIDTH - 0.02, y + 0.13, f"{euros(r['depense'])} / {euros(r['prevu'])}", ha="right")
    canvas.line(LEFT, top, LEFT, bottom, colour=INK)
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
