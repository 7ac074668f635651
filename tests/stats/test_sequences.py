"""Optimal matching, groups, discrepancy: by hand, limits, invariances, and the textbook's recursion."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.stats.assignments import assignments
from pipeline.stats.clustered_proportions import clustered_wilson
from pipeline.stats.clustering import bootstrap_jaccard, cut, silhouette_widths, ward_tree
from pipeline.stats.discrepancy import discrepancy_test
from pipeline.stats.newcombe import wilson_interval
from pipeline.stats.sequences import constant_costs, optimal_matching, transition_costs

EXACT = 1e-12


def textbook(a, b, costs, indel) -> float:
    table = np.zeros((len(a) + 1, len(b) + 1))
    table[:, 0], table[0, :] = indel * np.arange(len(a) + 1), indel * np.arange(len(b) + 1)
    for i, j in itertools.product(range(len(a)), range(len(b))):
        table[i + 1, j + 1] = min(table[i, j] + costs[a[i], b[j]], table[i, j + 1] + indel, table[i + 1, j] + indel)
    return float(table[-1, -1])


def points(*values: float) -> np.ndarray:
    return np.abs(np.subtract.outer(np.array(values), np.array(values)))


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.int64, st.tuples(st.integers(1, 7), st.integers(1, 9)), elements=st.integers(0, 3)),
    st.floats(0.25, 4),
    st.integers(0, 10_000),
)
def test_distances_are_the_textbooks(sequences, indel, seed):
    half = np.triu(np.random.default_rng(seed).uniform(0.1, 3, (4, 4)), 1)
    costs = half + half.T
    ours = optimal_matching(sequences, costs, indel)
    for i, j in itertools.product(range(len(sequences)), repeat=2):
        assert ours[i, j] == pytest.approx(textbook(sequences[i], sequences[j], costs, indel), abs=1e-9)
    assert np.array_equal(ours, ours.T)


def test_edits_by_hand():
    """AAB → ABB: one substitution, or one deletion and one insertion; with a dear indel, the substitution."""
    pair = np.array([[0, 0, 1], [0, 1, 1]])
    assert optimal_matching(pair, constant_costs(2, 2.0), 1.0)[0, 1] == 2.0
    assert optimal_matching(pair, constant_costs(2, 1.0), 1.0)[0, 1] == 1.0
    assert optimal_matching(pair, constant_costs(2, 3.0), 10.0)[0, 1] == 3.0


def test_many_sequences_are_cut_into_blocks_without_a_seam(monkeypatch):
    import pipeline.stats.sequences as module

    sequences = np.random.default_rng(0).integers(0, 4, (60, 12))
    whole = optimal_matching(sequences, constant_costs(4), 1.0)
    monkeypatch.setattr(module, "_BLOCK_CELLS", 1)
    assert np.array_equal(optimal_matching(sequences, constant_costs(4), 1.0), whole)


def test_fifty_households_over_two_years_take_no_time():
    import time

    sequences = np.random.default_rng(0).integers(0, 10, (50, 25))
    optimal_matching(sequences, constant_costs(11), 1.0)
    start = time.process_time()
    optimal_matching(sequences, constant_costs(11), 1.0)
    assert time.process_time() - start < 0.1


def test_a_state_never_left_costs_the_whole():
    costs = transition_costs(np.array([[0, 1, 1], [1, 1, 1]]), 3)
    assert costs[0, 1] == pytest.approx(1.0)  # 0 is always left for 1
    assert costs[0, 2] == costs[1, 2] == 2.0
    assert not costs.diagonal().any()


def test_two_far_groups_have_wide_silhouettes_and_one_group_none():
    d = points(0, 1, 100, 101)
    partition = cut(ward_tree(d), d, 2)
    assert partition.labels.tolist() == [0, 0, 1, 1]
    assert partition.silhouette > 0.98
    assert silhouette_widths(d, np.zeros(4, dtype=int)).tolist() == [0.0] * 4
    assert silhouette_widths(np.zeros((4, 4)), np.array([0, 0, 1, 1])).tolist() == [0.0] * 4


def test_groups_are_numbered_by_size_whatever_the_order():
    d = points(50, 0, 51, 1, 52, 2, 53)
    partition = cut(ward_tree(d), d, 2)
    assert partition.sizes.tolist() == [4, 3]
    assert partition.labels.tolist() == [0, 1, 0, 1, 0, 1, 0]


def test_objects_that_are_all_alike_make_one_group():
    assert cut(ward_tree(np.zeros((5, 5))), np.zeros((5, 5)), 3).number == 1


def test_far_groups_are_found_again_and_noise_is_not():
    rng = np.random.default_rng(1)
    far = points(*range(10), *range(1000, 1010))
    assert bootstrap_jaccard(far, np.repeat([0, 1], 10), 50, rng).tolist() == [1.0, 1.0]
    noise = rng.random((30, 30))
    noise = (noise + noise.T) * (1 - np.eye(30))
    labels = cut(ward_tree(noise), noise, 4).labels
    assert bootstrap_jaccard(noise, labels, 50, rng).mean() < 0.75


def test_a_single_object_group_and_very_few_objects():
    d = points(0, 1, 100)
    assert bootstrap_jaccard(d, np.array([0, 0, 1]), 30, np.random.default_rng(0)).shape == (2,)


def test_discrepancy_is_an_analysis_of_variance_on_squared_distances():
    """On squared Euclidean distances, R² and F are those of a one-way ANOVA."""
    rng = np.random.default_rng(2)
    y = np.concatenate([rng.normal(0, 1, 12), rng.normal(1, 1, 9)])
    group = np.arange(21) < 12
    between = 12 * (y[group].mean() - y.mean()) ** 2 + 9 * (y[~group].mean() - y.mean()) ** 2
    total = ((y - y.mean()) ** 2).sum()
    design = assignments(group, np.zeros(21, dtype=np.int64))
    found = discrepancy_test(points(*y) ** 2, design, 99, np.random.default_rng(0))
    assert found.pseudo_r2 == pytest.approx(between / total, rel=1e-10)
    assert found.pseudo_f == pytest.approx(between / ((total - between) / 19), rel=1e-10)


def test_discrepancy_of_relabelled_groups_and_of_nothing():
    d, strata = points(*np.random.default_rng(3).random(10)), np.zeros(10, dtype=np.int64)
    group = np.arange(10) < 4
    one, two = (discrepancy_test(d, assignments(g, strata), 499, np.random.default_rng(1)) for g in (group, ~group))
    assert one.pseudo_r2 == pytest.approx(two.pseudo_r2, rel=1e-10)
    assert np.isnan(discrepancy_test(np.zeros((4, 4)), assignments(group[:4], strata[:4]), 99, None).pseudo_r2)
    apart = discrepancy_test(d, assignments(group, group.astype(np.int64)), 99, np.random.default_rng(1))
    assert np.isnan(apart.p_value)
    assert apart.pseudo_r2 == pytest.approx(one.pseudo_r2, rel=1e-10)


def test_every_exchange_of_a_small_study_is_counted():
    """Six objects, 3 against 3: the observed split is one of the two best of 20; p tends to 2/20."""
    design = assignments(np.arange(6) < 3, np.zeros(6, dtype=np.int64))
    found = discrepancy_test(points(0, 1, 2, 100, 101, 102), design, 20_000, np.random.default_rng(4))
    assert found.p_value == pytest.approx(0.1, abs=4.5 * np.sqrt(0.1 * 0.9 / 20_000))


def test_independent_trials_have_wilsons_interval_and_clusters_a_wider_one():
    """Clusters of one trial whose variance is binomial: deff = m/(m − 1), then n* a little under n."""
    hits, trials = np.array([1.0] * 8 + [0.0] * 12)[:, None], np.ones(20)
    share, low, _ = clustered_wilson(hits, trials)
    assert share[0] == pytest.approx(0.4, abs=EXACT)
    plain = wilson_interval(8, 20)
    assert low[0] == pytest.approx(plain[0], abs=0.01)
    assert low[0] <= plain[0]
    alike = clustered_wilson(np.array([[10.0], [0.0], [10.0], [0.0]]), np.full(4, 10.0))
    assert alike[2][0] - alike[1][0] > np.diff(wilson_interval(20, 40))[0] * 1.5


def test_proportions_at_the_ends_and_without_trials():
    share, low, high = clustered_wilson(np.array([[0.0, 5.0], [0.0, 5.0]]), np.array([5.0, 5.0]))
    assert share.tolist() == [0.0, 1.0]
    assert (low[0], high[1]) == (0.0, 1.0)
    assert high[0] == pytest.approx(wilson_interval(0, 10)[1], abs=EXACT)
    assert all(np.isnan(v).all() for v in clustered_wilson(np.zeros((3, 2)), np.zeros(3)))
    alone = clustered_wilson(np.array([[3.0]]), np.array([6.0]))  # one cluster is one observation
    assert alone[1][0] < 0.1
    assert alone[2][0] > 0.9


@pytest.mark.slow
def test_the_interval_covers_when_households_differ():
    """2,000 studies of 25 households whose rates vary: coverage ≥ 0.90 where plain Wilson's falls well below."""
    rng = np.random.default_rng(5)
    covered, plain = 0, 0
    for _ in range(2000):
        rates, trials = rng.beta(2, 6, 25), rng.integers(5, 25, 25).astype(float)
        hits = rng.binomial(trials.astype(int), rates).astype(float)
        _, low, high = clustered_wilson(hits[:, None], trials)
        covered += low[0] <= 0.25 <= high[0]
        bounds = wilson_interval(int(hits.sum()), int(trials.sum()))
        plain += bounds[0] <= 0.25 <= bounds[1]
    assert covered / 2000 >= 0.92
    assert plain / 2000 < 0.85
