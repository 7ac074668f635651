"""Standardised difference of two means: Hedges' g with its noncentral-t interval."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.special import gammaln, nctdtr

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.welch import is_constant

_STEPS = 100  # halvings of the bracket of a noncentrality: below the last bit


def hedges_g(treated: Floats, control: Floats, level: float = 0.95) -> Effect:
    """Return Hedges' g, in pooled standard deviations, positive when the treated mean is larger.

    g = J d, d = (m1 − m0) / s, s the pooled standard deviation, J = Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2)), ν = n1 + n0 − 2.
    Interval: the noncentralities of t = d √(n1 n0 / (n1 + n0)) that leave (1 − level)/2 on each side, turned back into
    d and corrected by the same J.

    `treated`, `control`: finite values, shapes (n1,), (n0,). No standard error, no p-value. Under two values in a
    group, or no variation within the groups: missing. Reference: Hedges 1981, Journal of Educational Statistics
    6:107-128; Cumming & Finch 2001, Educational and Psychological Measurement 61:532-574.

    >>> effect = hedges_g(np.array([4.0, 6.0, 8.0]), np.array([1.0, 3.0, 5.0]))
    >>> round(effect.estimate, 4)  # d = 1.5, J = Γ(2) / (√2 Γ(1.5)) = 0.79788
    1.1968
    """
    n1, n0 = len(treated), len(control)
    if min(n1, n0) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    if min(n1, n0) < 2:
        return Effect(reason=Reason.FEW_VALUES)
    if is_constant(treated) and is_constant(control):
        return Effect(reason=Reason.NO_VARIATION)
    df = n1 + n0 - 2
    squares = float(((treated - treated.mean()) ** 2).sum() + ((control - control.mean()) ** 2).sum())
    d = float(treated.mean() - control.mean()) / math.sqrt(squares / df)
    scale = math.sqrt(n1 * n0 / (n1 + n0))
    low, high = noncentrality_interval(d * scale, df, level)
    correction = gamma_correction(df)
    return Effect(estimate=correction * d, low=correction * low / scale, high=correction * high / scale, df=df)


def gamma_correction(df: float) -> float:
    """Return Hedges' exact small-sample factor J, `df` > 1.

    >>> round(gamma_correction(2), 4)  # Γ(1) / Γ(½) = 1/√π
    0.5642
    """
    return float(np.exp(gammaln(df / 2) - gammaln((df - 1) / 2) - math.log(df / 2) / 2))


def noncentrality_interval(t: float, df: float, level: float = 0.95) -> tuple[float, float]:
    """Return the noncentralities under which the observed `t` is the upper, then the lower, (1 − level)/2 quantile.

    >>> [round(bound, 3) for bound in noncentrality_interval(2.0, 18)]
    [-0.089, 4.04]
    """
    tail = (1 - level) / 2
    return (
        _solve(lambda nc: float(nctdtr(df, nc, t)) < 1 - tail, t),
        _solve(lambda nc: float(nctdtr(df, nc, t)) < tail, t),
    )


def _solve(above: Callable[[float], bool], start: float) -> float:
    """Return where `above` turns from False to True: the distribution function decreases in the noncentrality."""
    low, high, step = start, start, 1.0
    while above(low):
        low, step = low - step, 2 * step
    step = 1.0
    while not above(high):
        high, step = high + step, 2 * step
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if above(middle):
            high = middle
        else:
            low = middle
    return (low + high) / 2
