"""Fieller's confidence set of a ratio of two estimates."""

from __future__ import annotations

import math

from pipeline.stats.effect import Effect, Reason
from pipeline.stats.student import z_quantile


def fieller_ratio(
    numerator: float,
    denominator: float,
    variance_numerator: float,
    variance_denominator: float,
    covariance: float = 0.0,
    level: float = 0.95,
) -> Effect:
    """Return a/b with Fieller's interval: the ratios r for which (a − r b)² ≤ z² (v_a − 2 r v_ab + r² v_b).

    The set is the interval between the roots of (b² − z² v_b) r² − 2 (a b − z² v_ab) r + (a² − z² v_a) = 0 when b
    differs from 0 at the level (b² > z² v_b). Otherwise it is unbounded: both bounds are missing, reason `UNBOUNDED`.
    `a`, `b`: estimates, approximately normal; variances ≥ 0. A denominator ≤ 0 buys nothing: all missing, `NO_GAIN`.
    References: Fieller 1954, JRSS B 16:175-185; Willan & O’Brien 1996, Health Economics 5:297-305.

    >>> found = fieller_ratio(3000.0, 0.3, 0.0, 0.01)  # a known numerator: 3000 / (0.3 ± 1.96 × 0.1)
    >>> round(found.low), round(found.high)
    (6048, 28845)
    """
    if not denominator > 0:
        return Effect(reason=Reason.NO_GAIN)
    z2 = z_quantile(level) ** 2
    estimate = numerator / denominator
    square = denominator**2 - z2 * variance_denominator
    if square <= 0:
        return Effect(estimate=estimate, reason=Reason.UNBOUNDED)
    middle = numerator * denominator - z2 * covariance
    half = math.sqrt(max(middle**2 - square * (numerator**2 - z2 * variance_numerator), 0.0))
    return Effect(estimate=estimate, low=(middle - half) / square, high=(middle + half) / square)
