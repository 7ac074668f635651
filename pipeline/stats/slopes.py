"""The least-squares slope of each unit's values over times that need not all be known."""

from __future__ import annotations

import numpy as np

from pipeline.stats.effect import Floats


def unit_slopes(values: Floats, times: Floats, least: int = 3) -> Floats:
    """Return Σ (t − t̄) y / Σ (t − t̄)² of each unit, over its known times; `nan` under `least` of them; shape (n,).

    `values`: (n, T), `nan` where not known; `times`: (T,). In the unit of the values by unit of time.

    >>> unit_slopes(np.array([[1.0, 2.0, np.nan, 4.0], [5.0, np.nan, np.nan, 1.0]]), np.arange(4.0)).tolist()
    [1.0, nan]
    """
    known = ~np.isnan(values)
    points = known.sum(axis=1)
    mean = (known @ times) / np.maximum(points, 1)
    centred = np.where(known, times - mean[:, np.newaxis], 0.0)
    spread = np.where(points >= max(least, 2), (centred**2).sum(axis=1), np.nan)
    slopes: Floats = (centred * np.where(known, values, 0.0)).sum(axis=1) / spread
    return slopes
