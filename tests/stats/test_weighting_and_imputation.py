"""Overlap weights, BCa intervals, Rubin's rules, matching and batched regressions: by hand, limits, invariances."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtri

from pipeline.stats.bca import bca_interval, expanded_bca_interval
from pipeline.stats.freedman_lane import freedman_lane, freedman_lane_each
from pipeline.stats.lin_regression import lin_difference, lin_estimates
from pipeline.stats.overlap import contrast, linearised_error, overlap_score
from pipeline.stats.predictive_mean_matching import matched
from pipeline.stats.rubin import barnard_rubin_df, pool
from pipeline.stats.student import t_p_value, t_quantile

RNG = np.random.default_rng(11)
TREATED = np.array([True, False] * 10)


def test_equal_covariates_give_constant_weights_and_the_crude_difference():
    score = overlap_score(np.full((20, 2), 3.0), TREATED)
    weights, _ = score.weights(np.ones((1, 20)))
    assert np.ptp(weights[0]) < 1e-12
    outcome = RNG.normal(size=20)
    crude = outcome[TREATED].mean() - outcome[~TREATED].mean()
    assert contrast(weights, TREATED, outcome).estimate[0] == pytest.approx(crude, rel=1e-12)
    # Constant weights: HC0, the variances with n below.
    by_hand = np.sqrt(outcome[TREATED].var() / 10 + outcome[~TREATED].var() / 10)
    assert linearised_error(score, outcome) == pytest.approx(by_hand, rel=1e-9)


def test_a_binary_covariate_by_hand():
    """One level with 3 treated of 4, one with 1 of 4: e = ¾ and ¼; treated weigh ¼ and ¾, controls ¾ and ¼."""
    treated = np.array([1, 1, 1, 0, 1, 0, 0, 0], bool)
    level = np.repeat([0.0, 1.0], 4)
    weights, _ = overlap_score(level[:, None], treated).weights(np.ones((1, 8)))
    assert weights[0] == pytest.approx([0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.25, 0.25])


def test_covariates_are_balanced_exactly_in_every_resample():
    covariates = RNG.normal(size=(20, 3))
    counts = RNG.multinomial(20, np.full(20, 1 / 20), size=200).astype(float)
    weights, defined = overlap_score(covariates, TREATED).weights(counts)
    assert defined.sum() > 100
    for column in covariates.T:
        gaps = contrast(weights[defined], TREATED, column).estimate
        assert np.abs(gaps).max() < 1e-7


def test_separated_groups_have_no_score():
    covariate = np.where(TREATED, 1.0, -1.0) * (1 + RNG.random(20))
    _, defined = overlap_score(covariate[:, None], TREATED).weights(np.ones((1, 20)))
    assert not defined[0]
    quasi = np.where(TREATED & (np.arange(20) < 8), 1.0, 0.0)  # one level holds treated units alone
    assert not overlap_score(quasi[:, None], TREATED).weights(np.ones((1, 20)))[1][0]


def test_weights_ignore_scale_order_and_the_groups_names():
    covariates = RNG.normal(size=(20, 2))
    ones = np.ones((1, 20))
    weights = overlap_score(covariates, TREATED).weights(ones)[0][0]
    assert overlap_score(covariates * [1e4, -1e-3] + 7, TREATED).weights(ones)[0][0] == pytest.approx(weights)
    assert overlap_score(covariates, ~TREATED).weights(ones)[0][0] == pytest.approx(weights)
    order = RNG.permutation(20)
    assert overlap_score(covariates[order], TREATED[order]).weights(ones)[0][0] == pytest.approx(weights[order])


def test_bca_is_scipys_with_the_same_draws():
    sample = RNG.exponential(size=30)
    drawn = RNG.choice(sample, size=(999, 30)).mean(axis=1)
    without = (sample.sum() - sample) / 29
    done = stats.bootstrap(
        (sample,), np.mean, n_resamples=0, method="BCa", confidence_level=0.95,
        bootstrap_result=SimpleNamespace(bootstrap_distribution=drawn),
    )  # fmt: skip
    low, high, _ = bca_interval(float(sample.mean()), drawn, [without])
    assert (low, high) == pytest.approx(tuple(done.confidence_interval), rel=1e-10)


def test_bca_p_value_is_where_the_interval_meets_the_null():
    sample = RNG.normal(0.3, 1, size=40)
    drawn = RNG.choice(sample, size=(9_999, 40)).mean(axis=1)
    without = (sample.sum() - sample) / 39
    p = bca_interval(float(sample.mean()), drawn, [without])[2]
    low, high, _ = bca_interval(float(sample.mean()), drawn, [without], level=1 - p)
    assert min(abs(low), abs(high)) < 1e-3


def test_bca_bound_among_infinite_draws_is_infinite():
    draws = np.concatenate([np.full(5, -np.inf), np.arange(95.0)])
    low, high, p = bca_interval(47.0, draws, [])
    assert low == -np.inf
    assert 80 < high < 95
    assert 0 < p < 1


@pytest.mark.parametrize(("m", "share", "df", "expected"), [(50, 0.2, 46, 34.31), (50, 1.0, 46, 0.0)])
def test_barnard_rubin(m, share, df, expected):
    assert barnard_rubin_df(m, share, df) == pytest.approx(expected, abs=0.005)


def test_rubin_without_any_difference_between_imputations():
    pooled = pool(np.full(5, 2.0), np.full(5, 4.0), df=20.0)
    assert (pooled.effect.estimate, pooled.effect.std_error, pooled.missing_share) == (2.0, 2.0, 0.0)
    assert pooled.effect.df == pytest.approx(21 / 23 * 20, rel=1e-3)


def test_matching_copies_the_only_known_value_and_keeps_what_is_known():
    outcome = np.array([[5.0, np.nan, np.nan]])
    filled = matched(np.empty((1, 3, 0)), outcome, np.array([True, False, False]), np.random.default_rng(0))
    assert filled.tolist() == [[5.0, 5.0, 5.0]]


def test_matching_takes_near_households():
    x = np.arange(40.0)
    known = np.ones(40, bool)
    known[20] = False
    filled = matched(np.broadcast_to(x[:, None], (200, 40, 1)), np.broadcast_to(x, (200, 40)), known, RNG)
    assert set(filled[:, 20]) <= {17.0, 18.0, 19.0, 21.0, 22.0, 23.0}
    assert len(set(filled[:, 20])) >= 4


def test_regressions_at_once_are_those_one_by_one():
    outcomes, covariates = RNG.normal(size=(30, 20)), RNG.normal(size=(30, 20, 3))
    covariates[:, :, 2] = covariates[:, :, 1]  # a column to leave out
    found = lin_estimates(outcomes, TREATED, covariates)
    each = [lin_difference(y, TREATED, x) for y, x in zip(outcomes, covariates, strict=True)]
    assert found.estimates == pytest.approx([e.estimate for e in each], rel=1e-10)
    assert np.sqrt(found.variances) == pytest.approx([e.std_error for e in each], rel=1e-10)
    assert found.df == each[0].df


def test_freedman_lane_of_many_outcomes_is_that_of_each():
    strata = np.repeat([0, 1], 10)
    covariates = np.column_stack([RNG.normal(size=20), strata])
    outcomes = np.column_stack([RNG.normal(size=(20, 3)), np.full(20, 2.0)])
    drawn = {"draws": 199}
    many = freedman_lane_each(outcomes, TREATED, covariates, strata, rng=np.random.default_rng(5), **drawn)
    for y, effect in zip(outcomes.T, many, strict=True):
        one = freedman_lane(y, TREATED, covariates, strata, rng=np.random.default_rng(5), **drawn)
        assert (one.p_value, one.reason) == pytest.approx((effect.p_value, effect.reason), nan_ok=True)
    assert np.isnan(many[3].p_value)


def test_freedman_lane_strata_outside_the_covariates():
    """Strata that restrict the exchanges without being in the model: the constant alone is fixed."""
    outcome, strata = RNG.normal(size=20), np.repeat([0, 1], 10)
    effect = freedman_lane(outcome, TREATED, RNG.normal(size=(20, 1)), strata, draws=99, rng=np.random.default_rng(1))
    assert 0.01 <= effect.p_value <= 1


def test_the_expanded_interval_of_normal_draws_is_that_of_student():
    """Resamples of a mean spread √((n − 1)/n) s/√n: expanded, the bounds are those of the t interval."""
    values = np.random.default_rng(3).normal(size=12)
    n = len(values)
    places = (np.arange(200_000) + 0.5) / 200_000
    spread = math.sqrt(values.var() / n)
    draws = values.mean() + spread * ndtri(places)
    low, high, p_value = expanded_bca_interval(float(values.mean()), draws, [], n, n - 1)
    half = t_quantile(0.95, n - 1) * values.std(ddof=1) / math.sqrt(n)
    assert low == pytest.approx(values.mean() - half, abs=1e-4)
    assert high == pytest.approx(values.mean() + half, abs=1e-4)
    t = values.mean() / (values.std(ddof=1) / math.sqrt(n))
    assert p_value == pytest.approx(t_p_value(t, n - 1), rel=1e-3)
