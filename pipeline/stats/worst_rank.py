"""A composite outcome for units that a bad event takes out of sight: the event ranks below any value still seen."""

from __future__ import annotations

import numpy as np

from pipeline.stats.effect import Booleans, Floats


def worst_ranks(values: Floats, lost: Booleans, lost_at: Floats | None = None) -> Floats:
    """Return values in which every unit of `lost` is worse (larger) than every value seen, shape (n,).

    A unit seen keeps its value; a lost one gets a value above the largest of them. `lost_at`, shape (n,): when it was
    lost; the earlier, the worse. None: all lost units tie. Only the order of the result has a meaning: compare the
    groups by ranks (probability of superiority, permutation of ranks). A unit neither seen nor lost stays `nan`.

    `values`: larger is worse, `nan` where not seen. Reference: Lachin 1999, Controlled Clinical Trials 20:408-422;
    composite strategy of ICH E9 (R1).

    >>> worst_ranks(np.array([10.0, np.nan, 30.0, np.nan]), np.array([False, True, False, False])).tolist()
    [10.0, 31.0, 30.0, nan]
    >>> lost = np.array([True, True, False])
    >>> worst_ranks(np.array([np.nan, 5.0, 30.0]), lost, np.array([2.0, 8.0, np.nan])).tolist()
    [32.0, 31.0, 30.0]
    """
    seen = np.where(lost, np.nan, values)
    known = seen[~np.isnan(seen)]
    worst = float(known.max()) if len(known) else 0.0
    if lost_at is None:
        return np.where(lost, worst + 1, seen)
    times = np.unique(lost_at[lost])[::-1]  # the latest first: rank 1
    ranks = np.zeros(len(values))
    ranks[lost] = len(times) - np.searchsorted(times[::-1], lost_at[lost])
    return np.where(lost, worst + ranks, seen)


def to_ranks(values: Floats) -> Floats:
    """Return mid-ranks 1 … m of the known `values`, `nan` where missing; equal values share the mean of theirs.

    >>> to_ranks(np.array([10.0, np.nan, 20.0, 10.0])).tolist()
    [1.5, nan, 3.0, 1.5]
    """
    known = ~np.isnan(values)
    ranks = np.full(len(values), np.nan)
    _, where, counts = np.unique(values[known], return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks[known] = (last - (counts - 1) / 2)[where]
    return ranks
