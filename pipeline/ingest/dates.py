"""Dates and months of a column: the order of day and month is settled by the column, or declared, never guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.ingest.calendar_text import TwoNumbers, date_in, month_in
from pipeline.ingest.reading import Context, DateOrder, Distinct, Flags, Problem, Reading, of
from pipeline.ingest.rules import AMBIGUOUS_DATES, UNREADABLE_CELL

# Cells of the other order, as a share of those that show one, that are taken for slips of the pen (and rejected).
# Above, the column mixes two orders.
_SLIPS = 0.05
_IMPOSSIBLE = Problem(
    UNREADABLE_CELL,
    "Ce n’est pas une date qui existe ; une date est attendue : jour/mois/année ou année-mois-jour, l’année "
    "sur quatre chiffres.",
)
_NO_MONTH = Problem(UNREADABLE_CELL, "Ce n’est pas un mois ; un mois est attendu : 2015-01, 01/2015 ou janvier 2015.")
_AMBIGUOUS = Problem(
    AMBIGUOUS_DATES,
    "Dates ambiguës : elles peuvent se lire jour/mois/année ou mois/jour/année, et aucun nombre au-dessus de 12 ne "
    "tranche dans la colonne entre ces deux lectures.",
)
_MIXED = Problem(
    AMBIGUOUS_DATES,
    "Dates ambiguës : des cellules ne se lisent que jour/mois/année et d’autres que mois/jour/année ; les autres "
    "cellules de la colonne ont deux lectures.",
)

Value = dt.date | TwoNumbers | None


def read_dates(distinct: Distinct, context: Context) -> Reading:
    """Return dates (`date32`)."""
    found: list[Value] = [date_in(t, epoch_1904=context.epoch_1904) for t in distinct.list()]
    settled = _settle(found, distinct.counts, context.order, constant_is_day=False)
    return _reading(settled, _IMPOSSIBLE, months=False)


def read_months(distinct: Distinct, context: Context) -> Reading:
    """Return months as text, `2015-01`; any date stands for its month."""
    found: list[Value] = [month_in(t) or date_in(t, epoch_1904=context.epoch_1904) for t in distinct.list()]
    settled = _settle(found, distinct.counts, context.order, constant_is_day=True)
    return _reading(settled, _NO_MONTH, months=True)


@dataclass(frozen=True)
class _Settled:
    days: list[dt.date | None]
    undecided: Flags
    ambiguous: Problem | None


def _settle(
    found: list[Value], counts: npt.NDArray[np.int64], declared: DateOrder | None, *, constant_is_day: bool
) -> _Settled:
    undecided = np.zeros(len(found), bool)
    pairs = [(i, v) for i, v in enumerate(found) if isinstance(v, TwoNumbers)]
    order, problem = declared, None
    if pairs and order is None:
        order, problem = _order_of([p for _, p in pairs], counts[[i for i, _ in pairs]], constant_is_day)
    days: list[dt.date | None] = [v if isinstance(v, dt.date) else None for v in found]
    for i, pair in pairs:
        readings = {"jour_mois": pair.day_first(), "mois_jour": pair.month_first()}
        if order is not None:
            days[i] = readings[order]
        elif pair.first == pair.second:
            days[i] = readings["jour_mois"]
        else:
            undecided[i] = all(readings.values()) or any(readings.values())
    return _Settled(days, undecided, problem)


def _order_of(
    pairs: list[TwoNumbers], counts: npt.NDArray[np.int64], constant_is_day: bool
) -> tuple[DateOrder | None, Problem | None]:
    first, second = np.array([[p.first, p.second] for p in pairs]).T
    day_first = int(counts[(first > 12) & (second <= 12)].sum())
    month_first = int(counts[(second > 12) & (first <= 12)].sum())
    shown = day_first + month_first
    if shown:
        if month_first <= _SLIPS * shown:
            return "jour_mois", None
        if day_first <= _SLIPS * shown:
            return "mois_jour", None
        return None, _MIXED
    if (first == second).all():
        return "jour_mois", None
    # A monthly ledger dated the same day of each month: the number that never varies is the day. Read the other way,
    # all its rows would fall in one month of the year.
    if constant_is_day and len(set(first)) == 1 and len(set(second)) > 1:
        return "jour_mois", None
    if constant_is_day and len(set(second)) == 1 and len(set(first)) > 1:
        return "mois_jour", None
    return None, _AMBIGUOUS


def _reading(settled: _Settled, unreadable: Problem, *, months: bool) -> Reading:
    import pyarrow as pa

    none = np.array([d is None for d in settled.days], bool) & ~settled.undecided
    codes, problems = of([(none, unreadable)], len(settled.days))
    values = pa.array(settled.days, pa.date32())
    if months:
        values = pa.array([d and f"{d.year:04d}-{d.month:02d}" for d in settled.days], pa.string())
    ambiguous = settled.ambiguous if settled.undecided.any() else None
    return Reading(values, codes, problems, ambiguous, settled.undecided)
