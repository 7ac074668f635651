"""The households an edition analyses: consent given, included on or before the freeze, sorted by pseudonym."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.clock import Dates, as_days

Positions = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cohort:
    """The analysed households, n of them; a household is known by its position, 0 … n − 1, everywhere below.

    `frame`: their rows of `menages`, sorted by `menage_id`; `inclusion`: shape (n,); `freeze`: the edition's.
    """

    frame: pd.DataFrame
    inclusion: Dates
    freeze: np.datetime64

    @property
    def size(self) -> int:
        """The number of households."""
        return len(self.frame)

    def in_group(self, group: str) -> Mask:
        """The households of one group, shape (n,)."""
        return np.asarray(self.frame["groupe"] == group, dtype=bool)

    def positions(self, ids: pd.Series) -> Positions:
        """The position of each of `ids`; −1 where the household is not in the cohort."""
        codes, uniques = pd.factorize(ids)
        known = pd.Index(self.frame["menage_id"]).get_indexer(pd.Index(uniques))
        return np.append(known, -1)[codes]  # code −1 (a missing id) takes the last element


def select_cohort(menages: pd.DataFrame, freeze: dt.date) -> Cohort:
    """Return the cohort of an edition, from all the households received."""
    received = unique_households(menages)
    kept = received[has_consented(received) & included_by(received, freeze)]
    kept = kept.sort_values("menage_id", kind="stable").reset_index(drop=True)
    return Cohort(kept, as_days(kept["date_inclusion"]), np.datetime64(freeze, "D"))


def unique_households(menages: pd.DataFrame) -> pd.DataFrame:
    """Return one row per household (identical rows sent by two landlords count once)."""
    return menages.drop_duplicates("menage_id")


def has_consented(menages: pd.DataFrame) -> Mask:
    """True where consent is recorded; an empty or unreadable cell is not consent."""
    return menages["consentement"].to_numpy(dtype=bool, na_value=False)


def included_by(menages: pd.DataFrame, freeze: dt.date) -> Mask:
    """True where the inclusion is dated on or before the freeze: nothing dated after it is read."""
    included: Mask = as_days(menages["date_inclusion"]) <= np.datetime64(freeze, "D")  # NaT compares false
    return included
