"""Spearman's rank correlation with the interval of Bonett and Wright."""

from __future__ import annotations

import math

import numpy as np

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.matching import average_ranks
from pipeline.stats.student import z_quantile

FEWEST = 4  # the variance of Fisher's z has n − 3 in its denominator


def rank_correlation(x: Floats, y: Floats, level: float = 0.95) -> Effect:
    """Return Spearman's ρ of `x` and `y`, shape (n,), with tanh(atanh ρ ± z √((1 + ρ²/2)/(n − 3))).

    ρ: Pearson's correlation of the ranks, ties averaged; in [−1, 1]. Missing below 4 pairs (`FEW_VALUES`) or when one
    does not vary (`NO_VARIATION`). No p-value: it describes. At ±1 the bounds are missing.
    Reference: Bonett & Wright 2000, Psychometrika 65:23-28.

    >>> found = rank_correlation(np.arange(10.0), np.array([1.0, 0, 3, 2, 5, 4, 7, 6, 9, 8]))
    >>> round(found.estimate, 4)  # 1 − 6 × 10 / (10 × 99)
    0.9394
    """
    if len(x) < FEWEST:
        return Effect(reason=Reason.FEW_VALUES)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return Effect(reason=Reason.NO_VARIATION)
    rho = float(np.corrcoef(average_ranks(x), average_ranks(y))[0, 1])
    if abs(rho) > 1 - 1e-12:
        return Effect(estimate=float(round(rho)))
    half = z_quantile(level) * math.sqrt((1 + rho**2 / 2) / (len(x) - 3))
    centre = math.atanh(rho)
    return Effect(estimate=rho, low=math.tanh(centre - half), high=math.tanh(centre + half))
