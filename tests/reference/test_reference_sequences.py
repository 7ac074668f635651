"""Optimal matching, Ward, silhouettes, stability, discrepancy and clustered proportions against R."""

from __future__ import annotations

import math

import numpy as np
import pytest
from reference_output import R_PRINTED, data_of, results_of

from pipeline.stats.assignments import assignments
from pipeline.stats.clustered_proportions import clustered_wilson
from pipeline.stats.clustering import bootstrap_jaccard, cut, silhouette_widths, ward_tree
from pipeline.stats.discrepancy import discrepancy_test
from pipeline.stats.sequences import optimal_matching

REFERENCE = results_of("sequences")
STATES = "EFHJST"
ROUND_OFF = 1e-10  # sums of 70 costs of order 1, in another order
# Two public data sets and the demonstration, in three groups.
GROUPS = {name: study["groups"] for name, study in results_of("studies")["studies"].items()}


def between(values: np.ndarray) -> np.ndarray:
    """The Euclidean distances between rows."""
    return np.sqrt(((values[:, None, :] - values[None, :, :]) ** 2).sum(axis=2))


@pytest.fixture(scope="module")
def distances():
    rows = [[STATES.index(s) for s in text] for text in data_of("mvad")["sequence"].head(60)]
    return optimal_matching(np.array(rows), np.array(REFERENCE["costs"]), 1.0)


@pytest.fixture(scope="module")
def plain():
    frame = data_of("veteran")[["time", "karno", "diagtime", "age"]].to_numpy(float)
    return between((frame - frame.mean(axis=0)) / frame.std(axis=0, ddof=1))


def test_optimal_matching_is_the_textbooks(distances):
    assert distances == pytest.approx(np.array(REFERENCE["distances"]), abs=ROUND_OFF)


@pytest.mark.parametrize("expected", REFERENCE["cuts"], ids=lambda e: str(e["number"]))
def test_ward_cuts_and_silhouettes_are_those_of_hclust_and_cluster(plain, expected):
    partition = cut(ward_tree(plain), plain, expected["number"])
    theirs = np.array(expected["labels"])
    both = np.unique(np.column_stack([partition.labels, theirs]), axis=0)
    assert len(both) == expected["number"]  # one and the same partition, numbered in another way
    assert (np.diff(partition.sizes) <= 0).all()
    assert partition.silhouettes == pytest.approx(np.array(expected["widths"]), abs=1e-10)
    assert silhouette_widths(plain, theirs - 1) == pytest.approx(np.array(expected["widths"]), abs=1e-10)


@pytest.mark.parametrize("r", GROUPS.values(), ids=GROUPS)
def test_wards_groups_of_three_studies_and_their_silhouettes(r):
    distances, labels = between(np.array(r["values"], float)), np.array(r["labels"])
    partition = cut(ward_tree(distances), distances, 3)
    assert len(np.unique(np.column_stack([partition.labels, labels]), axis=0)) == 3  # the same, otherwise numbered
    assert silhouette_widths(distances, labels - 1) == pytest.approx(r["widths"], abs=ROUND_OFF)


@pytest.mark.slow
@pytest.mark.parametrize("r", GROUPS.values(), ids=GROUPS)
def test_the_stability_of_the_groups_of_three_studies(r):
    stable, draws = r["stability"], 2_000
    distances = between(np.array(r["values"], float))
    ours = bootstrap_jaccard(distances, np.array(stable["labels"]) - 1, draws, np.random.default_rng(1))
    error = np.array(stable["sd"]) * math.sqrt(1 / draws + 1 / stable["draws"])
    assert (np.abs(ours - np.array(stable["mean"])) <= 4.5 * error).all()


@pytest.mark.slow
def test_stability_is_that_of_clusterboot(plain):
    expected = REFERENCE["stability"]
    draws = 2000
    ours = bootstrap_jaccard(plain, np.array(expected["labels"]) - 1, draws, np.random.default_rng(1))
    # Two means of drawn indices: 4.5 standard errors of their difference.
    error = np.array(expected["sd"]) * math.sqrt(1 / draws + 1 / expected["draws"])
    assert (np.abs(ours - np.array(expected["mean"])) <= 4.5 * error).all()


def test_discrepancy_is_that_of_adonis2_on_the_square_root(distances):
    expected = REFERENCE["discrepancy"]
    group = np.array(expected["group"]) == "yes"
    draws = 20_000
    for strata, key in ((np.zeros(60, dtype=np.int64), "p"), ((np.array(expected["block"]) == "yes") * 1, "p_within")):
        design = assignments(group, strata)
        ours = discrepancy_test(distances, design, draws, np.random.default_rng(2))
        assert ours.pseudo_r2 == pytest.approx(expected["r2"], rel=1e-9)
        assert ours.pseudo_f == pytest.approx(expected["f"], rel=1e-9)
        theirs = expected[key]
        error = math.sqrt(max(theirs * (1 - theirs), 1e-5) * (1 / draws + 1 / expected["draws"]))
        assert abs(ours.p_value - theirs) <= 4.5 * error + 1 / draws


def test_the_effective_size_comes_from_the_variance_of_svyratio():
    expected = REFERENCE["clustered"]
    hits, trials = np.array(expected["hits"], float)[:, None], np.array(expected["trials"], float)
    share, low, high = clustered_wilson(hits, trials)
    assert share[0] == pytest.approx(expected["share"], rel=R_PRINTED)
    p, z = expected["share"], 1.959963984540054
    size = p * (1 - p) / expected["error"] ** 2  # n* = p (1 − p)/v; the clusters are alike enough for deff > 1
    assert size < trials.sum()
    centre, half = p + z * z / (2 * size), z * math.sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    assert low[0] == pytest.approx((centre - half) / (1 + z * z / size), rel=1e-9)
    assert high[0] == pytest.approx((centre + half) / (1 + z * z / size), rel=1e-9)
