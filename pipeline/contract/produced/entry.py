"""What describes a table that comes out: its key, its columns, who writes it, who reads it, who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from pandas._typing import DtypeObj


class ColumnRole(StrEnum):
    """What the cells of a column are: it decides their type, and how they may be rounded or hidden."""

    KEY = "clé"  # a household's pseudonym
    CODE = "code"  # one of a closed list
    TEXT = "texte"
    NOTE = "note"  # what is to be known of the row
    COUNT = "effectif"  # households, events: whole
    RANK = "rang"  # a whole number that counts nothing: a month, a type, a draw
    FLAG = "oui/non"
    SHARE = "part"  # 0 to 1, or a difference of shares
    MEAN = "moyenne"  # of what the row's measure says, in its unit
    AMOUNT = "montant"  # euros
    DURATION = "durée"
    SCORE = "score"
    INTERVAL = "intervalle"  # a bound, in the unit of what it is the interval of
    P = "valeur p"
    NUMBER = "nombre"  # any other number: a statistic, a ratio, a level


_TYPES = {
    **dict.fromkeys((ColumnRole.KEY, ColumnRole.CODE, ColumnRole.TEXT, ColumnRole.NOTE), "str"),
    **dict.fromkeys((ColumnRole.COUNT, ColumnRole.RANK), "Int64"),
    ColumnRole.FLAG: "boolean",
}  # the others are float64


@dataclass(frozen=True)
class Field:
    """One column of a table that comes out. `words`: one French sentence; `unit`: of its numbers, `` when bare."""

    name: str
    role: ColumnRole
    words: str
    unit: str = ""

    @property
    def type(self) -> str:
        """The pandas type of the column; missing values are allowed in all of them."""
        return _TYPES.get(self.role, "float64")


@dataclass(frozen=True)
class Produced:
    """One table written by the pipeline.

    `stage`: the DVC stage that writes it; `read_by`: those that read it. `key`: the columns that tell its rows apart.
    `by_edition`: below the edition's folder, else common to all. `csv`: written as CSV too, beside the Parquet file.
    `public`: the rule under which it may leave the steering committee, empty when it never does. `blind`: shown in
    blind mode, but for the rows that give the groups away (`pipeline.blind.results`).
    """

    name: str
    description: str
    columns: tuple[Field, ...]
    key: tuple[str, ...]
    stage: str
    read_by: tuple[str, ...] = ()
    by_edition: bool = True
    csv: bool = False
    public: str = ""
    blind: bool = False

    @cached_property
    def names(self) -> list[str]:
        """The columns' names, in order."""
        return [column.name for column in self.columns]

    @cached_property
    def dtypes(self) -> dict[str, DtypeObj]:
        """The columns' pandas types by name."""
        from pandas.api.types import pandas_dtype

        return {column.name: pandas_dtype(column.type) for column in self.columns}

    @property
    def digits(self) -> int | None:
        """Significant digits of its numbers in the file: 10 of a household, whose truth is held to 1e-9, 8 of what is
        estimated and all that follows; None: as they are."""
        if self.stage == "validate":
            return None
        return 10 if self.of(ColumnRole.KEY) else 8

    def of(self, *roles: ColumnRole) -> list[str]:
        """The names of the columns of these roles."""
        return [column.name for column in self.columns if column.role in roles]

    def frame(self, rows: pd.DataFrame | Mapping[str, Any] | Iterable[Any] = ()) -> pd.DataFrame:
        """Return `rows` as this table: its columns in order, in their types; without rows, an empty one.

        `rows`: mappings or tuples, one a row (a column that a mapping leaves out is missing in its row), or whole
        columns by name, which must all be there (`KeyError`); others are left out.
        """
        import pandas as pd

        if isinstance(rows, (pd.DataFrame, Mapping)):
            table = pd.DataFrame(rows)[self.names]
        else:
            table = pd.DataFrame(list(rows), columns=self.names)
        for name, kind in self.dtypes.items():  # those that need it: `astype` of the whole takes several times as long
            if table[name].dtype != kind:
                table[name] = table[name].astype(kind)
        return table

    def stacked(self, parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
        """Return this table made of `parts`, one below the other; an empty one without any."""
        import pandas as pd

        return self.frame(pd.concat(parts, ignore_index=True) if parts else ())
