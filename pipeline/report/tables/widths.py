"""How wide the columns of a table are: no word is cut, and the table takes as few lines as it can."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

LINE = 106  # digits of a table's text on a line of the page: 16.4 cm of Source Sans 3 at 8.8 pt
_PADDING = 2.4  # digits: what stands left and right of a cell's text (9 pt), and a little
# Widths of Source Sans 3 in digits, rounded up: 1 where nothing is said.
_NARROW, _WIDE, _CAPITAL, _BOLD = 0.7, 1.7, 1.25, 1.08
_NARROW_CHARACTERS = frozenset(" \u00a0\u202f,.;:()[]’'!|/ijlrtfI-")
_WIDE_CHARACTERS = frozenset("mwMW%œŒ@—…")
_SENTENCES = 160  # a cell longer than this is prose: its column takes the room that no line needs
_RAGGED = 3.0  # digits: what a line leaves empty at its end, where a word does not fit
_WHOLE = 1.25  # how many more lines it may cost that no number stands above its interval
_SPANNED = 6  # rows that one first cell heads, at most (`WHOLE` of `rendering/assets/pages.lua`)

_MARKS = re.compile(r"\\(?=.)|\*+|`|\]\([^)]*\)")


def column_widths(
    titles: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], widest: Sequence[int]
) -> list[int]:
    """Return the width of each column, in digits of the table: about `LINE` together, more where words ask so.

    `titles`, `rows`: Markdown cells, spaces that do not break already no-break. `right`: columns of numbers, whose
    cells stay whole where that costs few lines. `widest`: the most that each column takes of a room that no line needs.
    """
    inside = [["", *row[1:]] if _names_rows(row) else row for row in rows]
    columns = list(zip(*inside, strict=True)) if rows else [() for _ in titles]
    needs = [_longest_word([f"**{title}", *cells]) for title, cells in zip(titles, columns, strict=True)]
    wholes = [max([n, *map(_length, cells)]) if r else n for n, cells, r in zip(needs, columns, right, strict=True)]
    if sum(needs) >= LINE:
        return needs
    lengths = _lengths(titles, rows)
    widths = _shared(lengths, needs)
    if sum(wholes) < LINE:
        whole = _shared(lengths, wholes)
        widths = whole if _lines(lengths, whole) <= _WHOLE * _lines(lengths, widths) else widths
    asked = [
        max(w, LINE if longest > _SENTENCES else min(most, int(longest)))
        for w, most, longest in zip(widths, widest, lengths.max(axis=0), strict=True)
    ]
    more = sum(asked) - sum(widths)
    part = min(1.0, (LINE - sum(widths)) / more) if more else 0.0
    return [round(w + part * (a - w)) for w, a in zip(widths, asked, strict=True)]


def _shared(lengths: np.ndarray, least: Sequence[int]) -> list[int]:
    """The widths from `least` up, within the line, each time as saves most lines for what it takes of the line."""
    widths: list[int] | None = list(least)
    while widths is not None:
        found, widths = widths, _one_wider(lengths, widths) or _all_wider(lengths, widths)
    return found


def _one_wider(lengths: np.ndarray, widths: list[int]) -> list[int] | None:
    """The column that saves most lines for what it takes; None when none saves any within the line."""
    more = np.arange(1, LINE - sum(widths) + 1)
    if not len(more):
        return None
    folded = _folded(lengths, np.array(widths))
    saved = np.array([(folded.max(axis=1).sum() - _lines_with(lengths, folded, c, w + more)) / more
                      for c, w in enumerate(widths)])  # fmt: skip
    column, place = np.unravel_index(saved.argmax(), saved.shape)
    return [w + int(more[place]) * (c == column) for c, w in enumerate(widths)] if saved.max() > 0 else None


def _all_wider(lengths: np.ndarray, widths: list[int]) -> list[int] | None:
    """All the columns that keep rows as high as they are, the highest first; None when the line has no room for it."""
    heights = _folded(lengths, np.array(widths)).max(axis=1)
    for height in sorted({h for h in heights if h > 1}, reverse=True):
        longest, lines = lengths[heights == height].max(axis=0), height - 1
        wanted = longest if lines == 1 else longest / lines + _PADDING + _RAGGED
        wider = [max(w, math.ceil(x)) for w, x in zip(widths, wanted, strict=True)]
        if sum(wider) <= LINE:
            return wider
    return None


def _lines(lengths: np.ndarray, widths: Sequence[int]) -> float:
    return float(_folded(lengths, np.array(widths)).max(axis=1).sum())


def _lines_with(lengths: np.ndarray, folded: np.ndarray, column: int, widths: np.ndarray) -> np.ndarray:
    """The lines of the table for each of these widths of a column, the others being `folded` as they are."""
    others = np.delete(folded, column, axis=1).max(axis=1, initial=1.0)
    lines: np.ndarray = np.maximum(_folded(lengths[:, [column]], widths), others[:, None]).sum(axis=0)
    return lines


def _folded(lengths: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """On how many lines a cell of that length stands in a column of that width."""
    return np.where(lengths <= widths, 1.0, np.ceil(lengths / np.maximum(widths - _PADDING - _RAGGED, 1.0)))


def _lengths(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> np.ndarray:
    """The length of each cell, the head first; a cell over several columns or rows does not count in one of them."""
    lengths = np.array([[_length(f"**{t}") for t in titles], *([_length(c) for c in row] for row in rows)], dtype=float)
    first = [row[0] for row in rows]
    starts = [i for i, cell in enumerate(first) if cell.strip() or i == 0]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        if _names_rows(rows[start]):
            lengths[start + 1, 0] = 0.0
        elif 1 < end - start <= _SPANNED:
            lengths[start + 1, 0] /= 2  # on two lines at least
    return lengths


def _names_rows(row: Sequence[str]) -> bool:
    """True of a row that names those below it: in bold, with most of its other cells blank."""
    return row[0].startswith("**") and 2 * sum(not cell.strip() for cell in row[1:]) > len(row) - 1


def _longest_word(cells: Sequence[str]) -> int:
    # A cell in bold, and a title, is bold to its last word.
    return max((_length(f"**{w}" if "**" in cell else w) for cell in cells for w in cell.split(" ")), default=3)


def _length(cell: str) -> int:
    width = sum(map(_character, _MARKS.sub("", cell)))
    return math.ceil(width * (_BOLD if "**" in cell else 1) + _PADDING)


def _character(c: str) -> float:
    if c in _NARROW_CHARACTERS:
        return _NARROW
    if c in _WIDE_CHARACTERS:
        return _WIDE
    return _CAPITAL if c.isupper() else 1.0
