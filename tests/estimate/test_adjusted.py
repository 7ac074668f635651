"""What the adjusted methods do with strata and baselines: the settled readings of the contract."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from estimate.conftest import EDITIONS

from pipeline.contract.indicators import INDICATORS
from pipeline.estimate.adjusted import adjusted_difference, change_difference, odds_ratio
from pipeline.estimate.sample import AnalysedStudy, Sample
from pipeline.params import Params
from pipeline.report.remarks import sentences
from pipeline.stats.lin_regression import lin_difference

RNG = np.random.default_rng(5)


def sample_of(strata, treated, outcome, baseline=None, indicator="lsns6"):
    study = AnalysedStudy(
        "finale",
        24,
        "M24",
        Params().plan,
        pd.Index([f"AA{i:03d}" for i in range(len(treated))]),
        np.array(treated, bool),
        np.array(strata),
    )
    return Sample(study, INDICATORS[indicator], "M24", np.array(outcome, float), baseline=baseline)


def test_small_strata_are_merged():
    strata = [0] * 6 + [1] * 3 + [2] * 3
    treated = [1, 1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1]  # strata 1 and 2 have one control each
    outcome, baseline = RNG.normal(size=12), RNG.normal(size=12)
    estimate = adjusted_difference(sample_of(strata, treated, outcome, baseline))
    merged = (np.array(strata) > 0).astype(float)
    effect = lin_difference(outcome, np.array(treated, bool), np.column_stack([baseline, merged]))
    assert (estimate.estimation, estimate.erreur_type) == pytest.approx((effect.estimate, effect.std_error), rel=1e-9)
    assert (estimate.n_accompagnes, estimate.n_temoins) == (7, 5)
    assert sentences(estimate.note) == "Ajustée sur l’indicateur à l’inclusion et les strates."


def test_a_stratum_that_is_still_too_small_is_left_out_and_counted():
    strata = [0] * 6 + [1] * 3
    treated = [1, 1, 1, 0, 0, 0, 1, 1, 0]
    outcome = RNG.normal(size=9)
    estimate = adjusted_difference(sample_of(strata, treated, outcome))
    effect = lin_difference(outcome[:6], np.array(treated[:6], bool), np.empty((6, 0)))
    assert estimate.estimation == pytest.approx(effect.estimate)
    assert (estimate.n_accompagnes, estimate.n_temoins) == (3, 3)
    assert "3\u00a0ménages laissés de côté" in sentences(estimate.note)


def test_households_without_baseline_are_left_out():
    outcome, baseline = RNG.normal(size=10), RNG.normal(size=10)
    baseline[0] = np.nan
    estimate = adjusted_difference(sample_of([0] * 10, [1, 0] * 5, outcome, baseline))
    assert (estimate.n_accompagnes, estimate.n_temoins) == (4, 5)
    assert change_difference(sample_of([0] * 10, [1, 0] * 5, outcome, baseline)).n_accompagnes == 4


def test_a_constant_baseline_is_left_out_but_not_its_households():
    outcome = RNG.normal(size=10)
    with_constant = adjusted_difference(sample_of([0] * 10, [1, 0] * 5, outcome, np.full(10, 7.0)))
    without = adjusted_difference(sample_of([0] * 10, [1, 0] * 5, outcome))
    assert dataclasses.replace(with_constant, note="") == dataclasses.replace(without, note="")
    assert sentences(with_constant.note) == sentences(without.note) == "Ajustée sur les strates."


def test_double_difference_by_hand():
    estimate = change_difference(sample_of([0] * 4, [1, 1, 0, 0], [5, 9, 4, 4], np.array([1.0, 2.0, 3.0, 1.0])))
    assert estimate.estimation == pytest.approx((4 + 7) / 2 - (1 + 3) / 2)
    assert (estimate.valeur_accompagnes, estimate.valeur_temoins) == (7, 4)


def test_no_stratum_left_is_a_row_with_a_reason():
    estimate = adjusted_difference(sample_of([0, 1, 2], [1, 0, 1], [1.0, 2.0, 3.0]))
    assert np.isnan(estimate.estimation)
    assert sentences(estimate.note).startswith("Aucune valeur")


def test_firth_is_adjusted_on_the_strata_that_occur():
    outcome = [1, 0, 1, 1, 0, 0, 1, 0]
    full = odds_ratio(sample_of([0, 0, 0, 0, 3, 3, 3, 3], [1, 0] * 4, outcome, indicator="maintien"))
    assert full.ic_bas < full.estimation < full.ic_haut
    assert "profilée" in sentences(full.note)


@pytest.mark.parametrize("edition", EDITIONS)
def test_double_differences_are_for_what_is_measured_at_inclusion(estimated, edition):
    rows = estimated[edition]["estimations"]
    names = set(rows.loc[rows["methode"] == "doubles_differences", "indicateur"])
    assert names == {i.name for i in INDICATORS.values() if i.has_baseline and i.estimated}


def test_a_household_that_the_model_fits_exactly_is_said():
    """One control alone with another baseline: leverage 1, nothing in the variance."""
    treated, baseline = [1, 0] * 8, np.zeros(16)
    baseline[[0, 2, 1]] = 1.0
    outcome = np.arange(16) % 5 * 1.0
    found = adjusted_difference(sample_of([0] * 16, treated, outcome, baseline=baseline))
    assert "1\u00a0ménage que le modèle ajuste exactement" in sentences(found.note)
    assert "trop court" in sentences(found.note)
    assert np.isfinite(found.erreur_type)
    baseline[3] = 1.0
    assert "exactement" not in sentences(
        adjusted_difference(sample_of([0] * 16, treated, outcome, baseline=baseline)).note
    )
