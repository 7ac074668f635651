"""Matching, precision and rank correlation against R: mahalanobis on ranks, power.t.test, enumeration."""

from __future__ import annotations

import numpy as np
import pytest
from reference_output import R_PRINTED, results_of

from pipeline.stats.matching import optimal_pairs, rank_mahalanobis
from pipeline.stats.precision import detectable_difference, expected_half_width, power_of_means
from pipeline.stats.spearman import rank_correlation

REFERENCE = results_of("matching")
# R's pt with a noncentrality is good to about 1e-10, and power.t.test's root finder to 1e-10 of its bracket.
NONCENTRAL_T = 1e-8


def units() -> tuple[np.ndarray, np.ndarray]:
    rows = REFERENCE["units"]
    values = np.array([[r[c] for c in ("karno", "diagtime", "age", "squamous")] for r in rows], dtype=float)
    return values, np.array([r["treated"] == 1 for r in rows])


def test_the_rank_based_distance_is_r_s() -> None:
    assert rank_mahalanobis(*units()) == pytest.approx(np.array(REFERENCE["distance"]), rel=1e-9)


def test_the_chosen_pairs_have_the_smallest_total_of_all_choices() -> None:
    distance = np.array(REFERENCE["distance"])
    rows, columns = optimal_pairs(distance, 3)
    assert len(set(rows)) == len(set(columns)) == 3
    assert distance[rows, columns].sum() == pytest.approx(REFERENCE["best_total"], rel=R_PRINTED)


def test_power_of_means_is_power_t_test_s() -> None:
    assert power_of_means(0.5, 64, 64) == pytest.approx(REFERENCE["power"]["d05_n64"], rel=NONCENTRAL_T)
    assert power_of_means(0.81, 25, 25) == pytest.approx(REFERENCE["power"]["d081_n25"], rel=NONCENTRAL_T)


@pytest.mark.parametrize("n", [25, 40])
def test_detectable_difference_and_half_width(n: int) -> None:
    assert detectable_difference(n, n) == pytest.approx(REFERENCE["detectable"][f"n{n}"], rel=1e-6)
    assert expected_half_width(0.8, 0.6, n, n) == pytest.approx(REFERENCE["half_width"][f"n{n}"], rel=1e-9)


def test_spearman_is_cor_s() -> None:
    values, _ = units()
    assert rank_correlation(values[:, 0], values[:, 1]).estimate == pytest.approx(REFERENCE["spearman"], rel=R_PRINTED)
