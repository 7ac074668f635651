"""Columns of a regression's design that can be told apart."""

from __future__ import annotations

import math

import numpy as np

from pipeline.stats.effect import Floats, Integers

_COLLINEAR = 1e-7  # of a column's norm, what the columns before leave of it (R's `lm`)


def independent_columns(design: Floats) -> Integers:
    """Return the numbers of the columns of `design` (n, k) that those before them do not determine, increasing.

    >>> independent_columns(np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])).tolist()  # the third is first − second
    [0, 1]
    """
    kept: list[int] = []
    basis = np.empty(design.shape, order="F")
    for j, column in enumerate(design.T):
        before = basis[:, : len(kept)]
        rest = column - before @ (before.T @ column)
        rest -= before @ (before.T @ rest)  # once more: what round-off left
        size = math.sqrt(rest @ rest)
        if size > _COLLINEAR * max(math.sqrt(column @ column), np.finfo(float).tiny):
            basis[:, len(kept)] = rest / size
            kept.append(j)
    return np.array(kept, dtype=np.int64)
