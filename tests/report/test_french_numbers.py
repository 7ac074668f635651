"""A number is rounded once, a half going away from zero, whichever words stand around it."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.french import MISSING, euros, number, percent, rounded
from pipeline.report.calibration import norm_text
from pipeline.report.units import Unit

MINUS = "\u2212"

# By hand: the half goes away from zero, as French school and the spreadsheets of the senders round.
HALVES = [
    (0.5, 0, "1"),
    (1.5, 0, "2"),
    (2.5, 0, "3"),
    (-0.5, 0, f"{MINUS}1"),
    (-2.5, 0, f"{MINUS}3"),
    (0.4999, 0, "0"),
    (-0.4, 0, "0"),
    (-0.0, 1, "0,0"),
    (0.125, 2, "0,13"),
    (1.005, 2, "1,01"),
    (2.675, 2, "2,68"),
    (-0.05, 1, f"{MINUS}0,1"),
    (1234.5, 0, "1\u202f235"),
    (1e21, 0, "1" + "\u202f000" * 7),
]


@pytest.mark.parametrize(("value", "decimals", "text"), HALVES)
def test_a_half_goes_away_from_zero(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text
    assert number(np.float64(value), decimals) == text
    assert Unit(decimals).plain(value) == text


# 100 × 0.285 is 28.499999999999996 in binary: the reader of 0,285 expects 29 %.
@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [(0.125, 0, "13"), (0.125, 1, "12,5"), (0.285, 0, "29"), (-0.005, 0, f"{MINUS}1"), (0.0005, 1, "0,1")],
)
def test_a_share_is_rounded_as_it_is_written(share: float, decimals: int, text: str) -> None:
    assert percent(share, decimals) == f"{text}\u202f%"
    assert Unit(decimals, 100.0, "\u202f%").value(share) == f"{text}\u202f%"


def test_an_amount_and_a_signed_number_round_alike() -> None:
    assert euros(0.5) == "1\u00a0€"
    assert number(0.5, sign=True) == "+1"
    assert number(0.4, sign=True) == "0"
    assert number(float("nan")) == number(None) == MISSING
    assert str(rounded(-0.4)) == "0"


def test_the_word_agrees_with_the_number_that_is_read() -> None:
    points = Unit(1, 100.0, one="point", many="points")
    assert points.difference(0.01949) == "1,9\u00a0point"
    assert points.difference(0.0195) == "2,0\u00a0points"


def test_the_norm_of_coverage_is_written_by_the_same_function() -> None:
    assert norm_text() == "93 à 97\u202f%"
