"""Westfall–Young adjustment of p-values: the largest statistic of a family, from joint permutation draws."""

from __future__ import annotations

import numpy as np

from pipeline.stats.effect import Floats

_TIE = 1e-9  # relative, and of the common scale: round-off, also of a statistic that is 0


def step_down_max_t(observed: Floats, draws: Floats) -> Floats:
    """Return the adjusted p-values of a family, shape (m,).

    With |t| sorted decreasingly, the i-th is compared in each draw with the largest |t*| among itself and those after
    it; p̃(i) = (b + 1)/(B + 1), then made non-decreasing in i. It controls the family-wise error under the dependence of
    the outcomes, which the draws carry.

    `observed`: (m,), `draws`: (B, m), on one common scale (see `joint_draws`); a `nan` statistic stays `nan` and
    counts not. Reference: Westfall & Young 1993, Resampling-Based Multiple Testing, algorithm 4.1; R coin
    `pvalue(method = "step-down")`.

    >>> step_down_max_t(np.array([3.0, -1.0]), np.array([[0.5, 2.0], [-3.5, 0.2], [1.0, 0.4], [0.1, 1.0]])).tolist()
    [0.4, 0.6]
    """
    adjusted = np.full(len(observed), np.nan)
    known = np.flatnonzero(~np.isnan(observed))
    order = known[np.argsort(-np.abs(observed[known]), kind="stable")]
    if len(order) == 0:
        return adjusted
    largest = np.abs(draws.T[order])  # a row an outcome: each pass goes along memory
    exceeding = np.empty(len(order))
    for i in range(len(order) - 1, -1, -1):
        if i + 1 < len(order):
            np.maximum(largest[i], largest[i + 1], out=largest[i])
        exceeding[i] = np.count_nonzero(largest[i] >= abs(observed[order[i]]) * (1 - _TIE) - _TIE)
    adjusted[order] = np.maximum.accumulate((exceeding + 1) / (len(draws) + 1))
    return adjusted
