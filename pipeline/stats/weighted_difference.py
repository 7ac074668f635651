"""Difference of two weighted means, for weights that make up for what was not observed."""

from __future__ import annotations

import math

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.student import student_effect


def weighted_difference(
    treated: Floats, weight1: Floats, control: Floats, weight0: Floats, level: float = 0.95
) -> Effect:
    """Return Σwy/Σw of the treated less that of the control, weights taken as known.

    Variance of each mean: n/(n − 1) Σ w²(y − ȳ)² / (Σw)²; df by Satterthwaite. Equal weights: Welch's difference.

    `treated`, `control`: values of shapes (n1,), (n0,); `weight1`, `weight0`: their weights > 0.
    Reference: Seaman & White 2013, Statistical Methods in Medical Research 22:278-295.

    >>> import numpy as np
    >>> y1, y0, one = np.array([4.0, 6.0, 8.0]), np.array([1.0, 3.0, 5.0]), np.ones(3)
    >>> effect = weighted_difference(y1, np.array([2.0, 1.0, 1.0]), y0, one)
    >>> effect.estimate  # 22/4 − 3
    2.5
    """
    n1, n0 = len(treated), len(control)
    if min(n1, n0) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    mean1, variance1 = _weighted_mean(treated, weight1)
    mean0, variance0 = _weighted_mean(control, weight0)
    estimate = mean1 - mean0
    if min(n1, n0) < 2:
        return Effect(estimate=estimate, reason=Reason.FEW_VALUES)
    total = variance1 + variance0
    if total <= 0:
        return Effect(estimate=estimate, reason=Reason.NO_VARIATION)
    df = total**2 / (variance1**2 / (n1 - 1) + variance0**2 / (n0 - 1))
    std_error = math.sqrt(total)
    return student_effect(estimate, std_error, df, level)


def effective_size(weights: Floats) -> float:
    """Return (Σw)²/Σw²: how many equally weighted units say as much (Kish 1965).

    >>> import numpy as np
    >>> effective_size(np.array([1.0, 1.0, 2.0]))
    2.6666666666666665
    """
    return float(weights.sum() ** 2 / (weights**2).sum())


def _weighted_mean(values: Floats, weights: Floats) -> tuple[float, float]:
    total = float(weights.sum())
    mean = float(weights @ values) / total
    n = len(values)
    variance = float((weights**2) @ (values - mean) ** 2) / total**2 * n / (n - 1) if n > 1 else math.nan
    return mean, variance
