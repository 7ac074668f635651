"""The E-value: how strong an unmeasured cause would have to be to explain an observed ratio away."""

from __future__ import annotations

import math


def e_value(ratio: float) -> float:
    """Return the smallest risk ratio that an unmeasured cause needs with both the group and the outcome.

    E = R + √(R (R − 1)), R the ratio or its inverse if below 1. A cause weaker on one side must be stronger on the
    other. `ratio` > 0: a risk ratio; 1 gives 1 (nothing to explain); missing or 0 gives `nan`.
    Reference: VanderWeele & Ding 2017, Annals of Internal Medicine 167:268-274, whose example 10.73 gives 20.9.

    >>> round(e_value(10.73), 3)
    20.948
    """
    if not ratio > 0:
        return math.nan
    strength = max(ratio, 1 / ratio)
    return strength + math.sqrt(strength * (strength - 1))


def e_value_of_bound(low: float, high: float) -> float:
    """Return the E-value of the bound of an interval of a risk ratio that is nearer to 1; 1 if the interval holds 1.

    A missing upper bound is infinite; a missing lower one is 0.
    Reference: the same; R EValue `evalues.RR`, 10.73 with interval 8.02 to 14.36.

    >>> round(e_value_of_bound(8.02, 14.36), 2), e_value_of_bound(0.9, 1.4)
    (15.52, 1.0)
    """
    low = 0.0 if math.isnan(low) else low
    high = math.inf if math.isnan(high) else high
    if low <= 1 <= high:
        return 1.0
    return e_value(low if low > 1 else high)
