"""Random exchanges of two groups within strata: the draws that permutation tests share."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.stats.effect import Booleans, Floats, Integers

_BLOCK = 10  # households a table of subsets: 2 ** 10 rows, which stay in a processor's cache
_LARGE = 800  # households: from here a draw at a time costs less than a random order of all draws at a time
_CHUNK_CELLS = 200_000  # assignments × households drawn at a time: 1.6 MB
_CHUNK_ROWS = (16, 4_000)


@dataclass(frozen=True)
class Assignments:
    """Which households may exchange their group: those of the same stratum, the observed group sizes being fixed.

    `order`: positions of the households, stratum after stratum, shape (n,): the columns of every draw.
    `observed`: 1.0 for treated, in that order, shape (n,). `sizes`, `treated`: households and treated of each stratum.
    """

    order: Integers
    observed: Floats
    sizes: tuple[int, ...]
    treated: tuple[int, ...]

    @property
    def stratum(self) -> Integers:
        """The stratum number of each column, shape (n,)."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @property
    def exchangeable(self) -> bool:
        """True when at least one stratum holds both groups."""
        return any(0 < k < n for n, k in zip(self.sizes, self.treated, strict=True))

    def draw(self, number: int, rng: np.random.Generator) -> Iterator[Floats]:
        """Yield `number` draws as matrices (rows, n) of 1.0 (treated) and 0.0, chunk after chunk.

        Every arrangement with the observed group sizes in each stratum has the same probability. The matrix is reused:
        it holds until the next chunk only.
        """
        columns = len(self.observed)
        rows = min(max(_CHUNK_CELLS // max(columns, 1), _CHUNK_ROWS[0]), _CHUNK_ROWS[1])
        matrix = np.empty((min(rows, number), columns))
        for done in range(0, number, rows):
            chunk = matrix[: min(rows, number - done)]
            start = 0
            for size, treated in zip(self.sizes, self.treated, strict=True):
                _fill(chunk[:, start : start + size], treated, rng)
                start += size
            yield chunk


def assignments(treated: Booleans, strata: Integers) -> Assignments:
    """Return the exchanges of `treated` (shape (n,)) within `strata` (numbers ≥ 0, shape (n,)).

    >>> design = assignments(np.array([True, False, False, True]), np.array([0, 0, 1, 1]))
    >>> design.sizes, design.treated, design.observed.tolist()
    ((2, 2), (1, 1), [1.0, 0.0, 0.0, 1.0])
    """
    order = np.argsort(strata, kind="stable").astype(np.int64)
    _, code = np.unique(strata, return_inverse=True)
    sizes = np.bincount(code)
    counts = np.bincount(code, weights=treated.astype(float)).astype(int)
    return Assignments(order, treated[order].astype(float), tuple(sizes.tolist()), tuple(counts.tolist()))


def _fill(target: Floats, treated: int, rng: np.random.Generator) -> None:
    """Write into each row of `target` (rows, n) a uniformly drawn arrangement of `treated` ones."""
    rows, size = target.shape
    if treated in (0, size):
        target[:] = float(treated > 0)
    elif size <= _BLOCK:
        subsets = _subsets(size)
        _copy(subsets, subsets.first[treated] + _uniform(subsets.count[treated], rows, rng), target)
    elif size <= 2 * _BLOCK:
        _fill_two(target, treated, _BLOCK, rng)
    elif size < _LARGE:
        _fill_many(target, treated, rng)
    else:
        _fill_large(target, treated, rng)


def _fill_two(target: Floats, treated: int, split: int, rng: np.random.Generator) -> None:
    """Two blocks: one uniform whole number names the arrangement, and is taken apart."""
    rows, size = target.shape
    one, two = _subsets(split), _subsets(size - split)
    inside = np.arange(max(0, treated - (size - split)), min(split, treated) + 1)  # treated of the first block
    ends = np.cumsum(one.count[inside] * two.count[treated - inside])
    starts = np.concatenate([[0], ends[:-1]])
    number = _uniform(ends[-1], rows, rng)
    case = np.searchsorted(ends, number, side="right")
    number -= starts.take(case)
    of_one, of_two = np.divmod(number, two.count[treated - inside].take(case))
    _copy(one, one.first[inside].take(case) + of_one, target[:, :split])
    _copy(two, two.first[treated - inside].take(case) + of_two, target[:, split:])


def _fill_many(target: Floats, treated: int, rng: np.random.Generator) -> None:
    """The `treated` smallest random numbers of each row; two alike at the limit: less than once in 1e12 rows."""
    numbers = rng.random(target.shape)
    limit = np.partition(numbers, treated, axis=1)[:, treated, None]
    target[:] = numbers < limit


def _fill_large(target: Floats, treated: int, rng: np.random.Generator) -> None:
    """Many households: each drawn alone with about the right probability, then the excess taken back at random.

    Given its size, a subset whose members are drawn alone is uniform; so is what remains of it, or what it becomes,
    once the excess is taken away from its members, or the lack from the others, at random.
    """
    rows, size = target.shape
    threshold = round(256 * treated / size)
    drawn = np.frombuffer(rng.bytes(rows * size), dtype=np.uint8).reshape(rows, size) < threshold
    excess = np.count_nonzero(drawn, axis=1) - treated
    for row, number in zip(drawn, excess.tolist(), strict=True):
        members = np.flatnonzero(row == (number > 0))
        row[members[rng.choice(len(members), abs(number), replace=False, shuffle=False)]] ^= True
    target[:] = drawn


def _uniform(below: int | Integers, rows: int, rng: np.random.Generator) -> Integers:
    # Three times faster than `rng.integers`; a probability is wrong by 2 ** -53 × 184,756 at most.
    numbers: Integers = (rng.random(rows) * below).astype(np.int64)
    return numbers


@dataclass(frozen=True)
class _Subsets:
    """All subsets of a block, sorted by their size: rows of 0.0 and 1.0, each row as one opaque item."""

    rows: npt.NDArray[np.void]
    first: Integers  # by size: the number of its first row
    count: Integers  # by size: its number of rows


@lru_cache(maxsize=_BLOCK)
def _subsets(size: int) -> _Subsets:
    bits = (np.arange(2**size)[:, None] >> np.arange(size)[None, :]) & 1
    table = bits[np.argsort(bits.sum(axis=1), kind="stable")].astype(float)
    count = np.array([math.comb(size, k) for k in range(size + 1)], dtype=np.int64)
    return _Subsets(_opaque(table), np.concatenate([[0], np.cumsum(count)[:-1]]), count)


def _copy(subsets: _Subsets, numbers: Integers, target: Floats) -> None:
    # A row moved as one item costs a quarter of a row moved number by number.
    _opaque(target)[:] = subsets.rows.take(numbers)


def _opaque(table: Floats) -> npt.NDArray[np.void]:
    """Return the rows of `table` (r, c), contiguous each, as r items of 8c bytes that share its memory."""
    items: npt.NDArray[np.void] = table.view(np.dtype((np.void, 8 * table.shape[1])))[:, 0]
    return items
