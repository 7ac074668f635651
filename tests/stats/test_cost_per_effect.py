"""Cost per effect: hand-worked ratios, wedge, quadrants, Fieller's roots, coverage of the bootstrap."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.stats.cost_effectiveness import (
    Plane,
    acceptability,
    bootstrap_plane,
    cost_per_effect,
    quadrants,
    supported_bounds,
)
from pipeline.stats.effect import Reason
from pipeline.stats.fieller import fieller_ratio

Z = 1.959963984540054


def test_fieller_bounds_are_the_roots_of_its_quadratic() -> None:
    a, b, va, vb, vab = 3000.0, 0.3, 250_000.0, 0.006, 5.0
    found = fieller_ratio(a, b, va, vb, vab)
    for bound in (found.low, found.high):
        assert (a - bound * b) ** 2 == pytest.approx(Z**2 * (va - 2 * bound * vab + bound**2 * vb), rel=1e-9)
    assert found.estimate == pytest.approx(10_000)
    assert found.low < found.estimate < found.high


def test_fieller_is_unbounded_when_the_denominator_may_be_zero() -> None:
    found = fieller_ratio(3000.0, 0.1, 0.0, 0.01)
    assert found.reason is Reason.UNBOUNDED
    assert found.estimate == pytest.approx(30_000)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


@pytest.mark.parametrize("effect", [0.0, -0.2])
def test_no_gain_has_no_ratio(effect: float) -> None:
    plane = Plane(np.full(100, 3000.0), np.linspace(-0.3, 0.1, 100))
    for found in (cost_per_effect(3000.0, effect, plane), fieller_ratio(3000.0, effect, 0.0, 0.01)):
        assert found.reason is Reason.NO_GAIN
        assert math.isnan(found.estimate)


def test_a_draw_beyond_the_vertical_axis_is_worse_than_any_ratio() -> None:
    """1 draw in 100 without effect: the upper bound stays; 5 in 100: it no longer exists, and the lower one stays."""
    effects = np.linspace(0.2, 0.4, 1000)
    few, many = effects.copy(), effects.copy()
    few[:10] = -0.05
    many[:50] = -0.05
    cost = np.full(1000, 3000.0)
    bounded, open_ended = (cost_per_effect(3000.0, 0.3, Plane(cost, e)) for e in (few, many))
    assert bounded.reason is None
    assert 13_000 < bounded.high < 15_001
    assert open_ended.reason is Reason.UNBOUNDED
    assert math.isnan(open_ended.high)
    assert open_ended.low == pytest.approx(3000 / np.quantile(effects, 0.975), rel=0.01)


def test_with_a_known_cost_the_interval_is_that_of_the_effect_turned_over() -> None:
    rng = np.random.default_rng(1)
    effects = rng.normal(0.3, 0.05, 20_001)
    found = cost_per_effect(3000.0, 0.3, Plane(np.full(20_001, 3000.0), effects))
    low, high = np.quantile(effects, [0.025, 0.975])
    assert (found.low, found.high) == pytest.approx((3000 / high, 3000 / low), rel=1e-6)


@pytest.mark.parametrize(
    ("shares", "sizes"),
    [
        ((0.91, 0.68), (23, 22)),
        pytest.param((0.9, 0.5), (60, 60), marks=pytest.mark.slow),
        pytest.param((0.8, 0.7), (200, 200), marks=pytest.mark.slow),
    ],
)
def test_other_draws_move_a_printed_bound_by_one_step_at_most(
    shares: tuple[float, float], sizes: tuple[int, int]
) -> None:
    """40 seeds: where a bound is given, nine in ten of them are within a quarter of it."""
    one, zero = (np.arange(n) < round(share * n) for share, n in zip(shares, sizes, strict=True))
    cost, effect = 3476.0, one.mean() - zero.mean()
    given = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        plane = bootstrap_plane(
            np.full(len(one), cost), one.astype(float), np.zeros(len(zero)), zero.astype(float), 1999, rng
        )
        given.append(supported_bounds(cost, effect, plane))
    for bounds in zip(*given, strict=True):
        known = np.array([b for b in bounds if not math.isnan(b)])
        if len(known) > 1:
            assert np.ptp(np.quantile(known, [0.05, 0.95])) <= known.mean() / 4


def test_a_bound_that_the_draws_cannot_fix_is_not_given() -> None:
    """2.4 % of the draws have no effect: the upper bound exists, and some thirty draws more would take it away."""
    rng = np.random.default_rng(8)
    effects = np.concatenate([rng.normal(0.3, 0.05, 9_460), rng.uniform(0.0001, 0.05, 300), np.full(240, -0.01)])
    plane = Plane(np.full(10_000, 3000.0), effects)
    low, high = supported_bounds(3000.0, 0.3, plane)
    found = cost_per_effect(3000.0, 0.3, plane)
    assert found.high > 100_000
    assert math.isnan(high)
    assert low == pytest.approx(found.low, rel=0.02)
    assert low % 50 == 0


def test_the_bootstrap_keeps_a_household_s_cost_with_its_effect() -> None:
    """Cost = 1000 × effect for each treated household: every draw lies on that line."""
    effect = np.array([1.0, 0, 1, 1, 0, 1, 1, 1])
    plane = bootstrap_plane(1000 * effect, effect, np.zeros(6), np.zeros(6), 500, np.random.default_rng(2))
    assert plane.cost == pytest.approx(1000 * plane.effect)
    assert plane.effect.std() == pytest.approx(math.sqrt(0.75 * 0.25 / 8), rel=0.1)


def test_relabelling_the_groups_turns_the_plane() -> None:
    rng = np.random.default_rng(3)
    one, zero = (rng.normal(size=(2, 9)) for _ in range(2))
    there = bootstrap_plane(*one, *zero, 4000, np.random.default_rng(4))
    back = bootstrap_plane(*zero, *one, 4000, np.random.default_rng(5))
    assert there.cost.mean() == pytest.approx(-back.cost.mean(), abs=0.05)


def test_acceptability_rises_from_the_share_that_saves_to_the_share_that_gains() -> None:
    plane = Plane(np.array([-1.0, 2, 2, 2]), np.array([0.5, 0.5, 1.0, -0.5]))
    curve = acceptability(plane, np.array([0.0, 3.0, 5.0, 1e9]))
    assert curve.tolist() == [0.25, 0.5, 0.75, 0.75]
    assert sum(quadrants(plane).values()) == pytest.approx(1)


@pytest.mark.slow
def test_coverage_of_the_wedge_interval() -> None:
    """200 studies of 60 against 60, shares 0.9 and 0.5, known cost: 95 % ± 4 standard errors (4 × 1.5 %)."""
    rng = np.random.default_rng(6)
    hits = 0
    for _ in range(200):
        one, zero = (rng.random((2, 60)) < np.array([[0.9], [0.5]])).astype(float)
        plane = bootstrap_plane(np.full(60, 3000.0), one, np.zeros(60), zero, 999, rng)
        found = cost_per_effect(3000.0, one.mean() - zero.mean(), plane)
        hits += found.low <= 3000 / 0.4 <= (math.inf if math.isnan(found.high) else found.high)
    assert abs(hits / 200 - 0.95) < 0.062
