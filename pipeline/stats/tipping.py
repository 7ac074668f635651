"""How far the missing outcomes would have to be from the observed ones for a conclusion to change."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.student import student_effect, t_quantile
from pipeline.stats.welch import welch_difference


@dataclass(frozen=True)
class Tipping:
    """`to_zero`: the δ that makes the difference 0. `to_limit`: the δ nearest to 0 at which a bound of the interval is
    0: beyond it, an interval that left 0 out holds it, or the reverse. In the outcome's unit, `nan` = no δ does it.
    """

    to_zero: float
    to_limit: float


def shifted_difference(
    treated: Floats, control: Floats, missing1: int, missing0: int, shift1: float, shift0: float, level: float = 0.95
) -> Effect:
    """Return the difference of means when the missing of each group differ from its observed by a shift, on average.

    With m the share missing and N all units of a group: Δ = ȳ1 − ȳ0 + m1 δ1 − m0 δ0; variance s1²/n1 + s0²/n0 +
    δ1² m1(1 − m1)/N1 + δ0² m0(1 − m0)/N0 (the shares missing are estimated too); df of Welch. Without shift: Welch's.

    `treated`, `control`: observed values; `missing1`, `missing0`: how many are missing. Same unit throughout.
    Reference: White, Carpenter & Horton 2012, Clinical Trials 9:396-407 (mean score approach).

    >>> import numpy as np
    >>> effect = shifted_difference(np.array([4.0, 6.0, 8.0]), np.array([1.0, 3.0, 5.0]), 1, 0, -4.0, 0.0)
    >>> effect.estimate, round(effect.std_error, 4)  # 3 − 4/4; √(8/3 + 16 × 3/16 / 4)
    (2.0, 1.8484)
    """
    seen = welch_difference(treated, control, level)
    if seen.reason is not None:
        return seen
    share1, share0 = _share(treated, missing1), _share(control, missing0)
    spread1, spread0 = _spread(treated, missing1), _spread(control, missing0)
    estimate = seen.estimate + share1 * shift1 - share0 * shift0
    std_error = math.sqrt(seen.std_error**2 + spread1 * shift1**2 + spread0 * shift0**2)
    return student_effect(estimate, std_error, seen.df, level)


def tipping_point(
    treated: Floats, control: Floats, missing1: int, missing0: int, *, in_treated: bool, level: float = 0.95
) -> Tipping | Reason:
    """Return the shift of one group's missing outcomes, the other's being as observed, at which the reading changes.

    A bound is 0 where (Δ + m δ)² = t² (V + δ² m(1 − m)/N), a quadratic in δ; of its roots the nearer to 0. For the
    control group the sign of m turns. A `Reason` where there is no interval to begin with, or nobody is missing.
    Arguments as `shifted_difference`.

    >>> import numpy as np
    >>> one, zero = np.array([4.0, 6.0, 8.0]), np.array([1.0, 3.0, 5.0])
    >>> tipping_point(one, zero, 1, 0, in_treated=True).to_zero  # 3 + δ/4 = 0
    -12.0
    """
    seen = welch_difference(treated, control, level)
    if seen.reason is not None:
        return seen.reason
    values, missing, sign = (treated, missing1, 1.0) if in_treated else (control, missing0, -1.0)
    if missing == 0:
        return Reason.NO_EVENT
    slope, spread = sign * _share(values, missing), _spread(values, missing)
    square = t_quantile(level, seen.df) ** 2
    a = slope**2 - square * spread
    b = 2 * seen.estimate * slope
    c = seen.estimate**2 - square * seen.std_error**2
    return Tipping(0.0 - seen.estimate / slope, _nearest_root(a, b, c))


def _nearest_root(a: float, b: float, c: float) -> float:
    if a == 0:
        return 0.0 - c / b if b else math.nan
    inside = b * b - 4 * a * c
    if inside < 0:
        return math.nan
    roots = ((-b - math.sqrt(inside)) / (2 * a), (-b + math.sqrt(inside)) / (2 * a))
    return min(roots, key=abs)


def _share(values: Floats, missing: int) -> float:
    return missing / (len(values) + missing)


def _spread(values: Floats, missing: int) -> float:
    share = _share(values, missing)
    return share * (1 - share) / (len(values) + missing)
