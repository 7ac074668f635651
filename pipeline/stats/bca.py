"""Bias-corrected and accelerated bootstrap interval from draws that are already there."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, ndtri

from pipeline.stats.effect import Floats
from pipeline.stats.student import t_p_value, t_quantile, z_p_value, z_quantile

_TIE = 1e-10  # jackknife standard errors: values of whole scores are equal but for the round-off of their sums


def bca_interval(
    estimate: float, draws: Floats, jackknife: Sequence[Floats], level: float = 0.95, null: float = 0.0
) -> tuple[float, float, float]:
    """Return both bounds and the p-value of `null`: the largest 1 − level at which the interval still holds it, and
    at least 1/(B + 1), less than which B draws cannot show.

    z₀ = Φ⁻¹(share of draws below the estimate, ties half); a = Σ_g Σ U³/n_g³ / (6 (Σ_g Σ U²/n_g²)^1.5), U the centred
    jackknife values of group g times n_g − 1; the bounds are the quantiles of the draws at Φ(z₀ + u/(1 − a u)),
    u = z₀ + z.

    `draws`: no `nan`, shape (B,); infinite ones are the largest or the smallest; `jackknife`: for each group that was
    resampled apart, the estimates without each of its members, finite, shape (n_g,) (none, or without variation:
    a = 0). A share of 0 or 1 counts as half a draw. A draw within 1e-10 standard errors of a value is
    tied with it.
    Reference: Efron 1987, JASA 82:171-185; Efron & Tibshirani 1993, § 14.3; SciPy `bootstrap(method="BCa")`.

    >>> draws = np.arange(1.0, 100.0)
    >>> low, high, p = bca_interval(50.0, draws, [], level=0.9)  # no bias, no acceleration: percentiles
    >>> round(low, 6), round(high, 6)
    (5.9, 94.1)
    """
    rate, error = _acceleration(jackknife)
    tie = _TIE * error
    ordered = np.sort(draws)
    shift = _score(estimate, ordered, tie)
    tails = shift + ndtri([(1 - level) / 2, (1 + level) / 2])
    low, high = (_quantile(ordered, float(share)) for share in ndtr(shift + tails / (1 - rate * tails)))
    # The same formula solved for z at the null's place among the draws.
    apart = _score(null, ordered, tie) - shift
    tail = float(ndtr(apart / (1 + rate * apart) - shift))
    return low, high, min(1.0, max(2 * min(tail, 1 - tail), 1 / (len(draws) + 1)))


def expanded_bca_interval(
    estimate: float, draws: Floats, jackknife: Sequence[Floats], n: int, df: int, level: float = 0.95, null: float = 0.0
) -> tuple[float, float, float]:
    """Return both bounds and p of `bca_interval`, widened for a small sample as its percentiles could be.

    The resamples of n units, in which n − df parameters are fitted, spread √(df/n) times too little, and a normal
    quantile is that of a known variance: the interval is taken at the level 2 Φ(√(n/df) t) − 1, t Student's quantile
    with df degrees of freedom. p is the largest 1 − level at which this interval still holds the null.

    `n`: units, `df` > 0. Reference: Hesterberg 2015, The American Statistician 69:371-386 (expanded percentile).

    >>> draws = np.arange(1.0, 10_000.0)
    >>> low, high, _ = expanded_bca_interval(5000.0, draws, [], 32, 28)
    >>> round(low / 100, 2), round(high / 100, 2)  # the places 9998 Φ(± 1.069 × 2.048) + 1
    (1.44, 98.56)
    """
    short = math.sqrt(df / n)
    expanded = 1 - z_p_value(t_quantile(level, df) / short)
    low, high, p_value = bca_interval(estimate, draws, jackknife, expanded, null)
    return low, high, t_p_value(z_quantile(1 - p_value) * short, df)


def _score(value: float, ordered: Floats, tie: float) -> float:
    twice = np.searchsorted(ordered, value - tie) + np.searchsorted(ordered, value + tie, side="right")
    half = 0.5 / len(ordered)
    return float(ndtri(min(max(twice * half, half), 1 - half)))


def _quantile(ordered: Floats, share: float) -> float:
    """Return the quantile of draws in order at `share`, linear between two of them."""
    place = share * (len(ordered) - 1)
    rank = int(place)
    below, above = ordered[rank], ordered[min(rank + 1, len(ordered) - 1)]
    # Between two infinite draws, or from an infinite one, nothing can be interpolated.
    known = math.isfinite(below) and place > rank
    return float(below + (above - below) * (place - rank) if known else below)


def _acceleration(jackknife: Sequence[Floats]) -> tuple[float, float]:
    """Return a and the jackknife standard error."""
    cubes = squares = 0.0
    for values in jackknife:
        n = len(values)
        apart = (n - 1) * (values.sum() / n - values) if n else values
        square = apart * apart
        cubes += float(square @ apart) / max(n, 1) ** 3
        squares += float(square.sum()) / max(n, 1) ** 2
    return cubes / (6 * squares**1.5) if squares > 0 else 0.0, math.sqrt(squares)
