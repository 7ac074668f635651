"""What a table, a column and a code are: frozen descriptions, from which all else is derived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from pipeline.contract.fold import fold


class Kind(StrEnum):
    """How a column's cells are read and stored."""

    IDENTIFIER = "identifiant"  # str, matched against Column.pattern
    TEXT = "texte"  # str
    CODE = "code"  # str, one of Column.codes
    DATE = "date"  # datetime64, midnight
    MONTH = "mois"  # str "2015-01"
    AMOUNT = "montant"  # float, euros
    DECIMAL = "décimal"  # float
    INTEGER = "entier"  # nullable Int64
    BOOLEAN = "booléen"  # nullable boolean


@dataclass(frozen=True)
class Code:
    """One allowed value of a coded column: `value` in the data, `label` for French readers."""

    value: str
    label: str
    aliases: tuple[str, ...] = ()

    def spellings(self) -> tuple[str, ...]:
        """All the ways a sender may write it, folded."""
        return tuple(dict.fromkeys(fold(s) for s in (self.value, self.label, *self.aliases)))


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `required`: the column must be there (its absence is blocking).
    `minimum`, `maximum`: bounds of a number, inclusive unless `exclusive_minimum`.
    `confidential`: health data, never shown for fewer households than the disclosure threshold.
    `elsewhere`: headers that are another table's for the same thing, and are taken here too.
    `fill`: the value that an absent *column* stands for (a missing cell stays missing).
    """

    name: str
    kind: Kind
    label: str
    description: str = ""
    required: bool = False
    codes: tuple[Code, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: bool = False
    unit: str = ""
    aliases: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    confidential: bool = False
    fill: str | float | None = None

    def spellings(self) -> tuple[str, ...]:
        """All the ways a sender may write the header, folded."""
        return tuple(dict.fromkeys(fold(s) for s in (self.name, self.label, *self.aliases, *self.elsewhere)))

    @cached_property
    def code_of(self) -> dict[str, str]:
        """Folded spelling → code."""
        return {s: code.value for code in self.codes for s in code.spellings()}

    @cached_property
    def label_of(self) -> dict[str, str]:
        """Code → French label."""
        return {code.value: code.label for code in self.codes}


@dataclass(frozen=True)
class Table:
    """One table of a delivery: its key, its columns, whether a delivery can do without it."""

    name: str
    label: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    mandatory: bool = False
    _by_name: dict[str, Column] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({c.name: c for c in self.columns})

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    @property
    def names(self) -> list[str]:
        """The columns' names, in the order of the contract."""
        return list(self._by_name)

    @cached_property
    def column_of(self) -> dict[str, str]:
        """Folded header spelling → column name."""
        return {s: c.name for c in self.columns for s in c.spellings()}
