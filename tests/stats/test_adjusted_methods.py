"""Lin's regression, double difference, Firth: hand-worked cases, limits, invariances."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.stats.double_difference import double_difference
from pipeline.stats.effect import Reason
from pipeline.stats.firth import firth_odds_ratio
from pipeline.stats.lin_regression import lin_difference
from pipeline.stats.welch import welch_difference

RNG = np.random.default_rng(20150101)
N = 30
TREATED = np.arange(N) % 2 == 0
BASELINE = RNG.normal(size=N)
OUTCOME = BASELINE + 0.5 * TREATED + RNG.normal(size=N)
STRATA = np.repeat(np.eye(3)[:, 1:], 10, axis=0)
NOTHING = np.empty((N, 0))


def numbers(effect):
    return effect.estimate, effect.low, effect.high, effect.p_value


def test_lin_without_covariates_has_the_variance_of_welch():
    ours, welch = lin_difference(OUTCOME, TREATED, NOTHING), welch_difference(OUTCOME[TREATED], OUTCOME[~TREATED])
    assert ours.estimate == pytest.approx(welch.estimate, rel=1e-12)
    assert ours.std_error == pytest.approx(welch.std_error, rel=1e-12)
    assert ours.df == N - 2


def test_lin_on_strata_alone_is_the_weighted_mean_of_the_strata_differences():
    effect = lin_difference(OUTCOME, TREATED, STRATA)
    parts, variance = [], 0.0
    for rows in np.split(np.arange(N), 3):
        one, zero = OUTCOME[rows][TREATED[rows]], OUTCOME[rows][~TREATED[rows]]
        parts.append(one.mean() - zero.mean())
        variance += (one.var(ddof=1) / len(one) + zero.var(ddof=1) / len(zero)) / 9
    assert effect.estimate == pytest.approx(np.mean(parts), rel=1e-12)
    assert effect.std_error == pytest.approx(math.sqrt(variance), rel=1e-12)


def test_lin_turns_with_the_groups_and_ignores_rows_and_units():
    covariates = np.column_stack([BASELINE, STRATA])
    effect = lin_difference(OUTCOME, TREATED, covariates)
    swapped = lin_difference(OUTCOME, ~TREATED, covariates)
    assert numbers(effect) == pytest.approx((-swapped.estimate, -swapped.high, -swapped.low, swapped.p_value))
    order = RNG.permutation(N)
    assert numbers(lin_difference(OUTCOME[order], TREATED[order], covariates[order])) == pytest.approx(numbers(effect))
    scaled = np.column_stack([1000 * BASELINE - 5, STRATA])
    assert numbers(lin_difference(OUTCOME, TREATED, scaled)) == pytest.approx(numbers(effect))


def test_lin_leaves_out_a_column_that_says_nothing_new():
    covariates = np.column_stack([BASELINE, STRATA])
    again = np.column_stack([covariates, BASELINE + STRATA[:, 0], np.full(N, 0.3)])
    a, b = lin_difference(OUTCOME, TREATED, covariates), lin_difference(OUTCOME, TREATED, again)
    assert numbers(a) == pytest.approx(numbers(b))
    assert a.df == b.df == N - 8


def test_a_household_with_its_own_parameter_adds_nothing_to_the_variance():
    """A covariate of one household alone: as if the household were not there for the error of the others."""
    alone = (np.arange(N) == 4).astype(float)[:, None]
    effect = lin_difference(OUTCOME, TREATED, alone)
    assert math.isfinite(effect.std_error)
    assert effect.df == N - 3  # its interaction is the covariate again
    assert effect.exact == 1
    assert lin_difference(OUTCOME, TREATED, NOTHING).exact == 0


def test_lin_of_no_difference_is_zero():
    """Round-off has a sign, which would be read as an advantage."""
    outcome = np.array([0.0, 1.0, 1.0, 0.0, 0.1, 0.3, 0.3, 0.1])
    group, covariates = np.arange(8) % 4 < 2, np.repeat([0.7, 0.1], 4)[:, None]
    assert lin_difference(outcome, group, covariates).estimate == 0.0


def test_lin_with_as_many_parameters_as_households_keeps_the_estimate_only():
    effect = lin_difference(OUTCOME[:4], TREATED[:4], BASELINE[:4, None])
    assert effect.reason is Reason.FEW_HOUSEHOLDS
    assert math.isfinite(effect.estimate)
    assert math.isnan(effect.p_value)


def test_lin_without_variation_or_group():
    assert lin_difference(np.ones(N), TREATED, STRATA).reason is Reason.NO_VARIATION
    assert lin_difference(OUTCOME, np.ones(N, bool), STRATA).reason is Reason.EMPTY_GROUP
    assert lin_difference(OUTCOME, np.arange(N) == 0, NOTHING).reason is Reason.FEW_VALUES


def test_double_difference_of_equal_groups_has_their_joint_degrees_of_freedom():
    x, y = np.array([1.0, 2.0, 4.0, 0.0]), np.array([2.0, 5.0, 1.0, 1.0])
    effect = double_difference(x, y)
    assert effect.df == pytest.approx(6.0)  # 2(n − 1)
    assert effect.std_error == pytest.approx(welch_difference(x, y).std_error)
    swapped = double_difference(y, x)
    assert numbers(effect) == pytest.approx((-swapped.estimate, -swapped.high, -swapped.low, swapped.p_value))


def test_double_difference_at_its_limits():
    two = np.array([1.0, 2.0])
    assert double_difference(np.empty(0), two).reason is Reason.EMPTY_GROUP
    assert double_difference(np.ones(1), two).reason is Reason.FEW_VALUES
    constant = double_difference(np.ones(3), np.zeros(2))
    assert constant.reason is Reason.NO_VARIATION
    assert constant.estimate == 1.0
    assert math.isnan(constant.low)


def binary(x1, n1, x0, n0):
    outcome = np.concatenate([np.arange(n1) < x1, np.arange(n0) < x0]).astype(float)
    return outcome, np.arange(n1 + n0) < n1, np.empty((n1 + n0, 0))


@pytest.mark.parametrize("table", [(7, 10, 3, 9), (10, 10, 4, 10), (0, 5, 0, 6), (3, 3, 0, 3)])
def test_firth_of_a_two_by_two_table_adds_one_half_to_each_cell(table):
    """In a saturated model Jeffreys' penalty is half an observation a cell: a closed form."""
    x1, n1, x0, n0 = table
    effect = firth_odds_ratio(*binary(*table))
    closed = ((x1 + 0.5) / (n1 - x1 + 0.5)) / ((x0 + 0.5) / (n0 - x0 + 0.5))
    assert effect.estimate == pytest.approx(closed, rel=1e-9)
    assert 0 < effect.low < closed < effect.high < math.inf


