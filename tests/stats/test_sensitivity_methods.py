"""Hand-worked, limit and symmetry cases of the statistics of sensitivity; recovery and coverage where they claim it."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from pipeline.stats.cumulative_odds import cumulative_odds_ratio
from pipeline.stats.e_value import e_value, e_value_of_bound
from pipeline.stats.effect import Reason
from pipeline.stats.event_study import event_study
from pipeline.stats.overdispersion import dispersion, quasi_poisson_ratio
from pipeline.stats.posterior_difference import posterior_difference
from pipeline.stats.rates import rate_ratio
from pipeline.stats.rosenbaum import LARGEST, discordant_bound, largest_gamma, signed_rank_bound
from pipeline.stats.survivor_bounds import bounds_without_monotonicity, lee_bounds, mean_of_lowest
from pipeline.stats.tipping import shifted_difference, tipping_point
from pipeline.stats.weighted_difference import effective_size, weighted_difference
from pipeline.stats.welch import welch_difference
from pipeline.stats.worst_rank import to_ranks, worst_ranks

ONE, ZERO = np.array([5.0, 7.0, 9.0, 12.0]), np.array([1.0, 4.0, 6.0])
NONE = np.empty(0)


# -- bounds


def test_lee_bounds_worked_by_hand():
    # 3 of 4 treated seen, 1 of 2 controls: keep 0.5/0.75 = two thirds of 1, 2, 6: the lowest two, the highest two.
    bounds = lee_bounds(np.array([6.0, 1.0, 2.0]), np.array([3.0]), 4, 2)
    assert (bounds.low, bounds.high) == pytest.approx((1.5 - 3, 4 - 3))
    assert math.isnan(bounds.estimate)


def test_lee_bounds_turn_with_the_groups_and_close_without_selection():
    forward, backward = lee_bounds(ONE, ZERO, 5, 6), lee_bounds(ZERO, ONE, 6, 5)
    assert (backward.low, backward.high) == pytest.approx((-forward.high, -forward.low))
    same = lee_bounds(ONE, ZERO, 8, 6)
    assert same.low == pytest.approx(same.high) == pytest.approx(ONE.mean() - ZERO.mean())


def test_bounds_hold_the_effect_on_those_seen_either_way():
    # Everyone's effect is −1; the treatment keeps in sight debtors whom the control loses: what is seen misleads.
    rng = np.random.default_rng(11)
    debt = rng.gamma(2.0, 3.0, 20_000)
    seen_without, seen_with = debt < 6, debt < 9
    treated = rng.random(20_000) < 0.5
    one, zero = (debt - 1)[treated & seen_with], debt[~treated & seen_without]
    assert one.mean() - zero.mean() > 0
    wide = bounds_without_monotonicity(one, zero, treated.sum(), (~treated).sum())
    narrow = lee_bounds(one, zero, treated.sum(), (~treated).sum())
    assert wide.low <= narrow.low < -0.9  # the lower bound is reached here: those lost are the highest
    assert narrow.low == pytest.approx(-1.0, abs=0.1)
    assert narrow.high <= wide.high


def test_bounds_that_say_nothing():
    assert bounds_without_monotonicity(ONE, ZERO, 8, 6).reason is Reason.FEW_HOUSEHOLDS  # a half and a half
    assert lee_bounds(NONE, ZERO, 3, 3).reason is Reason.EMPTY_GROUP


@pytest.mark.parametrize("share", [0.1, 0.5, 0.75, 1.0])
def test_a_part_of_the_lowest_is_the_linear_programme(share):
    # The least mean of a distribution of mass `share` under the values: each gives at most 1/n.
    values = np.array([4.0, 1.0, 3.0, 2.0, 9.0])
    left, total = share, 0.0
    for v in sorted(values):
        taken = min(left, 1 / 5)
        total, left = total + taken * v, left - taken
    assert mean_of_lowest(values, share) == pytest.approx(total / share)


# -- ranks


def test_worst_ranks_keep_the_order_of_what_is_seen():
    values, lost = np.array([3.0, -2.0, np.nan, np.nan]), np.array([False, False, True, False])
    ranks = to_ranks(worst_ranks(values, lost))
    assert ranks[:3].tolist() == [2.0, 1.0, 3.0]
    assert math.isnan(ranks[3])


def test_everybody_lost_on_different_days():
    lost = np.ones(3, dtype=bool)
    assert worst_ranks(np.full(3, np.nan), lost, np.array([5.0, 1.0, 5.0])).argmax() == 1
    assert np.ptp(worst_ranks(np.full(3, np.nan), lost)) == 0


# -- missing outcomes


def test_no_shift_and_nobody_missing_are_welch():
    plain, shifted = welch_difference(ONE, ZERO), shifted_difference(ONE, ZERO, 2, 0, 0.0, -100.0)
    assert (shifted.estimate, shifted.low, shifted.p_value) == pytest.approx((plain.estimate, plain.low, plain.p_value))


@pytest.mark.parametrize("in_treated", [True, False])
def test_at_the_tipping_point_a_bound_is_zero(in_treated):
    found = tipping_point(ONE, ZERO, 3, 4, in_treated=in_treated)
    shifts = (found.to_limit, 0.0) if in_treated else (0.0, found.to_limit)
    effect = shifted_difference(ONE, ZERO, 3, 4, *shifts)
    assert min(abs(effect.low), abs(effect.high)) == pytest.approx(0.0, abs=1e-9)
    zero = (found.to_zero, 0.0) if in_treated else (0.0, found.to_zero)
    assert shifted_difference(ONE, ZERO, 3, 4, *zero).estimate == pytest.approx(0.0, abs=1e-12)


def test_tipping_without_missing_or_without_interval_says_why():
    assert tipping_point(ONE, ZERO, 0, 2, in_treated=True) is Reason.NO_EVENT
    assert tipping_point(ONE[:1], ZERO, 1, 0, in_treated=True) is Reason.FEW_VALUES


def test_the_variance_of_the_shifted_difference_is_that_of_simulated_studies():
    rng = np.random.default_rng(5)
    n, share, shift = 400, 0.3, 4.0
    estimates, errors = [], []
    for _ in range(600):
        seen = rng.random(n) > share
        effect = shifted_difference(rng.normal(0, 1, n)[seen], rng.normal(0, 1, n), int((~seen).sum()), 0, shift, 0.0)
        estimates.append(effect.estimate)
        errors.append(effect.std_error)
    # 600 studies: the standard deviation is known to 1/√1200 = 2.9 %, 4 times that allowed.
    assert np.std(estimates) == pytest.approx(np.mean(errors), rel=0.12)


def test_equal_weights_are_welch_and_the_scale_of_weights_is_nothing():
    plain = welch_difference(ONE, ZERO)
    for factor in (1.0, 7.5):
        effect = weighted_difference(ONE, np.full(4, factor), ZERO, np.full(3, factor))
        assert (effect.estimate, effect.std_error, effect.df) == pytest.approx(
            (plain.estimate, plain.std_error, plain.df)
        )
    assert effective_size(np.full(9, 0.2)) == pytest.approx(9)


# -- hidden causes


def test_e_values_of_the_paper_and_of_its_limits():
    assert e_value(10.73) == pytest.approx(20.95, abs=0.005)  # VanderWeele & Ding 2017, smoking and lung cancer
    assert e_value(1 / 10.73) == pytest.approx(e_value(10.73))
    assert e_value(1.0) == 1
    assert math.isnan(e_value(0.0))
    assert math.isnan(e_value(math.nan))
    assert e_value_of_bound(math.nan, 0.5) == pytest.approx(e_value(0.5))
    assert e_value_of_bound(2.0, math.nan) == pytest.approx(e_value(2.0))


def test_without_hidden_bias_the_bounds_are_the_exact_tests():
    assert discordant_bound(8, 10, 1.0) == pytest.approx((45 + 10 + 1) / 1024)
    # Wilcoxon, four pairs all positive: 1 of 16 signs; one of them the least and negative: 2 of 16.
    assert signed_rank_bound(np.array([1.0, 2.0, 3.0, 4.0]), 1.0) == pytest.approx(1 / 16)
    assert signed_rank_bound(np.array([-1.0, 2.0, 3.0, 4.0]), 1.0) == pytest.approx(2 / 16)
    assert signed_rank_bound(np.zeros(5), 3.0) == 1.0
    assert discordant_bound(0, 0, 2.0) == 1.0


def test_the_exact_law_of_tied_ranks_is_the_enumeration():
    gaps = np.array([2.0, 2.0, -1.0, 3.0, 0.0, 3.0])
    size = np.abs(gaps)
    ranks = np.array([(size < s).sum() + ((size == s).sum() + 1) / 2 for s in size])
    live, observed, p = ranks[gaps != 0], ranks[gaps > 0].sum(), 2.5 / 3.5
    total = sum(
        p ** sum(signs) * (1 - p) ** (5 - sum(signs))
        for signs in itertools.product((0, 1), repeat=5)
        if np.array(signs) @ live >= observed - 1e-9
    )
    assert signed_rank_bound(gaps, 2.5) == pytest.approx(total)


def test_gamma_is_where_the_bound_crosses():
    gamma = largest_gamma(lambda g: discordant_bound(18, 20, g))
    assert discordant_bound(18, 20, gamma) == pytest.approx(0.025, abs=1e-9)
    assert largest_gamma(lambda g: discordant_bound(10, 20, g)) == 1.0
    assert largest_gamma(lambda _: 0.0) == LARGEST


# -- ordinal, counts, priors, bands


def test_cumulative_odds_of_a_binary_scale_is_the_odds_ratio_and_turns_with_the_groups():
    one, zero = np.repeat([0.0, 3.0], [4, 9]), np.repeat([0.0, 3.0], [8, 5])
    effect, turned = cumulative_odds_ratio(one, zero), cumulative_odds_ratio(zero, one)
    assert effect.estimate == pytest.approx((9 / 4) / (5 / 8))
    assert effect.std_error == pytest.approx(math.sqrt(1 / 9 + 1 / 4 + 1 / 5 + 1 / 8))
    assert effect.estimate * turned.estimate == pytest.approx(1)


def test_cumulative_odds_recovers_a_known_ratio_and_depends_on_the_order_only():
    rng = np.random.default_rng(12)
    latent = rng.logistic(size=40_000)
    treated = np.arange(40_000) % 2 == 0
    level = np.digitize(latent + math.log(2) * treated, [-1.0, 0.0, 1.5, 3.0]).astype(float)
    effect = cumulative_odds_ratio(level[treated], level[~treated])
    assert math.log(effect.estimate) == pytest.approx(math.log(2), abs=4 * effect.std_error)
    other = cumulative_odds_ratio(level[treated] ** 3, level[~treated] ** 3)
    assert other.estimate == pytest.approx(effect.estimate)


def test_cumulative_odds_without_overlap_or_variation_says_so():
    assert cumulative_odds_ratio(np.ones(3), np.ones(4)).reason is Reason.NO_VARIATION
    assert cumulative_odds_ratio(np.array([2.0, 3.0]), np.array([0.0, 1.0])).reason is Reason.SEPARATION


def test_quasi_poisson_has_the_ratio_of_the_robust_method_and_widens_with_dispersion():
    rng = np.random.default_rng(13)
    time1, time0 = rng.uniform(0.5, 2, 30), rng.uniform(0.5, 2, 30)
    one, zero = rng.poisson(2 * time1).astype(float), rng.poisson(3 * time0).astype(float)
    quasi, robust = quasi_poisson_ratio(one, time1, zero, time0), rate_ratio(one, time1, zero, time0)
    assert quasi.estimate == pytest.approx(robust.estimate)
    burst = np.where(np.arange(30) % 3 == 0, 3 * one, 0.0)
    assert dispersion(burst, time1, zero, time0) > dispersion(one, time1, zero, time0) > 0
    assert quasi_poisson_ratio(NONE, NONE, zero, time0).reason is Reason.EMPTY_GROUP
    assert quasi_poisson_ratio(one, time1, 0 * zero, time0).reason is Reason.NO_EVENT_CONTROL
    assert quasi_poisson_ratio(0 * one, time1, zero, time0).estimate == 0.0


def test_a_sceptic_is_moved_less_and_groups_may_be_exchanged():
    sceptic, neutral = posterior_difference(23, 25, 15, 25, 0.5), posterior_difference(23, 25, 15, 25, 2.0)
    assert 0 < sceptic.mean < neutral.mean < 23 / 25 - 15 / 25
    turned = posterior_difference(15, 25, 23, 25, 0.5)
    assert turned.mean == pytest.approx(-sceptic.mean)
    assert turned.above(0.0) == pytest.approx(1 - sceptic.above(0.0))
    assert (turned.low, turned.high) == pytest.approx((-sceptic.high, -sceptic.low))


def test_with_many_households_any_prior_gives_way_to_the_data():
    result = posterior_difference(4600, 5000, 3000, 5000, 0.7)
    assert result.mean == pytest.approx(0.32, abs=0.005)
    assert (result.high - result.low) == pytest.approx(2 * 1.96 * math.sqrt(0.92 * 0.08 / 5000 + 0.24 / 5000), rel=0.05)


def test_no_data_leave_the_prior():
    result = posterior_difference(0, 0, 0, 0, 1.0)
    assert result.posterior == pytest.approx(result.prior)
    assert result.mean == pytest.approx(0, abs=1e-12)


def test_one_time_has_no_price_for_being_simultaneous_and_its_error_is_welchs():
    rng = np.random.default_rng(14)
    values, g = rng.normal(size=50), np.arange(50) < 20
    path = event_study(values[:, None], g, draws=4000, rng=np.random.default_rng(1))
    plain = welch_difference(values[g], values[~g])
    assert (path.difference[0], path.std_error[0]) == pytest.approx((plain.estimate, plain.std_error))
    assert path.simultaneous == pytest.approx(path.pointwise, abs=0.1)


def test_the_band_holds_the_whole_path_at_its_level():
    rng = np.random.default_rng(15)
    held, studies = 0, 200
    for _ in range(studies):
        walk = rng.normal(size=(80, 12)).cumsum(axis=1)  # no effect at any time
        path = event_study(walk, np.arange(80) < 40, draws=300, rng=rng)
        held += bool((np.abs(path.difference) <= path.simultaneous * path.std_error).all())
    assert abs(held / studies - 0.95) <= 4 * math.sqrt(0.95 * 0.05 / studies)


def test_a_time_that_nobody_lived_is_left_out_of_the_band():
    changes = np.array([[1.0, np.nan], [2.0, np.nan], [0.0, 5.0], [4.0, np.nan]])
    path = event_study(changes, np.array([True, True, False, False]), draws=50, rng=np.random.default_rng(1))
    assert math.isnan(path.std_error[1])
    assert math.isfinite(path.simultaneous)
