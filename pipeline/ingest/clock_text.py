"""The time of day beside a date: read to the nearest second, with what it may do to the day in Paris."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

_PARIS = ZoneInfo("Europe/Paris")
_TIME = re.compile(
    r"(?:\s?T\s?|\s{1,3}(?:[àa]\s)?|,\s{0,2})(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d+))?)?|\s?[hH]\s?(\d{2})?)"
    r"\s?([AaPp])?\.?(?(6)[Mm])\.?\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?"
)
_DAY = 86_400


@dataclass(frozen=True)
class Clock:
    """`seconds` since midnight, rounded, 86,400 for what rounds to the next day; `offset` in minutes where written."""

    seconds: int
    offset: int | None = None

    @property
    def rounds_up(self) -> bool:
        """Whether the nearest second is midnight of the next day."""
        return self.seconds == _DAY

    def days_in_paris(self, day: dt.date) -> int:
        """How many days the date in Paris is from the day written (−1, 0 or 1); 0 without an offset."""
        if self.offset is None:
            return 0
        written = dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=self.seconds % _DAY)
        moment = (written - dt.timedelta(minutes=self.offset)).replace(tzinfo=dt.UTC)
        return (moment.astimezone(_PARIS).date() - day).days


def clock_in(text: str) -> tuple[str, Clock | None]:
    """Return what stands before a time of day, and that time; the text itself and None when it ends with none."""
    for found in _TIME.finditer(text):
        if found.end() != len(text):
            continue
        hour, minute = int(found[1]), int(found[2] or found[5] or 0)
        if found[6]:
            hour = hour % 12 + (12 if found[6] in "Pp" else 0)
        second = float(f"{found[3] or 0}.{found[4] or 0}")
        if hour > 24 or minute > 59 or second >= 60:
            break
        # « 24:00 » closes the day that is written: the last second of it, never the next one.
        seconds = _DAY - 1 if hour == 24 else round(hour * 3600 + minute * 60 + second)
        return text[: found.start()], Clock(seconds, _offset(found[7]))
    return text, None


def clock_of_fraction(digits: str) -> Clock:
    """Return the time that the decimals of a spreadsheet's serial number are."""
    return Clock(round(float(f"0.{digits}") * _DAY))


def _offset(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone in ("Z", "UTC", "GMT"):
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return (1 if zone[0] == "+" else -1) * (int(digits[:2]) * 60 + int(digits[2:]))
