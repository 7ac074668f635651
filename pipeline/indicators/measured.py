"""What computing an indicator at a wave gives: one value per household, and what goes with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.indicators.observed.cohort import Mask

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """`valeur`: shape (n,), NaN = missing. `exposition`: observed years, for counts only. `concerned`: the households
    that have a row at all (None: all of them).
    """

    valeur: Floats
    exposition: Floats | None = None
    concerned: Mask | None = None


def one_where(condition: Mask, *known: Floats) -> Floats:
    """Return 1 where `condition` holds and 0 elsewhere, missing where one of `known` is."""
    valeur = condition.astype(float)
    for values in known:
        valeur[np.isnan(values)] = np.nan
    return valeur
