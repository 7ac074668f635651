"""Arrears and well-being: means by group, no mean of a few households, no line over a month not known."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import pandas as pd
import pytest

from pipeline.contract.produced.sensitivity import ECARTS_MENSUELS
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.figures.arrears import draw_arrears, with_gaps
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.monthly_gaps import draw_monthly_gaps
from pipeline.report.figures.theme import joinable
from pipeline.report.figures.well_being import draw_well_being
from pipeline.report.results import EditionResults


def test_arrears_axis_is_in_euros_and_the_ledgers_are_counted(
    results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]
) -> None:
    words = drawn(draw_arrears(results, context))
    for text in ("500\u00a0€", "1\u202f000\u00a0€", "Soldes connus", "Mois depuis l’inclusion"):
        assert text in words
    at = results.trajectoires[results.trajectoires["mois"].isin([0, 6, 12, 18, 24])]
    assert len(at) == 10
    for n in at["n"]:
        assert str(n) in words


def test_a_month_of_fewer_households_than_the_threshold_is_not_drawn(
    results: EditionResults, context: ReportContext
) -> None:
    few = results.trajectoires.copy()
    few.loc[few["mois"] >= 20, "n"] = 4
    outcome = draw_arrears(results.with_tables(trajectoires=few), context)
    assert isinstance(outcome, Drawing)
    assert outcome.plot.data["mois"].max() == 19
    assert "moins de 5\u00a0ménages" in outcome.caption
    few["n"] = 2
    nothing = draw_arrears(results.with_tables(trajectoires=few), context)
    assert isinstance(nothing, NoDrawing)
    assert "seuil de confidentialité" in nothing.sentence


def test_a_line_stops_where_a_month_is_not_known() -> None:
    frame = pd.DataFrame({"groupe": ["accompagne"] * 4 + ["temoin"] * 2, "mois": [3, 0, 1, 4, 4, 5]})
    assert list(with_gaps(frame)["segment"]) == [1, 1, 2, 2, 3, 3]


def test_well_being_shows_the_whole_scales_their_cut_offs_and_the_good_direction(
    results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]
) -> None:
    words = drawn(draw_well_being(results, context))
    for text in ("30", "9", "100", "seuil\n12", "seuil\n6", "seuil\n50", "Inclusion", "12\u00a0mois", "24\u00a0mois"):
        assert text in words
    assert "Solitude (UCLA-3)\n↓ plus bas, c’est mieux" in words
    assert "Bien-être (WHO-5)\n↑ plus haut, c’est mieux" in words


@pytest.mark.slow
def test_well_being_cut_offs_follow_the_parameters(results: EditionResults, drawn: Callable[..., list[str]]) -> None:
    params = Params.model_validate({"seuils": {"bien_etre_who5": 28}})
    words = drawn(draw_well_being(results, ReportContext("finale", params)))
    assert "seuil\n28" in words
    assert "seuil\n50" not in words


@pytest.mark.slow
def test_well_being_at_eighteen_months_has_the_first_two_interviews(
    results_of: dict[str, EditionResults], drawn: Callable[..., list[str]]
) -> None:
    words = drawn(draw_well_being(results_of["parcours"], ReportContext("parcours", Params())))
    assert "12\u00a0mois" in words
    assert "18\u00a0mois" not in words
    assert "24\u00a0mois" not in words


def test_means_of_a_few_interviews_are_not_drawn(results: EditionResults, context: ReportContext) -> None:
    few = results.evolutions.assign(n=3)
    outcome = draw_well_being(results.with_tables(evolutions=few), context)
    assert isinstance(outcome, NoDrawing)
    assert "seuil de confidentialité" in outcome.sentence


def test_an_interview_that_few_of_one_group_answered_is_drawn_for_neither(
    results: EditionResults, context: ReportContext
) -> None:
    """The table masks both groups' means: a mark would give the other one's back to who reads the figure."""
    rows = results.evolutions.copy()
    rows.loc[(rows["vague"] == "M24") & (rows["groupe"] == "temoin"), "n"] = 4
    outcome = draw_well_being(results.with_tables(evolutions=rows), context)
    assert isinstance(outcome, Drawing)
    assert outcome.plot.data["x"].max() < 1.5
    assert "Un entretien qui compte moins de 5\u00a0ménages d’un groupe n’est pas tracé." in outcome.caption


def test_marks_stand_at_their_score(results: EditionResults, context: ReportContext) -> None:
    outcome = draw_well_being(results, context)
    assert isinstance(outcome, Drawing)
    points = outcome.plot.data
    chosen = (results.evolutions["indicateur"] == "ucla3") & (results.evolutions["vague"] == "T0")
    scores = results.evolutions[chosen].set_index("groupe")["valeur"]
    loneliness = points[points["titre"].astype(str).str.startswith("Solitude") & (points["x"] < 0.5)]
    heights = loneliness.set_index("groupe")["y"]
    assert len(heights) == 2
    assert ((3 + 6 * heights - scores).abs() < 1e-12).all()


def test_a_line_joins_two_points_at_least() -> None:
    frame = pd.DataFrame({"titre": ["a", "a", "a", "b"], "groupe": ["t", "t", "c", "t"], "y": [1, 2, 3, 4]})
    assert list(joinable(frame, ["titre", "groupe"])["y"]) == [1, 2]
    assert joinable(frame.iloc[3:], ["titre", "groupe"]).empty


def test_scores_of_one_interview_are_points_without_a_line_and_without_a_warning(
    results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]
) -> None:
    once = results.evolutions[results.evolutions["vague"] == "T0"]
    outcome = draw_well_being(results.with_tables(evolutions=once), context)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        words = drawn(outcome)
    assert "● Accompagnés" in words


@pytest.mark.slow
def test_balances_known_every_other_month_are_points_without_a_line_and_without_a_warning(
    results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]
) -> None:
    apart = results.trajectoires[results.trajectoires["mois"] % 2 == 0]
    outcome = draw_arrears(results.with_tables(trajectoires=apart), context)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert drawn(outcome)


@pytest.mark.parametrize("months", [1, 2])
def test_a_gap_known_in_one_month_is_no_curve(months: int, context: ReportContext) -> None:
    row = dict.fromkeys(ECARTS_MENSUELS.names, 1.0) | {"lecture": "connus", "n_accompagnes": 20, "n_temoins": 20}
    frame = pd.DataFrame([row | {"mois": m} for m in range(months)])
    outcome = draw_monthly_gaps(EditionResults(ecarts_mensuels=frame), context)
    assert isinstance(outcome, NoDrawing) is (months == 1)
