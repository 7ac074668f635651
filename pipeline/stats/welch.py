"""Difference of two means with Welch's t, and the t interval of one mean."""

from __future__ import annotations

import math

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.student import student_effect, t_quantile


def welch_difference(treated: Floats, control: Floats, level: float = 0.95) -> Effect:
    """Return mean(treated) − mean(control), with Welch's interval and p-value.

    se = √(s1²/n1 + s0²/n0), df = (s1²/n1 + s0²/n0)² / ((s1²/n1)²/(n1 − 1) + (s0²/n0)²/(n0 − 1)) (Satterthwaite).

    `treated`, `control`: finite values, shapes (n1,), (n0,); the result has their unit. Under two values in a group, or
    no variation at all: the estimate alone. Reference: Welch 1947, Biometrika 34:28-35; R `t.test`.

    >>> import numpy as np
    >>> effect = welch_difference(np.array([4.0, 6.0, 8.0]), np.array([1.0, 3.0, 5.0]))
    >>> effect.estimate, round(effect.std_error, 4), round(effect.df, 4)
    (3.0, 1.633, 4.0)
    """
    n1, n0 = len(treated), len(control)
    if min(n1, n0) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    estimate = float(treated.mean() - control.mean())
    if min(n1, n0) < 2:
        return Effect(estimate=estimate, reason=Reason.FEW_VALUES)
    if is_constant(treated) and is_constant(control):
        return Effect(estimate=estimate, reason=Reason.NO_VARIATION)
    share1, share0 = float(treated.var(ddof=1)) / n1, float(control.var(ddof=1)) / n0
    std_error = math.sqrt(share1 + share0)
    weight = share1 / (share1 + share0)
    df = 1 / (weight**2 / (n1 - 1) + (1 - weight) ** 2 / (n0 - 1))
    return student_effect(estimate, std_error, df, level)


def mean_interval(values: Floats, level: float = 0.95) -> Effect:
    """Return the mean of `values` (finite, shape (n,)) with its t interval, df = n − 1.

    Under two values, or no variation: the mean alone.

    >>> import numpy as np
    >>> effect = mean_interval(np.array([1.0, 2.0, 3.0]))
    >>> effect.estimate, round(effect.low, 3), round(effect.high, 3)
    (2.0, -0.484, 4.484)
    """
    n = len(values)
    if n == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    mean = float(values.mean())
    if n < 2:
        return Effect(estimate=mean, reason=Reason.FEW_VALUES)
    if is_constant(values):
        return Effect(estimate=mean, reason=Reason.NO_VARIATION)
    std_error = float(values.std(ddof=1)) / math.sqrt(n)
    half = t_quantile(level, n - 1) * std_error
    return Effect(estimate=mean, std_error=std_error, low=mean - half, high=mean + half, df=n - 1)


def is_constant(values: Floats) -> bool:
    """Return True when all `values` are equal (their computed variance may differ from 0 by round-off)."""
    return bool((values == values[0]).all()) if len(values) else True
