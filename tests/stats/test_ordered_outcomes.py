"""Outcomes read in order of gravity: pair by pair by hand, as a win ratio counts them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from pipeline.stats.brunner_munzel import superiority
from pipeline.stats.ordered_outcomes import ordered_places


def test_the_probability_of_superiority_is_the_count_of_pairs():
    """Two accompanied against three controls: gone, then procedure, then debt; larger is worse.

    A = here, procedure 2, 500 €; B = here, none, 300 €. Controls: C = gone; D = here, none, 300 €; E = here, none, 0.
    A is worse than D and E, better than C; B is equal to D, worse than E, better than C: (2 + 1 + ½)/6.
    """
    gone, procedure, debt = [0, 0, 1, 0, 0], [2, 0, 0, 0, 0], [500, 300, 0, 300, 0]
    places = ordered_places(*(np.array(v, float) for v in (gone, procedure, debt)))
    assert superiority(places[:2], places[2:]).estimate == pytest.approx(3.5 / 6)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_is_that_of_each_pair_compared_outcome_after_outcome(seed):
    rng = np.random.default_rng(seed)
    outcomes = [rng.integers(0, 2, 30) * 1.0, rng.integers(0, 4, 30) * 1.0, rng.integers(0, 6, 30) * 100.0]
    places = ordered_places(*outcomes)
    for i, j in itertools.combinations(range(30), 2):
        first = next((o[i] - o[j] for o in outcomes if o[i] != o[j]), 0.0)
        assert np.sign(places[i] - places[j]) == np.sign(first)


def test_an_unknown_part_leaves_no_place_and_moves_no_other():
    gone, debt = np.array([0.0, np.nan, 1.0, 0.0]), np.array([5.0, 1.0, 0.0, np.nan])
    places = ordered_places(gone, debt)
    assert np.isnan(places[[1, 3]]).all()
    assert places[0] < places[2]
    assert ordered_places(np.full(3, np.nan)).shape == (3,)
