"""The rows of the ledger that a month links to the one before, and what the identity of balances says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.validate.findings import Mask
from pipeline.validate.records import Records
from pipeline.validate.signatures.signature import Group, parts_of

Floats = npt.NDArray[np.float64]
FLOWS = ("quittance", "apl", "autres_aides", "paiement")
BALANCE = "solde_impaye"

# A few wrong balances are slips, told line by line; six of two households, which one change mends, are a convention.
WRONG_ROWS = 6
WRONG_HOUSEHOLDS = 2
# A household may have a slip of its own beside what its sender did to the whole file.
MENDED_SHARE = 0.9
BROKEN_SHARE = 0.1
# Cents are written in decimal and kept in binary.
_BINARY = 1e-6


@dataclass(frozen=True)
class Balance:
    """Each linked row (a month whose month before is there): amounts of shape (n,), NaN where one is missing.

    `row`: its place in the table; `household`: a number of its household; `amounts`: of the month, `before`: of the
    month before. `tolerance`: that of the identity, €.
    """

    row: npt.NDArray[np.intp]
    household: npt.NDArray[np.int64]
    amounts: Mapping[str, Floats]
    before: Mapping[str, Floats]
    tolerance: float

    @property
    def move(self) -> Floats:
        """What the balance moved by in the month, €."""
        moved: Floats = self.amounts[BALANCE] - self.before[BALANCE]
        return moved

    def gap(self, changes: Mapping[str, float] | None = None) -> Floats:
        """What the identity leaves unexplained, € (n,), columns being multiplied by `changes` (−1 turns a sign)."""
        factor = {**dict.fromkeys((*FLOWS, BALANCE), 1.0), **(changes or {})}
        called, *paid = (factor[c] * self.amounts[c] for c in FLOWS)
        left: Floats = factor[BALANCE] * self.move - called + sum(paid)
        return left

    @cached_property
    def unexplained(self) -> Floats:
        """What the identity leaves unexplained as the amounts were sent, in absolute value."""
        return np.abs(self.gap())

    def wrong(self, rows: Mask) -> Mask:
        """The linked rows, among those of `rows` (a mask of the table), on which the identity does not hold."""
        wrong: Mask = rows[self.row] & (self.unexplained > self.tolerance)
        return wrong

    def is_doubtful(self, rows: Mask) -> bool:
        """Tell whether enough rows of enough households are wrong as sent for a convention to be looked for."""
        wrong = self.wrong(rows)
        return bool(wrong.sum() >= WRONG_ROWS and len(np.unique(self.household[wrong])) >= WRONG_HOUSEHOLDS)

    def mended_by(self, other: Floats, rows: Mask) -> bool:
        """Tell whether `other`, a gap under another reading, mends the rows of a group (a mask of the table).

        Nearly all of the rows that are wrong as sent must come right, nearly none of the others go wrong.
        """
        wrong = self.wrong(rows)
        right = rows[self.row] & (self.unexplained <= self.tolerance)
        mended = (np.abs(other[wrong]) <= self.tolerance).mean()
        broken = (np.abs(other[right]) > self.tolerance).sum()
        return bool(mended >= MENDED_SHARE and broken <= BROKEN_SHARE * wrong.sum())


def doubtful_parts(records: Records) -> Iterator[Group]:
    """Yield the files of the ledger, and the landlords in them, whose balances are too often wrong for slips."""
    rows = balance(records)
    yield from (group for group in parts_of(records, "suivi_locatif") if rows.is_doubtful(group.rows))


def balance(records: Records) -> Balance:
    """Return the linked rows of the ledger."""
    return records.once(("balance", "suivi_locatif"), lambda: _linked(records))


def _linked(records: Records) -> Balance:
    ledger = records["suivi_locatif"]
    household = pd.factorize(ledger["menage_id"])[0].astype(np.int64)
    month = records.month("suivi_locatif")
    order = np.lexsort((month, household))
    linked = (np.diff(household[order]) == 0) & (np.diff(month[order]) == 1)
    now, then = order[1:][linked], order[:-1][linked]
    amounts = {c: ledger[c].to_numpy(dtype=float, na_value=np.nan) for c in (*FLOWS, BALANCE)}
    amounts["autres_aides"] = np.nan_to_num(amounts["autres_aides"])
    return Balance(
        now,
        household[now],
        {c: a[now] for c, a in amounts.items()},
        {c: a[then] for c, a in amounts.items()},
        records.params.controles.ecart_identite_solde + _BINARY,
    )
