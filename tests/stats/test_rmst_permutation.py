"""The permuted restricted mean: one exchange at a time through the life table, and its limits."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from pipeline.stats.assignments import assignments
from pipeline.stats.effect import Reason
from pipeline.stats.kaplan_meier import life_table, rmst_difference
from pipeline.stats.rmst_permutation import rmst_design, rmst_permutation

HORIZON = 24.0


def study(n, seed, levels=3):
    rng = np.random.default_rng(seed)
    durations = np.minimum(np.ceil(rng.exponential(20, n) * 4) / 4, rng.choice([18.0, HORIZON, 30.0], n))
    events = (rng.random(n) < 0.6) & (durations < HORIZON)
    return durations, events, rng.random(n) < 0.5, rng.integers(0, levels, n)


def one_by_one(durations, events, treated):
    tables = [life_table(durations[g], events[g]) for g in (treated, ~treated)]
    found = rmst_difference(tables[0], tables[1], HORIZON)
    return found.estimate / found.std_error


@pytest.mark.parametrize("seed", range(4))
def test_every_exchange_is_the_life_tables_own(seed):
    durations, events, treated, strata = study(30, seed)
    design = assignments(treated, strata)
    curves = rmst_design(durations[design.order], events[design.order], HORIZON)
    (chunk,) = list(design.draw(40, np.random.default_rng(3)))
    found = curves.studentised(chunk)
    for row, statistic in zip(chunk, found, strict=True):
        drawn = np.empty(30, bool)
        drawn[design.order] = row > 0
        assert statistic == pytest.approx(one_by_one(durations, events, drawn), rel=1e-10)


def test_p_is_that_of_every_exchange_gone_through():
    """Nine households, two strata of 5 (3 accompanied) and 4 (2): 10 × 6 arrangements, counted one by one."""
    durations = np.array([3.0, 24, 12, 7, 24, 24, 2, 9, 20])
    events = durations < HORIZON
    treated = np.array([0, 1, 1, 0, 1, 1, 0, 0, 1], bool)
    strata = np.repeat([0, 1], [5, 4])
    observed = one_by_one(durations, events, treated)
    sizes = []
    for one, two in itertools.product(itertools.combinations(range(5), 3), itertools.combinations(range(5, 9), 2)):
        drawn = np.zeros(9, bool)
        drawn[[*one, *two]] = True
        sizes.append(abs(one_by_one(durations, events, drawn)))
    exact = np.mean(np.array(sizes) >= abs(observed) * (1 - 1e-9))
    found = rmst_permutation(durations, events, treated, strata, HORIZON, 19_999, np.random.default_rng(5))
    assert found.p_value == pytest.approx(exact, abs=4.5 * math.sqrt(exact * (1 - exact) / 19_999) + 1e-4)
    quantile = (found.high - found.estimate) / found.std_error
    assert np.mean(np.array(sizes) < quantile * (1 - 1e-9)) <= 0.95 <= np.mean(np.array(sizes) <= quantile * (1 + 1e-9))


@pytest.mark.parametrize("seed", range(6))
def test_the_interval_leaves_zero_out_exactly_when_p_says_so(seed):
    durations, events, treated, strata = study(40, seed)
    durations = np.where(treated, np.minimum(durations * (1 + 0.2 * seed), HORIZON), durations)
    for level in (0.5, 0.8, 0.95):
        found = rmst_permutation(durations, events, treated, strata, HORIZON, 999, np.random.default_rng(2), level)
        assert (found.low > 0 or found.high < 0) == (found.p_value <= 1 - level + 1e-12)
        assert found.high - found.estimate == pytest.approx(found.estimate - found.low)


def test_estimate_and_error_are_those_of_the_plain_difference():
    durations, events, treated, strata = study(50, 9)
    plain = rmst_difference(*(life_table(durations[g], events[g]) for g in (treated, ~treated)), HORIZON)
    found = rmst_permutation(durations, events, treated, strata, HORIZON, 99, np.random.default_rng(1))
    assert (found.estimate, found.std_error) == (plain.estimate, plain.std_error)


def test_a_group_without_event_has_no_variance_of_its_own_and_the_other_serves():
    durations = np.array([24.0] * 8 + [4.0, 9.0, 15.0] + [24.0] * 5)
    events, treated = durations < HORIZON, np.arange(16) < 8
    found = rmst_permutation(
        durations, events, treated, np.zeros(16, dtype=np.int64), HORIZON, 999, np.random.default_rng(1)
    )
    assert found.low < found.estimate < found.high
    assert 0.01 < found.p_value < 0.5


def test_what_cannot_be_said_has_its_reason():
    durations, treated = np.array([24.0, 24, 24, 24]), np.array([True, True, False, False])
    none, rng = np.zeros(4, bool), np.random.default_rng(1)
    alike = np.zeros(4, dtype=np.int64)
    nobody = rmst_permutation(durations, none, treated, alike, HORIZON, 99, rng)
    assert (nobody.reason, nobody.estimate) == (Reason.NO_EVENT, 0.0)
    one = np.array([True, False, False, False])
    alone = rmst_permutation(np.array([3.0, 24, 24, 24]), one, one, alike, HORIZON, 99, rng)
    assert (alone.reason, alone.estimate) == (Reason.FEW_VALUES, -21.0)
    apart = np.array([0, 0, 1, 1])
    found = rmst_permutation(np.array([3.0, 8, 24, 24]), treated, treated, apart, HORIZON, 99, rng)
    assert found.reason is Reason.ONE_ARRANGEMENT
    assert np.isnan([found.low, found.p_value]).all()


def test_too_many_exchanges_without_variance_leave_p_and_no_interval():
    """Two against two, two of them gone the same day: a third of the exchanges puts both in one group, variance 0."""
    durations, events = np.array([5.0, 24.0, 5.0, 24.0]), np.array([True, False, True, False])
    treated, strata = np.array([True, True, False, False]), np.zeros(4, dtype=np.int64)
    found = rmst_permutation(durations, events, treated, strata, HORIZON, 999, np.random.default_rng(1))
    assert found.reason is Reason.UNDEFINED_EXCHANGES
    assert found.p_value == 1.0  # the groups are alike: no exchange is less extreme
    assert np.isnan(found.low)


def test_swapped_groups_turn_the_interval_and_keep_p():
    durations, events, treated, strata = study(31, 4)
    one, other = (
        rmst_permutation(durations, events, group, strata, HORIZON, 199, np.random.default_rng(1))
        for group in (treated, ~treated)
    )
    assert (other.low, other.high, other.p_value) == pytest.approx((-one.high, -one.low, one.p_value))
