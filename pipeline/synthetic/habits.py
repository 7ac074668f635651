"""How a sender writes a cell: dates, months, amounts, booleans, labels, and what stands for nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from pipeline.contract.schema import Code, Column, Kind

Cell = str | int | float | dt.date | None

NARROW, NO_BREAK = "\u202f", "\u00a0"
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_SHORT = ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc")


@dataclass(frozen=True)
class Habits:
    """The conventions of one sender's software.

    `header`, `label`: which spelling of a column and of a code is used. `yes`, `no`: booleans; a `cross` sender
    writes x or nothing instead, where the column has no missing value.
    """

    header: Callable[[Column], str]
    label: Callable[[Code], str]
    date: Callable[[dt.date], Cell]
    month: Callable[[dt.date], Cell]
    amount: Callable[[float], Cell]
    decimal: Callable[[float], Cell]
    yes: str
    no: str
    missing: Cell
    cross: bool = False


def write_column(column: Column, values: pd.Series, habits: Habits) -> list[Cell]:
    """Return the cells of one column of one file, as the sender writes them."""
    present = [None if pd.isna(v) else v for v in values]
    if column.kind is Kind.BOOLEAN and habits.cross and None not in present:
        return ["x" if v else "" for v in present]
    writer = _writer(column, present, habits)
    return [habits.missing if v is None else writer(v) for v in present]


def iso_date(day: dt.date) -> Cell:
    """Write 2015-01-31."""
    return day.isoformat()


def french_date(separator: str) -> Callable[[dt.date], Cell]:
    """Return a writer of day, month, year."""
    return lambda day: day.strftime(f"%d{separator}%m{separator}%Y")


def serial_date(day: dt.date) -> Cell:
    """Write the number that Excel stores: days since 30 December 1899."""
    return (day - dt.date(1899, 12, 30)).days


def true_date(day: dt.date) -> Cell:
    """Leave a true date to the workbook."""
    return day


def iso_month(day: dt.date) -> Cell:
    """Write 2015-01."""
    return day.strftime("%Y-%m")


def slash_month(day: dt.date) -> Cell:
    """Write 01/2015."""
    return day.strftime("%m/%Y")


def long_month(day: dt.date) -> Cell:
    """Write janvier 2015."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def short_month(day: dt.date) -> Cell:
    """Write janv-15."""
    return f"{_SHORT[day.month - 1]}-{day:%y}"


def last_day_of_month(day: dt.date) -> Cell:
    """Write a month as the date of its last day."""
    following = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return (following - dt.timedelta(days=1)).strftime("%d/%m/%Y")


def plain_number(value: float) -> Cell:
    """Leave a number to the workbook."""
    return value


def point_amount(value: float) -> Cell:
    """Write 1234.50."""
    return f"{value:.2f}"


def comma_amount(thousands: str, unit: str = "") -> Callable[[float], Cell]:
    """Return a writer of amounts with a decimal comma."""
    return lambda value: f"{value:,.2f}".replace(",", "\0").replace(".", ",").replace("\0", thousands) + unit


def comma_decimal(value: float) -> Cell:
    """Write 0,25."""
    return f"{value:g}".replace(".", ",")


def point_decimal(value: float) -> Cell:
    """Write 0.25."""
    return f"{value:g}"


def _writer(column: Column, present: list[object], habits: Habits) -> Callable[..., Cell]:
    labels = {code.value: habits.label(code) for code in column.codes}
    writers: dict[Kind, Callable[..., Cell]] = {
        Kind.CODE: lambda v: labels[v],
        Kind.DATE: lambda v: _date_writer(present, habits)(v.date()),
        Kind.MONTH: lambda v: habits.month(dt.date.fromisoformat(f"{v}-01")),
        Kind.AMOUNT: habits.amount,
        Kind.DECIMAL: habits.decimal,
        Kind.INTEGER: lambda v: int(v) if habits.amount is plain_number else str(v),
        Kind.BOOLEAN: lambda v: habits.yes if v else habits.no,
    }
    return writers.get(column.kind, str)


def _date_writer(present: list[object], habits: Habits) -> Callable[[dt.date], Cell]:
    """A file in which no day is above 12 could be read two ways: its sender would have been asked for ISO dates."""
    days = [v.day for v in present if isinstance(v, pd.Timestamp)]
    plain = habits.date in (iso_date, serial_date, true_date)
    return habits.date if plain or max(days, default=31) > 12 else iso_date
