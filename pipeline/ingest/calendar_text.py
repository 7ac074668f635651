"""What a text says about the calendar: a day, a month, or two numbers whose order the column must settle."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pipeline.contract.fold import fold
from pipeline.ingest.clock_text import Clock, clock_in, clock_of_fraction

_MONTH_NAMES = (
    ("janvier", "janv", "jan", "january"), ("fevrier", "fevr", "fev", "february", "feb"), ("mars", "mar", "march"),
    ("avril", "avr", "april", "apr"), ("mai", "may"), ("juin", "june", "jun"), ("juillet", "juil", "july", "jul"),
    ("aout", "aou", "august", "aug"), ("septembre", "sept", "sep", "september"), ("octobre", "oct", "october"),
    ("novembre", "nov", "november"), ("decembre", "dec", "december"),
)  # fmt: skip
_MONTH_OF = {name: rank for rank, names in enumerate(_MONTH_NAMES, start=1) for name in names}

_NAME = r"([^\W\d_]{3,9})\.?"
_WEEKDAY = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche),?\s+"
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_IN_WORDS = re.compile(rf"(?:{_WEEKDAY})?(\d{{1,2}})(?:er)?[\s\-/.]*{_NAME}[\s\-/.]*(\d{{4}}|\d{{2}})", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
_YEAR_MONTH = re.compile(r"(\d{4})([-/.,])(\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_MONTH_IN_WORDS = re.compile(rf"{_NAME}[\s\-/.’']*(\d{{4}}|\d{{2}})")

_EPOCH, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
# Serial numbers that can be a date of the study or of a lease: 1927 to 2119. Below, a number is not a date.
_SERIALS = range(10_000, 80_001)
# « 98 » is 1998 and « 15 » 2015: a lease may be old, nothing in a study lies far ahead.
_LAST_OF_THIS_CENTURY = 30
# What programs write for « no date »: the zeros of databases and spreadsheets, and the end of time.
_NULL_DATES = re.compile(
    r"(?:0{1,4}([-/.])0{1,2}\1(?:0{1,4})|0{1,2}([-/.])0?1\2(?:1900|0{4})|0?1([-/.])0?1\3(?:1900|0001)"
    r"|3[01]([-/.])12\4(?:1899|9999|2999)|(?:1900|0001)([-/.])0?1\5(?:0?1|00)|(?:1899|9999|2999)([-/.])12\6(?:3[01])"
    r"|00:00(?::00)?|0)(?:[T ]00:00(?::00(?:[.,]0+)?)?Z?)?"
)


@dataclass(frozen=True)
class TwoNumbers:
    """Two numbers before a year: day and month, or month and day. `padded`: no number lost its leading zero."""

    first: int
    second: int
    year: int
    padded: bool = True

    def day_first(self) -> dt.date | None:
        return _date(self.year, self.second, self.first)

    def month_first(self) -> dt.date | None:
        return _date(self.year, self.first, self.second)


@dataclass(frozen=True)
class Stamp:
    """A day as written, with its time where one is written. `typed`: no order of day and month to settle."""

    day: dt.date | TwoNumbers
    clock: Clock | None = None


def date_in(text: str, *, epoch_1904: bool = False) -> Stamp | None:
    """Return the day that a trimmed text names, None when it names none (31 February, a word).

    >>> date_in("2015-01-31 00:00:00").day, date_in("1er février 2015").day, date_in("42035").day
    (datetime.date(2015, 1, 31), datetime.date(2015, 2, 1), datetime.date(2015, 1, 31))
    """
    if (m := _SERIAL.fullmatch(text)) and int(m[1]) in _SERIALS:
        day = (_EPOCH_1904 if epoch_1904 else _EPOCH) + dt.timedelta(days=int(m[1]))
        return Stamp(day, clock_of_fraction(m[2]) if m[2] else None)
    text, clock = clock_in(text)
    found = _day_in(text)
    return None if found is None else Stamp(found, clock)


def month_in(text: str) -> dt.date | None:
    """Return the first day of the month that a trimmed text names (`2015-01`, `01/2015`, `janv-15`)."""
    if m := _YEAR_MONTH.fullmatch(text):
        return _date(int(m[1]), int(m[3]), 1)
    if m := _MONTH_YEAR.fullmatch(text):
        return _date(int(m[2]), int(m[1]), 1)
    if m := _MONTH_IN_WORDS.fullmatch(text):
        return _date(_year(m[2]), _MONTH_OF.get(fold(m[1]), 0), 1)
    return None


def decimal_month(text: str) -> str | None:
    """Return the month's digits of a year and a month typed as one decimal number (`2015.1`, `2015,10`), else None."""
    m = _YEAR_MONTH.fullmatch(text)
    return m[3] if m and m[2] in ".," else None


def is_null_date(text: str) -> bool:
    """Whether a trimmed text is what a program writes for « no date » (`00/00/0000`, `1900-01-01`)."""
    return _NULL_DATES.fullmatch(text) is not None


def _day_in(text: str) -> dt.date | TwoNumbers | None:
    if m := _YEAR_LAST.fullmatch(text):
        return TwoNumbers(int(m[1]), int(m[3]), int(m[4]), len(m[1]) == len(m[3]) == 2)
    if m := _YEAR_FIRST.fullmatch(text):
        return _date(int(m[1]), int(m[3]), int(m[4]))
    if m := _IN_WORDS.fullmatch(text):
        return _date(_year(m[3]), _MONTH_OF.get(fold(m[2]), 0), int(m[1]))
    return None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year <= _LAST_OF_THIS_CENTURY else 1900)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
