"""Student's t and the normal law, as thin names over scipy.special (scipy.stats costs a second to import)."""

from __future__ import annotations

import math

from scipy.special import ndtr, ndtri, stdtr, stdtrit

from pipeline.stats.effect import Effect


def t_quantile(level: float, df: float) -> float:
    """Return the two-sided critical value: P(|T| ≤ q) = `level`, `df` > 0 degrees of freedom.

    >>> round(t_quantile(0.95, 10), 3)
    2.228
    """
    return float(stdtrit(df, 0.5 + level / 2))


def t_p_value(statistic: float, df: float) -> float:
    """Return the two-sided p-value of a t statistic; `nan` stays `nan`."""
    return float(2 * stdtr(df, -abs(statistic))) if math.isfinite(statistic) else math.nan


def student_effect(estimate: float, std_error: float, df: float, level: float) -> Effect:
    """Return an estimate with its t interval and the p of « none »; `std_error` > 0, `df` > 0.

    >>> effect = student_effect(2.0, 1.0, 10, 0.95)
    >>> round(effect.low, 3), round(effect.high, 3), round(effect.p_value, 4)
    (-0.228, 4.228, 0.0734)
    """
    half = t_quantile(level, df) * std_error
    return Effect(estimate, std_error, estimate - half, estimate + half, t_p_value(estimate / std_error, df), df)


def z_quantile(level: float) -> float:
    """Return the two-sided critical value of the normal law.

    >>> round(z_quantile(0.95), 3)
    1.96
    """
    return float(ndtri(0.5 + level / 2))


def z_p_value(statistic: float) -> float:
    """Return the two-sided p-value of a z statistic; `nan` stays `nan`."""
    return float(2 * ndtr(-abs(statistic))) if math.isfinite(statistic) else math.nan
