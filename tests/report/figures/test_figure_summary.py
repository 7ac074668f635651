"""The figure of the synthesis: what the plan named, on one scale where there is one, good news on the right."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from support.written_texts import random_edition

from pipeline.contract.methods import MeasureKind
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Lettering, Paper
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.lettering import width, wrapped
from pipeline.report.figures.outcomes import LEFT, RIGHT, OutcomeRow, described, draw_outcomes
from pipeline.report.figures.summary import draw_summary
from pipeline.report.figures.theme import WIDTH
from pipeline.report.results import EditionResults

MIDDLE = (LEFT + RIGHT) / 2
KEPT = OutcomeRow(
    "Maintien", "Critère principal", "un grand avantage", "+25 points [0 ; +45]",
    estimate=25.0, low=0.0, high=45.0, importance=10.0, primary=True,
)  # fmt: skip
DEBT = OutcomeRow(
    "Impayé", "Secondaire", "", "−300 € [−650 ; +100]",
    estimate=-300.0, low=-650.0, high=100.0, sens=-1, importance=200.0,
)  # fmt: skip
EVENTS = OutcomeRow(
    "Troubles", "Secondaire", "", "0,5 [0,25 ; 1]",
    estimate=0.5, low=0.25, high=1.0, kind=MeasureKind.RATIO, sens=-1,
)  # fmt: skip


def words(paper: Paper) -> list[str]:
    return [w.text for w in paper.words]


def test_rounded_rows_are_enough_and_stand_in_importances() -> None:
    kept, debt, events = draw_outcomes([KEPT, EVENTS, DEBT], "95 %").marks
    # 25 points are 2.5 times 10; 300 € less are 1.5 times 200, and an advantage too.
    assert (kept.x - MIDDLE) / (debt.x - MIDDLE) == pytest.approx(2.5 / 1.5)
    assert events.x > MIDDLE
    assert (kept.shape, debt.shape) == ("D", "o")


@pytest.mark.parametrize("row", [KEPT, DEBT, EVENTS])
def test_turning_the_good_side_turns_the_row(row: OutcomeRow) -> None:
    (one,) = draw_outcomes([row], "95 %").marks
    (other,) = draw_outcomes([replace(row, sens=-row.sens)], "95 %").marks
    assert one.x - MIDDLE == pytest.approx(MIDDLE - other.x)
    assert one.x > MIDDLE


def test_an_own_scale_has_its_own_numbers_and_the_common_one_its_signs() -> None:
    paper = draw_outcomes([KEPT, EVENTS], "95 %")
    places = {w.text: w.x for w in paper.words}
    assert places["2"] < places["1"] == MIDDLE < places["0,5"]
    assert places["−4"] < places["−2"] < places["0"] == MIDDLE < places["+2"] < places["+4"]


def test_a_missing_bound_runs_to_the_edge_with_an_arrow() -> None:
    paper = draw_outcomes([replace(KEPT, high=None)], "95 %")
    assert "►" in words(paper)
    assert max(line.xend for line in paper.lines if line.size > 1) == pytest.approx(RIGHT)


def test_what_has_no_answer_is_there_without_a_point() -> None:
    paper = draw_outcomes([KEPT, replace(DEBT, estimate=None, low=None, high=None, text="Sans réponse")], "95 %")
    assert len(paper.marks) == 1
    assert {"Impayé", "Sans réponse"} <= set(words(paper))


def test_every_planned_outcome_is_drawn_with_its_sizes(results: EditionResults, context: ReportContext) -> None:
    outcome = draw_summary(results, context)
    assert isinstance(outcome, Drawing)
    assert len(outcome.plot.marks) == 1 + len(context.plan.secondaires)
    shown = words(outcome.plot)
    # R: difference of risks .3524 [.0981, .5686] on 21 and 20 households.
    assert "+35,2\u00a0points [+9,8\u00a0;\u00a0+56,9]" in shown
    assert "Critère principal · 21\u00a0/\u00a020\u00a0ménages" in shown
    assert outcome.caption.startswith("À\u00a024\u00a0mois, maintien dans les lieux : +35,2\u00a0points [+9,8")
    assert "+35,2\u00a0points [+9,8\u00a0;\u00a0+56,9], un très grand avantage" in outcome.alt


def test_an_edition_that_does_not_conclude_has_a_neutral_title(results_of: dict[str, EditionResults]) -> None:
    outcome = draw_summary(results_of["parcours"], ReportContext("parcours", Params()))
    assert isinstance(outcome, Drawing)
    assert "avantage des" not in outcome.caption
    assert "cette édition décrit, elle ne conclut pas" in outcome.caption


def test_words_are_as_wide_as_they_are_drawn() -> None:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    from pipeline.report.rendering.fonts import font_files

    text = "Stade atteint de la procédure d’expulsion"
    drawn = TextPath((0, 0), text, size=9.5, prop=FontProperties(fname=str(font_files()[0]))).get_extents().width / 72
    assert width(text, 9.5) == pytest.approx(drawn, rel=0.02)
    assert wrapped(text, 1.5, 9.5) == ["Stade atteint de la", "procédure d’expulsion"]
    assert wrapped("inséparable", 0.1, 9.5) == ["inséparable"]


@pytest.mark.parametrize("seed", [0, *(pytest.param(s, marks=pytest.mark.slow) for s in range(1, 4))])
def test_on_any_delivery_no_word_stands_on_another(seed: int) -> None:
    written = random_edition(seed)
    outcome = draw_summary(written.results, written.context)
    if isinstance(outcome, NoDrawing):
        return
    boxes = [_box(w, outcome.plot.text_size) for w in outcome.plot.words if w.text not in "◄►"]
    assert all(left >= -0.01 and right <= WIDTH + 0.01 for left, _, right, _ in boxes)
    for one, other in combinations(boxes, 2):
        assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])


def _box(word: Lettering, usual: float) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the capitals of a line of words, in inches."""
    size = word.size or usual
    wide, half = width(word.text, size, bold=word.bold), 0.33 * size / 72
    left = word.x - {"left": 0.0, "center": wide / 2, "right": wide}[word.ha]
    return left, word.y - half, left + wide, word.y + half


def test_the_words_for_who_does_not_see_it_count_the_sides() -> None:
    silent = replace(EVENTS, estimate=None, low=None, high=None)
    assert described([KEPT, EVENTS, DEBT, replace(DEBT, sens=1), silent], "95 %") == (
        "Résultats prévus, écart et intervalle à 95 % : Maintien, +25 points [0 ; +45], un grand avantage. "
        "Sur 4 autres, 2 du côté favorable aux accompagnés, 1 du côté défavorable, 1 sans réponse."
    )
