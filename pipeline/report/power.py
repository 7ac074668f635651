"""What chance alone does to balance: the probability that a standardised difference exceeds a bound.

Both groups are drawn from one population; it depends on the sizes and on the number of levels.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import chdtrc

from pipeline.contract.tables import MENAGES


def chance_beyond(
    bound: float, accompanied: npt.ArrayLike, controls: npt.ArrayLike, levels: npt.ArrayLike = 2
) -> npt.NDArray[np.float64]:
    """Return the probability that a standardised difference exceeds `bound` in absolute value by chance alone.

    `accompanied`, `controls`: sizes n₁, n₀ of the groups (effective sizes after weighting). `levels`: k ≥ 2 for a
    variable in classes, whose Mahalanobis distance D then has k − 1 degrees of freedom; 2 for a mean or a yes or no.
    The arguments broadcast. Formula: n₁ n₀ / (n₁ + n₀) × D² follows χ² with k − 1 degrees of freedom in large samples.
    A group without household: `nan`.

    >>> chance_beyond(0.1, 25, 25, [2, 5]).round(2).tolist()
    [0.72, 1.0]
    """
    n1, n0 = np.asarray(accompanied, dtype=float), np.asarray(controls, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = n1 * n0 / (n1 + n0)
    size = np.where((n1 > 0) & (n0 > 0), size, np.nan)
    return np.asarray(chdtrc(np.asarray(levels) - 1, size * bound**2), dtype=float)


def levels_of(comparability: pd.DataFrame) -> pd.Series:
    """Return the number of levels of each variable of `comparabilite`, by variable; 2 for a mean or a yes or no.

    A variable in classes whose levels are masked, all but its distance, counts those of its column.
    """
    by_variable = comparability.groupby("variable", sort=False)
    present = by_variable["modalite"].nunique().clip(lower=2).astype(int)
    for name, rows in by_variable:
        if (rows["modalite"] == "").all() and (rows["type"] == "categorie").all():
            present[str(name)] = max(len(MENAGES[str(name)].codes), 2)
    return present


def expected_beyond(bound: float, sizes: pd.DataFrame, comparability: pd.DataFrame) -> float:
    """Return how many of the variables that index `sizes` (columns: n₁, n₀) chance alone puts beyond `bound`.

    `comparability`: rows of `comparabilite`, which say how many levels a variable has.
    """
    levels = levels_of(comparability).reindex(sizes.index, fill_value=2)
    n1, n0 = (sizes.iloc[:, i].to_numpy(dtype=float, na_value=np.nan) for i in (0, 1))
    return float(np.nansum(chance_beyond(bound, n1, n0, levels.to_numpy())))
