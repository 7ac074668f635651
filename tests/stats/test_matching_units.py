"""Matching: ties, invariances, the caliper, limits; precision against the method's own figures."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.stats.effect import Reason
from pipeline.stats.matching import (
    FORBIDDEN,
    average_ranks,
    caliper_penalty,
    optimal_pairs,
    propensity_logit,
    rank_mahalanobis,
)
from pipeline.stats.precision import chance_of_imbalance, detectable_difference, detectable_share, power_of_shares
from pipeline.stats.spearman import rank_correlation

TREATED = np.array([True, True, True, False, False, False, False])
VALUES = np.array([[1.0, 9], [2, 8], [2, 1], [5, 5], [7, 5], [7, 2], [9, 4]])


def test_ranks_share_ties() -> None:
    assert average_ranks(np.array([3.0, 1, 3, 3])).tolist() == [3.0, 1.0, 3.0, 3.0]


def test_the_distance_ignores_units_and_constant_columns() -> None:
    plain = rank_mahalanobis(VALUES, TREATED)
    stretched = np.column_stack([np.exp(VALUES[:, 0]), -3 * VALUES[:, 1], np.ones(7)])
    assert rank_mahalanobis(stretched, TREATED) == pytest.approx(plain)
    assert rank_mahalanobis(np.ones((7, 1)), TREATED).tolist() == [[0.0] * 4] * 3


def test_pairs_are_optimal_not_greedy() -> None:
    """The closest pair (0, 0) taken first would cost 1 + 10; the best total is 2 + 3."""
    rows, columns = optimal_pairs(np.array([[1.0, 3.0], [2.0, 10.0]]), 2)
    assert dict(zip(rows.tolist(), columns.tolist(), strict=True)) == {0: 1, 1: 0}


def test_exactly_as_many_pairs_as_asked() -> None:
    distance = np.random.default_rng(1).random((6, 9))
    for number in range(7):
        rows, columns = optimal_pairs(distance, number)
        assert len(rows) == len(set(rows)) == len(set(columns)) == number


def test_a_pair_outside_the_caliper_is_made_only_when_nothing_else_is_left() -> None:
    logit = np.array([0.0, 0.1, 3.0, 0.0, 0.12, 3.1])
    treated = np.array([True, True, True, False, False, False])
    penalty = caliper_penalty(logit, treated, 0.2)
    assert (penalty == FORBIDDEN).tolist() == [[False, False, True], [False, False, True], [True, True, False]]
    rows, columns = optimal_pairs(np.zeros((3, 3)) + penalty, 3)
    assert penalty[rows, columns].sum() == 0


def test_the_score_separates_without_breaking() -> None:
    values = np.array([[0.0], [1], [2], [10], [11], [12]])
    logit = propensity_logit(values, np.array([False, False, False, True, True, True]))
    assert np.isfinite(logit).all()
    assert (np.diff(logit) > 0).all()


def test_the_score_of_a_group_that_nothing_tells_apart_is_its_share() -> None:
    logit = propensity_logit(np.array([[1.0], [2], [1], [2]]), np.array([True, True, False, False]))
    assert logit == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("control", "treated"), [(0.5, 0.86), (0.6, 0.93), (0.7, 0.98)])
def test_power_at_the_shares_named_by_the_method(control: float, treated: float) -> None:
    """80 % to the nearest percent; what is strictly above 80 % is one percent higher at 50 % and at 70 %."""
    assert power_of_shares(treated, control, 25, 25) == pytest.approx(0.80, abs=0.01)
    assert treated <= detectable_share(control, 25, 25) <= treated + 0.01


def test_from_three_quarters_up_no_share_is_detectable_with_25() -> None:
    assert math.isnan(detectable_share(0.75, 25, 25))
    assert detectable_share(0.75, 40, 40) < 1


def test_continuous_precision_of_the_method() -> None:
    found = [detectable_difference(25, 25, correlation=r) for r in (0, 0.5, 0.7)]
    assert [round(d, 2) for d in found] == [0.81, 0.70, 0.58]
    assert round(chance_of_imbalance(0.1, 25, 25), 2) == 0.72
    assert round(chance_of_imbalance(0.25, 25, 25), 2) == 0.38


def test_the_test_keeps_its_level() -> None:
    assert power_of_shares(0.6, 0.6, 25, 25) <= 0.05


def test_rank_correlation_limits() -> None:
    x = np.arange(6.0)
    assert rank_correlation(x, np.exp(x)).estimate == 1
    assert rank_correlation(x, -x).estimate == -1
    assert rank_correlation(x, np.ones(6)).reason is Reason.NO_VARIATION
    assert rank_correlation(x[:3], x[:3]).reason is Reason.FEW_VALUES


def test_rank_correlation_interval_by_hand() -> None:
    """n = 10, ρ = 0.9394: tanh(1.7330 ± 1.96 √((1 + 0.4412)/7)) = tanh(1.7330 ± 0.8893)."""
    found = rank_correlation(np.arange(10.0), np.array([1.0, 0, 3, 2, 5, 4, 7, 6, 9, 8]))
    assert (found.low, found.high) == pytest.approx((math.tanh(1.7330 - 0.8893), math.tanh(1.7330 + 0.8893)), abs=2e-4)
