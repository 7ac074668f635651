"""BCa bootstrap of differences in means: scipy with the same draws, ties, missing values, invariances, coverage."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pipeline.stats import bootstrap_difference
from pipeline.stats.bca import bca_interval
from pipeline.stats.bootstrap_difference import bootstrap_differences
from pipeline.stats.effect import Reason

SAME = 1e-10
DRAWS = 999


def skewed(seed=1, sizes=(17, 26), outcomes=20):
    rng = np.random.default_rng(seed)
    values = rng.lognormal(3.0, 1.0, (sum(sizes), outcomes))
    return values, np.arange(sum(sizes)) < sizes[0]


def ours(values, treated, draws=DRAWS, level=0.95):
    return bootstrap_differences(values, treated, draws=draws, rng=np.random.default_rng(7), level=level)


def scipys(values, treated, level=0.95):
    found = stats.bootstrap(
        (values[treated].T, values[~treated].T),
        lambda one, zero, axis: np.nanmean(one, axis=axis) - np.nanmean(zero, axis=axis),
        axis=-1, vectorized=True, n_resamples=DRAWS, method="BCa", confidence_level=level,
        rng=np.random.default_rng(7),
    )  # fmt: skip
    return np.column_stack([found.confidence_interval.low, found.confidence_interval.high, found.standard_error])


def numbers(effects):
    return np.array([[e.low, e.high, e.std_error] for e in effects])


@pytest.mark.parametrize("level", [0.95, 0.5])
def test_intervals_are_scipys_with_the_same_draws(level):
    values, treated = skewed()
    assert np.abs(numbers(ours(values, treated, level=level)) / scipys(values, treated, level) - 1).max() < SAME


def test_a_missing_outcome_is_drawn_with_its_household():
    values, treated = skewed()
    values[np.random.default_rng(3).random(values.shape) < 0.25] = np.nan
    assert np.abs(numbers(ours(values, treated)) / scipys(values, treated) - 1).max() < SAME
    by_hand = np.nanmean(values[treated], axis=0) - np.nanmean(values[~treated], axis=0)
    assert [e.estimate for e in ours(values, treated)] == pytest.approx(by_hand, rel=SAME)


def test_an_outcome_has_the_same_interval_alone_and_among_others():
    values, treated = skewed()
    values[2, 5] = np.nan
    together = ours(values, treated)
    for column in (0, 5):
        assert numbers(ours(values[:, [column]], treated)) == pytest.approx(numbers(together)[[column]], rel=SAME)


def test_exchanging_the_names_of_the_groups_changes_the_signs_alone():
    values, treated = skewed()
    values[4, 3] = np.nan
    for one, other in zip(ours(values, treated), ours(values, ~treated), strict=True):
        assert (other.low, other.high) == pytest.approx((-one.high, -one.low), rel=1e-12)
        assert other.p_value == pytest.approx(one.p_value, rel=1e-9)


def test_units_and_origin_do_not_matter_even_where_draws_are_tied():
    """Whole scores: many draws equal the estimate, but for the round-off of tenths."""
    values, treated = skewed(sizes=(25, 25))
    scores = np.clip(np.rint(values / 20), 0, 4)
    first, second = numbers(ours(scores, treated)), numbers(ours(0.1 * scores + 0.3, treated))
    assert second == pytest.approx(0.1 * first, rel=1e-9, abs=1e-12)


def test_chunks_do_not_change_the_draws(monkeypatch):
    values, treated = skewed()
    whole = numbers(ours(values, treated))
    monkeypatch.setattr(bootstrap_difference, "_CHUNK_CELLS", 200)
    assert numbers(ours(values, treated)) == pytest.approx(whole, rel=1e-12)


def test_p_is_the_level_at_which_the_interval_meets_no_difference():
    values, treated = skewed(seed=5, outcomes=1)
    values[treated] += 3
    (effect,) = ours(values, treated, draws=9_999)
    assert 1e-4 < effect.p_value < 0.5
    (at_p,) = ours(values, treated, draws=9_999, level=1 - effect.p_value)
    assert min(abs(at_p.low), abs(at_p.high)) < 0.01 * effect.std_error


def test_bounds_of_draws_in_any_order_are_the_quantiles():
    draws = np.sort(np.random.default_rng(2).standard_cauchy(1_000))
    first = np.argsort(np.arange(1_000) % 16, kind="stable")  # the lowest draws at the places that are looked at first
    for order in (np.arange(1_000), first, np.argsort(first), np.random.default_rng(3).permutation(1_000)):
        low, high, _ = bca_interval(float(np.median(draws)), draws[order], [], level=0.9)
        assert (low, high) == pytest.approx(tuple(np.quantile(draws, [0.05, 0.95])), rel=1e-9)


def test_no_p_is_smaller_than_the_draws_can_show():
    values, treated = skewed(outcomes=1)
    values[treated] -= 1e6
    (effect,) = ours(values, treated)
    assert effect.p_value == 1 / (DRAWS + 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("draw", "least", "most"),
    [
        (lambda rng, shape: rng.normal(size=shape), 0.925, 0.955),
        (lambda rng, shape: rng.exponential(size=shape), 0.895, 0.93),
        (lambda rng, shape: rng.lognormal(size=shape), 0.86, 0.90),
    ],
)
def test_coverage_at_25_a_group_is_what_the_methods_page_says(draw, least, most):
    """2,000 studies, four sets of draws; the Monte-Carlo error is 0.7 points."""
    treated = np.arange(50) < 25
    effects = []
    for seed in range(4):
        rng = np.random.default_rng([4, seed])
        effects += bootstrap_differences(draw(rng, (50, 500)), treated, draws=DRAWS, rng=rng)
    covered = np.mean([e.low <= 0 <= e.high for e in effects])
    assert least < covered < most
    assert np.mean([e.p_value < 0.05 for e in effects]) == pytest.approx(1 - covered, abs=0.003)


def test_what_cannot_be_computed_says_why():
    values = np.random.default_rng(1).normal(size=(50, 6))
    treated = np.arange(50) % 2 == 0
    values[treated, 0] = np.nan
    values[np.flatnonzero(treated)[1:], 1] = np.nan
    values[:, 2] = np.where(treated, 0.1, 0.3)
    values[np.flatnonzero(treated)[2:], 3] = np.nan  # two known of 25: (23/25)^25 = 12 % of draws hold neither
    values[np.flatnonzero(treated)[3:], 4] = np.nan  # three: 4 %
    effects = ours(values, treated, draws=4_999)
    reasons = [Reason.EMPTY_GROUP, Reason.FEW_VALUES, Reason.NO_VARIATION, Reason.UNDEFINED_DRAWS, None, None]
    assert [e.reason for e in effects] == reasons
    assert effects[2].estimate == pytest.approx(-0.2)
    assert np.isnan([effects[3].low, effects[3].p_value]).all()
    assert effects[4].low < effects[4].estimate < effects[4].high
    assert [e.reason for e in ours(values, np.ones(50, dtype=bool))] == [Reason.EMPTY_GROUP] * 6


def test_one_group_without_variation_is_the_other_group_alone():
    values, treated = skewed(outcomes=1)
    values[~treated] = 5.0
    (effect,) = ours(values, treated)
    alone = stats.bootstrap(
        (values[treated, 0],), np.mean, n_resamples=DRAWS, method="BCa", rng=np.random.default_rng(7)
    ).confidence_interval
    assert (effect.low, effect.high) == pytest.approx((alone.low - 5, alone.high - 5), rel=SAME)
