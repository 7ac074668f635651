"""Quartiles, and standardised mean differences of a baseline table."""

from __future__ import annotations

import math

import numpy as np

from pipeline.stats.effect import Floats
from pipeline.stats.welch import is_constant


def quartiles(values: Floats) -> tuple[float, float, float]:
    """Return the first quartile, the median and the third quartile of finite `values`, shape (n,).

    Type 7 of Hyndman & Fan 1996 (The American Statistician 50:361-365), the default of R and NumPy: linear
    interpolation at 1 + (n − 1)p. No value: `nan`.

    >>> quartiles(np.array([1.0, 2.0, 3.0, 10.0]))
    (1.75, 2.5, 4.75)
    """
    if len(values) == 0:
        return math.nan, math.nan, math.nan
    q1, median, q3 = np.quantile(values, (0.25, 0.5, 0.75))
    return float(q1), float(median), float(q3)


def smd_continuous(treated: Floats, control: Floats, weights: tuple[Floats, Floats] | None = None) -> float:
    """Return (m1 − m0) / √((s1² + s0²)/2), sample variances, for finite values of shapes (n1,), (n0,).

    `weights`: those of the treated and of the control, > 0, same shapes. The means are weighted, the variances are not:
    what weighting changes is then the gap alone, never its yardstick.
    Missing (`nan`) with under two values in a group; 0 when both groups hold one and the same value.
    Reference: Austin 2009, Statistics in Medicine 28:3083-3107; the denominator: Stuart, Lee & Leacy 2013, Journal of
    Clinical Epidemiology 66:S84-S90.

    >>> round(smd_continuous(np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0])), 4)
    -1.0
    >>> up, down = np.array([1.0, 1.0, 2.0]), np.array([2.0, 1.0, 1.0])
    >>> smd_continuous(np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0]), (up, down))  # 2.25 − 2.75 over 1
    -0.5
    """
    if min(len(treated), len(control)) < 2:
        return math.nan
    w1, w0 = weights or (None, None)
    gap = float(np.average(treated, weights=w1) - np.average(control, weights=w0))
    if is_constant(treated) and is_constant(control):
        return 0.0 if treated[0] == control[0] else math.nan
    return gap / math.sqrt((float(treated.var(ddof=1)) + float(control.var(ddof=1))) / 2)


def smd_categorical(treated: Floats, control: Floats, weighted: tuple[Floats, Floats] | None = None) -> float:
    """Return the standardised difference of a categorical variable from its level counts, shape (levels,).

    `weighted`: sums of weights by level of both groups; the shares that are compared are then theirs, and the
    covariances stay those of the counts.

    Two levels: (p1 − p0) / √((p1(1 − p1) + p0(1 − p0))/2), p the share of the last level: signed. More: the Mahalanobis
    distance √(Δᵀ S⁻¹ Δ) between the shares of all levels but the first, S = (S1 + S0)/2 their multinomial covariances
    (pseudo-inverse where a level is empty): never negative. Missing (`nan`) when a group is empty or when the distance
    is infinite (shares that differ without variance).
    Reference: Yang & Dalton 2012, SAS Global Forum, paper 335.

    >>> round(smd_categorical(np.array([15.0, 10.0]), np.array([20.0, 5.0])), 4)  # 0.2 / √((0.24 + 0.16)/2)
    0.4472
    """
    if min(treated.sum(), control.sum()) == 0:
        return math.nan
    share1, share0 = treated / treated.sum(), control / control.sum()
    compared1, compared0 = (total / total.sum() for total in weighted or (treated, control))
    gap = (compared1 - compared0)[1:]
    if not gap.any() or np.abs(gap).max() < 1e-15:
        return 0.0
    covariance = (_covariance(share1[1:]) + _covariance(share0[1:])) / 2
    if len(gap) == 1:
        variance = float(covariance[0, 0])
        return float(gap[0]) / math.sqrt(variance) if variance > 0 else math.nan
    inverse = np.linalg.pinv(covariance, hermitian=True)
    explained = covariance @ inverse @ gap
    if not np.allclose(explained, gap, atol=1e-9):
        return math.nan
    return math.sqrt(max(float(gap @ inverse @ gap), 0.0))


def _covariance(shares: Floats) -> Floats:
    covariance: Floats = np.diag(shares) - np.outer(shares, shares)
    return covariance
