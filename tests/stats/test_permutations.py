"""Exchanges within strata and permutation p-values: against full enumerations, and at the limits."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from pipeline.stats.assignments import assignments
from pipeline.stats.max_t import step_down_max_t
from pipeline.stats.permutation import joint_draws, log_rank, means, permutation_p, rates

DRAWS = 20_000


def drawn(design, number, seed=0):
    return np.concatenate([chunk.copy() for chunk in design.draw(number, np.random.default_rng(seed))])


def design_of(sizes, treated):
    strata = np.repeat(np.arange(len(sizes)), sizes)
    flags = np.concatenate([np.arange(n) < k for n, k in zip(sizes, treated, strict=True)])
    return assignments(flags, strata)


def monte_carlo(p, draws=DRAWS):
    """4.5 standard errors of a drawn p-value: one chance in 100,000 of being beyond."""
    return 4.5 * max(math.sqrt(p * (1 - p) / draws), 1 / draws)


@pytest.mark.parametrize(
    ("sizes", "treated"),
    [
        ((4,), (2,)),
        ((3, 5), (1, 4)),
        ((12,), (5,)),
        ((20,), (10,)),
        ((47,), (21,)),
        ((30, 11), (1, 10)),
        ((900,), (7,)),
    ],
)
def test_group_sizes_of_every_stratum_are_kept(sizes, treated):
    design = design_of(sizes, treated)
    sums = np.add.reduceat(drawn(design, 3000), np.cumsum((0, *sizes[:-1])), axis=1)
    assert (sums == np.array(treated)).all()


@pytest.mark.parametrize(("size", "treated"), [(5, 2), (12, 2), (22, 2)])
def test_every_arrangement_is_equally_likely(size, treated):
    """One block, two blocks, many blocks: χ² of the counts of all C(size, 2) arrangements."""
    number = 40_000
    counts = Counter(map(bytes, drawn(design_of((size,), (treated,)), number).astype(np.uint8)))
    cells = math.comb(size, treated)
    assert len(counts) == cells
    expected = number / cells
    chi_squared = sum((n - expected) ** 2 / expected for n in counts.values())
    df = cells - 1
    assert chi_squared < df + 5 * math.sqrt(2 * df) + 10  # five standard deviations of χ²


@pytest.mark.parametrize("size", [47, 450, 1_000])
def test_households_of_a_large_stratum_are_exchanged_alike_and_together(size):
    """First and second moments of the hypergeometric: k/n, and k(k − 1)/(n(n − 1)) for two households."""
    treated, number = size // 3, 20_000
    matrix = drawn(design_of((size,), (treated,)), number)
    share = treated / size
    assert matrix.mean(axis=0) == pytest.approx(share, abs=5.5 * math.sqrt(share * (1 - share) / number))
    both = share * (treated - 1) / (size - 1)
    for i, j in ((0, 1), (0, size - 1), (8, 12), (size // 2, size // 2 + 1)):  # same block and different blocks
        error = math.sqrt(both * (1 - both) / number)
        assert (matrix[:, i] * matrix[:, j]).mean() == pytest.approx(both, abs=5 * error)


def test_draws_depend_on_the_seed_only():
    design = design_of((20, 7), (9, 3))
    assert (drawn(design, 500, 1) == drawn(design, 500, 1)).all()
    assert (drawn(design, 500, 1) != drawn(design, 500, 2)).any()


def enumerate_assignments(design):
    """All arrangements of the design, as rows of 0 and 1 in its order."""
    parts = []
    for size, treated in zip(design.sizes, design.treated, strict=True):
        rows = np.zeros((math.comb(size, treated), size))
        for row, chosen in zip(rows, itertools.combinations(range(size), treated), strict=True):
            row[list(chosen)] = 1.0
        parts.append(rows)
    return np.array([np.concatenate(rows) for rows in itertools.product(*parts)])


@pytest.fixture(scope="module")
def small():
    """Two strata of unequal shares, 6 + 5 households: 15 × 10 arrangements, all enumerable."""
    treated = np.array([1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0], bool)
    strata = np.repeat([0, 1], [6, 5])
    return treated, strata, assignments(treated, strata)


def test_p_of_means_is_that_of_all_arrangements_centred_within_strata(small):
    treated, _, design = small
    y = np.array([3.0, 5.0, 1.0, 2.0, 2.0, 0.0, 9.0, 7.0, 8.0, 8.0, 6.0])
    everything = enumerate_assignments(design)
    difference = everything @ y / 5 - (1 - everything) @ y / 6
    centre = difference.mean()  # the raw difference is not centred: strata of unequal shares
    assert abs(centre) > 0.5
    observed = y[treated].mean() - y[~treated].mean()
    exact = np.mean(np.abs(difference - centre) >= abs(observed - centre) - 1e-9)
    (p,) = permutation_p([means(y[:, None], design)], design, DRAWS, np.random.default_rng(1))
    assert p[0] == pytest.approx(exact, abs=monte_carlo(exact))


def test_p_of_rates_is_that_of_all_arrangements_centred_on_their_mean(small):
    treated, _, design = small
    y = np.array([3.0, 0.0, 1.0, 0.0, 2.0, 0.0, 1.0, 4.0, 0.0, 1.0, 1.0])
    t = np.array([1.0, 0.4, 2.0, 2.0, 1.5, 2.0, 2.0, 0.7, 2.0, 1.0, 2.0])
    everything = enumerate_assignments(design)
    difference = everything @ y / (everything @ t) - (1 - everything) @ y / ((1 - everything) @ t)
    observed = y[treated].sum() / t[treated].sum() - y[~treated].sum() / t[~treated].sum()
    exact = np.mean(np.abs(difference - difference.mean()) >= abs(observed - difference.mean()) - 1e-9)
    (p,) = permutation_p([rates(y[:, None], t[:, None], design)], design, DRAWS, np.random.default_rng(2))
    assert p[0] == pytest.approx(exact, abs=monte_carlo(exact))


def test_known_part_of_rates_has_expectation_0(small):
    _, _, design = small
    y, t = np.arange(11.0), np.linspace(0.5, 2, 11)
    part = rates(y[:, None], t[:, None], design).known_part(enumerate_assignments(design))
    assert part.mean() == pytest.approx(0, abs=1e-12)
    assert part.std() > 0.1


def test_p_of_log_rank_is_that_of_all_arrangements(small):
    treated, _, design = small
    times = np.array([2.0, 9.0, 3.0, 3.0, 9.0, 9.0, 5.0, 6.0, 9.0, 9.0, 1.0])
    events = times < 9
    statistic = log_rank(times, events, design)
    everything = statistic.of(enumerate_assignments(design))[0]
    observed = statistic.of(treated.astype(float)[None, :])[0, 0]
    exact = np.mean(everything >= observed - 1e-9)
    (p,) = permutation_p([statistic], design, DRAWS, np.random.default_rng(3))
    assert p[0] == pytest.approx(exact, abs=monte_carlo(exact))


def test_two_against_two_has_its_six_arrangements():
    design = design_of((4,), (2,))
    y = np.array([10.0, 8.0, 1.0, 2.0])
    (p,) = permutation_p([means(y[:, None], design)], design, DRAWS, np.random.default_rng(4))
    assert p[0] == pytest.approx(1 / 3, abs=monte_carlo(1 / 3))  # the two extreme ones of six


def test_constant_outcome_has_p_1_whatever_its_round_off():
    design = design_of((9, 8), (4, 3))
    y = np.column_stack([np.full(17, 0.1), np.full(17, 1 / 3), np.where(np.arange(17) < 9, 0.7, 0.2)])
    (p,) = permutation_p([means(y, design)], design, 999, np.random.default_rng(5))
    assert p.tolist() == [1.0, 1.0, 1.0]


def test_p_is_never_below_one_over_draws_plus_one():
    design = design_of((40,), (20,))
    y = np.concatenate([np.full(20, 100.0), np.zeros(20)])[:, None] + np.linspace(0, 1, 40)[:, None]
    (p,) = permutation_p([means(y, design)], design, 999, np.random.default_rng(6))
    assert p[0] == 1 / 1000


def test_outcomes_share_draws_but_not_results():
    design = design_of((10, 8), (5, 4))
    y = np.random.default_rng(7).normal(size=(18, 3))
    (together,) = permutation_p([means(y, design)], design, 999, np.random.default_rng(8))
    alone = [permutation_p([means(y[:, [k]], design)], design, 999, np.random.default_rng(8))[0][0] for k in range(3)]
    assert together.tolist() == alone


def test_p_ignores_unit_sign_and_group_names():
    design = design_of((10, 8), (5, 4))
    swapped = assignments(design.observed == 0, design.stratum)
    y = np.random.default_rng(9).normal(size=(18, 1))
    p = permutation_p([means(y, design)], design, DRAWS, np.random.default_rng(10))[0][0]
    assert permutation_p([means(-1000 * y + 7, design)], design, DRAWS, np.random.default_rng(10))[0][0] == p
    other = permutation_p([means(y, swapped)], swapped, DRAWS, np.random.default_rng(11))[0][0]
    assert other == pytest.approx(p, abs=1.5 * monte_carlo(p))


def test_p_values_are_uniform_under_the_null():
    """400 studies without effect, 199 draws each: the share of p ≤ 0.1 is 0.1, within 4 standard errors (0.06)."""
    rng = np.random.default_rng(12)
    design = design_of((12, 8), (6, 4))
    y = rng.normal(size=(20, 400))
    (p,) = permutation_p([means(y, design)], design, 199, rng)
    assert np.mean(p <= 0.1) == pytest.approx(0.1, abs=0.06)


def test_max_t_by_hand():
    observed = np.array([2.0, -3.0, np.nan, 0.5])
    draws = np.array([[2.5, 0.1, 9.0, 0.1], [0.3, -4.0, 9.0, 1.0], [-2.2, 0.2, 9.0, 0.2], [0.1, 1.0, 9.0, 0.4]])
    # In the order −3, 2, 0.5, of four draws: the largest of the three is ≥ 3 once; of the last two ≥ 2 twice; the last
    # is ≥ 0.5 once, lifted to the (2 + 1)/5 before it.
    assert step_down_max_t(observed, draws).tolist() == pytest.approx([3 / 5, 2 / 5, np.nan, 3 / 5], nan_ok=True)


def test_max_t_of_a_statistic_that_is_zero_is_one():
    """0 got as round-off: no draw is nearer to it."""
    observed, draws = np.array([6.8e-16, 2.0]), np.array([[0.0, 0.5], [-1e-16, 0.1], [0.3, 2.1]])
    assert step_down_max_t(observed, draws).tolist() == [1.0, 0.5]
    assert step_down_max_t(-observed, draws).tolist() == [1.0, 0.5]


def test_max_t_of_identical_outcomes_costs_nothing():
    """Perfectly dependent outcomes are one outcome: Westfall–Young adds nothing, where Holm multiplies."""
    design = design_of((16,), (8,))
    y = np.random.default_rng(13).normal(size=16)
    one = joint_draws([means(y[:, None], design)], design, 999, np.random.default_rng(14))
    five = joint_draws([means(np.tile(y[:, None], 5), design)], design, 999, np.random.default_rng(14))
    assert step_down_max_t(*five).tolist() == pytest.approx(step_down_max_t(*one).tolist() * 5)


def test_a_statistic_that_cannot_vary_leaves_the_family():
    design = design_of((8,), (4,))
    y = np.column_stack([np.arange(8.0), np.ones(8)])
    observed, draws = joint_draws([means(y, design)], design, 199, np.random.default_rng(15))
    adjusted = step_down_max_t(observed, draws)
    assert math.isnan(adjusted[1])
    assert 0 < adjusted[0] <= 1


def test_thousands_of_households_are_drawn_chunk_by_chunk():
    design = design_of((3000, 2000, 7), (1500, 400, 3))
    rows = [len(chunk) for chunk in design.draw(150, np.random.default_rng(16))]
    assert sum(rows) == 150
    assert max(rows) * 5007 <= 250_000  # numbers held at once, whatever the number of draws


def test_a_draw_without_observed_time_counts_as_extreme():
    """Two households with time, two without: a draw that puts both in one group has no rate in the other."""
    counts, time = np.array([[1.0], [0.0], [2.0], [0.0]]), np.array([[1.0], [0.0], [1.0], [0.0]])
    design = assignments(np.array([True, True, False, False]), np.zeros(4, int))
    statistic = rates(counts, time, design)
    (p,) = permutation_p([statistic], design, DRAWS, np.random.default_rng(17))
    assert p[0] == 1.0  # four arrangements are the observed one or its mirror, two are undefined
    observed, draws = joint_draws([statistic], design, DRAWS, np.random.default_rng(17))
    assert np.isinf(draws).mean() == pytest.approx(1 / 3, abs=monte_carlo(1 / 3))
    assert np.isfinite(observed).all()
