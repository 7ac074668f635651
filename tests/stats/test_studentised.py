"""Welch-studentised permutations: against one exchange at a time, at the limits, and under unequal variances."""

from __future__ import annotations

import math
from itertools import combinations, product

import numpy as np
import pytest
from scipy.stats import ttest_ind

from pipeline.stats.assignments import assignments
from pipeline.stats.max_t import step_down_max_t
from pipeline.stats.permutation import joint_draws, means, permutation_p
from pipeline.stats.studentised import studentised, studentised_draws

SAME = 1e-10  # another order of the same sums


def one_at_a_time(outcomes, treated, strata, exchange):
    """Welch's t of one exchange by means and variances of lists, the outcomes centred by stratum: the definition."""
    found = []
    for values in outcomes.T:
        centred = values.copy()
        for s in np.unique(strata):
            centred[strata == s] -= np.nanmean(values[strata == s])
        known = ~np.isnan(centred)
        one, two = centred[known & (exchange == 1)], centred[known & (exchange == 0)]
        found.append(ttest_ind(one, two, equal_var=False).statistic)
    return np.array(found)


@pytest.mark.parametrize("missing", [0.0, 0.25])
@pytest.mark.parametrize("sizes", [(50,), (20, 10, 10, 10), pytest.param((7, 30, 13), marks=pytest.mark.slow)])
def test_every_draw_is_welchs_t_of_the_centred_outcomes(sizes, missing):
    rng = np.random.default_rng(5)
    strata = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    treated = rng.random(50) < 0.45
    outcomes = rng.normal(size=(50, 6)) ** 3 + 100
    outcomes[rng.random(outcomes.shape) < missing] = np.nan
    design = assignments(treated, strata)
    statistic = studentised(outcomes, design)
    exchanges = np.concatenate([[design.observed], next(iter(design.draw(60, rng)))])
    ours = statistic.of(exchanges)
    for row, exchange in zip(ours.T, exchanges, strict=True):
        theirs = one_at_a_time(outcomes[design.order], treated[design.order], design.stratum, exchange)
        assert row == pytest.approx(theirs, rel=SAME, abs=SAME)


def test_draws_are_those_of_the_seed_whatever_the_chunks():
    rng = np.random.default_rng(6)
    design = assignments(rng.random(40) < 0.5, np.repeat([0, 1], 20))
    outcomes = np.where(rng.random((40, 3)) < 0.2, np.nan, rng.normal(size=(40, 3)))
    observed, draws = studentised_draws(outcomes, design, 9_000, np.random.default_rng(1))  # three chunks
    statistic = studentised(outcomes, design)
    expected = np.concatenate([statistic.of(c) for c in design.draw(9_000, np.random.default_rng(1))], axis=1).T
    assert draws == pytest.approx(expected, rel=SAME)
    assert observed == pytest.approx(statistic.of(design.observed[None, :])[:, 0])


def test_neither_unit_nor_origin_changes_it():
    rng = np.random.default_rng(7)
    strata = np.repeat([0, 1, 2], [10, 20, 10])
    design = assignments(rng.random(40) < 0.5, strata)
    outcomes = np.where(rng.random((40, 4)) < 0.2, np.nan, rng.normal(size=(40, 4)))
    exchanges = next(iter(design.draw(50, rng))).copy()
    moved = 1_000 * outcomes + 50 * strata[:, None]
    first, second = (studentised(o, design).of(exchanges) for o in (outcomes, moved))
    assert first == pytest.approx(second, rel=1e-8)
    assert studentised(-outcomes, design).of(exchanges) == pytest.approx(-first, rel=SAME)


def test_expectation_of_the_numerator_is_0_even_where_values_are_missing():
    """All 6 × 10 exchanges of two strata whose missing values and group shares differ: ȳ₁ − ȳ₀ is 0 on average."""
    outcomes = np.array([3.0, np.nan, 8.0, 1.0, 40.0, 52.0, np.nan, 47.0, 61.0])[:, None]
    strata = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1])
    design = assignments(np.array([1, 1, 0, 0, 1, 1, 1, 0, 0], dtype=bool), strata)
    exchanges = np.zeros((60, 9))
    for row, (a, b) in zip(exchanges, product(combinations(range(4), 2), combinations(range(4, 9), 3)), strict=True):
        row[[*a, *b]] = 1
    columns = studentised(outcomes, design).columns
    total, _, treated = columns @ exchanges.T
    assert (7 * total / (treated * (7 - treated))).mean() == pytest.approx(0.0, abs=1e-12)


