"""What the sizes of a delivery can show, known before any result; and what chance does to balance.

Two-sided test at the plan's level, power 80 %: the smallest share among the accompanied that is detectable for a
given share among the controls; the smallest standardised difference, alone or with a baseline correlated with the
outcome. Balance: the probability that a standardised difference exceeds a bound by chance alone, both groups being
drawn from one population; it depends on the sizes and on the number of levels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import chdtrc

from pipeline.stats.precision import detectable_difference, least_share
from pipeline.traced import Cell, plain, traced

POWER = 0.80


@dataclass(frozen=True)
class Reach:
    """What `accompanied` households against `controls` can show, at the two-sided confidence `level`."""

    accompanied: int
    controls: int
    level: float = 0.95

    @property
    def compares(self) -> bool:
        """False where two groups of such sizes cannot be compared at all."""
        return min(self.accompanied, self.controls) >= 2

    def share(self, base: float, favourable: int = 1) -> float:
        """Return the share among the accompanied that is detectable from `base` among the controls; `nan`: none.

        `favourable`: −1 where a lower share is the better one.

        >>> round(Reach(25, 25).share(0.60), 2)
        0.93
        """
        low = float(plain(base)) if favourable > 0 else 1 - float(plain(base))
        found = least_share(low, self.accompanied, self.controls, POWER, 1 - self.level)
        return self._traced(found if favourable > 0 else 1 - found, f"part_decelable depuis {float(plain(base)):g}")

    @property
    def unreachable_from(self) -> float:
        """The share of the controls, to the percent, from which nothing is detectable; `nan` when it is never so.

        >>> Reach(25, 25).unreachable_from
        0.75
        """
        low, high = 0, 100
        while low < high:  # what is out of reach from a share is out of reach from a higher one
            middle = (low + high) // 2
            found = least_share(middle / 100, self.accompanied, self.controls, POWER, 1 - self.level)
            low, high = (low, middle) if math.isnan(found) else (middle + 1, high)
        return self._traced(low / 100 if low < 100 else math.nan, "part_hors_d_atteinte")

    def difference(self, correlation: float = 0.0) -> float:
        """Return the smallest detectable difference in standard deviations, adjusted for a baseline or not.

        >>> [round(Reach(25, 25).difference(r), 2) for r in (0, 0.5, 0.7)]
        [0.81, 0.7, 0.58]
        """
        found = detectable_difference(self.accompanied, self.controls, POWER, 1 - self.level, correlation)
        return self._traced(found, f"ecarts_types, correlation {correlation:g}")

    def _traced(self, value: float, what: str) -> float:
        key = f"n_accompagnes={self.accompanied};n_temoins={self.controls};niveau={self.level:g}"
        found: float = traced(float(value), Cell("puissance", key, what))
        return found


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
    """Return the number of levels of each variable of `comparabilite`, by variable; 2 for a mean or a yes or no."""
    present = comparability["modalite"].groupby(comparability["variable"], sort=False).nunique()
    return present.clip(lower=2).astype(int)


def expected_beyond(bound: float, sizes: pd.DataFrame, comparability: pd.DataFrame) -> float:
    """Return how many of the variables that index `sizes` (columns: n₁, n₀) chance alone puts beyond `bound`.

    `comparability`: rows of `comparabilite`, which say how many levels a variable has.
    """
    levels = levels_of(comparability).reindex(sizes.index, fill_value=2)
    n1, n0 = (sizes.iloc[:, i].to_numpy(dtype=float, na_value=np.nan) for i in (0, 1))
    return float(np.nansum(chance_beyond(bound, n1, n0, levels.to_numpy())))
