"""The coverage figure: the methods of the plan alone, and what threats do to them."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.contract.calibration import CALIBRATION
from pipeline.contract.produced.indicators import FLUX
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.figures.calibration import draw_calibration
from pipeline.report.figures.captions import accounted
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.results import EditionResults
from pipeline.report.wording import no_break

PARAMS = Params()
DESIGN = {
    "dessin": {"accompagnes": 24, "temoins": 24, "vagues": ["M12", "M18", "M24"]},
    "parametres": {"plan": PARAMS.plan.model_dump(mode="json")},
}
SETTINGS = {
    "nul": (0.0, ""),
    "faible": (0.5, ""),
    "fort": (1.5, ""),
    "selection": (1.0, "selection=0.4"),
    "ensemble": (1.0, "selection=0.4;bailleurs=0.5"),
}


def drawn(settings: list[str], sizes: int = 24) -> Drawing | NoDrawing:
    rows = [
        {"effet": s, "force": SETTINGS[s][0], "menaces": SETTINGS[s][1], "indicateur": name, "vague": "M24",
         "methode": method, "mesure": measure, "hors_norme": False,
         "etudes": 2000, "couverture_vraie": 0.9, "couverture_vraie_mc": 0.01}
        for s in settings
        for name, method, measure in (
            ("maintien", "difference_brute", "difference_risques"),
            ("maintien", "ajustee", "difference_risques"),
            ("impaye_solde", "ajustee", "difference_moyennes"),
            ("impaye_solde", "difference_brute", "difference_moyennes"),
        )
    ]  # fmt: skip
    flux = FLUX.frame([{"groupe": g, "etape": "inclus", "effectif": sizes} for g in ("accompagne", "temoin")])
    table = pd.DataFrame(rows).reindex(columns=list(CALIBRATION))
    given = EditionResults(calibration=table, calibration_reglages=DESIGN, flux=flux, plan=PARAMS.plan)
    return draw_calibration(given, ReportContext("finale", PARAMS))


def panels_of(outcome: Drawing) -> list[str]:
    return [w.text for w in outcome.plot.words if w.bold]


def test_each_indicator_has_the_method_of_the_plan_and_no_other() -> None:
    outcome = drawn(list(SETTINGS))
    assert isinstance(outcome, Drawing)
    assert panels_of(outcome) == ["Sans effet", "Effet « fort »", "Menaces réunies"]
    assert len(outcome.plot.marks) == 6  # two indicators in three settings
    assert len({(m.x, m.y) for m in outcome.plot.marks}) == 6


@pytest.mark.parametrize(
    ("settings", "panels"),
    [(["nul"], ["Sans effet"]), (["nul", "faible", "selection"], ["Sans effet", "Effet « faible »", "Menace : choix"])],
)
def test_what_was_not_simulated_has_no_panel(settings: list[str], panels: list[str]) -> None:
    outcome = drawn(settings)
    assert isinstance(outcome, Drawing)
    assert panels_of(outcome) == panels


def test_as_many_studies_everywhere_are_told_once() -> None:
    """Also where each number carries the mark of its cell."""
    outcome, _ = accounted("figure_calibration", lambda: drawn(["nul"]))
    assert isinstance(outcome, Drawing)
    assert "dans 2\u202f000 études simulées par série" in no_break(outcome.caption)


def test_of_another_design_nothing_is_drawn() -> None:
    assert isinstance(drawn(list(SETTINGS), sizes=200), NoDrawing)