def test_firth_inverts_with_the_groups_and_with_the_answer():
    outcome = (OUTCOME > 0.3).astype(float)
    effect = firth_odds_ratio(outcome, TREATED, STRATA)
    for other in (firth_odds_ratio(outcome, ~TREATED, STRATA), firth_odds_ratio(1 - outcome, TREATED, STRATA)):
        assert numbers(effect) == pytest.approx(
            (1 / other.estimate, 1 / other.high, 1 / other.low, other.p_value), rel=1e-7
        )


def test_firth_bounds_are_where_the_p_of_a_shifted_null_is_five_percent():
    """Where the bound of the 95 % interval is 1, p is 0.05: the level is chosen so that one bound falls on 1."""
    data = binary(8, 12, 3, 11)
    p = firth_odds_ratio(*data).p_value
    assert firth_odds_ratio(*data, level=1 - p).low == pytest.approx(1.0, rel=1e-6)


def test_firth_ignores_the_order_of_rows_and_of_strata():
    outcome = (OUTCOME > 0.3).astype(float)
    effect = firth_odds_ratio(outcome, TREATED, STRATA)
    order = RNG.permutation(N)
    assert numbers(firth_odds_ratio(outcome[order], TREATED[order], STRATA[order][:, ::-1])) == pytest.approx(
        numbers(effect), rel=1e-7
    )


def test_firth_cannot_tell_a_group_from_its_strata():
    outcome = (OUTCOME > 0.3).astype(float)
    assert firth_odds_ratio(outcome, TREATED, TREATED[:, None].astype(float)).reason is Reason.ONE_ARRANGEMENT
    assert firth_odds_ratio(outcome, np.zeros(N, bool), STRATA).reason is Reason.EMPTY_GROUP


@pytest.mark.slow
def test_lin_interval_covers_a_known_effect():
    """2,000 studies of 25 v 25 with a skewed outcome and a baseline: coverage 95 %, ± 4 standard errors (2 %)."""
    rng = np.random.default_rng(3)
    treated = np.arange(50) < 25
    covered = 0
    for _ in range(2000):
        baseline = rng.normal(size=50)
        outcome = 0.7 * baseline + rng.exponential(size=50) + 0.5 * treated
        effect = lin_difference(outcome, treated, baseline[:, None])
        covered += effect.low <= 0.5 <= effect.high
    assert covered / 2000 == pytest.approx(0.95, abs=0.02)
