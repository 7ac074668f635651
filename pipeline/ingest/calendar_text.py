"""What a text says about the calendar: a day, a month, or two numbers whose order the column must settle."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pipeline.contract.fold import fold

_MONTH_NAMES = (
    ("janvier", "janv", "jan"), ("fevrier", "fevr", "fev"), ("mars", "mar"), ("avril", "avr"), ("mai",), ("juin",),
    ("juillet", "juil"), ("aout", "aou"), ("septembre", "sept", "sep"), ("octobre", "oct"), ("novembre", "nov"),
    ("decembre", "dec"),
)  # fmt: skip
_MONTH_OF = {name: rank for rank, names in enumerate(_MONTH_NAMES, start=1) for name in names}

_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
_NAME = r"([^\W\d_]{3,9})\.?"
_WEEKDAY = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche),?\s+"
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _TIME)
_IN_WORDS = re.compile(rf"(?:{_WEEKDAY})?(\d{{1,2}})(?:er)?[\s\-/.]*{_NAME}[\s\-/.]*(\d{{4}}|\d{{2}})", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_MONTH_IN_WORDS = re.compile(rf"{_NAME}[\s\-/.’']*(\d{{4}}|\d{{2}})")

_EPOCH, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
# Serial numbers that can be a date of the study or of a lease: 1927 to 2119. Below, a number is not a date.
_SERIALS = range(10_000, 80_001)


@dataclass(frozen=True)
class TwoNumbers:
    """Two numbers before a year: day and month, or month and day."""

    first: int
    second: int
    year: int

    def day_first(self) -> dt.date | None:
        return _date(self.year, self.second, self.first)

    def month_first(self) -> dt.date | None:
        return _date(self.year, self.first, self.second)


def date_in(text: str, *, epoch_1904: bool = False) -> dt.date | TwoNumbers | None:
    """Return the day that a trimmed text names, None when it names none (31 February, a word).

    >>> date_in("2015-01-31 00:00:00"), date_in("1er février 2015"), date_in("42035")
    (datetime.date(2015, 1, 31), datetime.date(2015, 2, 1), datetime.date(2015, 1, 31))
    """
    if m := _YEAR_LAST.fullmatch(text):
        return TwoNumbers(int(m[1]), int(m[3]), int(m[4]))
    if m := _YEAR_FIRST.fullmatch(text):
        return _date(int(m[1]), int(m[3]), int(m[4]))
    if (m := _SERIAL.fullmatch(text)) and int(m[1]) in _SERIALS:
        return (_EPOCH_1904 if epoch_1904 else _EPOCH) + dt.timedelta(days=int(m[1]))
    if m := _IN_WORDS.fullmatch(text):
        return _date(_year(m[3]), _MONTH_OF.get(fold(m[2]), 0), int(m[1]))
    return None


def month_in(text: str) -> dt.date | None:
    """Return the first day of the month that a trimmed text names (`2015-01`, `01/2015`, `janv-15`)."""
    if m := _YEAR_MONTH.fullmatch(text):
        return _date(int(m[1]), int(m[2]), 1)
    if m := _MONTH_YEAR.fullmatch(text):
        return _date(int(m[2]), int(m[1]), 1)
    if m := _MONTH_IN_WORDS.fullmatch(text):
        return _date(_year(m[2]), _MONTH_OF.get(fold(m[1]), 0), 1)
    return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
