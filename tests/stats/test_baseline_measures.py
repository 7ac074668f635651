"""Quartiles, standardised differences, Holm: by hand and at the limits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.stats.description import quartiles, smd_categorical, smd_continuous
from pipeline.stats.holm import holm


def test_quartiles_of_nothing_are_missing():
    assert all(math.isnan(q) for q in quartiles(np.empty(0)))
    assert quartiles(np.array([3.0])) == (3.0, 3.0, 3.0)


def test_smd_by_hand():
    # means 4 and 2, variances 4 and 1: 2/√2.5
    assert smd_continuous(np.array([2.0, 4.0, 6.0]), np.array([1.0, 2.0, 3.0])) == pytest.approx(2 / math.sqrt(2.5))


def test_weights_move_the_means_alone():
    x, y = np.array([1.0, 2.0, 6.0]), np.array([2.0, 4.0])
    w, v = np.array([1.0, 1.0, 2.0]), np.array([3.0, 1.0])
    spread = math.sqrt((7.0 + 2.0) / 2)
    assert smd_continuous(x, y, (w, v)) == pytest.approx((15 / 4 - 10 / 4) / spread)
    assert smd_continuous(x, y, (5 * np.ones(3), np.ones(2))) == pytest.approx(smd_continuous(x, y))


def test_weights_move_the_shares_alone():
    counts, totals = (np.array([3.0, 1.0]), np.array([2.0, 2.0])), (np.array([1.0, 1.0]), np.array([3.0, 1.0]))
    assert smd_categorical(*counts, totals) == pytest.approx((1 / 2 - 1 / 4) / math.sqrt((3 / 16 + 4 / 16) / 2))
    three = np.array([5.0, 3.0, 2.0]), np.array([4.0, 4.0, 2.0])
    assert smd_categorical(*three, three) == pytest.approx(smd_categorical(*three), rel=1e-12)
    assert smd_categorical(*three, (np.ones(3), np.ones(3))) == 0.0


def test_smd_without_variation():
    ones = np.ones(3)
    assert smd_continuous(ones, ones) == 0.0
    assert math.isnan(smd_continuous(ones, 2 * ones))
    assert math.isnan(smd_continuous(ones[:1], ones))


def test_two_levels_have_a_sign_and_several_have_none():
    assert smd_categorical(np.array([5.0, 5.0]), np.array([8.0, 2.0])) > 0
    assert smd_categorical(np.array([8.0, 2.0]), np.array([5.0, 5.0])) < 0
    assert smd_categorical(np.array([8.0, 2.0, 1.0]), np.array([5.0, 5.0, 1.0])) > 0
    assert smd_categorical(np.array([5.0, 5.0, 1.0]), np.array([8.0, 2.0, 1.0])) > 0


def test_three_levels_with_one_empty_are_two():
    two = smd_categorical(np.array([5.0, 5.0]), np.array([8.0, 2.0]))
    assert smd_categorical(np.array([5.0, 5.0, 0.0]), np.array([8.0, 2.0, 0.0])) == pytest.approx(abs(two))


def test_groups_without_a_common_level_have_no_finite_distance():
    assert math.isnan(smd_categorical(np.array([5.0, 0.0]), np.array([0.0, 5.0])))
    assert math.isnan(smd_categorical(np.array([5.0, 0.0, 0.0]), np.array([0.0, 5.0, 0.0])))
    assert math.isnan(smd_categorical(np.zeros(2), np.array([0.0, 5.0])))


def test_same_shares_are_at_0():
    assert smd_categorical(np.array([2.0, 4.0, 6.0]), np.array([1.0, 2.0, 3.0])) == 0.0


def test_holm_leaves_out_what_is_missing():
    assert holm(np.array([0.01, np.nan, 0.04])) == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert holm(np.array([np.nan])) == pytest.approx([np.nan], nan_ok=True)
    assert holm(np.empty(0)).tolist() == []
    assert holm(np.array([0.9, 0.8])).tolist() == [1.0, 1.0]
