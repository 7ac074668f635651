"""What the project note plans for the scheme, as looked up by the parts that compare it with what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

# The reference tables that the scheme reads, by the name of their file.
TABLES = ("budget", "totaux", "sites_pilotes", "loyers_apl", "dispositif", "reperes")
LINE = "ligne"


@dataclass(frozen=True)
class Planned:
    """One figure of the note: a range (both bounds equal for a single figure) and its source line."""

    label: str
    low: float
    high: float
    source: str

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Note:
    """The reference tables (`data/raw/reference/<name>.csv`), each row with its `source`.

    `tables`: every name of `TABLES`; numbers as floats, missing where the note leaves the cell empty.
    """

    tables: Mapping[str, pd.DataFrame]

    @cached_property
    def lines(self) -> pd.DataFrame:
        """The budget's lines (sub-totals and details left out), in the note's order."""
        budget = self.tables["budget"]
        lines: pd.DataFrame = budget[budget["nature"] == LINE].reset_index(drop=True)
        return lines

    def total(self, code: str) -> Planned:
        """A figure that the note states (`totaux.csv`)."""
        return self._planned("totaux", code, "valeur", "valeur")

    def scheme(self, code: str) -> Planned:
        """A figure of the scheme's working (`dispositif.csv`)."""
        return self._planned("dispositif", code, "bas", "haut")

    def benchmark(self, indicator: str) -> Planned:
        """The first figure from outside the note on an indicator (`reperes.csv`)."""
        table = self.tables["reperes"]
        row: Any = table[table["indicateur"] == indicator].iloc[0]
        return Planned(str(row["population"]), float(row["valeur"]), float(row["valeur"]), str(row["source"]))

    def _planned(self, table: str, code: str, low: str, high: str) -> Planned:
        row: Any = self.tables[table].set_index("code").loc[code]
        return Planned(str(row["libelle"]), float(row[low]), float(row[high]), str(row["source"]))
