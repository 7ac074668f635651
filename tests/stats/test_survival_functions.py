"""Life table, survival curve, restricted mean, log-rank, incidence: hand-worked and limit cases."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.stats.aalen_johansen import cumulative_incidence
from pipeline.stats.effect import Reason
from pipeline.stats.kaplan_meier import life_table, restricted_mean, rmst_difference, survival_curve
from pipeline.stats.log_rank import log_rank_design, log_rank_test

NONE = np.zeros(4, bool)
TIMES = np.array([2.0, 4.0, 4.0, 6.0])
EVENTS = np.array([True, True, False, False])


def test_curve_by_hand():
    curve = survival_curve(life_table(TIMES, EVENTS), np.array([0.0, 2.0, 3.9, 4.0, 6.0, 9.0]))
    assert curve.survival.tolist() == pytest.approx([1, 0.75, 0.75, 0.5, 0.5, 0.5])
    assert curve.at_risk.tolist() == [4, 4, 3, 3, 1, 0]
    # At 4: log-log bounds 0.5^exp(± 1.96 σ / log 0.5), σ² = 1/12 + 1/6.
    shift = 1.959963984540054 * math.sqrt(1 / 12 + 1 / 6) / math.log(2)
    assert curve.low[3] == pytest.approx(0.5 ** math.exp(shift), rel=1e-12)
    assert curve.high[3] == pytest.approx(0.5 ** math.exp(-shift), rel=1e-12)
    assert math.isnan(curve.low[0])


def test_a_curve_that_reaches_0_has_no_interval_there():
    curve = survival_curve(life_table(np.array([1.0, 2.0]), np.array([True, True])), np.array([2.0]))
    assert curve.survival[0] == 0.0
    assert math.isnan(curve.low[0])
    assert math.isnan(curve.high[0])


def test_one_household_has_no_variance():
    """All its events leave nothing to estimate an error from: Greenwood's sum is 0, which is not certainty."""
    one = life_table(np.array([7.0]), np.array([True]))
    effect = rmst_difference(life_table(TIMES, EVENTS), one, 6.0)
    assert effect.reason is Reason.FEW_VALUES
    assert effect.estimate == pytest.approx(2 + 2 * 0.75 + 2 * 0.5 - 6)
    assert math.isnan(effect.p_value)
    assert math.isnan(effect.low)


def test_restricted_mean_by_hand():
    mean, variance = restricted_mean(life_table(TIMES, EVENTS), 5.0)
    assert mean == pytest.approx(2 + 2 * 0.75 + 0.5)
    assert variance == pytest.approx((2 * 0.75 + 0.5) ** 2 / 12 + 0.5**2 / 6)


def test_nothing_left_under_the_curve_adds_no_variance():
    mean, variance = restricted_mean(life_table(np.array([1.0, 2.0]), np.array([True, True])), 5.0)
    assert mean == pytest.approx(1.5)
    assert variance == pytest.approx(0.5**2 / 2)


def test_no_event_leaves_a_difference_of_0_alone():
    table = life_table(TIMES, NONE)
    effect = rmst_difference(table, table, 24.0)
    assert effect.estimate == 0.0
    assert effect.reason is Reason.NO_EVENT
    assert math.isnan(effect.std_error)
    assert math.isnan(effect.p_value)


def test_events_of_one_group_are_enough():
    effect = rmst_difference(life_table(TIMES, NONE), life_table(TIMES, EVENTS), 5.0)
    assert effect.estimate == pytest.approx(1.0)
    assert effect.std_error == pytest.approx(math.sqrt(restricted_mean(life_table(TIMES, EVENTS), 5.0)[1]))
    swapped = rmst_difference(life_table(TIMES, EVENTS), life_table(TIMES, NONE), 5.0)
    assert (swapped.estimate, swapped.low) == pytest.approx((-effect.estimate, -effect.high))


def test_log_rank_ignores_the_order_of_rows_and_the_names_of_groups():
    rng = np.random.default_rng(5)
    times, events, treated = rng.integers(1, 8, 30).astype(float), rng.random(30) < 0.6, rng.random(30) < 0.5
    effect = log_rank_test(times, events, treated)
    order = rng.permutation(30)
    assert log_rank_test(times[order], events[order], treated[order]).estimate == pytest.approx(effect.estimate)
    assert log_rank_test(times, events, ~treated).estimate == pytest.approx(effect.estimate)


def test_log_rank_of_many_exchanges_is_that_of_each():
    rng = np.random.default_rng(6)
    times, events = rng.integers(1, 8, 20).astype(float), rng.random(20) < 0.6
    rows = rng.random((5, 20)) < 0.5
    together = log_rank_design(times, events).chi_squared(rows.astype(float))
    alone = [log_rank_test(times, events, row).estimate for row in rows]
    assert together == pytest.approx(alone, rel=1e-12)


def test_log_rank_without_event_or_group_is_missing():
    assert log_rank_test(TIMES, NONE, np.array([True, False, True, False])).reason is Reason.NO_EVENT
    assert log_rank_test(TIMES, EVENTS, np.ones(4, bool)).reason is Reason.EMPTY_GROUP
    # One event, at a time when a single household is at risk: it cannot tell the groups.
    last = np.array([False, False, False, True])
    assert log_rank_test(TIMES, last, np.array([True, False, True, False])).reason is Reason.NO_EVENT


def test_incidences_of_all_causes_and_survival_add_up_to_1():
    rng = np.random.default_rng(7)
    times, causes = rng.integers(1, 10, 60).astype(float), rng.integers(0, 4, 60)
    at = np.arange(0.0, 11.0)
    incidences = sum(cumulative_incidence(times, causes, c).at(at)[0] for c in (1, 2, 3))
    assert incidences + survival_curve(life_table(times, causes > 0), at).survival == pytest.approx(np.ones(11))


def test_without_competitor_nor_censoring_the_incidence_is_the_share():
    curve = cumulative_incidence(np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4, int), 1)
    assert curve.incidence.tolist() == pytest.approx([0, 0.25, 0.5, 0.75, 1.0])
    assert curve.variance[1] == pytest.approx(1 / 16)  # S(t−)² d/n², Gray's form


def test_a_cause_that_never_comes_stays_at_0():
    incidence, variance = cumulative_incidence(TIMES, EVENTS.astype(int), 2).at(np.array([0.0, 5.0]))
    assert incidence.tolist() == [0.0, 0.0]
    assert variance.tolist() == [0.0, 0.0]


def test_row_order_and_ties_need_no_jitter():
    rng = np.random.default_rng(8)
    times, causes = rng.integers(1, 5, 40).astype(float), rng.integers(0, 3, 40)
    order = rng.permutation(40)
    a, b = cumulative_incidence(times, causes, 1), cumulative_incidence(times[order], causes[order], 1)
    assert a.incidence.tolist() == b.incidence.tolist()
    assert a.variance.tolist() == b.variance.tolist()
