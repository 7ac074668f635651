"""Holm's step-down adjustment of p-values."""

from __future__ import annotations

import numpy as np

from pipeline.stats.effect import Floats


def holm(p_values: Floats) -> Floats:
    """Return the p-values adjusted for the size of their family, shape (m,); a missing one stays so and counts not.

    Sorted p(1) ≤ … ≤ p(m): adjusted p(i) = max over j ≤ i of min(1, (m − j + 1) p(j)).
    Reference: Holm 1979, Scandinavian Journal of Statistics 6:65-70; R `p.adjust(method = "holm")`.

    >>> holm(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.06, 0.06]
    """
    adjusted = np.full(len(p_values), np.nan)
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(factors * p_values[order])) if len(order) else []
    return adjusted
