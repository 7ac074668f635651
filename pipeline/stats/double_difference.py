"""Difference of the changes of two groups between two waves, with the CR2 variance by household."""

from __future__ import annotations

import math

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.student import student_effect
from pipeline.stats.welch import is_constant


def double_difference(treated: Floats, control: Floats, level: float = 0.95) -> Effect:
    """Return mean change of the treated − mean change of the controls, with the CR2 t interval and p.

    `treated`, `control`: the change of each household, after − before, finite, shapes (n1,), (n0,).

    With household and wave effects and every household measured at both waves, the interaction's coefficient is this
    difference, and its CR2 variance by household, with an identity working model, is exactly s1²/n1 + s0²/n0, s² the
    sample variances of the changes. Satterthwaite: df = (1/n1 + 1/n0)² / (1/(n1²(n1 − 1)) + 1/(n0²(n0 − 1))), which
    depends on the sizes only (unlike Welch's). Under two households in a group, or no variation: the estimate alone.
    Reference: Bell & McCaffrey 2002, Survey Methodology 28:169-181; Pustejovsky & Tipton 2018, Journal of Business &
    Economic Statistics 36:672-683; R clubSandwich `coef_test(vcov = "CR2")`.

    >>> import numpy as np
    >>> effect = double_difference(np.array([3.0, 7.0]), np.array([1.0, 3.0, 2.0]))
    >>> effect.estimate, round(effect.std_error, 4), round(effect.df, 4)  # √(8/2 + 1/3), (5/6)² / (1/4 + 1/18)
    (3.0, 2.0817, 2.2727)
    """
    n1, n0 = len(treated), len(control)
    if min(n1, n0) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    estimate = float(treated.mean() - control.mean())
    if min(n1, n0) < 2:
        return Effect(estimate=estimate, reason=Reason.FEW_VALUES)
    if is_constant(treated) and is_constant(control):
        return Effect(estimate=estimate, reason=Reason.NO_VARIATION)
    std_error = math.sqrt(float(treated.var(ddof=1)) / n1 + float(control.var(ddof=1)) / n0)
    df = (1 / n1 + 1 / n0) ** 2 / (1 / (n1**2 * (n1 - 1)) + 1 / (n0**2 * (n0 - 1)))
    return student_effect(estimate, std_error, df, level)
