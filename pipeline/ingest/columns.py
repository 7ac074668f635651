"""One column of one file: from the sender's texts to typed values, with every cell that could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.contract.schema import Kind
from pipeline.ingest.cells import Cells, Nature
from pipeline.ingest.dates import read_dates, read_months
from pipeline.ingest.identifiers import Kinds, find_identifiers, looks_like_full_name
from pipeline.ingest.labels import read_booleans, read_codes, read_identifiers, read_texts
from pipeline.ingest.missing import dashes, missing, null_dates, refused, trimmed
from pipeline.ingest.notes import NULL_DATE, dash_for_zero, of_consent
from pipeline.ingest.numbers import complete_numbers, read_numbers
from pipeline.ingest.reading import Context, Distinct, Flags, Problem, Reading, of
from pipeline.ingest.rules import MASK, VALUE_LENGTH

READERS: dict[Kind, Callable[[Distinct, Context], Reading]] = {
    Kind.IDENTIFIER: read_identifiers,
    Kind.TEXT: read_texts,
    Kind.CODE: read_codes,
    Kind.DATE: read_dates,
    Kind.MONTH: read_months,
    Kind.AMOUNT: read_numbers,
    Kind.DECIMAL: read_numbers,
    Kind.INTEGER: read_numbers,
    Kind.BOOLEAN: read_booleans,
}
# Read as a number, but written as a French telephone number or a social-security number.
_LONG_NUMBER = r"^(?:(?:\+|00)33|0)[\s.]?[1-9](?:[\s.\-]?\d){8}$|^[12]\d{12}(?:\d{2})?$"

_ZERO = re.compile(r"[+-]?0+(?:[.,]0+)?\s*€?")


@dataclass(frozen=True)
class ColumnRead:
    """`values`: Arrow array of the values met; `codes`: row → rank in it, −1 = missing.

    Beside the distinct texts of `cells`: `problem_of`, 0 or rank + 1 in `problems`; `identifiers`, the kind of direct
    identifier or None; `filled`, whether the cell counts as one that is not empty; `undecided`, read in two ways.
    `notes`: what was read in a way to be said once for the column, with the texts concerned.
    """

    cells: Cells
    values: Any
    codes: npt.NDArray[np.int32]
    problem_of: npt.NDArray[np.int8]
    problems: tuple[Problem, ...]
    filled: Flags
    ambiguous: Problem | None
    undecided: Flags
    identifiers: Kinds
    notes: tuple[tuple[Problem, Flags], ...] = ()

    def array(self) -> Any:
        """The values row by row: an Arrow dictionary array."""
        import pyarrow as pa

        missing_rows = self.codes < 0
        codes = pa.array(self.codes, mask=missing_rows) if missing_rows.any() else pa.array(self.codes)
        return pa.DictionaryArray.from_arrays(codes, self.values)

    def read_rows(self) -> Flags:
        """The rows that have a value."""
        return self.codes >= 0

    def problem_rows(self) -> list[tuple[Problem, npt.NDArray[np.int64]]]:
        """Each problem with the rows that have it."""
        if not self.problem_of.any():
            return []
        problem = self.problem_of[self.cells.codes]
        return [(p, np.flatnonzero(problem == rank)) for rank, p in enumerate(self.problems, start=1)]

    def identified_rows(self) -> list[tuple[str, npt.NDArray[np.int64]]]:
        """Each kind of direct identifier with the rows that hold one."""
        kinds = sorted({k for k in self.identifiers if k is not None})
        return [(k, np.flatnonzero(self.cells.where(self.identifiers == k))) for k in kinds]

    def note_rows(self) -> list[tuple[Problem, npt.NDArray[np.int64]]]:
        """Each note with the rows that it is about."""
        return [(note, np.flatnonzero(self.cells.where(flags))) for note, flags in self.notes]

    def undecided_rows(self) -> npt.NDArray[np.int64]:
        """The rows that can be read in two ways."""
        return np.flatnonzero(self.cells.where(self.undecided))

    def empty_rows(self) -> npt.NDArray[np.int64]:
        """The rows whose cell is empty, or a missing-value mark."""
        return np.flatnonzero(self.cells.where(~self.filled))

    def without_values(self, problem: Problem) -> ColumnRead:
        """The same cells, all with two readings; why is `problem`."""
        import pyarrow as pa

        size, rows = len(self.cells.texts), len(self.cells)
        filled = ~missing(trimmed(self.cells.texts))
        none: Kinds = np.full(size, None, object)
        identifiers = self.identifiers if len(self.identifiers) == size else none
        nothing = pa.array([], self.values.type)
        codes, problems = np.full(rows, -1, np.int32), np.zeros(size, np.int8)
        return ColumnRead(self.cells, nothing, codes, problems, (), filled, problem, filled, identifiers)

    def shown(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
        """The cells as written, cut at 200 characters, what identifies masked."""
        import pyarrow as pa
        import pyarrow.compute as pc

        codes, at = np.unique(self.cells.codes[rows], return_inverse=True)
        masked = pa.array([k is not None for k in self.identifiers[codes]], pa.bool_())
        texts = pc.utf8_slice_codeunits(self.cells.texts.take(codes), 0, VALUE_LENGTH)
        shown: npt.NDArray[np.object_] = pc.if_else(masked, MASK, texts).to_numpy(zero_copy_only=False)[at]
        return shown

    def shown_values(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
        """The values read, None where there is none."""
        import pyarrow as pa

        codes = self.codes[rows]
        values: npt.NDArray[np.object_] = self.values.take(pa.array(codes, mask=codes < 0)).to_numpy(
            zero_copy_only=False
        )
        return values


@dataclass(frozen=True)
class CompleteNumbers(ColumnRead):
    """A column of numbers, all read: `values` are those of the rows (null = empty cell), no text is made distinct."""

    @classmethod
    def of(cls, cells: Cells, values: Any) -> CompleteNumbers:
        nothing = np.zeros(0, np.int8)
        none = nothing.astype(bool)
        return cls(cells, values, nothing.astype(np.int32), nothing, (), none, None, none, nothing.astype(object))

    def array(self) -> Any:
        return self.values

    def read_rows(self) -> Flags:
        valid: Flags = self.values.is_valid().to_numpy()
        return valid

    def undecided_rows(self) -> npt.NDArray[np.int64]:
        return np.zeros(0, np.int64)

    def empty_rows(self) -> npt.NDArray[np.int64]:
        return np.flatnonzero(~self.read_rows())


def read_column(cells: Cells, context: Context) -> ColumnRead:
    """Read one column; nothing is guessed, nothing is lost."""
    import pyarrow as pa

    complete = complete_numbers(cells.raw, context.column)
    if complete is not None:
        return CompleteNumbers.of(cells, complete)
    texts = trimmed(cells.texts)
    size = len(texts)
    counts = np.bincount(cells.codes, minlength=size).astype(np.int64)
    empty, notes = _empty(texts, context)
    refusals, refusal_problems = of(refused(cells, texts), size)
    readable = np.flatnonzero(~empty & (refusals == 0))
    blank = _equals_empty(texts)
    distinct = Distinct(
        texts.take(readable),
        counts[readable],
        cells.natures[readable] == Nature.NUMBER,
        empty_cells=int(counts[blank].sum()),
        other_marks=int(counts[(empty & ~blank) | (refusals > 0)].sum()),
    )
    reading = READERS[context.column.kind](distinct, context)

    problem_of = refusals.astype(np.int8)
    problem_of[readable] = np.where(reading.problem > 0, reading.problem + len(refusal_problems), 0)
    undecided = np.zeros(size, bool)
    if reading.undecided is not None:
        undecided[readable] = reading.undecided
    identifiers = _identifiers(texts, problem_of, undecided, context)
    values = _masked(reading.values, identifiers[readable], context)

    rank = np.full(size, -1, np.int32)
    # Two spellings of one value become one entry, so that equal values have equal codes; what has no value has none.
    encoded = values.dictionary_encode()
    values, rank[readable] = encoded.dictionary, encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    if reading.empty_value is not None:
        rank[blank] = len(values)
        values = pa.concat_arrays([values, pa.array([reading.empty_value], values.type)])
    return ColumnRead(
        cells,
        values,
        rank[cells.codes],
        problem_of,
        tuple(of_consent(p, context) for p in refusal_problems + reading.problems),
        ~empty,
        reading.ambiguous,
        undecided,
        identifiers,
        notes,
    )


def _empty(texts: Any, context: Context) -> tuple[Flags, tuple[tuple[Problem, Flags], ...]]:
    """Which texts mean that there is no value, and what is to be said of some of them."""
    empty, kind = missing(texts), context.column.kind
    if kind in (Kind.DATE, Kind.MONTH):
        null = null_dates(texts) & ~empty
        return empty | null, ((NULL_DATE, null),) if null.any() else ()
    if kind is Kind.AMOUNT:
        dash = dashes(texts)
        # Where zeros are written as such, a dash is the sender's mark of what is missing.
        zero = bool(dash.any()) and not any(_ZERO.fullmatch(t) for t in texts.to_pylist())
        return empty | dash, ((dash_for_zero(context), dash),) if zero else ()
    return empty, ()


def _equals_empty(texts: Any) -> Flags:
    import pyarrow.compute as pc

    flags: Flags = pc.equal(texts, "").to_numpy(zero_copy_only=False)
    return flags


def _identifiers(texts: Any, problem_of: npt.NDArray[np.int8], undecided: Flags, context: Context) -> Kinds:
    """Search all of free text; of other columns what was refused, and numbers long enough to be a telephone's."""
    import pyarrow.compute as pc

    kinds: Kinds = np.full(len(texts), None, object)
    searched = (problem_of > 0) | undecided
    if context.column.kind is Kind.TEXT:
        searched[:] = True
    elif context.column.kind in (Kind.AMOUNT, Kind.DECIMAL, Kind.INTEGER):
        searched |= pc.match_substring_regex(texts, _LONG_NUMBER).to_numpy(zero_copy_only=False)
    at = np.flatnonzero(searched)
    if len(at):
        kinds[at] = find_identifiers(texts.take(at))
    if context.column.kind is Kind.IDENTIFIER:
        for i in np.flatnonzero(problem_of > 0):
            if kinds[i] is None and looks_like_full_name(texts[int(i)].as_py()):
                kinds[i] = "nom"
    return kinds


def _masked(values: Any, identifiers: Kinds, context: Context) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    found = np.array([k is not None for k in identifiers], bool)
    if not found.any():
        return values
    mask = pa.scalar(MASK if context.column.kind is Kind.TEXT else None, values.type)
    return pc.if_else(pa.array(found), mask, values)
