"""How wide the columns of a table are: no word, no number is cut, and sentences take the room that is left."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

LINE = 106  # digits of a table's text on a line of the page: 16.4 cm of Source Sans 3 at 8.8 pt
_PADDING = 2.4  # digits: what stands left and right of a cell's text (9 pt), and a little
# Widths of Source Sans 3 in digits, rounded up: 1 where nothing is said.
_NARROW, _WIDE, _CAPITAL, _BOLD = 0.7, 1.7, 1.25, 1.08
_NARROW_CHARACTERS = frozenset(" \u00a0\u202f,.;:()[]’'!|/ijlrtfI-")
_WIDE_CHARACTERS = frozenset("mwMW%œŒ@—…")
_SENTENCES = 160  # a cell longer than this is prose: its column takes what the others leave
_CROWDED = 0.7  # share of the line beyond which a number may stand above its interval

_MARKS = re.compile(r"\\(?=.)|\*+|`|\]\([^)]*\)")


def column_widths(
    titles: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], widest: Sequence[int]
) -> list[int]:
    """Return the width of each column, in digits of the table: about `LINE` together, more where words ask so.

    `titles`, `rows`: Markdown cells, spaces that do not break already no-break. `right`: columns of numbers, whose
    cells stay whole where the line allows. `widest`: the most that each column asks for before it wraps.
    """
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in titles]
    needs = [_longest_word([f"**{title}", *cells]) for title, cells in zip(titles, columns, strict=True)]
    wholes = [max([n, *map(_length, cells)]) if r else n for n, cells, r in zip(needs, columns, right, strict=True)]
    least = wholes if sum(wholes) <= _CROWDED * LINE else needs
    asked = [
        _asked([title, *cells], most, n) for title, cells, most, n in zip(titles, columns, widest, least, strict=True)
    ]
    if sum(asked) <= LINE:
        return asked
    spare = LINE - sum(least)
    if spare <= 0:
        return least
    more = sum(a - n for a, n in zip(asked, least, strict=True))
    return [round(n + spare * (a - n) / more) for a, n in zip(asked, least, strict=True)]


def _asked(cells: Sequence[str], most: int, least: int) -> int:
    longest = max(map(_length, cells))
    return max(least, LINE if longest > _SENTENCES else min(most, longest))


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
