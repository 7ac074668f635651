"""The classes of a difference: cut at the plan's importance, alike on both sides, and blind to where zero stands."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.grade_words import grade_words, range_words
from pipeline.report.sentences.comparison import brief, comparison, ends
from pipeline.statements.grades import Grade, Size, grade, graded
from pipeline.statements.statement import Statement

TENURE = Statement(
    "maintien",
    "M24",
    methode="difference_brute",
    mesure="difference_risques",
    estimation=0.231,
    ic_bas=-0.007,
    ic_haut=0.449,
    n_accompagnes=23,
    n_temoins=22,
    valeur_accompagnes=21 / 23,
    valeur_temoins=15 / 22,
    sens=1,
    importance=0.10,
)
sizes = st.floats(0, 500, allow_nan=False)
importances = st.floats(0.01, 300)


@pytest.mark.parametrize(
    ("times", "size"),
    [
        (0.0, Size.NIL),
        (0.2499, Size.NIL),
        (0.25, Size.SMALL),
        (1.0, Size.SMALL),
        (1.001, Size.MODERATE),
        (2.0, Size.MODERATE),
        (2.001, Size.LARGE),
        (3.0, Size.LARGE),
        (3.001, Size.VERY_LARGE),
    ],
)
def test_the_classes_are_cut_at_the_importance(times: float, size: Size) -> None:
    for importance in (0.1, 0.29, 10, 200):
        assert grade(times * importance, importance).size is size
        assert grade(-times * importance, importance).size is size


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ((-0.007, 0.449), "d’un écart pratiquement nul à un très grand avantage"),
        ((0.040, 0.434), "d’un faible à un très grand avantage"),
        ((-0.450, -0.040), "d’un faible à un très grand désavantage"),
        ((-0.150, 0.150), "d’un désavantage modéré à un avantage modéré"),
        ((0.150, 0.290), "d’un avantage modéré à un grand avantage"),
        ((0.310, 0.900), "un très grand avantage"),
        ((-0.010, 0.010), "un écart pratiquement nul"),
    ],
)
def test_an_interval_is_told_by_its_two_ends(bounds: tuple[float, float], words: str) -> None:
    found = graded(replace(TENURE, ic_bas=bounds[0], ic_haut=bounds[1]))
    assert found is not None
    assert range_words(found.worst, found.best) == words


@given(sizes, importances)
def test_both_sides_are_alike(x: float, importance: float) -> None:
    assert grade(x, importance).size == grade(-x, importance).size
    assert grade(x, importance).level == -grade(-x, importance).level


@given(sizes, sizes, importances, st.booleans())
def test_a_better_difference_is_never_of_a_lower_class(a: float, b: float, importance: float, turned: bool) -> None:
    low, high = sorted((-a, b) if turned else (a, b))
    assert grade(low, importance) <= grade(high, importance)


@given(st.floats(0.05, 0.9), st.floats(0.0, 0.3), st.floats(-0.0244, 0.0244), st.sampled_from([0.10, None]))
def test_no_word_changes_where_zero_is_just_inside_or_just_outside(
    estimate: float, above: float, low: float, importance: float | None
) -> None:
    """A bound moved across zero by less than a quarter of the importance leaves every word as it was; p says none."""

    def words(low: float, p: float) -> str:
        e = replace(
            TENURE, estimation=estimate, ic_bas=low, ic_haut=estimate + above, importance=importance, p_valeur=p
        )
        return re.sub(r"[+\u2212]?\d+(?:,\d+)?", "#", comparison(e) + brief(e) + ends(e))

    assert words(low, 0.0499) == words(-low, 0.0501) == words(0.0, 0.05)


@given(st.floats(-0.9, 0.9), st.floats(0.001, 0.5), st.floats(0.001, 0.5))
def test_bad_news_reads_as_good_news_turned_round(centre: float, down: float, up: float) -> None:
    good = graded(replace(TENURE, estimation=centre, ic_bas=centre - down, ic_haut=centre + up))
    bad = graded(replace(TENURE, estimation=-centre, ic_bas=-centre - up, ic_haut=-centre + down, sens=-1))
    assert good == bad


@given(st.floats(-0.9, 0.9), st.floats(0.0, 0.5), st.floats(0.0, 0.5))
def test_the_estimate_lies_between_the_classes_of_its_ends(centre: float, down: float, up: float) -> None:
    found = graded(replace(TENURE, estimation=centre, ic_bas=centre - down, ic_haut=centre + up))
    assert found is not None
    assert found.worst is not None
    assert found.best is not None
    assert found.worst <= found.estimate <= found.best


@pytest.mark.parametrize(
    "changes",
    [
        {"importance": None},
        {"sens": 0},
        {"estimation": None},
        {"mesure": "rapport_taux"},
        {"mesure": "p_superiorite"},
        {"mesure": "g_hedges"},
    ],
)
def test_numbers_stand_alone_without_importance_or_good_side_or_on_another_scale(changes: dict[str, object]) -> None:
    e = replace(TENURE, **changes)  # type: ignore[arg-type]  # the caller's words
    assert graded(e) is None
    assert "pratiquement" not in comparison(e)
    assert "très grand" not in comparison(e) + brief(e)


def test_each_class_has_its_words() -> None:
    assert [grade_words(Grade(level)) for level in (-4, -2, -1, 0, 1, 2, 3, 4)] == [
        "un très grand désavantage",
        "un désavantage modéré",
        "un faible désavantage",
        "un écart pratiquement nul",
        "un faible avantage",
        "un avantage modéré",
        "un grand avantage",
        "un très grand avantage",
    ]
