"""Difference of two shares standardised on strata: what both groups would have with the same mix of households."""

from __future__ import annotations

import math

import numpy as np

from pipeline.stats.effect import Booleans, Effect, Floats, Integers, Reason
from pipeline.stats.newcombe import wilson_interval


def standardised_difference(outcome: Floats, treated: Booleans, strata: Integers, level: float = 0.95) -> Effect:
    """Return Σ w (p1 − p0) over the strata, w the stratum's share of all the units, with its score interval.

    Direct standardisation: g-computation of a model with the group, the strata and all their products. With (l, u)
    Wilson's interval of each share: low = estimate − √Σ w² ((p1 − l1)² + (u0 − p0)²), high = estimate +
    √Σ w² ((u1 − p1)² + (p0 − l0)²); with one stratum it is Newcombe's.

    `outcome`: 0 or 1, (n,); `treated`: (n,); `strata`: (n,), each with units of both groups, else no estimate. The
    result lies in [−1, 1], positive when the treated group has the larger share. No standard error.
    References: Newcombe 1998, Statistics in Medicine 17:873-890; Zou & Donner 2008, Statistics in Medicine 27:1693-1702
    (variances recovered from each interval).

    >>> y, g = np.repeat([1.0, 0.0, 1.0, 0.0], [56, 14, 48, 32]), np.repeat([True, False], [70, 80])
    >>> effect = standardised_difference(y, g, np.zeros(150, dtype=np.int64))
    >>> round(effect.low, 4), round(effect.high, 4)
    (0.0524, 0.3339)
    """
    if treated.all() or not treated.any():
        return Effect(reason=Reason.EMPTY_GROUP)
    estimate, below, above = 0.0, 0.0, 0.0
    for stratum in np.unique(strata):
        inside = strata == stratum
        one, zero = outcome[inside & treated], outcome[inside & ~treated]
        if not len(one) or not len(zero):
            return Effect(reason=Reason.EMPTY_GROUP)
        weight = float(inside.sum()) / len(outcome)
        (p1, l1, u1), (p0, l0, u0) = _share(one, level), _share(zero, level)
        estimate += weight * (p1 - p0)
        below += weight**2 * ((p1 - l1) ** 2 + (u0 - p0) ** 2)
        above += weight**2 * ((u1 - p1) ** 2 + (p0 - l0) ** 2)
    low, high = max(estimate - math.sqrt(below), -1.0), min(estimate + math.sqrt(above), 1.0)
    return Effect(estimate=estimate, low=low, high=high)


def _share(values: Floats, level: float) -> tuple[float, float, float]:
    """A share with its bounds."""
    events = round(float(values.sum()))
    return (events / len(values), *wilson_interval(events, len(values), level))
