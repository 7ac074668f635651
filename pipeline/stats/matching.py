"""Optimal matching of two pools of units: rank-based Mahalanobis distance, propensity caliper, best pairs."""

from __future__ import annotations

import math

import numpy as np

from pipeline.stats.effect import Booleans, Floats, Integers

_SAME = 9  # decimals of a distance, of size 1: round-off is about 1e-15
FORBIDDEN = 1e7  # added to a pair that must not be made unless nothing else is left
_RIDGE = 1e-4  # of the scores' curvature: keeps the coefficients finite under separation
_STEPS = 50


def rank_mahalanobis(values: Floats, treated: Booleans) -> Floats:
    """Return the rank-based Mahalanobis distance of each treated unit to each control, shape (n1, n0).

    Columns are replaced by their ranks r (ties averaged); their covariance C is rescaled so that each has the variance
    of untied ranks, C* = D C D with D = diag(sd(1…n) / sd(r)); d(i, j)² = (r_i − r_j)ᵀ C*⁻ (r_i − r_j), C*⁻ the
    pseudo-inverse. Ranks keep one huge debt from hiding all other differences; the rescaling keeps a rare yes/no from
    weighing more than the rest.

    `values`: shape (n, p), no missing value; `treated`: shape (n,). A column that does not vary is left out.
    Reference: Rosenbaum 2010, Design of Observational Studies, § 8.3.

    >>> rank_mahalanobis(np.array([[1.0], [2.0], [4.0]]), np.array([True, False, False])).round(4).tolist()
    [[1.0, 2.0]]
    """
    n = len(values)
    varies = np.ptp(values, axis=0) > 0 if n else np.zeros(values.shape[1], dtype=bool)
    if not varies.any():
        return np.zeros((int(treated.sum()), int((~treated).sum())))
    ranks = np.column_stack([average_ranks(column) for column in values[:, varies].T])
    covariance = np.atleast_2d(np.cov(ranks, rowvar=False))
    untied = n * (n + 1) / 12  # the variance of 1 … n
    scale = np.sqrt(untied / np.diag(covariance))
    inverse = np.linalg.pinv(covariance * np.outer(scale, scale), hermitian=True)
    gaps = ranks[treated][:, None, :] - ranks[~treated][None, :, :]
    squared = np.einsum("ijk,kl,ijl->ij", gaps, inverse, gaps)
    distance: Floats = np.sqrt(np.maximum(squared, 0.0))
    return distance


def average_ranks(values: Floats) -> Floats:
    """Return the ranks 1 … n of `values`, shape (n,); equal values share the mean of theirs.

    >>> average_ranks(np.array([10.0, 20.0, 10.0])).tolist()
    [1.5, 3.0, 1.5]
    """
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[where]
    return ranks


def propensity_logit(values: Floats, treated: Booleans) -> Floats:
    """Return each unit's logit of the probability of being treated given its standardised columns, shape (n,).

    Logistic regression by Newton steps, with a slight ridge (10⁻⁴ n) on the slopes so that it stays finite when a
    column separates the groups. `values`: shape (n, p), no missing value.
    """
    spread = values.std(axis=0)
    columns = (values - values.mean(axis=0))[:, spread > 0] / spread[spread > 0]
    design = np.column_stack([np.ones(len(values)), columns])
    ridge = np.diag([0.0] + [_RIDGE * len(values)] * columns.shape[1])
    slopes = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        fitted = 1 / (1 + np.exp(-np.clip(design @ slopes, -30, 30)))
        gradient = design.T @ (treated - fitted) - ridge @ slopes
        curvature = (design * (fitted * (1 - fitted))[:, None]).T @ design + ridge
        step = np.linalg.solve(curvature, gradient)
        slopes = slopes + step
        if np.abs(step).max() < 1e-10:
            break
    logit: Floats = design @ slopes
    return logit


def caliper_penalty(logit: Floats, treated: Booleans, width: float) -> Floats:
    """Return the penalty of pairs whose logits differ by more than `width` pooled standard deviations, shape (n1, n0).

    0 inside the caliper, `FORBIDDEN` outside. Pooled: √((s1² + s0²)/2). Reference: Austin 2011, Pharmaceutical
    Statistics 10:150-161, who recommends 0.2.
    """
    one, zero = logit[treated], logit[~treated]
    if min(len(one), len(zero)) < 2:
        return np.zeros((len(one), len(zero)))
    limit = width * math.sqrt((float(one.var(ddof=1)) + float(zero.var(ddof=1))) / 2)
    penalty: Floats = np.where(np.abs(one[:, None] - zero[None, :]) > limit + 1e-12, FORBIDDEN, 0.0)
    return penalty


def optimal_pairs(distance: Floats, number: int) -> tuple[Integers, Integers]:
    """Return the rows and columns of the `number` pairs whose total distance is the smallest, rows in order.

    Exactly `number` of the n1 × n0 possible pairs, no unit used twice: the assignment problem of the matrix widened by
    n1 − k columns and n0 − k rows of zero cost, in which the units that are left over find their place.
    `distance`: shape (n1, n0), finite; `number` ≤ min(n1, n0). Distances are compared at 9 decimals: pairs as close
    as each other are many, and their last bits must not choose.

    >>> rows, columns = optimal_pairs(np.array([[1.0, 9.0], [2.0, 9.0], [0.5, 9.0]]), 1)
    >>> rows.tolist(), columns.tolist()
    ([2], [0])
    """
    from scipy.optimize import linear_sum_assignment  # a slow import, for one command

    n1, n0 = distance.shape
    if number == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    left1, left0 = n1 - number, n0 - number
    impossible = (float(distance.max()) + 1) * (number + 1)
    wide = np.zeros((n1 + left0, n0 + left1))
    wide[:n1, :n0] = np.round(distance, _SAME)
    wide[n1:, n0:] = impossible
    rows, columns = linear_sum_assignment(wide)
    real = (rows < n1) & (columns < n0)
    return rows[real].astype(np.int64), columns[real].astype(np.int64)
