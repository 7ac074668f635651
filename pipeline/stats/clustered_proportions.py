"""The interval of a proportion whose observations come in clusters: months of the same household."""

from __future__ import annotations

import numpy as np

from pipeline.stats.effect import Floats
from pipeline.stats.student import z_quantile


def clustered_wilson(hits: Floats, trials: Floats, level: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """Return proportions Σ hits / Σ trials with their intervals, each of shape (k,): share, low, high.

    Wilson's score interval at the effective sample size n* = n / max(deff, 1), deff = v / (p (1 − p)/n),
    v = m/(m − 1) Σ (xᵢ − p nᵢ)² / n²: the linearised variance over the m clusters with a trial. deff is 1 where
    p is 0 or 1 (no variance to compare), and n* is 1 where m is: one cluster is one observation.

    `hits`: x, shape (m, k); `trials`: n, shape (m,), 0 ≤ x ≤ n. No trial at all: missing.
    Reference: Korn & Graubard 1998, Survey Methodology 24:193-201; Franco et al. 2019, Journal of Survey Statistics
    and Methodology 7:334-364; the variance is that of R survey's `svyratio`.

    >>> share, low, high = clustered_wilson(np.array([[1.0], [0.0]]), np.array([2.0, 2.0]))
    >>> [round(float(v[0]), 4) for v in (share, low, high)]  # deff = 4/3 : Wilson at n* = 3
    [0.25, 0.0368, 0.7439]
    """
    trials = np.asarray(trials, dtype=float)
    present = trials > 0
    clusters, total = int(present.sum()), float(trials.sum())
    if total == 0:
        missing = np.full(hits.shape[1], np.nan)
        return missing, missing.copy(), missing.copy()
    share = hits.sum(axis=0) / total
    residuals = hits - share * trials[:, None]
    inside = (share > 0) & (share < 1)
    spread = np.where(inside, share * (1 - share), 1.0)
    if clusters > 1:
        variance = clusters / (clusters - 1) * (residuals**2).sum(axis=0) / total**2
        effect = np.where(inside, np.maximum(variance * total / spread, 1.0), 1.0)
    else:
        effect = np.full(len(share), total)
    low, high = _wilson(share, total / effect, z_quantile(level))
    return share, np.where(share <= 0, 0.0, low), np.where(share >= 1, 1.0, high)


def _wilson(share: Floats, size: Floats, z: float) -> tuple[Floats, Floats]:
    centre = share + z * z / (2 * size)
    half = z * np.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    scale = 1 + z * z / size
    return (centre - half) / scale, (centre + half) / scale
