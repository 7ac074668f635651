"""A table as Quarto reads it (pipe table, caption, cross-reference) and as Excel reads it (CSV), from one object."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.french import MISSING, NARROW, NBSP
from pipeline.report.tables.widths import column_widths
from pipeline.report.wording import no_break
from pipeline.spreadsheet import csv_text
from pipeline.traced import without_marks

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+−-]?[\d ]+(,\d+)?( [%€])?")
_LISTED = re.compile(r"^(\d+\.|[-+*]) ")  # typst would make a list of the cell, narrower than its column
_WIDEST = 46  # a column never asks for more than this share of the line, unless its head says so


@dataclass(frozen=True)
class Head:
    """A column: its title; `right` for numbers; `widest`: the most that it asks for, in characters, before it wraps."""

    title: str
    right: bool = False
    widest: int = _WIDEST


@dataclass(frozen=True)
class PipeTable:
    """A captioned table; cells are Markdown already safe to show (`markdown.escape` for what senders wrote).

    `name`: the file's and the cross-reference's (`#tbl-<name>`). `rows`: one list of cells a row, as many as
    `heads`. `notes`: paragraphs under the table. `data`: what the CSV holds when it is not the rows shown: titles,
    then rows of raw text and numbers.
    """

    name: str
    caption: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    data: tuple[Sequence[str], Sequence[Sequence[str | float | int | None]]] | None = field(default=None)

    def markdown(self) -> str:
        """The pipe table, its caption with `{#tbl-name}`, its notes. The dashes are the widths of the columns."""
        titles = [no_break(h.title) for h in self.heads]
        rows = [[_LISTED.sub(rf"\1{NBSP}", no_break(cell)) or " " for cell in row] for row in self.rows]
        widths = column_widths(titles, rows, [h.right for h in self.heads], [h.widest for h in self.heads])
        lines = [
            _line(titles),
            _line([("-" * w + ":") if h.right else (":" + "-" * w) for h, w in zip(self.heads, widths, strict=True)]),
            *map(_line, rows),
        ]
        blocks = ["\n".join(lines), f": {no_break(self.caption)} {{#tbl-{self.name}}}", *map(no_break, self.notes)]
        return "\n\n".join(blocks) + "\n"

    def unmarked(self) -> PipeTable:
        """The same, as the reader sees it, of a table built while a book is open (`traced.book`)."""
        return replace(
            self,
            caption=without_marks(self.caption),
            heads=[replace(h, title=without_marks(h.title)) for h in self.heads],
            rows=[[without_marks(cell) for cell in row] for row in self.rows],
            notes=[without_marks(note) for note in self.notes],
            data=self.data and (self.data[0], [[_plain(cell) for cell in row] for row in self.data[1]]),
        )

    def csv(self) -> str:
        """The same content for a French Excel: decimal comma, no formula. Encode as UTF-8 with BOM."""
        titles, rows = self.data or ([h.title for h in self.heads], self.rows)
        return csv_text([csv_cell(c) for c in row] for row in (titles, *rows))


def _plain(cell: str | float | int | None) -> str | float | int | None:
    return without_marks(cell) if isinstance(cell, str) else cell


def csv_cell(value: str | float | int | None) -> str:
    """Return a cell for a French Excel; text that it would run as a formula is neutralised with an apostrophe.

    >>> csv_cell(0.352380952380952), csv_cell("=2+2"), csv_cell(None)
    ('0,352381', "'=2+2", '')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if value != value else f"{value:.6g}".replace(".", ",")
    if isinstance(value, int):
        return str(value)
    text = _unescaped(value).replace(NBSP, " ").replace(NARROW, " ")
    if text == MISSING:
        return ""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _unescaped(cell: str) -> str:
    return cell.replace("\\", "")
