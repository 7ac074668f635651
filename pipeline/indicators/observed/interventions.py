"""The interventions of the cohort: who, when, how long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.clock import Dates, as_days
from pipeline.indicators.observed.cohort import Cohort, Positions

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interventions:
    """Interventions read, one element each: `household` (position), `day`, `duration` (days, never missing)."""

    size: int
    household: Positions
    day: Dates
    duration: Floats

    def total(self, until: Dates) -> Floats:
        """The days spent up to and including each household's day `until`, 0 without any; shape (n,)."""
        chosen = self.day <= until[self.household]
        spent = np.bincount(self.household[chosen], weights=self.duration[chosen], minlength=self.size)
        return spent.astype(float)


def read_interventions(table: pd.DataFrame, cohort: Cohort, withdrawal: Dates) -> Interventions:
    """Return the interventions dated on or before the freeze and the household's withdrawal, sorted.

    They are sorted so that a sum does not depend on the order of the rows, not even in its last bit.
    """
    household = cohort.positions(table["menage_id"])
    day = as_days(table["date"])
    duration = table["duree_jours"].to_numpy(dtype=float, na_value=np.nan)
    read = (household >= 0) & (day <= cohort.freeze) & ~np.isnan(duration)
    read[read] = day[read] <= withdrawal[household[read]]
    household, day, duration = household[read], day[read], duration[read]
    order = np.lexsort((duration, day, household))
    return Interventions(cohort.size, household[order], day[order], duration[order])
