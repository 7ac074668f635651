"""Bias-corrected and accelerated bootstrap interval from draws that are already there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, ndtri

from pipeline.stats.effect import Floats


def bca_interval(
    estimate: float, draws: Floats, jackknife: Sequence[Floats], level: float = 0.95, null: float = 0.0
) -> tuple[float, float, float]:
    """Return both bounds and the p-value of `null`: the largest 1 − level at which the interval still holds it.

    z₀ = Φ⁻¹(share of draws below the estimate, ties half); a = Σ_g Σ U³/n_g³ / (6 (Σ_g Σ U²/n_g²)^1.5), U the centred
    jackknife values of group g times n_g − 1; the bounds are the quantiles of the draws at Φ(z₀ + u/(1 − a u)),
    u = z₀ + z.

    `draws`: no `nan`, shape (B,); infinite ones are the largest or the smallest; `jackknife`: for each group that was
    resampled apart, the estimates without each of its members, finite, shape (n_g,) (none, or without variation:
    a = 0). A share of 0 or 1 counts as half a draw.
    Reference: Efron 1987, JASA 82:171-185; Efron & Tibshirani 1993, § 14.3; SciPy `bootstrap(method="BCa")`.

    >>> draws = np.arange(1.0, 100.0)
    >>> low, high, p = bca_interval(50.0, draws, [], level=0.9)  # no bias, no acceleration: percentiles
    >>> round(low, 6), round(high, 6)
    (5.9, 94.1)
    """
    shift = _score(estimate, draws)
    rate = _acceleration(jackknife)
    tails = ndtri([(1 - level) / 2, (1 + level) / 2])
    shares = ndtr(shift + (shift + tails) / (1 - rate * (shift + tails)))
    with np.errstate(invalid="ignore"):
        between = np.quantile(draws, shares)
    # Between two infinite draws nothing can be interpolated.
    bounds = np.where(np.isnan(between), np.quantile(draws, shares, method="lower"), between)
    low, high = float(bounds[0]), float(bounds[1])
    # The same formula solved for z at the null's place among the draws.
    apart = _score(null, draws) - shift
    tail = float(ndtr(apart / (1 + rate * apart) - shift))
    return low, high, min(1.0, 2 * min(tail, 1 - tail))


def _score(value: float, draws: Floats) -> float:
    below = (np.count_nonzero(draws < value) + np.count_nonzero(draws <= value)) / (2 * len(draws))
    half = 0.5 / len(draws)
    return float(ndtri(min(max(below, half), 1 - half)))


def _acceleration(jackknife: Sequence[Floats]) -> float:
    cubes = squares = 0.0
    for values in jackknife:
        n = len(values)
        apart = (n - 1) * (values.mean() - values) if n else values
        cubes += float((apart**3).sum()) / max(n, 1) ** 3
        squares += float((apart**2).sum()) / max(n, 1) ** 2
    return cubes / (6 * squares**1.5) if squares > 0 else 0.0
