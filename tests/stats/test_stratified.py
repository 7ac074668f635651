"""Contrasts within strata: by hand, at their limits, and on the side that the permutation tests."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.stats.assignments import assignments
from pipeline.stats.effect import Reason
from pipeline.stats.permutation import means, permutation_p, rates
from pipeline.stats.stratified import stratified_difference, stratified_rate_ratio


def test_the_rate_ratio_by_hand():
    """Weights ½ and ⅔: counts (½·3 + ⅔·2)/(½·0 + ⅔·1.5), times (½·2 + ⅔·1)/(½·1 + ⅔·2)."""
    counts, times = np.array([3.0, 0.0, 2.0, 1.0, 2.0]), np.array([2.0, 1.0, 1.0, 1.0, 3.0])
    treated, strata = np.array([1, 0, 1, 0, 0], bool), np.array([0, 0, 1, 1, 1])
    expected = ((1.5 + 4 / 3) / (1 + 2 / 3)) / (1.0 / (0.5 + 4 / 3))
    assert stratified_rate_ratio(counts, times, treated, strata).estimate == pytest.approx(expected)


def test_the_crude_difference_may_have_the_opposite_sign():
    """Ten points better in each stratum, but the accompanied are mostly in the worse one."""
    outcome = np.repeat([0.3, 0.2, 0.9, 0.8], [8, 2, 2, 8])
    treated = np.repeat([True, False, True, False], [8, 2, 2, 8])
    strata = np.repeat([0, 0, 1, 1], [8, 2, 2, 8])
    assert outcome[treated].mean() < outcome[~treated].mean()
    assert stratified_difference(outcome, treated, strata).estimate == pytest.approx(0.1)


@pytest.mark.parametrize("seed", range(8))
def test_it_is_on_the_side_that_the_permutation_tests(seed):
    """The permuted statistic is the contrast times Σn₁n₀/n; a shift against it is refused less and less."""
    rng = np.random.default_rng(seed)
    strata = rng.integers(0, 4, 40)
    treated = rng.random(40) < 0.2 + 0.2 * strata
    outcome = rng.normal(size=40) - 2.0 * strata
    design = assignments(treated, strata)
    observed = means(outcome[:, None], design).of(design.observed[None, :])[0, 0]
    pairs = [(treated[strata == s].sum(), (~treated[strata == s]).sum()) for s in range(4)]
    weight = sum(a * b / (a + b) for a, b in pairs if a + b)
    found = stratified_difference(outcome, treated, strata).estimate
    assert observed == pytest.approx(weight * found, rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_a_rate_ratio_is_on_the_side_that_its_permutation_tests(seed):
    """Where the test finds anything, more events among the accompanied lower its p if the ratio is above 1."""
    rng = np.random.default_rng(seed)
    strata, times = rng.integers(0, 3, 60), rng.uniform(0.5, 2.0, 60)
    treated = rng.random(60) < 0.3 + 0.2 * strata
    effect = 3.0 if seed % 2 else 1 / 3
    counts = rng.poisson(times * (1 + strata) * np.where(treated, effect, 1.0)).astype(float)
    design = assignments(treated, strata)
    statistic = rates(counts[:, None], times[:, None], design)
    (p,) = permutation_p([statistic], design, 499, np.random.default_rng(1))
    assert p[0] < 0.05
    ratio = stratified_rate_ratio(counts, times, treated, strata).estimate
    assert (ratio > 1) == (effect > 1) == bool(statistic.known_part(design.observed[None, :])[0, 0] > 0)


def test_what_cannot_be_compared_has_its_reason():
    one, strata = np.ones(4), np.array([0, 0, 1, 1])
    apart = np.array([True, True, False, False])
    assert stratified_difference(one, apart, strata).reason is Reason.NOTHING_IN_COMMON
    assert stratified_difference(one, np.ones(4, bool), strata).reason is Reason.EMPTY_GROUP
    mixed = np.array([True, False, True, False])
    for counts, reason in (([1, 0, 1, 0], Reason.NO_EVENT_CONTROL), ([0, 0, 0, 0], Reason.NO_EVENT)):
        assert stratified_rate_ratio(np.array(counts, float), one, mixed, strata).reason is reason
    assert stratified_rate_ratio(one, np.array([0.0, 1, 0, 1]), mixed, strata).reason is Reason.NO_EXPOSURE
    assert stratified_rate_ratio(np.array([0.0, 1, 0, 1]), one, mixed, strata).estimate == 0.0
