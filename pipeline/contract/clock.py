"""The clock of the study: calendar months after inclusion, the day clipped to the month's end."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Dates = npt.NDArray[np.datetime64]

DAYS_PER_MONTH = 30.4375
DAYS_PER_YEAR = 365.25
MONTHS_BEFORE = 12  # months of the ledger before the inclusion's that are read, for what came before alone


def as_days(dates: object) -> Dates:
    """Return `dates` (a pandas Series, an array) as `datetime64[D]`; a missing date stays `NaT`."""
    return np.asarray(dates, dtype="datetime64[D]")


def add_months(dates: object, months: int | npt.NDArray[np.int64]) -> Dates:
    """Return `dates` moved by `months` calendar months; the day is clipped to the month's end; `NaT` stays.

    >>> add_months(np.array(["2015-01-31"], "datetime64[D]"), 1)
    array(['2015-02-28'], dtype='datetime64[D]')
    """
    start = as_days(dates)
    month = start.astype("datetime64[M]")
    day = start - month.astype("datetime64[D]")
    target = month + np.asarray(months, dtype="timedelta64[M]")
    first = target.astype("datetime64[D]")
    last_day = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - first - np.timedelta64(1, "D")
    moved: Dates = first + np.minimum(day, last_day)  # NaT wins a minimum
    return moved


def month_reached(start: Dates, days: Dates) -> npt.NDArray[np.int64]:
    """Return the least number m of months such that `start` + m months is on or after `days`; both of shape (n,).

    >>> inclusion = np.array(["2015-01-31", "2015-01-31"], "datetime64[D]")
    >>> month_reached(inclusion, np.array(["2015-02-28", "2015-03-01"], "datetime64[D]")).tolist()
    [1, 2]
    """
    months = month_index(days) - month_index(start)
    return months + (days > add_months(start, months))


def month_index(months: object) -> npt.NDArray[np.int64]:
    """Return calendar months ("2015-01" texts, or dates) as a count of months since 1970-01."""
    return np.asarray(months, dtype="datetime64[M]").astype(np.int64)
