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
    rate, error = acceleration(jackknife)
    bounds = bca_intervals(
        np.array([estimate]), np.sort(draws)[None, :], rate[None], error[None], level, np.array([null])
    )
    low, high, p_value = (float(bound[0]) for bound in bounds)
    return low, high, p_value


def bca_intervals(
    estimates: Floats, ordered: Floats, rates: Floats, errors: Floats, level: float, nulls: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the bounds and p-values of `bca_interval` of many outcomes, shape (m,) each.

    `ordered`: the draws of each outcome from low to high, (m, B), without `nan`; `rates`, `errors`: what
    `acceleration` gives; `estimates`, `nulls`: as in `bca_interval`, all (m,).

    >>> draws = np.arange(1.0, 100.0)[None, :]
    >>> low, high, _ = bca_intervals(np.array([50.0]), draws, np.array([0.1]), np.zeros(1), 0.9, np.zeros(1))
    >>> low[0] > 5.9, high[0] > 94.1  # a longer tail to the right: both bounds move to the right
    (np.True_, np.True_)
    """
    ties = _TIE * errors
    shifts = _scores(estimates, ordered, ties)
    tails = shifts[:, None] + ndtri([(1 - level) / 2, (1 + level) / 2])
    low, high = _quantiles(ordered, ndtr(shifts[:, None] + tails / (1 - rates[:, None] * tails))).T
    # The same formula solved for z at the null's place among the draws.
    apart = _scores(nulls, ordered, ties) - shifts
    tail = ndtr(apart / (1 + rates * apart) - shifts)
    p_values = np.clip(2 * np.minimum(tail, 1 - tail), 1 / (ordered.shape[1] + 1), 1.0)
    return low, high, p_values


def acceleration(jackknife: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Return a and the jackknife standard error of each outcome, shape () or (m,); see `bca_interval`.

    `jackknife`: for each group, the estimates without each of its members, shape (n_g,) or (n_g, m).

    >>> rate, error = acceleration([np.array([1.0, 2.0, 3.0])])  # symmetric
    >>> float(rate), round(float(error), 6)
    (0.0, 0.942809)
    """
    cubes = squares = np.zeros(())
    for values in jackknife:
        n = len(values)
        if n:
            apart = (n - 1) * (values.sum(axis=0) / n - values)
            square = apart * apart
            cubes = cubes + (square * apart).sum(axis=0) / n**3
            squares = squares + square.sum(axis=0) / n**2
    varies = squares > 0
    return np.where(varies, cubes / (6 * np.where(varies, squares, 1.0) ** 1.5), 0.0), np.sqrt(squares)


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


def _scores(values: Floats, ordered: Floats, ties: Floats) -> Floats:
    """Return Φ⁻¹ of the share of the draws below each value, ties half, at least half a draw on either side: (m,)."""
    twice = [
        row.searchsorted(value - tie) + row.searchsorted(value + tie, side="right")
        for row, value, tie in zip(ordered, values, ties, strict=True)
    ]
    half = 0.5 / ordered.shape[1]
    scores: Floats = ndtri(np.clip(np.array(twice) * half, half, 1 - half))
    return scores


def _quantiles(ordered: Floats, shares: Floats) -> Floats:
    """Return the quantiles at `shares`, (m, k), of draws in order, linear between two of them."""
    last = ordered.shape[1] - 1
    place = shares * last
    rank = place.astype(np.intp)
    below = np.take_along_axis(ordered, rank, axis=1)
    above = np.take_along_axis(ordered, np.minimum(rank + 1, last), axis=1)
    # Between two infinite draws, or from an infinite one, nothing can be interpolated.
    known = np.isfinite(below) & (place > rank)
    rise = np.where(known, above - np.where(known, below, 0.0), 0.0)
    quantiles: Floats = below + rise * np.where(known, place - rank, 0.0)
    return quantiles
