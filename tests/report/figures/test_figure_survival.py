"""Survival and causes: what is drawn is what the tables hold, read at whole months."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.figures.causes import draw_causes, stacked_causes
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.steps import as_steps, at_months
from pipeline.report.figures.survival import at_risk, draw_survival
from pipeline.report.results import EditionResults

TRUTH = Path(__file__).parents[2] / "deliveries" / "propre" / "attendu"
BEFORE = {"survie": 1.0, "ic_bas": 1.0, "ic_haut": 1.0}
# The fixture's curve and R's agree to the last bits of a product of a few fractions.
TOLERANCE = 1e-9


def test_numbers_under_the_axis_are_the_rows_of_survie(
    results: EditionResults, drawn: Callable[..., list[str]]
) -> None:
    rows = results.survie[results.survie["mois"].isin([0, 6, 12, 18, 24])]
    shown = at_risk(results.survie, 24)
    assert len(shown) == 10
    assert list(zip(shown["groupe"], shown["mois"], shown["n"], strict=True)) == list(
        zip(rows["groupe"], rows["mois"], rows["a_risque"], strict=True)
    )
    words = drawn(draw_survival(results, ReportContext("finale", Params())))
    for n in rows["a_risque"]:
        assert str(n) in words


def test_curves_pass_through_r_at_twelve_and_twenty_four_months(results: EditionResults) -> None:
    truth = json.loads((TRUTH / "finale" / "survie.json").read_text(encoding="utf-8"))["survie"]
    monthly = at_months(results.survie, range(25), ["groupe"], BEFORE).set_index(["groupe", "mois"])
    assert len(truth) == 4
    for row in truth:
        assert monthly.loc[(row["groupe"], row["mois"]), "survie"] == pytest.approx(row["survie"], abs=TOLERANCE)
        assert monthly.loc[(row["groupe"], row["mois"]), "ic_bas"] == pytest.approx(row["ic_bas"], abs=1e-6)


def test_no_step_stands_on_the_day_of_an_exit() -> None:
    curve = pd.DataFrame({"groupe": "temoin", "mois": [0.0, 3.37], "survie": [1.0, 0.5]})
    corners = as_steps(at_months(curve, range(7), ["groupe"], {"survie": 1.0}), ["groupe"])
    assert set(corners["mois"]) == {0, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6}
    assert corners[corners["mois"] < 3.5]["survie"].eq(1).all()
    assert corners[corners["mois"] > 3.5]["survie"].eq(0.5).all()
    assert list(corners[corners["mois"] == 3.5]["survie"]) == [1, 0.5]


def test_axis_labels_are_french(
    results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]
) -> None:
    words = drawn(draw_survival(results, context))
    expected = ["Mois depuis l’inclusion", "Part des ménages maintenus dans les lieux", "Accompagnés", "Témoins"]
    for text in [*expected, "75\u202f%", "100\u202f%", "0", "6", "12", "18", "24"]:
        assert text in words


def test_a_twelve_month_horizon_stops_at_twelve(
    results_of: dict[str, EditionResults], drawn: Callable[..., list[str]]
) -> None:
    context = ReportContext("intermediaire", Params())
    words = drawn(draw_survival(results_of["intermediaire"], context))
    assert "12" in words
    assert "18" not in [w for w in words if w not in {str(n) for n in results_of["intermediaire"].survie["a_risque"]}]


def test_causes_stack_up_to_what_survival_has_lost(results: EditionResults) -> None:
    """Competing causes that censoring alone interrupts add up to 1 − Kaplan–Meier, at every month."""
    monthly = stacked_causes(results.incidences, ["accompagne", "temoin"], 24)
    top = monthly.groupby(["groupe", "mois"])["haut"].max()
    alive = at_months(results.survie, range(25), ["groupe"], BEFORE).set_index(["groupe", "mois"])["survie"]
    assert len(top) == 50
    assert (top + alive - 1).abs().max() < TOLERANCE


def test_causes_at_the_horizon_are_written(
    results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]
) -> None:
    words = drawn(draw_causes(results, context))
    # R: 0.0969, 0.0870, 0.1899 among controls; one departure among 24 accompanied.
    for text in (
        "Expulsion : 10\u202f%",
        "Abandon du logement : 9\u202f%",
        "Départ volontaire : 19\u202f%",
    ):
        assert text in words
    # R: the complement of the survival at 24 months, and of its log-log interval.
    low, high = (f"{round(100 * (1 - bound))}\u202f%" for bound in _last(results, "ic_haut", "ic_bas"))
    assert f"Ensemble : 37\u202f% [{low} à {high}]" in words
    assert "Témoins (24\u00a0ménages)" in words
    assert "Départ volontaire : 4\u202f%" in words
    assert "Expulsion : 0\u202f%" in words


def _last(results: EditionResults, *names: str) -> list[float]:
    rows = results.survie[(results.survie["groupe"] == "temoin") & (results.survie["mois"] == 24)]
    return [float(rows[name].iloc[0]) for name in names]


def test_a_group_that_nobody_has_left_keeps_its_panel(
    results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]
) -> None:
    controls = results.incidences[results.incidences["groupe"] == "temoin"]
    words = drawn(draw_causes(results.with_tables(incidences=controls), context))
    assert "Accompagnés (24\u00a0ménages)" in words
    assert "Ensemble : 0\u202f%" in words


def test_without_any_exit_a_sentence_says_so_and_the_curve_is_flat(
    results: EditionResults, context: ReportContext
) -> None:
    flat = results.survie[results.survie["mois"].isin([0, 12, 24])].assign(survie=1.0, ic_bas=None, ic_haut=None)
    quiet = results.with_tables(incidences=results.incidences.iloc[:0], survie=flat)
    outcome = draw_causes(quiet, context)
    assert isinstance(outcome, NoDrawing)
    assert "aucune sortie négative" in outcome.sentence
    curve = draw_survival(quiet, context)
    assert isinstance(curve, Drawing)
    assert curve.alt.count("100\u202f%") == 2
