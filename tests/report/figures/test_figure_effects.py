"""The forest plot: good news on the right, numbers as in the tables, and what is missing said."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest

from pipeline.contract.indicators import INDICATORS
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.effects import AXIS_LEFT, AXIS_RIGHT, draw_effects
from pipeline.report.results import EditionResults

MIDDLE = (AXIS_LEFT + AXIS_RIGHT) / 2


def marks(outcome: Drawing | NoDrawing) -> list[float]:
    """The abscissae of the points, top to bottom."""
    assert isinstance(outcome, Drawing)
    return [mark.x for mark in sorted(outcome.plot.marks, key=lambda mark: mark.y)]


def only(results: EditionResults, name: str, **changes: object) -> EditionResults:
    rows = results.estimations[results.estimations["indicateur"] == name]
    return results.with_tables(estimations=rows.assign(**changes))


@pytest.mark.parametrize(
    ("name", "estimate", "right"),
    [
        ("maintien", 0.2, True),
        ("impaye_2mois", 0.2, False),
        ("impaye_2mois", -0.2, True),
        ("lsns6", -0.4, False),
        ("ucla3", -0.4, True),
        ("troubles", 0.5, True),
        ("troubles", 2.0, False),
        ("droits_ouverts", 2.0, True),
        ("procedure_max", 0.4, True),
        ("procedure_max", 0.6, False),
        ("duree_maintien", 1.5, True),
    ],
)
def test_what_is_favourable_to_the_accompanied_is_on_the_right(
    results: EditionResults, context: ReportContext, name: str, estimate: float, right: bool
) -> None:
    (x,) = marks(draw_effects(only(results, name, estimation=estimate, ic_bas=None, ic_haut=None), context))
    assert (x > MIDDLE) is right


def test_a_null_effect_is_on_the_line(results: EditionResults, context: ReportContext) -> None:
    for name, null in (("maintien", 0.0), ("lsns6", 0.0), ("troubles", 1.0), ("procedure_max", 0.5)):
        (x,) = marks(draw_effects(only(results, name, estimation=null, ic_bas=None, ic_haut=None), context))
        assert x == pytest.approx(MIDDLE)


def test_a_ratio_and_its_inverse_are_as_far_from_the_line(results: EditionResults, context: ReportContext) -> None:
    places = [
        marks(draw_effects(only(results, "troubles", estimation=e, ic_bas=None, ic_haut=None), context))[0] - MIDDLE
        for e in (0.5, 2.0)
    ]
    assert places[0] == pytest.approx(-places[1])


def test_numbers_are_those_of_the_tables_in_french(
    results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]
) -> None:
    words = drawn(draw_effects(results, context))
    # R: difference of risks .3524 [.0981, .5686] on 21 and 20 households.
    assert "+35,2\u00a0[+9,8\u00a0;\u00a0+56,9]" in words
    assert "21\u00a0/\u00a020" in words
    assert "Isolement (LSNS-6 < 12) ↓" in words
    assert "favorable ►" in words
    assert "aux accompagnés" in words


def test_every_indicator_of_the_wave_is_drawn_or_listed(results: EditionResults, context: ReportContext) -> None:
    outcome = draw_effects(results, context)
    assert isinstance(outcome, Drawing)
    expected = [i for i in INDICATORS.values() if i.estimated and "M24" in i.waves]
    absent = [i.label for i in expected if i.name not in set(results.estimations["indicateur"])]
    assert len(marks(outcome)) == len(expected) - len(absent) + 1  # and the duration
    assert all(label in outcome.remark for label in absent)
    reason = "aucune estimation n’a été produite pour cet indicateur à cette vague"
    assert outcome.remark.count(reason) == 1, "a reason that several share is written once"
    assert f"{absent[-1]} (pour tous\u00a0: {reason})" in outcome.remark


def test_what_has_no_estimate_is_listed_with_its_reason(results: EditionResults, context: ReportContext) -> None:
    rows = results.estimations.copy()
    chosen = rows["indicateur"] == "troubles"
    rows.loc[chosen, ["estimation", "ic_bas", "ic_haut"]] = None
    rows.loc[chosen, "note"] = "Aucun événement dans les deux groupes."
    outcome = draw_effects(results.with_tables(estimations=rows), context)
    assert isinstance(outcome, Drawing)
    label = "Troubles (plaintes et incidents)"
    assert outcome.remark.startswith("Sans estimation : ")
    assert f"{label} (aucun événement dans les deux groupes)" in outcome.remark
    assert label not in outcome.alt


def test_interviews_are_named_where_the_horizon_has_none(results_of: dict[str, EditionResults]) -> None:
    outcome = draw_effects(results_of["parcours"], ReportContext("parcours", Params()))
    assert isinstance(outcome, Drawing)
    assert "Sans mesure à\u00a018\u00a0mois : Réseau social (LSNS-6), " in outcome.remark


def test_the_axis_is_signed(results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]) -> None:
    words = drawn(draw_effects(results, context))
    signed = {w[1:] for w in words if re.fullmatch(r"[−+][\d,]+", w)}
    assert len(signed) >= 3
    assert {f"{side}{mark}" for mark in signed for side in "−+"} <= set(words)
    assert {"÷\u00a02", "×\u00a02", "0,4", "0,6"} <= set(words)
    assert not signed & set(words), "no distance without its sign"


def test_an_effect_beyond_the_axis_is_an_arrow_not_a_point(
    results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]
) -> None:
    outcome = draw_effects(only(results, "lsns6", estimation=80.0, ic_bas=20.0, ic_haut=150.0), context)
    words = drawn(outcome)
    assert "►" in words
    assert "+80,0\u00a0[+20,0\u00a0;\u00a0+150,0]\u00a0pts" in words
    assert isinstance(outcome, Drawing)
    assert outcome.plot.marks == ()


def test_nothing_estimated_gives_a_sentence(results: EditionResults, context: ReportContext) -> None:
    none = results.estimations.assign(estimation=float("nan"))
    outcome = draw_effects(results.with_tables(estimations=none), context)
    assert isinstance(outcome, NoDrawing)
    assert outcome.sentence == "Les écarts à\u00a024\u00a0mois ne sont pas tracés : aucun n’a pu être estimé."


def test_the_order_of_rows_does_not_matter(results: EditionResults, context: ReportContext) -> None:
    turned = results.with_tables(estimations=results.estimations.iloc[::-1].reset_index(drop=True))
    assert marks(draw_effects(turned, context)) == marks(draw_effects(results, context))
    assert isinstance(results.estimations, pd.DataFrame)
