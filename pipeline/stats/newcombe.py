"""Difference of two proportions with Newcombe's hybrid score interval, and Wilson's interval of one proportion."""

from __future__ import annotations

import numpy as np

from pipeline.stats.effect import Effect, Floats, Integers, Reason


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
    low, high = newcombe_bounds(x1, n1, x0, n0, level)
    return Effect(estimate=x1 / n1 - x0 / n0, low=float(low), high=float(high))


def newcombe_bounds(
    x1: int | Integers, n1: int, x0: int | Integers, n0: int, level: float = 0.95
) -> tuple[float | Floats, float | Floats]:
    """Return the bounds of `newcombe_difference` for as many tables as `x1` and `x0` hold, n1 and n0 ≥ 1.

    By statsmodels, whose method « newcomb » is this one.
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(x1, n1, x0, n0, method="newcomb", compare="diff", alpha=1 - level)
    return np.clip(low, -1, 1), np.clip(high, -1, 1)  # round-off may leave them


def wilson_interval(x: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a proportion x/n, n ≥ 1, as (low, high) in [0, 1].

    (p + z²/2n ± z√(p(1 − p)/n + z²/4n²)) / (1 + z²/n). Reference: Wilson 1927; Newcombe 1998, Statistics in Medicine
    17:857-872, table I: 81/263 gives 0.2553 to 0.3662. By statsmodels, with the ends exact: 0 for none, 1 for all.

    >>> [round(bound, 4) for bound in wilson_interval(81, 263)]
    [0.2553, 0.3662]
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(x, n, alpha=1 - level, method="wilson")
    return 0.0 if x == 0 else float(low), 1.0 if x == n else float(high)
