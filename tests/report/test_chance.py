"""Chance at inclusion, one characteristic at a time: numbers of R 4.2 (pt, pf, lchoose), and a shuffling of labels."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.report.chance import chance_of_as_far, chance_of_same_shares


@pytest.mark.parametrize(
    ("distance", "sizes", "levels", "chance"),
    [
        (1.71, (2, 2), 2, 0.2293934815),  # far, and two against two do as much by chance
        (1.71, (100, 100), 2, 1.448928791e-25),
        (0.8, (6, 19), 2, 0.1010379724),
        (0.5, (25, 25), 2, 0.08345592163),
        (1.0, (12, 13), 4, 0.160709436859),
        (2.59, (6, 19), 5, 0.001422736775),
    ],
)
def test_a_distance_is_as_surprising_as_r_says(
    distance: float, sizes: tuple[int, int], levels: int, chance: float
) -> None:
    assert chance_of_as_far(distance, *sizes, levels) == pytest.approx(chance, rel=1e-8)


@pytest.mark.parametrize(("sizes", "levels"), [((1, 1), 2), ((2, 1), 5), ((0, 8), 2)])
def test_too_few_households_are_never_surprising(sizes: tuple[int, int], levels: int) -> None:
    assert chance_of_as_far(9.0, *sizes, levels) == 1.0


@pytest.mark.parametrize(
    ("counts", "chance"), [((7, 2, 2, 4, 4, 5), 0.00473095648), ((12, 12), 0.22675978483), ((1, 1), 0.66666666667)]
)
def test_the_same_shares_are_as_rare_as_r_says(counts: tuple[int, ...], chance: float) -> None:
    assert chance_of_same_shares(counts, counts) == pytest.approx(chance, rel=1e-8)


def test_the_same_shares_are_as_rare_as_a_shuffling_of_labels_makes_them() -> None:
    rng = np.random.default_rng(5)
    classes = np.repeat(np.arange(3), (4, 8, 4))
    same = [np.array_equal(np.bincount(rng.permutation(classes)[:8], minlength=3), [2, 4, 2]) for _ in range(4000)]
    assert chance_of_same_shares([2, 4, 2], [2, 4, 2]) == pytest.approx(np.mean(same), abs=0.03)