def test_what_does_not_vary_is_nan_and_leaves_the_family():
    design = assignments(np.repeat([True, False], 5), np.zeros(10, dtype=np.int64))
    outcomes = np.column_stack([np.full(10, 0.1), np.arange(10.0), np.full(10, np.nan)])
    observed, draws = studentised_draws(outcomes, design, 500, np.random.default_rng(2))
    assert np.isnan(observed[[0, 2]]).all()
    adjusted = step_down_max_t(observed, draws)
    assert np.isnan(adjusted[[0, 2]]).all()
    assert adjusted[1] == step_down_max_t(observed[1:2], draws[:, 1:2])[0]


def test_groups_without_any_variance_are_the_most_extreme():
    """All the accompanied at 1, all the controls at 0: no variance, one exchange in 252 and its mirror as extreme."""
    design = assignments(np.repeat([True, False], 5), np.zeros(10, dtype=np.int64))
    outcome = np.repeat([1.0, 0.0], 5)[:, None]
    (p,) = permutation_p([studentised(outcome, design)], design, 20_000, np.random.default_rng(3))
    assert p[0] == pytest.approx(2 / 252, abs=4.5 * math.sqrt(2 / 252 / 20_000))


def test_an_exchange_that_hides_a_group_counts_as_extreme():
    """Three known values of eight, the observed t finite: exchanges with under two known in a group are counted."""
    outcome = np.array([1.0, 2.0, np.nan, np.nan, 3.0, 7.0, np.nan, np.nan])[:, None]
    design = assignments(np.array([1, 1, 1, 1, 0, 0, 0, 0], dtype=bool), np.zeros(8, dtype=np.int64))
    statistic = studentised(outcome, design)
    assert not statistic.full
    draws = statistic.draws(design, 4_000, np.random.default_rng(4))
    # Of the C(8, 4) = 70 exchanges, C(4, 2)² = 36 leave two known values in both groups.
    assert np.isinf(draws).mean() == pytest.approx(34 / 70, abs=0.04)
    (p,) = permutation_p([statistic], design, 4_000, np.random.default_rng(4))
    assert p[0] > 34 / 70 - 0.04
    alone = assignments(np.array([1, 0, 0, 0, 0, 0, 0, 0], dtype=bool), np.zeros(8, dtype=np.int64))
    assert np.isnan(studentised(outcome, alone).of(alone.observed[None, :])).all()


@pytest.mark.slow
@pytest.mark.parametrize(("sizes", "treated"), [((50,), (38,)), ((30, 20), (24, 16))])
def test_level_holds_under_unequal_variances_and_sizes_where_the_difference_fails(sizes, treated):
    """2,000 studies of equal means, the smaller group three times as spread: their share under 5 %.

    Monte-Carlo error of a share near 5 %: 0.5 points. With 12 households in the smaller group the studentised test is
    not yet at its limit: 6 points and a half are allowed.
    """
    rng = np.random.default_rng(8)
    strata = np.repeat(np.arange(len(sizes)), sizes)
    group = np.concatenate([np.arange(n) < k for n, k in zip(sizes, treated, strict=True)])
    design = assignments(group, strata)
    studies = rng.normal(size=(50, 2_000)) * np.where(group, 1.0, 3.0)[:, None] + strata[:, None]
    p_welch, p_means = permutation_p([studentised(studies, design), means(studies, design)], design, 999, rng)
    assert 0.035 < (p_welch <= 0.05).mean() < 0.065
    assert (p_means <= 0.05).mean() > 0.15


@pytest.mark.slow
@pytest.mark.parametrize(("households", "treated", "plain_fails"), [(50, 25, False), (200, 136, True)])
def test_family_wise_error_holds_under_unequal_variances(households, treated, plain_fails):
    """400 families of five correlated outcomes without effect, a fifth missing: the share with any adjusted p ≤ 5 %.

    Its Monte-Carlo error is 1.1 points: three of them, and one for what is not yet the limit (over 2,000 families:
    5.8 % and 5.6 %). At 34 against 16 it is 8 %, and 24 % for the plain difference.
    """
    rng = np.random.default_rng(9)
    group = np.arange(households) < treated
    design = assignments(group, np.zeros(households, dtype=np.int64))
    false, plain = 0, 0
    for _ in range(400):
        outcomes = rng.normal(size=(households, 5)) + rng.normal(size=(households, 1))
        outcomes *= np.where(group, 1.0, 2.5)[:, None]
        outcomes[rng.random(outcomes.shape) < 0.2] = np.nan
        adjusted = step_down_max_t(*studentised_draws(outcomes, design, 299, rng))
        false += bool((adjusted <= 0.05).any())
        adjusted = step_down_max_t(*joint_draws([means(outcomes, design)], design, 299, rng))
        plain += bool((adjusted <= 0.05).any())
    assert false / 400 < 0.05 + 0.01 + 3 * math.sqrt(0.05 * 0.95 / 400)
    assert (plain / 400 > 0.15) == plain_fails
