"""What the reader of one kind of column gives back: a value, or a problem, for each distinct text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from pipeline.contract.findings import Rule
from pipeline.contract.schema import Column

DateOrder = Literal["jour_mois", "mois_jour"]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Problem:
    """Why a cell has no value; `motif` never repeats it."""

    rule: Rule
    motif: str


@dataclass(frozen=True)
class Distinct:
    """The distinct texts of a column that are to be read, trimmed, with how many cells hold each.

    `numbers`: which were stored as numbers. `empty_cells`: how many cells of the column are empty; `other_marks`: how
    many hold a missing-value mark or something that is refused before its kind is looked at.
    """

    texts: Any
    counts: npt.NDArray[np.int64]
    numbers: Flags
    empty_cells: int = 0
    other_marks: int = 0

    def __len__(self) -> int:
        return len(self.texts)

    def list(self) -> list[str]:
        """The texts as Python strings."""
        texts: list[str] = self.texts.to_pylist()
        return texts


@dataclass(frozen=True)
class Context:
    """What a reader must know beside the texts. `spellings`: folded → reference spelling (communes)."""

    column: Column
    table: str
    order: DateOrder | None = None
    spellings: Mapping[str, str] = field(default_factory=dict)
    epoch_1904: bool = False


@dataclass(frozen=True)
class Reading:
    """`values`: Arrow array beside the texts, null where there is a problem; `problem`: 0, or rank in `problems` + 1.

    `ambiguous`: set when the column itself cannot be read without guessing; concerns the texts flagged `undecided`.
    `empty_value`: what an empty cell means (`x`/empty booleans).
    """

    values: Any
    problem: npt.NDArray[np.int8]
    problems: tuple[Problem, ...] = ()
    ambiguous: Problem | None = None
    undecided: Flags | None = None
    empty_value: bool | None = None


def of(flags_and_problems: list[tuple[Flags, Problem]], size: int) -> tuple[npt.NDArray[np.int8], tuple[Problem, ...]]:
    """Return the problem code of each text (the first that applies) and the problems met."""
    codes = np.zeros(size, np.int8)
    problems = []
    for flags, problem in flags_and_problems:
        new = flags & (codes == 0)
        if new.any():
            problems.append(problem)
            codes[new] = len(problems)
    return codes, tuple(problems)
