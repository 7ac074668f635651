"""Distances between sequences against figures that TraMineR's authors and users have published."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from reference_output import HERE, data_of

from pipeline.stats.sequences import constant_costs, optimal_matching, transition_costs

STATES = "EFHJST"  # employment, further education, higher education, joblessness, school, training


@pytest.fixture(scope="module")
def mvad():
    frame = data_of("mvad")
    return frame, np.array([[STATES.index(s) for s in text] for text in frame["sequence"]])


def test_longest_common_subsequences_of_the_article(mvad):
    """§8.1: 12 between sequences 1 and 3, 59 between 2 and 5; with costs 2 and 1, d = 2 (70 − length)."""
    distances = optimal_matching(mvad[1][:5], constant_costs(6), 1.0)
    assert distances[0, 2] == 2 * (70 - 12)
    assert distances[1, 4] == 2 * (70 - 59)


def test_transition_costs_of_the_article(mvad):
    """§8.2, three decimals, from the weighted sequences: each row stands a hundred times its weight."""
    frame, sequences = mvad
    repeated = np.repeat(sequences, np.rint(100 * frame["weight"]).astype(int), axis=0)
    costs = transition_costs(repeated, 6)
    published = [
        [0.000, 1.971, 1.987, 1.957, 1.988, 1.961],
        [1.971, 0.000, 1.993, 1.977, 1.991, 1.993],
        [1.987, 1.993, 0.000, 1.997, 1.981, 1.999],
        [1.957, 1.977, 1.997, 0.000, 1.992, 1.976],
        [1.988, 1.991, 1.981, 1.992, 0.000, 1.995],
        [1.961, 1.993, 1.999, 1.976, 1.995, 0.000],
    ]
    assert costs.round(3).tolist() == published
    assert round(float(70 * min(2.0, costs.max())), 2) == 139.94  # §8.3: the largest possible distance


def test_distances_of_traminer():
    sequences = np.array([[int(s) - 1 for s in text] for text in data_of("dyadic_children")["sequence"].astype(str)])
    sequences = sequences[:10]
    published = pd.read_csv(HERE / "published" / "traminer_om_trate.csv", index_col=0).to_numpy()
    costs = transition_costs(sequences, 6)
    indel = costs.max() / 2
    ours = optimal_matching(sequences, costs, indel) / (2 * 25 * indel)
    assert ours == pytest.approx(published, abs=1e-13)  # printed with fifteen digits


@pytest.mark.slow
def test_the_most_central_sequence_of_the_article(mvad):
    """§9.1: (FE, 22)-(EM, 48)."""
    frame, sequences = mvad
    costs = transition_costs(np.repeat(sequences, np.rint(100 * frame["weight"]).astype(int), axis=0), 6)
    central = optimal_matching(sequences, costs, 1.0).sum(axis=0).argmin()
    assert frame["sequence"][central] == "F" * 22 + "E" * 48
