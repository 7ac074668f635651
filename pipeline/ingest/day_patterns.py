"""Patterns that the dates of a column show together: day and month exchanged, times just before midnight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.ingest.calendar_text import TwoNumbers
from pipeline.ingest.clock_text import Clock

Days = Sequence[dt.date | TwoNumbers | None]

# « Just before midnight »: Paris is one hour ahead of universal time in winter, two in summer.
_LATE = 22 * 3600
# Late times, as a share of the cells that hold a date, below which they are taken for the hour of the fact.
_FEW = 0.05
# An exchange seen by its padding alone must be seen on so many cells of each kind.
_PADDING_CELLS = 3
_MONTH_CELLS = 3


def days_are_exchanged(days: Days) -> bool:
    """Whether a spreadsheet set to English turned into dates the texts whose day could be a month, and only those.

    Every typed (or ISO) date has a day ≤ 12 and every text a day > 12. A column whose typed dates are all of one day
    (the 1st, often) is what people write. Saved again as text, the same column shows it by its zeros: `5/3/2015`
    where the spreadsheet wrote, `25/03/2015` where the sender did.
    """
    typed = [d for d in days if isinstance(d, dt.date)]
    pairs = [d for d in days if isinstance(d, TwoNumbers)]
    if typed and pairs:
        one_day = len({d.day for d in typed}) == 1 and len({d.month for d in typed}) > 1
        return not one_day and all(d.day <= 12 for d in typed) and all(p.first > 12 >= p.second for p in pairs)
    low = [p for p in pairs if p.first <= 12 and p.second <= 12]
    high = [p for p in pairs if p.first > 12 >= p.second]
    bare = [p for p in low if min(p.first, p.second) < 10]
    full = [p for p in high if p.second < 10]
    if len(low) + len(high) < len(pairs) or min(len(bare), len(full)) < _PADDING_CELLS:
        return False
    return not any(p.padded for p in bare) and all(p.padded for p in full)


def months_are_days(days: Days) -> bool:
    """Whether the typed dates of a column of months all fall in one month of the year, on varying days ≤ 12."""
    typed = [d for d in days if isinstance(d, dt.date)]
    if len({d.day for d in typed}) < _MONTH_CELLS or any(d.day > 12 for d in typed):
        return False
    return len({d.month for d in typed}) == 1


def next_days(
    days: Sequence[dt.date | None], clocks: Sequence[Clock | None], counts: npt.NDArray[np.int64]
) -> list[dt.date | None]:
    """Return for each cell the other day that its time allows, None where its time leaves no doubt.

    With an offset (`Z`, `+00:00`): the day in Paris where it is not the day written. Without: the next day, where all
    the times of the column are within two hours before midnight and are more than a few.
    """
    others: list[dt.date | None] = [None] * len(days)
    late = []
    for i, (day, clock) in enumerate(zip(days, clocks, strict=True)):
        if day is None or clock is None or clock.rounds_up:
            continue
        if clock.offset is not None and (moved := clock.days_in_paris(day)):
            others[i] = day + dt.timedelta(days=moved)
        elif clock.seconds >= _LATE:
            late.append(i)
    timed = [i for i, c in enumerate(clocks) if c is not None and days[i] is not None and c.seconds % 86_400]
    dated = sum(int(n) for n, d in zip(counts, days, strict=True) if d is not None)
    if set(late) == {i for i in timed if others[i] is None} and int(counts[late].sum()) > _FEW * dated:
        for i in late:
            day = days[i]
            others[i] = None if day is None else day + dt.timedelta(days=1)
    return others
