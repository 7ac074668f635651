"""Subgroups, landlords as clusters, exchanges of adjusted residuals: hand-worked, limit and symmetry cases."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from pipeline.stats.effect import Reason
from pipeline.stats.freedman_lane import freedman_lane
from pipeline.stats.interaction import interaction
from pipeline.stats.wild_cluster import WEBB, wild_cluster_difference

ONE, ZERO = np.array([5.0, 7.0, 9.0, 12.0]), np.array([1.0, 4.0, 6.0])
NONE = np.empty(0)


def test_interaction_is_the_difference_of_differences_and_turns_with_the_subgroup():
    here, there = (ONE, ZERO), (ONE[:3] - 2, ZERO + 1)
    effect, other = interaction(*here, *there), interaction(*there, *here)
    assert effect.estimate == pytest.approx((ONE.mean() - ZERO.mean()) - (ONE[:3].mean() - 2 - ZERO.mean() - 1))
    assert (other.estimate, other.std_error) == pytest.approx((-effect.estimate, effect.std_error))
    assert interaction(ONE, ZERO[:1], ONE, ZERO).reason is Reason.FEW_VALUES
    assert interaction(*[np.ones(3)] * 4).reason is Reason.NO_VARIATION


def wild(y, g, c, **options):
    return wild_cluster_difference(y, g, np.empty((len(y), 0)), c, draws=499, rng=np.random.default_rng(2), **options)


def test_webb_weights_have_mean_zero_and_variance_one():
    assert WEBB.mean() == pytest.approx(0, abs=1e-15)
    assert (WEBB**2).mean() == pytest.approx(1)


def test_wild_bootstrap_of_two_clusters_by_hand():
    # Two clusters: statistics over the 36 patterns; p cannot be below 2/36.
    rng = np.random.default_rng(9)
    y, g, c = rng.normal(size=8), np.arange(8) % 2 == 0, np.arange(8) // 4
    weights = np.where(g, 1 / 4, -1 / 4)

    def statistic(values):
        residuals = values - np.where(g, values[g].mean(), values[~g].mean())
        return weights @ values / math.sqrt(sum((weights * residuals)[c == k].sum() ** 2 for k in (0, 1)))

    null = y.mean() + 0 * y
    drawn = [statistic(null + (y - null) * np.array(w)[c]) for w in itertools.product(WEBB, WEBB)]
    expected = np.mean(np.abs(drawn) >= abs(statistic(y)) * (1 - 1e-9))
    assert wild(y, g, c).p_value == pytest.approx(expected)


def test_wild_bootstrap_turns_with_the_groups_and_its_interval_inverts_the_test():
    rng = np.random.default_rng(3)
    y, g, c = rng.normal(size=60), rng.random(60) < 0.5, np.arange(60) % 6
    y = y + 1.5 * g
    effect, turned = wild(y, g, c), wild(y, ~g, c)
    assert turned.estimate == pytest.approx(-effect.estimate)
    assert turned.p_value == pytest.approx(effect.p_value)
    for bound in (effect.low, effect.high):
        assert wild(y - bound * g, g, c).p_value == pytest.approx(0.05, abs=0.002)


@pytest.mark.parametrize(("landlords", "least"), [(2, 1 / 6), (3, 1 / 36), (4, 1 / 216)])
def test_few_landlords_put_a_floor_under_p_and_take_the_bounds_away(landlords, least):
    """One weight for all landlords leaves t as it is: 6 of the 6^G patterns always tie with what was observed."""
    rng = np.random.default_rng(11)
    g = np.tile([True, False], 12 * landlords)
    c = np.repeat(np.arange(landlords), 24)
    effect = wild(rng.normal(size=len(g)) * 0.1 + 5 * g, g, c)
    assert effect.p_value == pytest.approx(least)
    assert math.isnan(effect.low) == math.isnan(effect.high) == (least > 0.05)


def test_wild_bootstrap_says_what_it_cannot_do():
    g = np.array([True, False, True, False])
    assert wild(ONE, g, np.zeros(4, dtype=int)).reason is Reason.FEW_HOUSEHOLDS
    assert wild(np.ones(4), g, np.array([0, 0, 1, 1])).reason is Reason.NO_VARIATION
    assert wild(ONE, np.ones(4, dtype=bool), np.array([0, 0, 1, 1])).reason is Reason.EMPTY_GROUP
    by_landlord = wild_cluster_difference(
        ONE, np.array([True, True, False, False]), np.array([[1.0], [1.0], [0.0], [0.0]]), np.array([0, 0, 1, 1]),
        draws=9, rng=np.random.default_rng(1),
    )  # fmt: skip
    assert by_landlord.reason is Reason.ONE_ARRANGEMENT  # each landlord has one group only


def test_with_many_clusters_patterns_are_drawn_and_p_is_never_zero():
    rng = np.random.default_rng(4)
    g = np.arange(80) % 2 == 0
    effect = wild(rng.normal(size=80) * 0.01 + 5 * g, g, np.arange(80) // 4)
    assert 1 / 500 <= effect.p_value < 0.05


def test_freedman_lane_ignores_what_the_covariates_explain():
    rng = np.random.default_rng(6)
    x, g = rng.normal(size=40), np.arange(40) % 2 == 0
    noise = rng.normal(size=40)
    run = {"draws": 400, "strata": np.zeros(40, dtype=int)}
    first = freedman_lane(noise + g, g, x[:, None], rng=np.random.default_rng(1), **run)
    second = freedman_lane(noise + g + 50 * x, g, x[:, None], rng=np.random.default_rng(1), **run)
    assert (first.estimate, first.std_error) == pytest.approx((second.estimate, second.std_error))
    assert first.p_value == second.p_value


def test_freedman_lane_keeps_its_level_under_the_null():
    rng = np.random.default_rng(8)
    g, strata = np.arange(24) % 2 == 0, np.repeat([0, 1], 12)
    rejected = 0
    for _ in range(400):
        x = rng.normal(size=24)
        effect = freedman_lane(x + rng.exponential(size=24), g, x[:, None], strata, draws=99, rng=rng)
        rejected += effect.p_value <= 0.05
    assert 0.05 * 400 - 4 * math.sqrt(400 * 0.05 * 0.95) <= rejected <= 0.05 * 400 + 4 * math.sqrt(400 * 0.05 * 0.95)


def test_freedman_lane_says_what_it_cannot_do():
    g, strata = np.array([True, False, True, False]), np.zeros(4, dtype=int)
    run = {"strata": strata, "draws": 9, "rng": np.random.default_rng(1)}
    assert freedman_lane(np.ones(4), g, np.empty((4, 0)), **run).reason is Reason.NO_VARIATION
    assert freedman_lane(ONE, g, g[:, None].astype(float), **run).reason is Reason.ONE_ARRANGEMENT
    assert freedman_lane(ONE, np.zeros(4, dtype=bool), np.empty((4, 0)), **run).reason is Reason.EMPTY_GROUP
