"""Difference of two proportions with Newcombe's hybrid score interval, and Wilson's interval of one proportion."""

from __future__ import annotations

import math

from pipeline.stats.effect import Effect, Reason
from pipeline.stats.student import z_quantile


def newcombe_difference(x1: int, n1: int, x0: int, n0: int, level: float = 0.95) -> Effect:
    """Return p1 − p0 with Newcombe's score interval (method 10, without continuity correction).

    With p = x/n and (l, u) Wilson's interval of each proportion:
    low = p1 − p0 − √((p1 − l1)² + (u0 − p0)²), high = p1 − p0 + √((u1 − p1)² + (p0 − l0)²).

    `x1`, `n1`: events and size of the treated group, 0 ≤ x1 ≤ n1; `x0`, `n0`: of the control group. The result lies
    in [−1, 1], positive when the treated group has the larger share. A score interval has no standard error.
    Reference: Newcombe 1998, Statistics in Medicine 17:873-890, table II: 56/70 against 48/80.

    >>> effect = newcombe_difference(56, 70, 48, 80)
    >>> round(effect.low, 4), round(effect.high, 4)
    (0.0524, 0.3339)
    """
    if min(n1, n0) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    p1, p0 = x1 / n1, x0 / n0
    low1, high1 = wilson_interval(x1, n1, level)
    low0, high0 = wilson_interval(x0, n0, level)
    difference = p1 - p0
    return Effect(
        estimate=difference,
        low=difference - math.hypot(p1 - low1, high0 - p0),
        high=difference + math.hypot(high1 - p1, p0 - low0),
    )


def wilson_interval(x: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a proportion x/n, n ≥ 1, as (low, high) in [0, 1].

    (p + z²/2n ± z√(p(1 − p)/n + z²/4n²)) / (1 + z²/n). Reference: Wilson 1927; Newcombe 1998, Statistics in Medicine
    17:857-872, table I: 81/263 gives 0.2553 to 0.3662.

    >>> [round(bound, 4) for bound in wilson_interval(81, 263)]
    [0.2553, 0.3662]
    """
    z = z_quantile(level)
    p = x / n
    centre = p + z * z / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if x == 0 else (centre - half) / scale
    high = 1.0 if x == n else (centre + half) / scale
    return low, high
