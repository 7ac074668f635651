"""Ratio of two proportions with Koopman's score interval."""

from __future__ import annotations

import math
from collections.abc import Callable

from pipeline.stats.effect import Effect, Reason
from pipeline.stats.student import z_quantile

_FAR = 60.0  # |log φ| of the bracket: e^60 is beyond any ratio that data of memory size can bound
_STEPS = 100  # halvings of the bracket: 120 / 2 ** 100, below the last bit


def koopman_ratio(x1: int, n1: int, x0: int, n0: int, level: float = 0.95) -> Effect:
    """Return p1 / p0 with Koopman's score interval.

    The interval holds the ratios φ whose score statistic
    (p1 − φ p0)² / (p̃1(1 − p̃1)/n1 + φ² p̃0(1 − p̃0)/n0) is at most z², p̃ being the maximum-likelihood estimates under
    p1 = φ p0, the smaller root of a quadratic.

    `x1`, `n1`: events and size of the treated group; `x0`, `n0`: of the control group. Above 1: the treated group has
    the larger share. No standard error, no p-value. No control event: the estimate and the upper bound are missing, the
    lower one is finite. No event at all: all missing. All are events: ratio 1 with both bounds.
    Reference: Koopman 1984, Biometrics 40:513-517, whose example 36/40 against 16/80 gives 2.94 to 7.15.

    >>> effect = koopman_ratio(36, 40, 16, 80)
    >>> round(effect.low, 2), round(effect.high, 2)
    (2.94, 7.15)
    """
    if min(n1, n0) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    if x1 == 0 and x0 == 0:
        return Effect(reason=Reason.NO_EVENT)
    critical = z_quantile(level) ** 2

    def outside(log_ratio: float) -> bool:
        return _score(math.exp(log_ratio), x1, n1, x0, n0) > critical

    centre = math.log(x1 * n0 / (n1 * x0)) if x1 and x0 else 0.0
    # Without events in one group the statistic is monotone: any ratio well inside serves as the starting point.
    inside_low = centre if x0 else _FAR
    inside_high = centre if x1 else -_FAR
    low = 0.0 if x1 == 0 else math.exp(_boundary(outside, -_FAR, inside_low))
    high = math.nan if x0 == 0 else math.exp(_boundary(outside, _FAR, inside_high))
    if x0 == 0:
        return Effect(low=low, reason=Reason.NO_EVENT_CONTROL)
    return Effect(estimate=(x1 / n1) / (x0 / n0), low=low, high=high)


def _score(ratio: float, x1: int, n1: int, x0: int, n0: int) -> float:
    # p̃1 = φ p̃0; a p² − b p + c = 0 for p̃0, solved without the cancellation of the textbook formula.
    a = (n1 + n0) * ratio
    b = ratio * (n1 + x0) + x1 + n0
    c = x1 + x0
    p0 = 2 * c / (b + math.sqrt(max(b * b - 4 * a * c, 0.0)))
    p1 = min(ratio * p0, 1.0)
    variance = p1 * (1 - p1) / n1 + ratio * ratio * p0 * (1 - p0) / n0
    gap = x1 / n1 - ratio * x0 / n0
    if variance <= 0:
        return 0.0 if abs(gap) < 1e-12 else math.inf
    return gap * gap / variance


def _boundary(outside: Callable[[float], bool], far: float, near: float) -> float:
    """Return the point between `near` (inside the interval) and `far` (outside) where the statistic crosses."""
    for _ in range(_STEPS):
        middle = (far + near) / 2
        if outside(middle):
            far = middle
        else:
            near = middle
    return (far + near) / 2
