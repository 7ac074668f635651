"""Dated events of the cohort, and the exits found among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.clock import Dates, as_days
from pipeline.contract.codes import EVENEMENTS, MUTATION, SORTIES_NEGATIVES
from pipeline.indicators.observed.cohort import Cohort, Positions

NEVER = np.datetime64("9999-12-31")  # stands for « has not happened » so that dates compare without a special case

_KINDS = pd.Index([code.value for code in EVENEMENTS])


@dataclass(frozen=True)
class Events:
    """Events read, one element each: `household` (position), `day`, `kind` (rank in the contract's list)."""

    size: int
    household: Positions
    day: Dates
    kind: npt.NDArray[np.intp]

    def first(self, kinds: Iterable[str]) -> Dates:
        """The day of each household's first event of these kinds, `NEVER` without one; shape (n,)."""
        chosen = np.isin(self.kind, _ranks(kinds))
        days = np.full(self.size, NEVER).astype(np.int64)
        np.minimum.at(days, self.household[chosen], self.day[chosen].astype(np.int64))
        return days.astype("datetime64[D]")

    def dated(self, kinds: Iterable[str]) -> tuple[Positions, Dates]:
        """The household and the day of every event of these kinds, both of shape (e,)."""
        chosen = np.isin(self.kind, _ranks(kinds))
        return self.household[chosen], self.day[chosen]

    def count(self, kinds: Iterable[str], until: Dates) -> npt.NDArray[np.int64]:
        """The number of events of these kinds up to and including each household's day `until`; shape (n,)."""
        chosen = np.isin(self.kind, _ranks(kinds)) & (self.day <= until[self.household])
        return np.bincount(self.household[chosen], minlength=self.size)

    def highest(self, ranks: Mapping[str, int], until: Dates) -> npt.NDArray[np.int64]:
        """The highest rank reached up to and including `until`, 0 without any; shape (n,)."""
        rank_of = np.array([ranks.get(kind, 0) for kind in _KINDS])
        chosen = self.day <= until[self.household]
        highest = np.zeros(self.size, dtype=np.int64)
        np.maximum.at(highest, self.household[chosen], rank_of[self.kind[chosen]])
        return highest


@dataclass(frozen=True)
class Exits:
    """First exits after inclusion, `NEVER` where there is none; every array has shape (n,).

    `negative`: the first of the three negative exits; `cause`: which (meaningless where `NEVER`).
    """

    negative: Dates
    cause: npt.NDArray[np.str_]
    mutation: Dates
    deces: Dates
    retrait: Dates


def read_events(table: pd.DataFrame, cohort: Cohort) -> Events:
    """Return the events dated after inclusion, on or before the freeze and the household's withdrawal.

    An exit on or before inclusion is ignored, and so is every other event of that time: no indicator counts it.
    """
    household = cohort.positions(table["menage_id"])
    day = as_days(table["date"])
    codes, uniques = pd.factorize(table["type"])
    kind = np.append(_KINDS.get_indexer(pd.Index(uniques)), -1)[codes]
    known = (household >= 0) & (kind >= 0) & (day <= cohort.freeze)
    household, day, kind = household[known], day[known], kind[known]
    after = day > cohort.inclusion[household]
    events = Events(cohort.size, household[after], day[after], kind[after])
    return _until(events, events.first(["retrait_etude"]))


def find_exits(events: Events) -> Exits:
    """Return the exits among `events`; of two negative exits on one day, the contract's order names the cause."""
    each = np.stack([events.first([kind]) for kind in SORTIES_NEGATIVES])
    return Exits(
        negative=each.min(axis=0),
        cause=np.array(SORTIES_NEGATIVES)[each.argmin(axis=0)],
        mutation=events.first([MUTATION]),
        deces=events.first(["deces"]),
        retrait=events.first(["retrait_etude"]),
    )


def _ranks(kinds: Iterable[str]) -> npt.NDArray[np.intp]:
    return _KINDS.get_indexer(pd.Index(list(kinds)))


def _until(events: Events, last: Dates) -> Events:
    read = events.day <= last[events.household]
    return Events(events.size, events.household[read], events.day[read], events.kind[read])
