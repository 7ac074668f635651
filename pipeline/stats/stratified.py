"""Two groups compared within strata: what the exchanges of a stratified permutation test have as their mean of zero."""

from __future__ import annotations

import math

import numpy as np

from pipeline.stats.effect import Booleans, Effect, Floats, Integers, Reason


def stratified_difference(outcome: Floats, treated: Booleans, strata: Integers) -> Effect:
    """Return the mean of the strata's differences treated − control, weighted by n₁n₀/n: the estimate alone.

    It is the coefficient of the group in the least squares on the group and the strata, and, times Σn₁n₀/n, the
    statistic that `permutation.means` permutes: the p of the one tests the other, on the same side. A stratum of one
    group weighs nothing. `outcome`: finite, shape (n,); `treated`, `strata` (numbers ≥ 0): (n,).

    >>> y, g = np.array([3.0, 1.0, 9.0, 5.0, 4.0]), np.array([True, False, True, False, False])
    >>> round(stratified_difference(y, g, np.array([0, 0, 1, 1, 1])).estimate, 4)  # (½ × 2 + ⅔ × 4.5)/(½ + ⅔)
    3.4286
    """
    means = _weighted(outcome, treated, strata)
    if isinstance(means, Reason):
        return Effect(reason=means)
    return Effect(estimate=means[0] - means[1])


def stratified_rate_ratio(counts: Floats, times: Floats, treated: Booleans, strata: Integers) -> Effect:
    """Return the ratio of the groups' rates, mean count over mean time, both means weighted by n₁n₀/n over the strata.

    The estimate alone. `counts` ≥ 0 and `times` > 0, finite, shape (n,); the rest as `stratified_difference`. Without
    an event among the controls of the strata that hold both groups, the ratio does not exist.

    >>> y, g = np.array([4.0, 1.0, 2.0, 1.0]), np.array([True, False, True, False])
    >>> stratified_rate_ratio(y, np.array([2.0, 1.0, 1.0, 1.0]), g, np.array([0, 0, 1, 1])).estimate  # (6/3)/(2/2)
    2.0
    """
    events, time = (_weighted(values, treated, strata) for values in (counts, times))
    if isinstance(events, Reason) or isinstance(time, Reason):
        return Effect(reason=events if isinstance(events, Reason) else Reason.EMPTY_GROUP)
    if min(time) <= 0:
        return Effect(reason=Reason.NO_EXPOSURE)
    if events[1] <= 0:
        return Effect(reason=Reason.NO_EVENT_CONTROL if events[0] > 0 else Reason.NO_EVENT)
    return Effect(estimate=(events[0] / time[0]) / (events[1] / time[1]))


def _weighted(values: Floats, treated: Booleans, strata: Integers) -> tuple[float, float] | Reason:
    """Return the mean of the treated and of the controls, each the strata's means weighted by n₁n₀/n."""
    if treated.all() or not treated.any():
        return Reason.EMPTY_GROUP
    _, code = np.unique(strata, return_inverse=True)
    numbers = [np.bincount(code[g], minlength=code.max() + 1).astype(float) for g in (treated, ~treated)]
    sums = [np.bincount(code[g], weights=values[g], minlength=code.max() + 1) for g in (treated, ~treated)]
    weights = numbers[0] * numbers[1] / (numbers[0] + numbers[1])
    total = float(weights.sum())
    if total <= 0:
        return Reason.NOTHING_IN_COMMON
    one, zero = (math.fsum(weights * s / np.maximum(n, 1)) / total for n, s in zip(numbers, sums, strict=True))
    return one, zero
