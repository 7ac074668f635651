"""Student's t and the normal law, as thin names over scipy.special (scipy.stats costs a second to import)."""

from __future__ import annotations

import math

from scipy.special import ndtr, ndtri, stdtr, stdtrit


def t_quantile(level: float, df: float) -> float:
    """Return the two-sided critical value: P(|T| ≤ q) = `level`, `df` > 0 degrees of freedom.

    >>> round(t_quantile(0.95, 10), 3)
    2.228
    """
    return float(stdtrit(df, 0.5 + level / 2))


def t_p_value(statistic: float, df: float) -> float:
    """Return the two-sided p-value of a t statistic; `nan` stays `nan`."""
    return float(2 * stdtr(df, -abs(statistic))) if math.isfinite(statistic) else math.nan


def z_quantile(level: float) -> float:
    """Return the two-sided critical value of the normal law.

    >>> round(z_quantile(0.95), 3)
    1.96
    """
    return float(ndtri(0.5 + level / 2))


def z_p_value(statistic: float) -> float:
    """Return the two-sided p-value of a z statistic; `nan` stays `nan`."""
    return float(2 * ndtr(-abs(statistic))) if math.isfinite(statistic) else math.nan
