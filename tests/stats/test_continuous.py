"""Welch, Hedges, Brunner–Munzel, rates, t interval: hand-worked cases, limits, invariances."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.stats.brunner_munzel import superiority
from pipeline.stats.effect import Reason
from pipeline.stats.hedges import gamma_correction, hedges_g, noncentrality_interval
from pipeline.stats.rates import rate_interval, rate_ratio
from pipeline.stats.welch import mean_interval, welch_difference

RNG = np.random.default_rng(20150101)
X, Y = RNG.normal(1, 2, 9), RNG.normal(0, 1, 7)
ONES = np.ones(3)


def test_welch_by_hand():
    # means 5 and 2, variances 4 and 1 of 2 and 2 values: se² = 4.5/2 … written out below.
    effect = welch_difference(np.array([3.0, 7.0]), np.array([1.0, 3.0]))
    se2 = 8 / 2 + 2 / 2
    assert effect.estimate == 3.0
    assert effect.std_error == pytest.approx(math.sqrt(se2), rel=1e-14)
    assert effect.df == pytest.approx(se2**2 / (4**2 / 1 + 1**2 / 1), rel=1e-14)


@pytest.mark.parametrize("function", [welch_difference, hedges_g])
def test_swapping_the_groups_turns_the_sign(function):
    effect, swapped = function(X, Y), function(Y, X)
    assert (effect.estimate, effect.low, effect.high) == pytest.approx(
        (-swapped.estimate, -swapped.high, -swapped.low), rel=1e-10
    )
    assert effect.p_value == pytest.approx(swapped.p_value, nan_ok=True)


@pytest.mark.parametrize("function", [welch_difference, hedges_g, superiority])
def test_row_order_changes_nothing(function):
    a, b = function(X, Y), function(X[::-1].copy(), Y[::-1].copy())
    assert (a.estimate, a.low, a.high) == pytest.approx((b.estimate, b.low, b.high), rel=1e-12)


@pytest.mark.parametrize("function", [hedges_g, superiority])
def test_unit_changes_nothing(function):
    a, b = function(X, Y), function(3 * X + 5, 3 * Y + 5)
    assert (a.estimate, a.low, a.high) == pytest.approx((b.estimate, b.low, b.high), rel=1e-10)


def test_constant_groups_keep_their_difference_of_means_only():
    effect = welch_difference(0.1 * np.full(3, 3.0), np.full(4, 0.1))
    assert effect.estimate == pytest.approx(0.2)
    assert math.isnan(effect.low)
    assert math.isnan(effect.p_value)
    assert effect.reason is Reason.NO_VARIATION


def test_one_constant_group_is_enough_variation():
    effect = welch_difference(np.array([1.0, 2.0, 3.0]), ONES)
    assert effect.reason is None
    assert effect.df == pytest.approx(2.0)  # all of the variance comes from the group of three


@pytest.mark.parametrize("function", [welch_difference, hedges_g, superiority])
def test_empty_and_single(function):
    assert function(np.empty(0), Y).reason is Reason.EMPTY_GROUP
    assert function(np.array([0.5]), np.array([0.0, 1.0])).reason is Reason.FEW_VALUES
    assert math.isnan(function(np.array([0.5]), np.array([0.0, 1.0])).low)


def test_gamma_correction_tends_to_hedges_approximation():
    for df in (4, 10, 46):  # Hedges 1981: 1 − 3/(4ν − 1), good to two decimals from ν = 2 and better and better
        assert gamma_correction(df) == pytest.approx(1 - 3 / (4 * df - 1), abs=1e-2 / df)


def test_noncentrality_of_0_is_symmetric_and_normal_for_many_df():
    low, high = noncentrality_interval(0.0, 1e7)
    assert (low, high) == pytest.approx((-1.959964, 1.959964), abs=1e-5)


def test_hedges_bounds_are_corrected_like_the_estimate():
    effect = hedges_g(X, Y)
    scale = math.sqrt(9 * 7 / 16)
    d = effect.estimate / gamma_correction(14)
    low, high = noncentrality_interval(d * scale, 14)
    assert (effect.low, effect.high) == pytest.approx(
        (gamma_correction(14) * low / scale, gamma_correction(14) * high / scale), rel=1e-10
    )


def test_superiority_counts_pairs():
    x, y = np.array([1.0, 2.0, 2.0, 5.0]), np.array([2.0, 0.0, 3.0])
    wins = sum((a > b) + 0.5 * (a == b) for a in x for b in y)
    assert superiority(x, y).estimate == pytest.approx(wins / 12, rel=1e-14)


def test_superiority_of_swapped_groups_is_the_complement():
    effect, swapped = superiority(X, Y), superiority(Y, X)
    assert (effect.estimate, effect.low, effect.high, effect.p_value) == pytest.approx(
        (1 - swapped.estimate, 1 - swapped.high, 1 - swapped.low, swapped.p_value), rel=1e-10
    )


def test_superiority_interval_is_clipped():
    effect = superiority(np.array([2.0, 3.0, 4.0, 1.0]), np.array([0.0, 1.5, 0.5, 0.2]))
    assert effect.high == 1.0
    assert 0 <= effect.low < effect.estimate


def test_complete_separation_is_missing():
    effect = superiority(np.array([5.0, 6.0]), np.array([1.0, 2.0]))
    assert effect.reason is Reason.SEPARATION
    assert math.isnan(effect.estimate)


def test_superiority_of_equal_constants_is_one_half():
    effect = superiority(ONES, ONES)
    assert effect.estimate == 0.5
    assert effect.reason is Reason.NO_VARIATION


def test_rate_ratio_inverts_with_the_groups():
    counts, time = np.array([0.0, 2.0, 1.0, 4.0]), np.array([1.0, 0.5, 1.0, 2.0])
    others, other_time = np.array([1.0, 0.0, 1.0]), np.array([1.0, 1.5, 1.0])
    a, b = rate_ratio(counts, time, others, other_time), rate_ratio(others, other_time, counts, time)
    assert (a.estimate, a.low, a.high, a.p_value) == pytest.approx((1 / b.estimate, 1 / b.high, 1 / b.low, b.p_value))


@pytest.mark.parametrize(
    ("treated", "control", "reason", "estimate"),
    [
        ([0.0, 0.0], [0.0, 0.0], Reason.NO_EVENT, math.nan),
        ([1.0, 0.0], [0.0, 0.0], Reason.NO_EVENT_CONTROL, math.nan),
        ([0.0, 0.0], [1.0, 0.0], Reason.NO_EVENT_TREATED, 0.0),
        ([1.0, 1.0], [2.0, 2.0], Reason.NO_VARIATION, 0.5),
    ],
)
def test_rates_without_events_or_variation(treated, control, reason, estimate):
    effect = rate_ratio(np.array(treated), np.ones(2), np.array(control), np.ones(2))
    assert effect.reason is reason
    assert effect.estimate == pytest.approx(estimate, nan_ok=True)
    assert math.isnan(effect.low)
    assert math.isnan(effect.p_value)


def test_no_observed_time_is_a_reason():
    assert rate_ratio(np.zeros(2), np.zeros(2), ONES, ONES).reason is Reason.NO_EXPOSURE
    assert rate_interval(np.zeros(2), np.zeros(2)).reason is Reason.NO_EXPOSURE


def test_mean_interval_of_one_value_has_no_bounds():
    effect = mean_interval(np.array([4.0]))
    assert effect.estimate == 4.0
    assert math.isnan(effect.low)
