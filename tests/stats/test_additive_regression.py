"""The additive adjusted difference: by hand, against its matrices written out, and at its limits."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.stats.additive_regression import additive_difference
from pipeline.stats.effect import Reason
from pipeline.stats.stratified import stratified_difference
from pipeline.stats.welch import welch_difference

RNG = np.random.default_rng(8)


def dummies(strata):
    return (np.asarray(strata)[:, None] == np.unique(strata)[None, 1:]).astype(float)


def written_out(outcome, treated, covariates):
    """Estimate, error and Bell–McCaffrey degrees of freedom from n × n matrices, as clubSandwich builds them."""
    x = np.column_stack([np.ones(len(outcome)), treated, covariates])
    bread = np.linalg.inv(x.T @ x)
    rest = np.eye(len(outcome)) - x @ bread @ x.T
    residuals = rest @ outcome
    adjusted = np.diag(rest) ** -0.5  # CR2 with one unit a cluster
    row = (bread @ x.T)[1]
    g = rest * (row * adjusted)[None, :]  # columns: what each unit adds to the variance, as a linear form of y
    products = g.T @ g
    df = np.trace(products) ** 2 / (products**2).sum()
    return row @ outcome, np.sqrt(((row * adjusted * residuals) ** 2).sum()), df


@pytest.mark.parametrize(("n", "levels", "seed"), [(24, 3, 1), (40, 5, 2), (61, 2, 3)])
def test_it_is_the_matrices_written_out(n, levels, seed):
    rng = np.random.default_rng(seed)
    treated, strata = rng.random(n) < 0.4, rng.integers(0, levels, n)
    start = rng.normal(size=n)
    outcome = start + rng.normal(size=n) * (1 + 2 * treated)
    columns = np.column_stack([dummies(strata), start])
    found = additive_difference(outcome, treated, columns)
    expected = written_out(outcome, treated, columns)
    assert (found.estimate, found.std_error, found.df) == pytest.approx(expected, rel=1e-10)
    assert found.residual_df == n - 2 - columns.shape[1]


def test_without_a_start_it_is_the_stratified_difference():
    """Two strata by hand: differences 2 and 4.5, weights 1·1/2 and 1·2/3."""
    outcome, treated, strata = np.array([3.0, 1.0, 9.0, 5.0, 4.0]), np.array([1, 0, 1, 0, 0], bool), [0, 0, 1, 1, 1]
    by_hand = (0.5 * 2 + 2 / 3 * 4.5) / (0.5 + 2 / 3)
    assert stratified_difference(outcome, treated, np.array(strata)).estimate == pytest.approx(by_hand)
    assert additive_difference(outcome, treated, dummies(strata)).estimate == pytest.approx(by_hand)


@pytest.mark.parametrize("seed", range(5))
def test_the_identity_holds_whatever_the_strata(seed):
    rng = np.random.default_rng(seed)
    treated, strata, outcome = rng.random(50) < 0.3, rng.integers(0, 9, 50), rng.exponential(size=50)
    assert additive_difference(outcome, treated, dummies(strata)).estimate == pytest.approx(
        stratified_difference(outcome, treated, strata).estimate, rel=1e-11
    )


def test_without_any_covariate_it_is_welch_with_degrees_of_freedom_of_the_sizes():
    one, zero = RNG.normal(size=12), 3 * RNG.normal(size=20)
    treated = np.repeat([True, False], [12, 20])
    found = additive_difference(np.concatenate([one, zero]), treated, np.empty((32, 0)))
    welch = welch_difference(one, zero)
    assert (found.estimate, found.std_error) == pytest.approx((welch.estimate, welch.std_error))
    assert found.df == pytest.approx((1 / 12 + 1 / 20) ** 2 / (1 / (144 * 11) + 1 / (400 * 19)))


def test_a_stratum_of_one_group_adds_nothing():
    """Neither two accompanied alone in their stratum nor a household alone in its own move figures; only n − k does."""
    treated = np.array([1, 0] * 12 + [1, 1] + [0], bool)
    strata = np.array([0] * 12 + [1] * 12 + [2, 2] + [3])
    outcome = RNG.normal(size=27)
    inside = strata < 2
    all_of_them = additive_difference(outcome, treated, dummies(strata))
    alone = additive_difference(outcome[inside], treated[inside], dummies(strata[inside]))
    for name in ("estimate", "std_error", "low", "high", "p_value", "df"):
        assert getattr(all_of_them, name) == pytest.approx(getattr(alone, name), rel=1e-10), name
    assert (all_of_them.residual_df, alone.residual_df) == (22, 21)


def test_a_household_that_carries_a_part_of_the_difference_and_is_fitted_exactly_leaves_no_figure():
    treated = np.array([True] + [False] * 10)
    found = additive_difference(RNG.normal(size=11), treated, np.empty((11, 0)))
    assert found.reason is Reason.FITTED_EXACTLY
    assert np.isnan(found.estimate)


def test_groups_that_the_covariates_tell_apart_cannot_be_compared():
    treated = np.array([True] * 6 + [False] * 6)
    for covariate in (treated.astype(float), 5.0 - 2 * treated):
        found = additive_difference(RNG.normal(size=12), treated, covariate[:, None])
        assert found.reason is Reason.NOTHING_IN_COMMON
    assert additive_difference(RNG.normal(size=12), np.ones(12, bool), np.empty((12, 0))).reason is Reason.EMPTY_GROUP


def test_too_few_degrees_of_freedom_leave_no_figure_and_say_how_many():
    treated = np.array([1, 0] * 10, bool)
    found = additive_difference(RNG.normal(size=20), treated, RNG.normal(size=(20, 1)), least_df=20)
    assert (found.reason, found.residual_df) == (Reason.FEW_DEGREES, 17)
    assert np.isnan(found.estimate)
    assert np.isfinite(additive_difference(RNG.normal(size=20), treated, RNG.normal(size=(20, 1)), least_df=17).low)


def test_an_outcome_that_does_not_vary_is_no_difference_and_no_interval():
    treated = np.array([1, 0] * 15, bool)
    found = additive_difference(np.ones(30), treated, RNG.normal(size=(30, 1)))
    assert (found.estimate, found.reason) == (0.0, Reason.NO_VARIATION)
    assert np.isnan(found.p_value)


def test_a_constant_or_repeated_covariate_changes_nothing():
    treated, start = np.array([1, 0] * 15, bool), RNG.normal(size=30)
    outcome = RNG.normal(size=30)
    plain = additive_difference(outcome, treated, start[:, None])
    more = additive_difference(outcome, treated, np.column_stack([np.full(30, 7.0), start, 3 * start - 2]))
    assert (more.estimate, more.std_error, more.df) == pytest.approx((plain.estimate, plain.std_error, plain.df))


def test_swapped_groups_and_units_turn_the_difference():
    treated, start = RNG.random(40) < 0.5, RNG.normal(size=(40, 1))
    outcome = RNG.normal(size=40)
    found, turned = (additive_difference(outcome * c, t, start) for c, t in ((1.0, treated), (100.0, ~treated)))
    assert (turned.estimate, turned.low, turned.high) == pytest.approx(
        (-100 * found.estimate, -100 * found.high, -100 * found.low)
    )
    assert turned.p_value == pytest.approx(found.p_value)
