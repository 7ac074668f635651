"""Bounds of an effect on those who would be seen in either group, when being seen depends on the group."""

from __future__ import annotations

import math

import numpy as np

from pipeline.stats.effect import Effect, Floats, Reason

_ROUND_OFF = 1e-12


def lee_bounds(treated: Floats, control: Floats, n1: float, n0: float) -> Effect:
    """Return the bounds of the mean difference among the units that would be seen in both groups, if nobody is seen
    in one group only because of belonging to it (monotonicity).

    With q the share seen in each group, the group where more is seen holds a share 1 − q_small/q_large of units that
    the other would not have shown. They may be its largest values, or its smallest: its mean is taken over the lowest,
    then the highest, q_small/q_large of its values (the value at the cut counts for the part of it that is kept).

    `treated`, `control`: the values seen, shapes (m1,), (m0,), in a unit that the bounds have; `n1`, `n0`: how many
    units each group has, seen or not. `low`, `high` are bounds, no confidence interval; there is no estimate. Equal
    shares: both are the difference of means. Reference: Lee 2009, Review of Economic Studies 76:1071-1102.

    >>> bounds = lee_bounds(np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 4.0]), 4, 4)  # keep 2 of 4: 1.5 to 3.5
    >>> bounds.low, bounds.high
    (-1.5, 0.5)
    """
    if min(len(treated), len(control)) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    seen1, seen0 = len(treated) / n1, len(control) / n0
    least = min(seen1, seen0)
    return _difference(treated, least / seen1, control, least / seen0)


def bounds_without_monotonicity(treated: Floats, control: Floats, n1: float, n0: float) -> Effect:
    """Return the bounds of the same difference when the group may hide some units and show others.

    The share seen in both groups is at least q1 + q0 − 1: both groups are cut to it, in opposite directions. Not above
    0: nothing is known (all missing). Arguments and result as `lee_bounds`, whose bounds lie within these.
    Reference: Zhang & Rubin 2003, Journal of Educational and Behavioral Statistics 28:353-368.

    >>> bounds = bounds_without_monotonicity(np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 4.0]), 4, 4)
    >>> bounds.low, bounds.high  # everybody is seen in one group: the same as with monotonicity
    (-1.5, 0.5)
    """
    if min(len(treated), len(control)) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    seen1, seen0 = len(treated) / n1, len(control) / n0
    both = seen1 + seen0 - 1
    if both <= _ROUND_OFF:
        return Effect(reason=Reason.FEW_HOUSEHOLDS)
    return _difference(treated, both / seen1, control, both / seen0)


def mean_of_lowest(values: Floats, share: float) -> float:
    """Return the mean of the lowest `share` (0 < share ≤ 1) of `values`; the value at the cut counts in part.

    >>> mean_of_lowest(np.array([3.0, 1.0, 2.0]), 0.5)  # 1, and half of 2
    1.3333333333333333
    """
    kept = share * len(values)
    weights = np.clip(kept - np.arange(len(values)), 0.0, 1.0)
    return float(weights @ np.sort(values)) / kept


def _difference(treated: Floats, share1: float, control: Floats, share0: float) -> Effect:
    low1, high1 = mean_of_lowest(treated, share1), 0.0 - mean_of_lowest(-treated, share1)  # no −0
    low0, high0 = mean_of_lowest(control, share0), 0.0 - mean_of_lowest(-control, share0)
    return Effect(estimate=math.nan, low=low1 - high0, high=high1 - low0)
