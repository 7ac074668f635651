"""The rent ledger as one matrix an amount: households × months since inclusion, missing where there is no row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.clock import MONTHS_BEFORE, Dates, month_index
from pipeline.indicators.observed.cohort import Cohort, Mask, Positions

Floats = npt.NDArray[np.float64]
# Amounts are in cents: below a millionth of a euro a difference comes from binary rounding (3 × 0.10 ≠ 0.30).
ROUNDING_EUROS = 1e-6
_NO_MONTH = np.iinfo(np.int64).min // 2


@dataclass(frozen=True)
class Ledger:
    """Amounts in euros, each of shape (n, horizon + 1): column m is the m-th calendar month after inclusion's.

    `present`: whether the month has a row; an amount may be missing in a row that is there. `plan`: 1.0 where a
    repayment plan runs, 0.0 where none does, missing where the sender does not say. `solde_avant`, of shape
    (n, `MONTHS_BEFORE`): the balances of the months before inclusion's, the last column the month just before; no
    indicator reads them.
    """

    present: Mask
    solde_avant: Floats
    quittance: Floats
    apl: Floats
    autres_aides: Floats
    paiement: Floats
    solde: Floats
    plan: Floats


def read_ledger(table: pd.DataFrame, cohort: Cohort, withdrawal: Dates, horizon: int) -> Ledger:
    """Return the ledger up to the freeze's month, the withdrawal's own month, and the horizon.

    `withdrawal`: shape (n,). Nothing is carried forward: a month without a row is missing.
    """
    household = cohort.positions(table["menage_id"])
    calendar = _calendar_months(table["mois"])
    last = np.minimum(month_index(withdrawal), month_index(cohort.freeze))
    month = calendar - month_index(cohort.inclusion)[household] if cohort.size else np.zeros_like(calendar)
    seen = (household >= 0) & (month >= -MONTHS_BEFORE) & (month <= horizon)
    seen[seen] = calendar[seen] <= last[household[seen]]
    read, earlier = seen & (month >= 0), seen & (month < 0)
    where = household[read], month[read]
    shape = (cohort.size, horizon + 1)
    present = np.zeros(shape, dtype=bool)
    present[where] = True
    amounts = ("quittance", "apl", "autres_aides", "paiement", "solde_impaye", "plan_apurement")
    before = household[earlier], month[earlier] + MONTHS_BEFORE
    return Ledger(
        present,
        _spread(table["solde_impaye"], earlier, before, (cohort.size, MONTHS_BEFORE)),
        *(_spread(table[name], read, where, shape) for name in amounts),
    )


def _calendar_months(months: pd.Series) -> npt.NDArray[np.int64]:
    codes, uniques = pd.factorize(months)
    return np.append(month_index(np.asarray(uniques, dtype=object)), _NO_MONTH)[codes]


def _spread(
    amounts: pd.Series, read: Mask, where: tuple[Positions, npt.NDArray[np.int64]], shape: tuple[int, int]
) -> Floats:
    matrix = np.full(shape, np.nan)
    matrix[where] = amounts.to_numpy(dtype=float, na_value=np.nan)[read]
    return matrix
