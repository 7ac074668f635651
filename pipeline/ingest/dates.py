"""Dates and months of a column: what a cell alone leaves open is settled by the column, or declared, never guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.ingest.calendar_text import Stamp, TwoNumbers, date_in, decimal_month, month_in
from pipeline.ingest.day_patterns import days_are_exchanged, months_are_days, next_days
from pipeline.ingest.reading import Context, DateOrder, Distinct, Flags, Problem, Reading, of
from pipeline.ingest.rules import AMBIGUOUS_DATES, AMBIGUOUS_MONTHS, AMBIGUOUS_TIMES, EXCHANGED_DAYS, UNREADABLE_CELL

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
_EXCHANGED = Problem(
    EXCHANGED_DAYS,
    "Jour et mois échangés dans une partie de la colonne : toutes les vraies dates ont un jour de 12 ou moins, toutes "
    "celles qui sont restées du texte un jour au-dessus de 12. C’est la trace d’un tableur réglé en anglais : 05/03 y "
    "est devenu le 3 mai, 25/03 y est resté un texte.",
)
_MONTHS_ARE_DAYS = Problem(
    EXCHANGED_DAYS,
    "Jour et mois échangés : toutes les dates de cette colonne de mois tombent le même mois de l’année, à des jours "
    "de 1 à 12. C’est la trace d’un tableur réglé en anglais : le 01/05 y est devenu le 5 janvier.",
)
_TIMES = Problem(
    AMBIGUOUS_TIMES,
    "Heures ambiguës : les heures écrites tombent juste avant minuit, ou sont en temps universel (UTC) ou d’un autre "
    "fuseau horaire. La cellule peut désigner le jour écrit, ou bien le jour suivant (minuit à Paris, écrit une ou "
    "deux heures plus tôt) : rien ne tranche entre ces deux lectures.",
)
_DECIMAL_MONTHS = Problem(
    AMBIGUOUS_MONTHS,
    "Mois ambigus : l’année et le mois sont écrits comme un nombre à virgule (2015,1), où octobre (2015,10) perd son "
    "zéro et devient janvier ; rien dans la colonne ne tranche entre ces deux lectures.",
)

Value = dt.date | TwoNumbers | None


def read_dates(distinct: Distinct, context: Context) -> Reading:
    """Return dates (`date32`)."""
    stamps = [date_in(t, epoch_1904=context.epoch_1904) for t in distinct.list()]
    settled = _settle(_days(stamps), distinct.counts, context.order, constant_is_day=False)
    if settled.ambiguous is None and days_are_exchanged(_days(stamps)):
        settled = _all_undecided(settled, _EXCHANGED)
    return _reading(_with_times(settled, stamps, distinct.counts, months=False), _IMPOSSIBLE, months=False)


def read_months(distinct: Distinct, context: Context) -> Reading:
    """Return months as text, `2015-01`; any date stands for its month."""
    texts = distinct.list()
    stamps: list[Stamp | None] = []
    for text in texts:
        month = month_in(text)
        stamps.append(date_in(text, epoch_1904=context.epoch_1904) if month is None else Stamp(month))
    full = [None if s is None or month_in(t) is not None else s.day for s, t in zip(stamps, texts, strict=True)]
    settled = _settle(_days(stamps), distinct.counts, context.order, constant_is_day=True)
    if settled.ambiguous is None:
        if days_are_exchanged(full):
            settled = _all_undecided(settled, _EXCHANGED)
        elif months_are_days(full):
            settled = _all_undecided(settled, _MONTHS_ARE_DAYS)
        else:
            settled = _decimal_months(settled, texts)
    return _reading(_with_times(settled, stamps, distinct.counts, months=True), _NO_MONTH, months=True)


@dataclass(frozen=True)
class _Settled:
    days: list[dt.date | None]
    undecided: Flags
    ambiguous: Problem | None


def _days(stamps: list[Stamp | None]) -> list[Value]:
    return [None if s is None else s.day for s in stamps]


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
    return _Settled(days, undecided, problem if undecided.any() else None)


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


def _all_undecided(settled: _Settled, problem: Problem) -> _Settled:
    known = np.array([d is not None for d in settled.days], bool)
    return _Settled([None] * len(settled.days), known | settled.undecided, problem)


def _decimal_months(settled: _Settled, texts: list[str]) -> _Settled:
    """`2015.1` is October where January is `2015.01`; without any `2015.0…` in the column it may be either."""
    digits = [decimal_month(t) for t in texts]
    short = [i for i, d in enumerate(digits) if d == "1"]
    if not short:
        return settled
    days, undecided = list(settled.days), settled.undecided.copy()
    padded = any(d is not None and d.startswith("0") for d in digits)
    for i in short:
        day = days[i]
        if day is not None:
            days[i] = day.replace(month=10) if padded else None
            undecided[i] = not padded
    return _Settled(days, undecided, settled.ambiguous if padded else _DECIMAL_MONTHS)


def _with_times(
    settled: _Settled, stamps: list[Stamp | None], counts: npt.NDArray[np.int64], *, months: bool
) -> _Settled:
    """Carry what rounds to the next day; leave open the cells whose time puts them on another day or month."""
    clocks = [None if s is None else s.clock for s in stamps]
    if not any(clocks):
        return settled
    days = [
        d + dt.timedelta(days=1) if d is not None and c is not None and c.rounds_up else d
        for d, c in zip(settled.days, clocks, strict=True)
    ]
    others = next_days(days, clocks, counts)
    moved: Flags = np.zeros(len(days), bool)
    for i, (day, other) in enumerate(zip(days, others, strict=True)):
        if day is not None and other is not None:
            moved[i] = not months or (other.year, other.month) != (day.year, day.month)
    if not moved.any():
        return _Settled(days, settled.undecided, settled.ambiguous)
    kept = [None if m else d for d, m in zip(days, moved, strict=True)]
    return _Settled(kept, settled.undecided | moved, settled.ambiguous or _TIMES)


def _reading(settled: _Settled, unreadable: Problem, *, months: bool) -> Reading:
    import pyarrow as pa

    none = np.array([d is None for d in settled.days], bool) & ~settled.undecided
    codes, problems = of([(none, unreadable)], len(settled.days))
    values = pa.array(settled.days, pa.date32())
    if months:
        values = pa.array([d and f"{d.year:04d}-{d.month:02d}" for d in settled.days], pa.string())
    ambiguous = settled.ambiguous if settled.undecided.any() else None
    return Reading(values, codes, problems, ambiguous, settled.undecided)
