"""A tile map of the three regions: one tile a department, with the pilot dwellings and the households of the study."""

from __future__ import annotations

from pipeline.contract.codes import REGIONS
from pipeline.french import NBSP, number
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import COUNT_FILLS, FAINT, INK, PAPER, SOFT, WIDTH
from pipeline.report.records import Record, records
from pipeline.report.results import EditionResults
from pipeline.report.wording import households

TILE_WIDTH, TILE_HEIGHT, GAP = 0.93, 0.72, 0.05
# column, row of each department: neighbours touch as they do on the ground, as far as squares allow.
PLACES = {
    "62": (0, 0), "59": (1, 0),
    "95": (4, 0), "78": (3, 1), "92": (4, 1), "93": (5, 1), "75": (4, 2), "94": (5, 2), "91": (4, 3), "77": (5, 3),
    "45": (1, 3),
}  # fmt: skip
_NAMES = {
    "59": "Nord", "62": "Pas-de-Calais", "75": "Paris", "77": "Seine-et-Marne", "78": "Yvelines", "91": "Essonne",
    "92": "Hauts-de-Seine", "93": "Seine-St-Denis", "94": "Val-de-Marne", "95": "Val-d’Oise", "45": "Loiret",
}  # fmt: skip
_TITLES = {"nord_pas_de_calais": (0, 0), "ile_de_france": (3, 0), "centre": (1, 3)}
_SHADES = tuple(zip((3000, 1000, 300, 1), COUNT_FILLS, (PAPER, PAPER, INK, INK), strict=True))


def draw_map(results: EditionResults, _: ReportContext) -> Drawing | NoDrawing:
    """Draw the departments; shade: dwellings of the note's sites; number: households of the study, masked when few."""
    rows = records(results.couverture)
    offer = {str(r["modalite"]): r for r in rows if r["dimension"] == "logements_departement"}
    living = {str(r["modalite"]): r for r in rows if r["dimension"] == "departement"}
    if not offer:
        return NoDrawing("La carte n’est pas tracée : la couverture n’est pas connue.")
    canvas = Canvas()
    labels = {code.value: code.label for code in REGIONS}
    for region, (column, row) in _TITLES.items():
        x, y = _corner(column, row)
        canvas.write(x, y - 0.11, labels[region], bold=True)
    for code, (column, row) in PLACES.items():
        _tile(canvas, code, *_corner(column, row), offer.get(code), living.get(code))
    unplaced = [c for c in offer if c not in PLACES]
    words = [
        f"{_NAMES.get(c, c)}, {number(offer[c]['cible'])} logements, {_spoken(living.get(c))}"
        for c in PLACES
        if c in offer
    ]
    height = _corner(0, 3)[1] + TILE_HEIGHT + 0.08
    return Drawing(
        canvas.plot(height),
        caption=(
            "Sites pilotes et ménages qui y vivent par département, en carte schématique : une case n’a ni la forme ni "
            "l’étendue du département. « logts » : logements des sites listés par la note, case d’autant plus foncée "
            "qu’ils sont nombreux ; « mén. » : ménages de l’étude dans ces sites."
        ),
        alt=f"Carte en tuiles des trois régions. {' ; '.join(words).rstrip('.')}.",
        remark=f"Départements non placés : {', '.join(unplaced)}." if unplaced else "",
    )


def _tile(canvas: Canvas, code: str, x: float, y: float, offer: Record | None, living: Record | None) -> None:
    dwellings = 0.0 if offer is None or offer["cible"] is None else float(offer["cible"])
    fill, ink = next(((f, i) for least, f, i in _SHADES if dwellings >= least), (PAPER, SOFT))
    canvas.box(x, y, TILE_WIDTH, TILE_HEIGHT, fill=fill, edge=fill if dwellings else FAINT)
    canvas.write(x + 0.07, y + 0.13, code, colour=ink, bold=True)
    canvas.write(x + 0.07, y + 0.29, _NAMES[code], colour=ink)
    if offer is None:
        return
    canvas.write(x + 0.07, y + 0.44, _living(living), colour=ink)
    canvas.write(x + 0.07, y + 0.59, f"{number(dwellings)}{NBSP}logts", colour=ink)


def _living(r: Record | None) -> str:
    if r is None:
        return f"0{NBSP}mén."
    return f"{number(r['atteint'])}{NBSP}mén."


def _spoken(r: Record | None) -> str:
    return households(0 if r is None else int(r["atteint"]))


def _corner(column: int, row: int) -> tuple[float, float]:
    left = (WIDTH - 6 * TILE_WIDTH - 5 * GAP) / 2
    return left + column * (TILE_WIDTH + GAP), 0.26 + row * (TILE_HEIGHT + GAP)
