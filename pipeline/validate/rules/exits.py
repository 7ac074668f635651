"""Each household's way out: the dates that other rules compare with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.contract.clock import Dates, as_days
from pipeline.validate.records import Records, is_in


@dataclass(frozen=True)
class FirstEvent:
    """The first event of some types of each household of `menages`, `NaT` where there is none."""

    date: Dates

    def of(self, positions: npt.NDArray[np.intp]) -> Dates:
        """Return the date for each row whose household stands at `positions`; `NaT` where it is not known (−1)."""
        padded = np.append(self.date, np.datetime64("NaT", "D"))
        dates: Dates = padded[positions]
        return dates


def first_event(records: Records, types: tuple[str, ...], *, after_inclusion: bool) -> FirstEvent:
    """Return the earliest event of `types`, by household; `after_inclusion`: only events dated after it."""
    events = records["evenements"]
    positions = records.household("evenements")
    dates = as_days(events["date"])
    kept = is_in(events["type"], types) & (positions >= 0) & ~np.isnat(dates)
    if after_inclusion:
        kept &= dates > records.dates_of_household("evenements", "date_inclusion")
    day = np.full(len(records["menages"]), np.iinfo(np.int64).max)
    np.minimum.at(day, positions[kept], dates[kept].astype(np.int64))
    none = day == np.iinfo(np.int64).max
    first = np.where(none, 0, day).astype("datetime64[D]")
    first[none] = np.datetime64("NaT")
    return FirstEvent(first)
