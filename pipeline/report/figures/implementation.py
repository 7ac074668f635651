"""Planned against delivered: one row a line, the planned range as a bar, what was delivered as a mark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.french import MISSING, NBSP, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.direct import name_marks
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import PLANNED_FILL, RULE, SOFT, WIDTH, axis_breaks
from pipeline.report.records import Record, records
from pipeline.report.results import EditionResults
from pipeline.traced import counted

LEFT, RIGHT, NUMBERS, SIZES = 2.6, 4.6, 5.7, WIDTH - 0.02
ROW = 0.21


@dataclass(frozen=True)
class AxisLines:
    """Lines on one axis: which rows, their title, how a value is written."""

    title: str
    chosen: Callable[[Record], bool]
    write: Callable[[float], str]


def _days(value: float) -> str:
    return number(value, 1)


BLOCKS = (
    AxisLines("Jours du référent par ménage", lambda r: r["ligne"] in ("jours_interne", "jours_associatif"), _days),
    AxisLines("Jours de la cellule par ménage", lambda r: str(r["ligne"]).startswith("jours_veille"), _days),
    AxisLines("Compétences : part des jours de la cellule", lambda r: str(r["ligne"]).startswith("part_"), percent),
    AxisLines("Part des ménages", lambda r: r["domaine"] == "phases", percent),
)


def draw_implementation(results: EditionResults, _: ReportContext) -> Drawing | NoDrawing:
    """Draw what the note plans and what was delivered; without interventions, a sentence."""
    rows = [r for r in records(results.mise_en_oeuvre) if r["prevu"] is not None]
    if not any(r["realise"] is not None for r in rows):
        return NoDrawing("Le prévu et le réalisé ne sont pas tracés : ce que les ménages ont reçu n’est pas connu.")
    canvas, depth = Canvas(), -0.06
    canvas.write(NUMBERS, 0.1, "réalisé / prévu", ha="right", colour=SOFT)
    canvas.write(SIZES, 0.1, "ménages", ha="right", colour=SOFT)
    for block in BLOCKS:
        chosen = [r for r in rows if block.chosen(r)]
        if chosen:
            depth = _draw(canvas, block, chosen, depth + 0.16, named=depth < 0)
    done = [r for r in rows if r["realise"] is not None and not str(r["ligne"]).startswith("part_")]  # of one another
    short = [r for r in done if r["realise"] < r["prevu_bas"]]
    lower = counted(len(short), "mise_en_oeuvre", "realise<prevu_bas")
    known = counted(len(done), "mise_en_oeuvre", "connu")
    under = f"{number(lower)} des {number(known)} points de mise en œuvre"
    far = min(done, key=lambda r: r["realise"] / r["prevu_bas"] if r["prevu_bas"] else 1.0, default=None)
    farthest = f" Le plus loin : {_short(far)}, {_numbers(far)}." if far else ""
    return Drawing(
        canvas.plot(depth),
        caption=(
            f"Prévu par la note (barre) et réalisé auprès des ménages du panel (point) : {under} sous le prévu. "
            "Les jours prévus de la cellule sont une borne haute : une part de son temps va aux équipes."
        ),
        alt=f"Réalisé et prévu, {under} sous le prévu.{farthest}",
    )


def _draw(canvas: Canvas, block: AxisLines, rows: list[Record], top: float, *, named: bool) -> float:
    """Draw a block below `top`, and return where it ends; `named`: what its first row's marks are is said over them."""
    values = [v for r in rows for v in (r["prevu_haut"], r["realise"]) if v is not None]
    breaks = axis_breaks(0.0, max(values), n=4)
    reach = breaks[-1]

    def across(x: float) -> float:
        return LEFT + (RIGHT - LEFT) * x / reach

    canvas.write(0, top, block.title, bold=True)
    if named:
        planned = across((rows[0]["prevu_bas"] + rows[0]["prevu_haut"]) / 2)
        done = [] if rows[0]["realise"] is None else [(across(rows[0]["realise"]), "réalisé")]
        name_marks(canvas, top, [(planned, "prévu"), *done], LEFT, RIGHT)
    first = top + 0.12
    for rank, r in enumerate(rows):
        y = first + (rank + 0.5) * ROW
        canvas.line(LEFT, y, RIGHT, y, colour=RULE)
        low, high = across(r["prevu_bas"]), across(r["prevu_haut"])
        wide = max(high - low, 0.05)
        canvas.box(low - (wide - (high - low)) / 2, y - 0.055, wide, 0.11, fill=PLANNED_FILL, edge=PLANNED_FILL)
        if r["realise"] is not None:
            canvas.mark(across(r["realise"]), y, size=2.4)
        canvas.write(0.06, y, _short(r))
        canvas.write(NUMBERS, y, _numbers(r), ha="right")
        canvas.write(SIZES, y, MISSING if r["effectif"] is None else number(r["effectif"]), ha="right", colour=SOFT)
    bottom = first + len(rows) * ROW
    canvas.line(LEFT, bottom, RIGHT, bottom, colour=SOFT)
    for b in breaks:
        canvas.line(across(b), bottom, across(b), bottom + 0.035, colour=SOFT)
        canvas.write(across(b), bottom + 0.11, block.write(b), ha="center", colour=SOFT)
    return bottom + 0.2


def _short(r: Record) -> str:
    label = str(r["libelle"]).split(" : ")[-1].split(", accompagnement ")[-1]
    return {"Phases suivies dans l’ordre, sans saut ni retour": "Phases dans l’ordre"}.get(
        label, label[:1].upper() + label[1:]
    )


def _numbers(r: Record) -> str:
    write = percent if r["unite"] == "part" else _days
    planned = write(r["prevu_haut"])
    if r["prevu_bas"] != r["prevu_haut"]:
        planned = f"{write(r['prevu_bas'])} à {planned}"
    done = MISSING if r["realise"] is None else write(r["realise"])
    return f"{done}{NBSP}/{NBSP}{planned}"
