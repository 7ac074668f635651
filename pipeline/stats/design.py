"""Columns of a regression's design that can be told apart."""

from __future__ import annotations

import numpy as np

from pipeline.stats.effect import Floats, Integers

_COLLINEAR = 1e-7  # of a column's norm, what the columns before leave of it (R's `lm`)


def independent_columns(design: Floats) -> Integers:
    """Return the numbers of the columns of `design` (n, k) that those before them do not determine, increasing.

    >>> independent_columns(np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])).tolist()  # the third is first − second
    [0, 1]
    """
    kept: list[int] = []
    basis = np.empty((len(design), 0))
    for j, column in enumerate(design.T):
        rest = column - basis @ (basis.T @ column)
        rest = rest - basis @ (basis.T @ rest)  # once more: what round-off left
        size = float(np.linalg.norm(rest))
        if size > _COLLINEAR * max(float(np.linalg.norm(column)), np.finfo(float).tiny):
            kept.append(j)
            basis = np.column_stack([basis, rest / size])
    return np.array(kept, dtype=np.int64)
