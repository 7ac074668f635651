"""What sizes can show, against the check values of the method and against statsmodels; no constant of one design."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipeline.contract.indicators import INDICATORS
from pipeline.estimate.sample import AnalysedStudy, Sample
from pipeline.params import Plan
from pipeline.report.results import EditionResults
from pipeline.report.sentences.plan import short_sizes, what_sizes_show
from pipeline.sensitivity.precision import precision_rows, reach_rows
from pipeline.sensitivity.rows import as_table
from pipeline.statements.statement import Statement
from pipeline.stats.boschloo import boschloo_table
from pipeline.stats.precision import approximate_power, detectable_difference, least_share, unreachable_share


@pytest.mark.parametrize(("control", "accompanied"), [(0.50, 0.86), (0.60, 0.93), (0.70, 0.98)])
def test_smallest_share_detectable_with_25_against_25(control: float, accompanied: float) -> None:
    least = least_share(control, 25, 25)
    assert round(least, 2) == accompanied
    outcomes = np.outer(stats.binom.pmf(range(26), 25, least), stats.binom.pmf(range(26), 25, control))
    assert outcomes[boschloo_table(25, 25) <= 0.05].sum() == pytest.approx(0.8, abs=1e-4)


def test_no_share_is_detectable_from_there_on() -> None:
    assert unreachable_share(25, 25) == 0.75
    assert math.isnan(least_share(0.75, 25, 25))
    assert unreachable_share(2, 2) == 0


@pytest.mark.parametrize(("sizes", "level"), [((25, 25), 0.95), ((185, 429), 0.95), ((10, 10), 0.90), ((2, 2), 0.95)])
def test_smallest_standardised_difference_is_that_of_statsmodels(sizes: tuple[int, int], level: float) -> None:
    from statsmodels.stats.power import TTestIndPower

    expected = TTestIndPower().solve_power(nobs1=sizes[0], ratio=sizes[1] / sizes[0], alpha=1 - level, power=0.8)
    assert detectable_difference(*sizes, 0.8, 1 - level) == pytest.approx(float(expected), rel=1e-4)


def test_the_power_of_large_groups_is_that_of_r() -> None:
    """R, help of power.prop.test: n = 50, p1 = 0.50, p2 = 0.75 gives 0.740; n = 76.7 gives 0.90."""
    assert approximate_power(0.75, 0.50, 50, 50) == pytest.approx(0.740, abs=0.0005)
    assert approximate_power(0.75, 0.50, 77, 77) == pytest.approx(0.90, abs=0.002)


def shown(sizes: tuple[int, int], kept: float, level: float = 0.95) -> tuple[EditionResults, Statement]:
    """The rows on the reach of these sizes, and the primary: `kept` of the controls still there."""
    n = sum(sizes)
    treated = np.arange(n) < sizes[0]
    outcome = np.where(treated, 1.0, np.arange(n) - sizes[0] < round(kept * sizes[1]))
    plan = Plan(niveau=level)
    study = AnalysedStudy("finale", 24, "M24", plan, pd.Index([f"M{i}" for i in range(n)]), treated, np.zeros(n, int))
    sample = Sample(study, INDICATORS["maintien"], "M24", outcome)

    class OneSample:
        def __init__(self) -> None:
            self.study = study

        def sample(self, name: str) -> Sample | None:
            return sample if name == "maintien" else None

    rows = as_table([*precision_rows(OneSample()), *reach_rows(OneSample())])
    e = Statement("maintien", "M24", sens=1, n_accompagnes=sizes[0], n_temoins=sizes[1], niveau=level)
    return EditionResults(sensibilite=rows), e


def test_the_sentences_follow_the_sizes_the_share_and_the_level() -> None:
    small, large = _plain(short_sizes(*shown((25, 25), 0.6))), _plain(short_sizes(*shown((185, 429), 0.6)))
    assert "25 ménages accompagnés et 25 ménages témoins" in small
    assert "la part doit monter de 60 % chez les témoins à 93 % chez les accompagnés" in small
    assert "0,81 écart-type" in small
    assert "185 ménages accompagnés et 429 ménages témoins" in large
    assert "0,25 écart-type" in large
    assert "93 %" not in large
    assert "seuil bilatéral de 10 %" in _plain(short_sizes(*shown((25, 25), 0.6, 0.90)))
    assert "ne suffirait pas, face aux 80 % des témoins" in _plain(short_sizes(*shown((25, 25), 0.8)))
    assert "aucun écart n’est décelable" in short_sizes(*shown((1, 25), 0.6))


def test_in_general_words_too() -> None:
    text = _plain(what_sizes_show(*shown((25, 25), 0.6)))
    assert "de 50 % à 86 %, de 60 % à 93 % ou de 70 % à 98 % ; quand les témoins sont déjà à 75 % ou davantage" in text
    assert "0,81 écart-type" in text
    assert "0,70 avec une corrélation de 0,5 et 0,58 avec une corrélation de 0,7" in text
    assert "aucune hausse de part n’est décelable à partir de 0 %" in _plain(what_sizes_show(*shown((2, 2), 0.5)))
    assert what_sizes_show(*shown((1, 2), 0.5)) == ""


def test_shares_that_are_not_known_are_not_told_as_a_dash() -> None:
    results, e = shown((52, 55), 0.6)
    rows = results.sensibilite
    rows = rows[~rows["variante"].str.startswith("part_")]
    text = _plain(what_sizes_show(results.with_tables(sensibilite=rows), e))
    assert "huit fois sur dix, pour un score ou un montant, il faut un écart d’au moins 0,55 écart-type" in text
    assert "–" not in text
    assert "part" not in text


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
