"""Stratified permutations and max-T against R coin, on the veteran data (137 patients, 4 strata)."""

from __future__ import annotations

import numpy as np
import pytest
from reference_output import data_of, results_of

from pipeline.stats.assignments import assignments
from pipeline.stats.max_t import step_down_max_t
from pipeline.stats.permutation import joint_draws, means, permutation_p

REFERENCE = results_of("permutation")
OUTCOMES = REFERENCE["outcomes"]
DRAWS = 20_000


def within_monte_carlo(ours, theirs):
    """Both p-values are drawn, ours from 20,000 and theirs from 100,000: 4.5 standard errors, 1 chance in 100,000."""
    theirs = np.asarray(theirs, float)
    error = np.sqrt(theirs * (1 - theirs) * (1 / DRAWS + 1 / REFERENCE["draws"]))
    return np.abs(np.asarray(ours) - theirs) <= 4.5 * np.maximum(error, 1 / DRAWS)


@pytest.fixture(scope="module")
def study():
    veteran = data_of("veteran")
    codes = np.unique(veteran["celltype"], return_inverse=True)[1]
    return veteran, assignments(veteran["trt"].to_numpy() == 2, codes)


def test_linear_statistic_is_coins_less_its_expectation(study):
    veteran, design = study
    statistic = means(veteran[OUTCOMES].to_numpy(float), design)
    ours = statistic.of(design.observed[None, :])[:, 0]
    theirs = [one["linear"] - one["expectation"] for one in REFERENCE["one"]]
    assert ours == pytest.approx(theirs, rel=1e-9)


def test_spread_of_the_draws_is_coins_variance(study):
    veteran, design = study
    statistic = means(veteran[OUTCOMES].to_numpy(float), design)
    draws = np.concatenate([statistic.of(a) for a in design.draw(DRAWS, np.random.default_rng(1))], axis=1)
    theirs = [one["variance"] for one in REFERENCE["one"]]
    # The relative error of a variance of 20,000 draws is √(2/20,000) = 1 %; four of them, kurtosis near 3.
    assert draws.var(axis=1) == pytest.approx(theirs, rel=0.045)


def test_p_values_are_coins(study):
    veteran, design = study
    (ours,) = permutation_p([means(veteran[OUTCOMES].to_numpy(float), design)], design, DRAWS, np.random.default_rng(2))
    assert within_monte_carlo(ours, [one["p"] for one in REFERENCE["one"]]).all()


def test_step_down_max_t_is_coins(study):
    veteran, design = study
    observed, draws = joint_draws(
        [means(veteran[OUTCOMES].to_numpy(float), design)], design, DRAWS, np.random.default_rng(3)
    )
    adjusted = step_down_max_t(observed, draws)
    assert within_monte_carlo(adjusted, REFERENCE["step_down"]).all()
    largest = int(np.argmax(np.abs(observed)))
    assert within_monte_carlo(adjusted[largest], REFERENCE["single_step"][largest])


def test_missing_outcomes_are_left_out_of_the_sums(study):
    veteran, design = study
    holed = veteran[["karno", "age", "time"]].to_numpy(float)
    holed[::5, 0] = np.nan
    holed[::7, 1] = np.nan
    observed, draws = joint_draws([means(holed, design)], design, DRAWS, np.random.default_rng(4))
    assert within_monte_carlo(step_down_max_t(observed, draws), REFERENCE["with_missing"]).all()
