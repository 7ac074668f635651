"""A delivery as the rules see it: its tables, where each row comes from, and each row's household."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.clock import Dates, as_days, month_index
from pipeline.contract.findings import Gravity, Rule
from pipeline.params import Params
from pipeline.validate.findings import Mask, row_findings
from pipeline.validate.reference import Reference

T = TypeVar("T")
GRAVITIES = tuple(g.value for g in Gravity)
# The count of a missing month: that of `NaT`, before any other.
MISSING_MONTH = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Records:
    """What a rule reads. Absent tables are absent from `tables`; `provenance` has the same rows as its table.

    `reading`: the findings of the reading, so that a rule does not say again what was said of a cell. `asked`: the
    names of the editions to be made, None when none is (the delivery is only verified).
    """

    tables: Mapping[str, pd.DataFrame]
    provenance: Mapping[str, pd.DataFrame]
    reading: pd.DataFrame
    params: Params
    reference: Reference
    asked: frozenset[str] | None = None
    _kept: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    def __contains__(self, table: object) -> bool:
        return table in self.tables

    def once(self, name: tuple[str, ...], compute: Callable[[], T]) -> T:
        """Return what `compute` gives, computed at the first call with this name only."""
        if name not in self._kept:
            self._kept[name] = compute()
        kept: T = self._kept[name]
        return kept

    def household(self, table: str) -> npt.NDArray[np.intp]:
        """Return, for each row of `table`, the position of its household in `menages`; −1 where it is not there.

        A household that stands twice in `menages` is taken at its first row.
        """
        return self.once(("household", table), lambda: self._find_households(table))

    def named_in(self, table: str) -> Mask:
        """Tell, for each row of `menages`, whether a row of `table` names its household (sent twice or not)."""
        positions = self.household(table)
        named = self.tables["menages"]["menage_id"].iloc[np.unique(positions[positions >= 0])]
        seen: Mask = self.tables["menages"]["menage_id"].isin(named).to_numpy(dtype=bool)
        return seen

    def month(self, table: str) -> npt.NDArray[np.int64]:
        """Return the month of each row of `table` as a count of months."""
        return self.once(("month", table), lambda: self._count_months(table))

    def of_household(self, table: str, column: str) -> pd.Series:
        """Return `column` of `menages` for each row of `table`; missing where the household is not known."""
        positions = self.household(table)
        values = self.tables["menages"][column].array
        return pd.Series(values.take(positions, allow_fill=True))

    def dates_of_household(self, table: str, column: str) -> Dates:
        """Return a date of `menages` for each row of `table`, as days."""
        return as_days(self.of_household(table, column))

    def findings(
        self, rule: Rule, table: str, where: Mask | npt.NDArray[np.intp], motif: str | pd.Series, **more: Any
    ) -> pd.DataFrame:
        """Return one finding for each row of `table` in `where`; see `row_findings`."""
        return row_findings(rule, table, self.tables[table], self.provenance.get(table), where, motif, **more)

    def already_said(self, table: str, column: str, gravities: Collection[str] = GRAVITIES) -> Mask:
        """Tell, for each row of `table`, whether the reading has a finding of these gravities on its `column`.

        A finding without a line speaks for its whole file, without a file for the whole table; so does a blocking one
        that left nothing of the column in its file (ambiguous dates, for instance).
        """
        said, rows = self.reading, self.provenance.get(table)
        said = said[(said["table"] == table) & (said["colonne"] == column) & said["gravite"].isin(gravities)]
        if said.empty or rows is None:
            return np.zeros(len(self.tables[table]), dtype=bool)
        whole = said[said["ligne"].isna()]
        if whole["fichier"].isna().any():
            return np.ones(len(self.tables[table]), dtype=bool)
        kept = rows["fichier"][self.tables[table][column].notna().to_numpy()]
        lost = said[(said["gravite"] == Gravity.BLOCKING) & ~said["fichier"].isin(kept)]
        files = [*whole["fichier"], *lost["fichier"]]
        place = ["fichier", "feuille", "ligne"]
        cells = pd.MultiIndex.from_frame(said[place].astype("str"))
        mask: Mask = pd.MultiIndex.from_frame(rows[place].astype("str")).isin(cells)
        return mask | rows["fichier"].isin(files).to_numpy(dtype=bool)

    def _find_households(self, table: str) -> npt.NDArray[np.intp]:
        households = self.tables["menages"]["menage_id"]
        first = np.flatnonzero(~households.duplicated().to_numpy())
        codes, ids = pd.factorize(self.tables[table]["menage_id"])
        where = pd.Index(households.iloc[first]).get_indexer(pd.Index(ids))
        # A household not found stands at −1, and so does a missing identifier (code −1): the last of what is looked up.
        known = np.append(np.append(first, -1)[where], -1)
        return known[codes]

    def _count_months(self, table: str) -> npt.NDArray[np.int64]:
        # Few months, many rows: each month is read once.
        codes, months = pd.factorize(self.tables[table]["mois"])
        return np.append(month_index(np.asarray(months, dtype="datetime64[M]")), MISSING_MONTH)[codes]


def is_in(values: pd.Series, codes: tuple[str, ...]) -> Mask:
    """Tell where a coded Series is one of `codes`; missing = False."""
    return values.isin(codes).to_numpy(dtype=bool)
