"""What sizes can show, against the check values of the method and against statsmodels; no constant of one design."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from pipeline.french import NBSP
from pipeline.report.power import Reach
from pipeline.report.sentences.plan import short_sizes, what_sizes_show
from pipeline.statements.statement import Statement
from pipeline.stats.boschloo import boschloo_table
from pipeline.stats.precision import approximate_power


@pytest.mark.parametrize(("control", "accompanied"), [(0.50, 0.86), (0.60, 0.93), (0.70, 0.98)])
def test_smallest_share_detectable_with_25_against_25(control: float, accompanied: float) -> None:
    least = Reach(25, 25).share(control)
    assert round(float(least), 2) == accompanied
    # Lower is better: the same, turned.
    assert float(Reach(25, 25).share(1 - control, -1)) == pytest.approx(1 - least)
    outcomes = np.outer(stats.binom.pmf(range(26), 25, least), stats.binom.pmf(range(26), 25, control))
    assert outcomes[boschloo_table(25, 25) <= 0.05].sum() == pytest.approx(0.8, abs=1e-4)


def test_no_share_is_detectable_from_there_on() -> None:
    assert Reach(25, 25).unreachable_from == 0.75
    assert math.isnan(Reach(25, 25).share(0.75))
    assert Reach(2, 2).unreachable_from == 0


@pytest.mark.parametrize(("sizes", "level"), [((25, 25), 0.95), ((185, 429), 0.95), ((10, 10), 0.90), ((2, 2), 0.95)])
def test_smallest_standardised_difference_is_that_of_statsmodels(sizes: tuple[int, int], level: float) -> None:
    from statsmodels.stats.power import TTestIndPower

    expected = TTestIndPower().solve_power(nobs1=sizes[0], ratio=sizes[1] / sizes[0], alpha=1 - level, power=0.8)
    assert float(Reach(*sizes, level).difference()) == pytest.approx(float(expected), rel=1e-4)


def test_with_a_baseline_it_is_that_of_the_method() -> None:
    assert [round(float(Reach(25, 25).difference(r)), 2) for r in (0, 0.5, 0.7)] == [0.81, 0.70, 0.58]


def test_the_power_of_large_groups_is_that_of_r() -> None:
    """R, help of power.prop.test: n = 50, p1 = 0.50, p2 = 0.75 gives 0.740; n = 76.7 gives 0.90."""
    assert approximate_power(0.75, 0.50, 50, 50) == pytest.approx(0.740, abs=0.0005)
    assert approximate_power(0.75, 0.50, 77, 77) == pytest.approx(0.90, abs=0.002)


def primary(n1: int, n0: int, base: float | None = 0.6, **values: object) -> Statement:
    return Statement("maintien", "M24", sens=1, n_accompagnes=n1, n_temoins=n0, valeur_temoins=base, **values)


def test_the_sentences_follow_the_sizes_the_share_and_the_level() -> None:
    small, large = short_sizes(primary(25, 25)), short_sizes(primary(185, 429))
    assert f"25{NBSP}ménages accompagnés" in small
    assert "la part doit monter de 60 % chez les témoins à 93 % chez les accompagnés" in _plain(small)
    assert "0,81 écart type" in _plain(small)
    assert "185 ménages accompagnés et 429 ménages témoins" in _plain(large)
    assert "0,25 écart type" in _plain(large)
    assert "93 %" not in _plain(large)
    assert "seuil bilatéral de 10 %" in _plain(short_sizes(primary(25, 25, niveau=0.90)))
    assert "ne suffirait pas, face aux 80 % des témoins" in _plain(short_sizes(primary(25, 25, 0.8)))
    assert "aucun écart n’est décelable" in short_sizes(primary(1, 25))


def test_in_general_words_too() -> None:
    text = _plain(what_sizes_show(primary(25, 25), 0.95))
    assert "de 50 % à 86 %, de 60 % à 93 % ou de 70 % à 98 % ; quand les témoins sont déjà à 75 % ou davantage" in text
    assert "0,81 écart type" in text
    assert "0,70 avec une corrélation de 0,5 et 0,58 avec une corrélation de 0,7" in text
    assert "aucune hausse de part n’est décelable à partir de 0 %" in _plain(what_sizes_show(primary(2, 2), 0.95))
    assert what_sizes_show(primary(1, 2), 0.95) == ""


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
