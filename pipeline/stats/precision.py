"""What a number of households can show: power, smallest detectable difference, expected width of an interval."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammaln, nctdtr, ndtr, stdtrit, xlog1py, xlogy

from pipeline.stats.boschloo import boschloo_table
from pipeline.stats.effect import Floats
from pipeline.stats.newcombe import newcombe_bounds
from pipeline.stats.student import z_quantile

_HALVINGS = 60
_SHARE_HALVINGS = 24
_ENUMERATED = 40  # households a group: above, the exact power costs more than it changes


def power_of_shares(p1: float, p0: float, n1: int, n0: int, alpha: float = 0.05) -> float:
    """Return the probability that Boschloo's two-sided test of p1 = p0 gives p ≤ `alpha`, all tables enumerated.

    Σ over (x1, x0) of Binomial(x1; n1, p1) Binomial(x0; n0, p0) [p(x1, x0) ≤ alpha].

    >>> round(power_of_shares(0.86, 0.50, 25, 25), 2)
    0.8
    """
    rejected = boschloo_table(n1, n0) <= alpha
    return float(_binomial(n1, p1) @ rejected @ _binomial(n0, p0))


def detectable_share(p0: float, n1: int, n0: int, power: float = 0.8, alpha: float = 0.05) -> float:
    """Return the smallest share p1 > p0, percent by percent, found with probability `power`; `nan` when none is.

    >>> detectable_share(0.60, 25, 25), detectable_share(0.75, 25, 25)
    (0.93, nan)
    """
    for percent in range(round(100 * p0) + 1, 101):
        if power_of_shares(percent / 100, p0, n1, n0, alpha) >= power:
            return percent / 100
    return math.nan


def least_share(p0: float, n1: int, n0: int, power: float = 0.8, alpha: float = 0.05) -> float:
    """Return the share p1 > p0 that is found with probability `power`; `nan` when none is, not even 1.

    By Boschloo's test, all tables enumerated; above 40 households a group by the normal law (`approximate_power`). A
    group without household: `nan`.

    >>> [round(least_share(p0, 25, 25), 2) for p0 in (0.50, 0.60, 0.70, 0.75)]
    [0.86, 0.93, 0.98, nan]
    """
    if min(n1, n0) < 1:
        return math.nan
    found = power_of_shares if max(n1, n0) <= _ENUMERATED else approximate_power
    if p0 >= 1 or found(1.0, p0, n1, n0, alpha) < power:
        return math.nan
    low, high = p0, 1.0
    for _ in range(_SHARE_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if found(middle, p0, n1, n0, alpha) >= power else (middle, high)
    return high


def unreachable_share(n1: int, n0: int, power: float = 0.8, alpha: float = 0.05) -> float:
    """Return the share p0, to the percent, from which no higher share is found with probability `power`; `nan`: none.

    >>> unreachable_share(25, 25), unreachable_share(2, 2)
    (0.75, 0.0)
    """
    low, high = 0, 100
    while low < high:  # what is out of reach from a share is out of reach from a higher one
        middle = (low + high) // 2
        out_of_reach = math.isnan(least_share(middle / 100, n1, n0, power, alpha))
        low, high = (low, middle) if out_of_reach else (middle + 1, high)
    return low / 100 if low < 100 else math.nan


def approximate_power(p1: float, p0: float, n1: int, n0: int, alpha: float = 0.05) -> float:
    """Return the power of the two-sided comparison of two shares by the normal law, the far side left out.

    Φ((|p1 − p0| − z √(p̄ q̄ (1/n1 + 1/n0))) / √(p1 q1/n1 + p0 q0/n0)), p̄ the mean share weighted by the sizes; with equal
    sizes that of R's `power.prop.test`, whose help gives 0.740 for 50 households a group and 0.50 against 0.75.

    >>> round(approximate_power(0.75, 0.50, 50, 50), 3)
    0.74
    """
    mean = (n1 * p1 + n0 * p0) / (n1 + n0)
    null = math.sqrt(mean * (1 - mean) * (1 / n1 + 1 / n0))
    spread = math.sqrt(p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0)
    beyond = abs(p1 - p0) - z_quantile(1 - alpha) * null
    if spread == 0:
        return float(beyond > 0)
    return float(ndtr(beyond / spread))


def power_of_means(d: float, n1: int, n0: int, alpha: float = 0.05) -> float:
    """Return the power of the two-sided t test of two means that differ by `d` standard deviations.

    P(|T| > t) with T noncentral t, n1 + n0 − 2 degrees of freedom, noncentrality d √(n1 n0 / (n1 + n0)).

    >>> round(power_of_means(0.5, 64, 64), 3)  # Cohen 1988, table 2.3.5: 0.80
    0.801
    """
    df, shift = n1 + n0 - 2, d * math.sqrt(n1 * n0 / (n1 + n0))
    critical = float(stdtrit(df, 1 - alpha / 2))
    far = nctdtr(df, shift, -critical)  # not a number where it is too small to be computed
    return float(1 - nctdtr(df, shift, critical) + (0.0 if math.isnan(far) else far))


def detectable_difference(n1: int, n0: int, power: float = 0.8, alpha: float = 0.05, correlation: float = 0.0) -> float:
    """Return the smallest difference, in standard deviations, found with probability `power`.

    `correlation`: of the outcome with its baseline; the adjustment shrinks the residual standard deviation by
    √(1 − ρ²) (Borm et al. 2007, Journal of Clinical Epidemiology 60:1234-1238).

    >>> round(detectable_difference(25, 25), 2), round(detectable_difference(25, 25, correlation=0.5), 2)
    (0.81, 0.7)
    """
    low, high = 0.0, 20.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if power_of_means(middle, n1, n0, alpha) >= power else (middle, high)
    return high * math.sqrt(1 - correlation**2)


def expected_half_width(p1: float, p0: float, n1: int, n0: int, level: float = 0.95) -> float:
    """Return the mean half-width of Newcombe's interval of p1 − p0 over all samples of n1 and n0.

    >>> round(expected_half_width(0.8, 0.6, 25, 25), 2)
    0.23
    """
    x1, x0 = np.indices((n1 + 1, n0 + 1))
    low, high = newcombe_bounds(x1, n1, x0, n0, level)
    return float(_binomial(n1, p1) @ (high - low) @ _binomial(n0, p0)) / 2


def chance_of_imbalance(bound: float, n1: int, n0: int) -> float:
    """Return the probability that a standardised mean difference exceeds `bound` when nothing differs but chance.

    2 Φ(−bound / √(1/n1 + 1/n0)): the difference of two means in known standard deviations.

    >>> round(chance_of_imbalance(0.1, 25, 25), 2), round(chance_of_imbalance(0.25, 25, 25), 2)
    (0.72, 0.38)
    """
    return float(2 * ndtr(-bound / math.sqrt(1 / n1 + 1 / n0)))


def _binomial(n: int, p: float) -> Floats:
    k = np.arange(n + 1)
    density: Floats = np.exp(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) + xlogy(k, p) + xlog1py(n - k, -p))
    return density
