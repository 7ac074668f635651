"""What must hold for any data: bounds, order, symmetry."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.stats.aalen_johansen import cumulative_incidence
from pipeline.stats.assignments import assignments
from pipeline.stats.boschloo import boschloo_p
from pipeline.stats.brunner_munzel import superiority
from pipeline.stats.hedges import hedges_g
from pipeline.stats.holm import holm
from pipeline.stats.kaplan_meier import life_table, restricted_mean, survival_curve
from pipeline.stats.koopman import koopman_ratio
from pipeline.stats.newcombe import newcombe_difference
from pipeline.stats.permutation import means, permutation_p
from pipeline.stats.welch import welch_difference

QUICK = settings(max_examples=60, deadline=None, derandomize=True)


@st.composite
def tables(draw, largest=40):
    n1, n0 = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n0)), n0


def values(smallest=2):
    cents = st.integers(-100_000, 100_000).map(lambda v: v / 100)
    return st.integers(smallest, 12).flatmap(lambda n: arrays(float, n, elements=cents))


def follow_up():
    month = st.integers(1, 24).map(float)
    return st.integers(1, 30).flatmap(
        lambda n: st.tuples(arrays(float, n, elements=month), arrays(np.int64, n, elements=st.integers(0, 3)))
    )


@QUICK
@given(tables())
def test_newcombe_interval_holds_the_difference_and_stays_in_range(table):
    effect = newcombe_difference(*table)
    assert -1 <= effect.low <= effect.estimate <= effect.high <= 1


@QUICK
@given(tables())
def test_koopman_interval_holds_the_ratio_and_is_never_infinite(table):
    effect = koopman_ratio(*table)
    for bound in (effect.estimate, effect.low, effect.high):
        assert not math.isinf(bound)
    if not math.isnan(effect.estimate):
        assert 0 <= effect.low <= effect.estimate * (1 + 1e-12)
        assert effect.estimate <= effect.high * (1 + 1e-12)


@QUICK
@given(tables(largest=15))
def test_boschloo_is_a_p_value_symmetric_in_groups_and_answers(table):
    x1, n1, x0, n0 = table
    p = boschloo_p(x1, n1, x0, n0)[0]
    assert 0 < p <= 1
    assert boschloo_p(x0, n0, x1, n1)[0] == pytest.approx(p, rel=1e-9)
    assert boschloo_p(n1 - x1, n1, n0 - x0, n0)[0] == pytest.approx(p, rel=1e-9)


@QUICK
@given(values(), values())
def test_two_group_effects_turn_with_the_groups_and_are_finite(x, y):
    for function, turned in (
        (welch_difference, lambda v: -v),
        (hedges_g, lambda v: -v),
        (superiority, lambda v: 1 - v),
    ):
        a, b = function(x, y), function(y, x)
        assert a.reason is b.reason
        assert a.estimate == pytest.approx(turned(b.estimate), rel=1e-9, abs=1e-9, nan_ok=True)
        assert a.low == pytest.approx(turned(b.high), rel=1e-6, abs=1e-6, nan_ok=True)
        assert not any(math.isinf(v) for v in (a.estimate, a.low, a.high, a.std_error, a.p_value))
        if not math.isnan(a.low):
            assert a.low <= a.estimate <= a.high


@QUICK
@given(values(), values())
def test_superiority_is_a_probability(x, y):
    effect = superiority(x, y)
    for v in (effect.estimate, effect.low, effect.high):
        assert math.isnan(v) or 0 <= v <= 1


@QUICK
@given(follow_up())
def test_survival_never_rises_and_its_interval_holds_it(data):
    durations, causes = data
    curve = survival_curve(life_table(durations, causes > 0), np.arange(0.0, 26.0))
    assert (np.diff(curve.survival) <= 1e-15).all()
    assert (np.diff(curve.at_risk) <= 0).all()
    known = ~np.isnan(curve.low)
    assert (curve.low[known] <= curve.survival[known] + 1e-12).all()
    assert (curve.survival[known] <= curve.high[known] + 1e-12).all()


@QUICK
@given(follow_up(), st.floats(0.5, 30))
def test_restricted_mean_is_at_most_the_horizon(data, horizon):
    durations, causes = data
    mean, variance = restricted_mean(life_table(durations, causes > 0), horizon)
    assert min(float(durations.min()), horizon) - 1e-9 <= mean <= horizon + 1e-9
    assert variance >= 0


@QUICK
@given(follow_up())
def test_incidences_and_survival_share_out_everyone(data):
    durations, causes = data
    at = np.arange(0.0, 26.0)
    parts = [cumulative_incidence(durations, causes, c) for c in (1, 2, 3)]
    total = sum(p.at(at)[0] for p in parts) + survival_curve(life_table(durations, causes > 0), at).survival
    assert total == pytest.approx(np.ones(26), abs=1e-9)
    assert all((p.variance >= 0).all() and (np.diff(p.incidence) >= 0).all() for p in parts)


@QUICK
@given(st.lists(st.floats(1e-6, 1), max_size=12))
def test_holm_never_lowers_nor_reorders(p_values):
    p = np.array(p_values)
    adjusted = holm(p)
    assert (adjusted >= p - 1e-15).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()


@QUICK
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(-5, 5)), min_size=2, max_size=60))
def test_permutation_p_is_a_multiple_of_one_over_draws_plus_one(rows):
    treated, strata, outcome = (np.array(c) for c in zip(*rows, strict=True))
    design = assignments(treated, strata)
    (p,) = permutation_p([means(outcome.astype(float)[:, None], design)], design, 99, np.random.default_rng(0))
    assert 1 / 100 <= p[0] <= 1
    assert p[0] * 100 == pytest.approx(round(p[0] * 100))
    if not design.exchangeable:
        assert p[0] == 1
