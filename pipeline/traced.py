"""Numbers that know the cell they come from, and the book of those that a text prints.

A sentence writes a number as ever; when a book is open, a number read from a table leaves a mark behind itself, one
character of a private plane of Unicode. `Book.close` takes the marks out and lists what stood before them. No
sentence keeps accounts.
"""

from __future__ import annotations

import operator
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

_SYMBOLS = ("+", "−", "×", "÷")
_FIRST = 0xF0000  # private-use plane 15: numbers
_SPANS = 0x100000  # private-use plane 16: passages
_MARKS = re.compile(f"[{chr(_FIRST)}-{chr(sys.maxunicode)}]")


@dataclass(frozen=True)
class Cell:
    """Where a number stands: `key` names the row (`column=value;…`), `column` a column or a sum of columns."""

    table: str
    key: str
    column: str


class Traced:
    """A number and its cell; `root`: the cell's own number, before a change of unit or of sign."""

    cell: Cell
    root: float

    def written(self, text: str) -> str:
        """Return `text`, which this number is written as, with its mark if a book is open."""
        opened = _open.get()
        return text if opened is None else opened.mark(text, self)


class TracedFloat(Traced, float):
    """A float that knows its cell."""


class TracedInt(Traced, int):
    """An int that knows its cell."""


def traced(value: float, cell: Cell, root: float | None = None) -> Any:
    """Return `value` as a number of the same kind that knows that it comes from `cell`."""
    made: TracedInt | TracedFloat = TracedInt(value) if isinstance(value, int) else TracedFloat(value)
    made.cell = cell
    made.root = float(value) if root is None else root
    return made


def counted(n: int, table: str, what: str) -> Any:
    """Return `n`, a number of rows of `table`; `what` says which ones."""
    return traced(n, Cell(table, what, "lignes"))


def plain(value: Any) -> Any:
    """Return the number alone."""
    if isinstance(value, TracedInt):
        return int(value)
    return float(value) if isinstance(value, TracedFloat) else value


@dataclass
class Book:
    """What one text prints: the numbers with their cell, and the passages that state something."""

    numbers: list[tuple[str, Traced]] = field(default_factory=list)
    passages: list[Any] = field(default_factory=list)

    def mark(self, text: str, value: Traced) -> str:
        self.numbers.append((text, value))
        return text + chr(_FIRST + len(self.numbers) - 1)

    def span(self, text: str, what: Any) -> str:
        self.passages.append(what)
        edge = chr(_SPANS + len(self.passages) - 1)
        return f"{edge}{text}{edge}"

    def close(self, text: str) -> tuple[str, list[Printed], list[tuple[str, Any]]]:
        """Return the text without marks, the numbers that it prints in order, and the passages with their words."""
        clean = without_marks(text)
        printed = []
        for place, mark in enumerate(text):
            if _FIRST <= ord(mark) < _FIRST + len(self.numbers):
                words, value = self.numbers[ord(mark) - _FIRST]
                printed.append(Printed(words, value, len(without_marks(text[:place]))))
        passages = []
        for rank, what in enumerate(self.passages):
            parts = text.split(chr(_SPANS + rank))
            if len(parts) == 3:
                passages.append((without_marks(parts[1]), what))
        return clean, printed, passages


@dataclass(frozen=True)
class Printed:
    """A number that stands in a text; `end`: the place, in the text without marks, where it ends."""

    text: str
    value: Traced
    end: int


_open: ContextVar[Book | None] = ContextVar("book", default=None)


@contextmanager
def book() -> Iterator[Book]:
    """Open a book: until it is left, each traced number that is written leaves its mark."""
    opened = Book()
    token = _open.set(opened)
    try:
        yield opened
    finally:
        _open.reset(token)


def written(value: object, text: str) -> str:
    """Return `text`, which `value` is written as, with its mark if a book is open and the number knows its cell."""
    return value.written(text) if isinstance(value, Traced) else text


def stated(text: str, what: Any) -> str:
    """Return `text`, which says `what`, between marks if a book is open."""
    opened = _open.get()
    return text if opened is None or not text else opened.span(text, what)


def without_marks(text: str) -> str:
    """Return `text` as the reader sees it: two texts are the same when these are."""
    return text if text.isascii() else _MARKS.sub("", text)


def _combined(symbol: str, operation: Callable[[Any, Any], Any], *, swapped: bool) -> Callable[[Any, Any], Any]:
    def apply(self: Any, other: Any) -> Any:
        if not isinstance(other, int | float) or isinstance(other, bool):
            return NotImplemented
        sides: tuple[Any, Any] = (other, self) if swapped else (self, other)
        left, right = sides
        value = operation(plain(left), plain(right))
        if not isinstance(other, Traced):
            if symbol == "×" or (symbol == "÷" and not swapped) or other == 0:  # a unit, an empty sum: the same cell
                return traced(value, self.cell, self.root)
            names = [_operand(s.cell, symbol) if isinstance(s, Traced) else f"{s:g}" for s in sides]
            return traced(value, Cell(self.cell.table, self.cell.key, f"{names[0]} {symbol} {names[1]}"))
        return traced(value, _both(left.cell, symbol, right.cell))

    return apply


def _both(left: Cell, symbol: str, right: Cell) -> Cell:
    """The cell of a calculation on two: one table and row where they share them, both named otherwise."""
    table = left.table if left.table == right.table else f"{left.table} | {right.table}"
    key = left.key if left.key == right.key else f"{left.key} | {right.key}"
    return Cell(table, key, f"{_operand(left, symbol)} {symbol} {_operand(right, symbol)}")


def _operand(cell: Cell, symbol: str) -> str:
    """The column of a cell as a side of a calculation: what is itself one is between parentheses, but a sum of sums."""
    inner = {s for s in _SYMBOLS if f" {s} " in cell.column}
    return f"({cell.column})" if inner and not (symbol == "+" and inner == {"+"}) else cell.column


def _kept(operation: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, *options: traced(operation(plain(self), *options), self.cell, self.root)


for _kind in (TracedFloat, TracedInt):
    for _name, _symbol, _operation in (
        ("add", "+", operator.add),
        ("sub", "−", operator.sub),
        ("mul", "×", operator.mul),
        ("truediv", "÷", operator.truediv),
    ):
        setattr(_kind, f"__{_name}__", _combined(_symbol, _operation, swapped=False))
        setattr(_kind, f"__r{_name}__", _combined(_symbol, _operation, swapped=True))
    for _name, _change in (("neg", operator.neg), ("abs", abs), ("round", round)):
        setattr(_kind, f"__{_name}__", _kept(_change))
