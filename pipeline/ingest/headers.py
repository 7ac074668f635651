"""Which row holds the headers, and which column of the contract each of them names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.contract.fold import fold
from pipeline.contract.schema import Table
from pipeline.ingest.mojibake import repaired

SEARCHED_ROWS = 60
# A header that a person wrote; what stands beyond is left out, and said.
MOST_COLUMNS = 1_000
_FEWEST_MATCHES = 2
_LONGEST = 200


@dataclass(frozen=True)
class Mapping:
    """Positions of the headers: `columns` name → position; `doubles` name → its headers; `unknown` positions."""

    columns: dict[str, int]
    doubles: dict[str, tuple[str, ...]]
    unknown: tuple[int, ...]


def map_headers(headers: Sequence[str], table: Table) -> Mapping:
    """Return which header names which column; two headers for one column are kept apart, never chosen from."""
    positions: dict[str, list[int]] = {}
    unknown = []
    for position, header in enumerate(headers):
        name = table.column_of.get(fold(header)) or table.column_of.get(fold(repaired(header)))
        if name is None:
            unknown.append(position)
        else:
            positions.setdefault(name, []).append(position)
    return Mapping(
        {name: at[0] for name, at in positions.items() if len(at) == 1},
        {name: tuple(headers[p] for p in at) for name, at in positions.items() if len(at) > 1},
        tuple(unknown),
    )


def matches(cells: Sequence[str], table: Table) -> int:
    """How many columns of the table a row names."""
    # Few cells of a sheet differ and are short: a header is no paragraph.
    written = {cell for cell in cells[:MOST_COLUMNS] if 0 < len(cell) <= _LONGEST}
    return len({name for cell in written if (name := table.column_of.get(fold(cell)))})


def find_header(rows: Sequence[Sequence[str]], table: Table) -> int | None:
    """Return the index of the row that names the most columns (the first of equals), None below two columns."""
    scores = [matches(row, table) for row in rows]
    best = max(scores, default=0)
    return scores.index(best) if best >= _FEWEST_MATCHES else None


def names_half_required(headers: Sequence[str], table: Table) -> bool:
    """Whether a row names at least half of the table's mandatory columns: a data sheet, not a summary."""
    required = {c.name for c in table if c.required}
    found = {table.column_of.get(fold(h)) for h in headers}
    return 2 * len(required & found) >= len(required)
