"""The public rounding rules: worked by hand, and the exact number always lies between the published bounds."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contract.indicators import INDICATORS
from pipeline.params import Publique
from pipeline.publication.fact import Rounded
from pipeline.publication.rounding import Rounding, between

R = Rounding(Publique())
NNB = "\u202f"
NB = "\xa0"
TINY = 1e-9  # what binary adds to a bound


@pytest.mark.parametrize(
    ("made", "texte", "bas", "haut"),
    [
        # Group sizes to the nearest 5, 1 to 4 (and nobody) as one class.
        (R.size(24), "25", 22.5, 27.5),
        (R.size(22), "20", 17.5, 22.5),
        (R.size(7), "5", 5, 7.5),
        (R.size(4), "moins de 5", 0, 4),
        (R.size(0), "moins de 5", 0, 4),
        # Shares to the nearest 5 points, never « 0 % » nor « 100 % ».
        (R.share(21 / 23, 23), f"90{NNB}%", 0.875, 0.925),
        (R.share(15 / 22, 22), f"70{NNB}%", 0.675, 0.725),
        (R.share(0, 25), f"5{NNB}% ou moins", 0, 0.075),
        (R.share(1, 25), f"95{NNB}% ou plus", 0.925, 1),
        (R.share(0, 12), f"10{NNB}% ou moins", 0, 0.125),
        # 13 and 14 are both « 15 »: were their ends cut apart, « 5 % ou moins » would say which.
        (R.share(0, 13), f"10{NNB}% ou moins", 0, 0.125),
        (R.share(0, 17), f"10{NNB}% ou moins", 0, 0.125),
        # Differences of shares, a half away from zero; clipped to the scale.
        (R.share_difference(0.231225), f"+25{NB}points", 0.225, 0.275),
        (R.share_difference(-0.0068), f"0{NB}point", -0.025, 0.025),
        (R.share_difference(-0.075), f"−10{NB}points", -0.125, -0.075),
        (R.share_difference(0.99), f"+100{NB}points", 0.975, 1),
        # Amounts to 50 €, scores to 0.5, months to 0.5, ratios to one digit.
        (R.amount(691.81), f"700{NB}€", 675, 725),
        (R.amount(-297.8, sign=True), f"−300{NB}€", -325, -275),
        (R.score(13.94, (0, 30)), "14,0", 13.75, 14.25),
        (R.score(29.9, (0, 30)), "30,0", 29.75, 30),
        (R.duration(23.52, "mois", "mois", (0, 24)), f"23,5{NB}mois", 23.25, 23.75),
        (R.duration(23.9, "mois", "mois", (0, 24)), f"24,0{NB}mois", 23.75, 24),
        # The ends of a scale: one household of 23, the fewest that print as 25, weighs 8/23, 100/23, 24/23.
        (R.score(0.2, (0, 8), 25), "0,5 ou moins", 0, 0.75),
        (R.score(99.0, (0, 100), 25), "95,5 ou plus", 95.25, 100),
        (R.duration(23.9, "mois", "mois", (0, 24), 25), f"23,0{NB}mois ou plus", 22.75, 24),
        (R.score(13.94, (0, 30), 22), "14,0", 13.75, 14.25),
        (R.ratio(0.4372), "0,4", 0.35, 0.45),
        # The primary's p to one digit; below, one class that no threshold cuts.
        (R.p(0.0735), "0,1 ou moins", 0, 0.15),
        (R.p(0.001), "0,1 ou moins", 0, 0.15),
        (R.p(0.26), "0,3", 0.25, 0.35),
        (R.p(1.0), "1,0", 0.95, 1),
        # A price known only from what is published of its parts, outwards.
        (between(3475 / 0.275, 3525 / 0.225, 50), f"de 12{NNB}600 à 15{NNB}700{NB}€", 12600, 15700),
    ],
)
def test_a_number_as_it_is_published(made: Rounded, texte: str, bas: float, haut: float) -> None:
    assert made.texte == texte
    assert made.bounds == pytest.approx((bas, haut), abs=TINY)


def _within(made: Rounded, exact: float) -> bool:
    return made.bas - TINY <= exact <= made.haut + TINY and all(map(math.isfinite, made.bounds))


@given(st.integers(0, 10_000))
def test_a_size_lies_between_its_bounds(n: int) -> None:
    assert _within(R.size(n), n)


@given(st.integers(10, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_between_its_bounds_and_its_ends_hold_two_counts_at_least(drawn: tuple[int, int]) -> None:
    k, n = drawn
    made = R.share(k / n, n)
    assert _within(made, k / n)
    ends = [j for j in range(n + 1) if made.bas - TINY <= j / n <= made.haut + TINY]
    if 0 in ends or n in ends:
        assert len(ends) >= 2


@given(st.integers(10, 400), st.floats(0, 1))
def test_the_printed_size_alone_says_how_wide_the_ends_are(n: int, x: float) -> None:
    alike = [m for m in range(max(10, n - 5), n + 6) if R.size(m) == R.size(n)]
    assert {R.share(x, m).bounds for m in alike} == {R.share(x, n).bounds}
    assert {R.score(100 * x, (0, 100), m).bounds for m in alike} == {R.score(100 * x, (0, 100), n).bounds}


@given(st.integers(10, 400))
def test_a_mean_at_the_end_of_its_scale_lets_one_household_be_anywhere(n: int) -> None:
    assert R.score(0.0, (0, 100), n).haut * n >= 100 - TINY


@pytest.mark.parametrize(
    ("rule", "low", "high"),
    [
        (R.share_difference, -1.0, 1.0),
        (R.amount, -20_000.0, 20_000.0),
        (lambda x: R.score(x, (0, 100)), 0.0, 100.0),
        (lambda x: R.duration(x, "mois", "mois", (0, 24)), 0.0, 24.0),
        (lambda x: R.score(x, (3, 9), 15), 3.0, 9.0),
        (R.ratio, 0.0, 500.0),
        (R.p, 0.0, 1.0),
    ],
)
def test_any_number_lies_between_its_bounds(rule: Callable[[float], Rounded], low: float, high: float) -> None:
    @given(st.floats(low, high, allow_nan=False))
    def check(x: float) -> None:
        assert _within(rule(x), x)

    check()


def test_steps_can_only_be_coarser_than_the_contract() -> None:
    for key, finer in (("parts", 1), ("effectifs", 1), ("montants", 10), ("petit_effectif", 4), ("menages_min", 9)):
        with pytest.raises(ValueError, match=key):
            Publique.model_validate({key: finer})
    assert Rounding(Publique(parts=10)).share(0.231225, 25).texte == f"20{NNB}%"


def test_a_level_has_the_rule_of_its_unit() -> None:
    assert R.value(INDICATORS["impaye_solde"], -120.0, 20).texte == f"−100{NB}€"
    assert R.value(INDICATORS["who5"], 49.46, 18, (0, 100)).texte == "49,5"
    assert R.value(INDICATORS["troubles"], 0.28, 20).texte == "0,3"
