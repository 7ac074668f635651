"""Newcombe, Wilson, Koopman, Boschloo: published cases, limits, invariances."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.stats.boschloo import boschloo_p, boschloo_table
from pipeline.stats.effect import Reason
from pipeline.stats.koopman import koopman_ratio
from pipeline.stats.newcombe import newcombe_difference, wilson_interval

PRINTED_4 = 5.1e-5  # papers print four decimals


# Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10: the eight contrasts.
@pytest.mark.parametrize(
    ("table", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_newcombe_has_the_published_bounds(table, low, high):
    effect = newcombe_difference(*table)
    assert (effect.low, effect.high) == pytest.approx((low, high), abs=PRINTED_4)
    assert math.isnan(effect.std_error)


@pytest.mark.parametrize("table", [(5, 12, 9, 11), (0, 4, 3, 3), (2, 2, 0, 2), (7, 30, 7, 30)])
def test_swapping_the_groups_turns_the_difference(table):
    x1, n1, x0, n0 = table
    effect, swapped = newcombe_difference(*table), newcombe_difference(x0, n0, x1, n1)
    assert (effect.estimate, effect.low, effect.high) == pytest.approx(
        (-swapped.estimate, -swapped.high, -swapped.low), abs=1e-12
    )


def test_wilson_of_no_event_starts_at_0_and_never_ends_there():
    low, high = wilson_interval(0, 10)
    z2 = 1.959963984540054**2
    assert low == 0.0
    assert high == pytest.approx(z2 / (10 + z2), rel=1e-12)  # the formula with p = 0
    assert wilson_interval(10, 10) == pytest.approx((1 - high, 1.0), rel=1e-12)


# Koopman 1984, Biometrics 40:513-517, the worked example.
@pytest.mark.parametrize(("table", "low", "high"), [((36, 40, 16, 80), 2.94, 7.15)])
def test_koopman_has_the_published_bounds(table, low, high):
    effect = koopman_ratio(*table)
    assert (effect.low, effect.high) == pytest.approx((low, high), abs=0.011)


def test_koopman_is_that_of_contingencytables():
    """R contingencytables, `Koopman_asymptotic_score_CI_2x2(perondi_2004)`: 7.0000 (1.2209 to 42.5757)."""
    effect = koopman_ratio(7, 34, 1, 34)
    assert (effect.estimate, effect.low, effect.high) == pytest.approx((7.0, 1.2209, 42.5757), abs=PRINTED_4)


@pytest.mark.parametrize("table", [(5, 12, 9, 11), (21, 21, 19, 20), (1, 400, 300, 400), (2, 2, 1, 2)])
def test_koopman_bounds_are_where_the_score_reaches_z(table):
    """The bound is put back into the score of the constrained binomials, maximised here by brute force."""
    x1, n1, x0, n0 = table
    effect = koopman_ratio(*table)
    for ratio in (effect.low, effect.high):
        p0 = np.linspace(1e-9, min(1.0, 1 / ratio) * (1 - 1e-9), 400_001)
        p1 = ratio * p0
        likelihood = x1 * np.log(p1) + x0 * np.log(p0) + (n1 - x1) * np.log1p(-p1) + (n0 - x0) * np.log1p(-p0)
        q0 = p0[np.argmax(likelihood)]
        q1 = ratio * q0
        gap = x1 / n1 - ratio * x0 / n0
        score = gap**2 / (q1 * (1 - q1) / n1 + ratio**2 * q0 * (1 - q0) / n0)
        # The grid places the maximum within 1/400,000; near p = 1 the variance is proportional to that distance.
        assert score == pytest.approx(1.959963984540054**2, rel=2e-3)


def test_swapping_the_groups_inverts_the_ratio():
    effect, swapped = koopman_ratio(5, 12, 9, 11), koopman_ratio(9, 11, 5, 12)
    assert (effect.estimate, effect.low, effect.high) == pytest.approx(
        (1 / swapped.estimate, 1 / swapped.high, 1 / swapped.low), rel=1e-12
    )


def test_no_control_event_keeps_the_finite_bound():
    effect, swapped = koopman_ratio(4, 10, 0, 10), koopman_ratio(0, 10, 4, 10)
    assert math.isnan(effect.estimate)
    assert math.isnan(effect.high)
    assert effect.reason is Reason.NO_EVENT_CONTROL
    assert effect.low == pytest.approx(1 / swapped.high, rel=1e-12)
    assert effect.low > 1
    assert (swapped.estimate, swapped.low) == (0.0, 0.0)


def test_all_events_give_a_ratio_of_1_with_both_bounds():
    effect = koopman_ratio(12, 12, 9, 9)
    assert effect.estimate == 1.0
    assert 0 < effect.low < 1 < effect.high < math.inf
    z2 = 1.959963984540054**2
    # All events: for φ > 1, p̃1 = 1, p̃0 = 1/φ, and the score is n0 (φ − 1).
    assert effect.high == pytest.approx(1 + z2 / 9, rel=1e-9)
    assert effect.low == pytest.approx(1 / (1 + z2 / 12), rel=1e-9)


def test_no_event_at_all_is_missing():
    effect = koopman_ratio(0, 5, 0, 7)
    assert math.isnan(effect.estimate)
    assert math.isnan(effect.low)
    assert math.isnan(effect.high)
    assert effect.reason is Reason.NO_EVENT


# R package Exact 3.2 (`exact.test(method = "boschloo")`), one-sided, doubled; printed to four decimals.
@pytest.mark.parametrize(
    ("table", "p"), [((22, 25, 17, 25), 0.1189), ((25, 25, 21, 25), 0.0649), ((20, 25, 12, 25), 0.0206)]
)
def test_boschloo_has_the_check_values(table, p):
    assert boschloo_p(*table)[0] == pytest.approx(p, abs=PRINTED_4)


@pytest.mark.parametrize("sizes", [(2, 2), (3, 7), pytest.param((12, 9), marks=pytest.mark.slow)])
def test_boschloo_is_scipys_twice_the_smaller_side(sizes):
    from scipy.stats import boschloo_exact

    n1, n0 = sizes
    table = boschloo_table(n1, n0)
    for x1 in range(0, n1 + 1, 2):
        for x0 in range(n0 + 1):
            sides = [
                boschloo_exact([[x1, x0], [n1 - x1, n0 - x0]], alternative=side).pvalue for side in ("less", "greater")
            ]
            # scipy maximises by a global optimiser that stops at about 1e-6 of the maximum.
            assert boschloo_p(x1, n1, x0, n0)[0] == pytest.approx(min(1.0, 2 * min(sides)), rel=1e-5)
            assert table[x1, x0] == pytest.approx(boschloo_p(x1, n1, x0, n0)[0], rel=1e-12)


def test_boschloo_2_v_2_by_hand():
    # 2/2 v 0/2: only this table has Fisher's smallest one-sided p; its probability π²(1 − π)² is 1/16 at most.
    assert boschloo_p(2, 2, 0, 2)[0] == pytest.approx(2 / 16, rel=1e-9)
    assert boschloo_p(0, 2, 0, 2)[0] == 1.0
    assert boschloo_p(2, 2, 2, 2)[0] == 1.0


def test_boschloo_does_not_depend_on_the_order_of_groups_or_answers():
    p = boschloo_p(9, 14, 3, 11)[0]
    assert boschloo_p(3, 11, 9, 14)[0] == pytest.approx(p, rel=1e-12)
    assert boschloo_p(5, 14, 8, 11)[0] == pytest.approx(p, rel=1e-12)


def test_beyond_a_million_tables_the_score_test_answers():
    assert boschloo_p(550, 999, 500, 999)[1] is None
    p, remark = boschloo_p(600, 1000, 550, 1000)
    assert remark is Reason.SCORE_TEST
    pooled = 1150 / 2000
    z = 0.05 / math.sqrt(pooled * (1 - pooled) * 2 / 1000)
    assert p == pytest.approx(math.erfc(z / math.sqrt(2)), rel=1e-12)
    assert boschloo_p(0, 2000, 0, 2000)[0] == 1.0


def test_boschloo_keeps_its_level_at_every_nuisance_value():
    """Exactness: under equal proportions a p at most 5 % comes at most 5 % of the time."""
    n1, n0 = 8, 6
    rejected = boschloo_table(n1, n0) <= 0.05
    for p in np.linspace(0.01, 0.99, 99):
        one = np.array([math.comb(n1, k) * p**k * (1 - p) ** (n1 - k) for k in range(n1 + 1)])
        two = np.array([math.comb(n0, k) * p**k * (1 - p) ** (n0 - k) for k in range(n0 + 1)])
        assert one @ rejected @ two <= 0.05 + 1e-12


@pytest.mark.parametrize("function", [newcombe_difference, koopman_ratio])
def test_empty_group_is_a_reason(function):
    assert function(0, 0, 1, 2).reason is Reason.EMPTY_GROUP
    assert math.isnan(function(1, 2, 0, 0).estimate)
