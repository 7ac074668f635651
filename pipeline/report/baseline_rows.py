"""What the rows of one characteristic of `comparabilite` say before any difference: does it vary, who has what.

`rows`: all the rows of one variable, one a class, or the only one of a mean or a yes or no.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]


def nobody_known(rows: pd.DataFrame) -> bool:
    """Return whether no household of either group has a known value."""
    return bool((_numbers(rows, "n") == 0).all())


def same_for_all(rows: pd.DataFrame) -> bool:
    """Return whether every household of both groups is known to have the same value."""
    if not _both_known(rows):
        return False
    if _kind(rows) == "continu":
        return _spread(rows) == 0 and _means(rows)[0] == _means(rows)[1]
    return bool((class_counts(rows).sum(axis=1) > 0).sum() == 1)


def constant_among(frame: pd.DataFrame) -> frozenset[str]:
    """Return the characteristics of `comparabilite` that are the same for every household: they compare nothing."""
    return frozenset(str(v) for v, rows in frame.groupby("variable", sort=False) if same_for_all(rows))


def shares_nothing(rows: pd.DataFrame) -> bool:
    """Return whether no household of a group has the value of one of the other: means are compared when none varies."""
    if not _both_known(rows):
        return False
    if _kind(rows) == "continu":
        return _spread(rows) == 0 and _means(rows)[0] != _means(rows)[1]
    return bool((class_counts(rows) == 0).any(axis=1).all())


def class_counts(rows: pd.DataFrame) -> Floats:
    """Return the households of each class, shape (classes, 2), accompanied first; yes, then no, of a yes or no."""
    counts = _numbers(rows, "effectif")
    return counts if _kind(rows) == "categorie" else np.array([counts[0], _numbers(rows, "n")[0] - counts[0]])


def _kind(rows: pd.DataFrame) -> str:
    return str(rows["type"].iloc[0])


def _both_known(rows: pd.DataFrame) -> bool:
    return bool((_numbers(rows, "n")[0] > 0).all())


def _means(rows: pd.DataFrame) -> Floats:
    means: Floats = _numbers(rows, "moyenne")[0]
    return means


def _spread(rows: pd.DataFrame) -> float:
    """The larger standard deviation, missing where a household is alone."""
    return float(_numbers(rows, "ecart_type")[0].max())


def _numbers(rows: pd.DataFrame, what: str) -> Floats:
    columns = (pd.to_numeric(rows[f"{what}_{group}"], errors="coerce") for group in ("accompagnes", "temoins"))
    return np.column_stack([column.to_numpy(dtype=float, na_value=np.nan) for column in columns])
