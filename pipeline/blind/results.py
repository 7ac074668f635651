"""Results in blind mode: which rows of which tables may leave the process."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from pipeline.blind.mask import HIDDEN_INDICATORS
from pipeline.contract.flow import PREVUS, RECUS, SANS_CONSENTEMENT
from pipeline.contract.produced.catalogue import PRODUCED

# Received − included is the number without consent; the planned sizes may differ between the groups.
_HIDDEN_ROWS: Mapping[str, Collection[str]] = {
    "etape": (PREVUS.name, RECUS.name, SANS_CONSENTEMENT.name),
    "indicateur": HIDDEN_INDICATORS,
    "methode": ("cout_efficacite",),
}
# The tables that the blind mode writes; another is not written.
SHOWN_TABLES = tuple(entry for entry in PRODUCED.values() if entry.blind)


def shown_results(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables of an edition that may be shown, without the rows that give the groups away."""
    return {entry.name: _shown_rows(frames[entry.name]) for entry in SHOWN_TABLES if entry.name in frames}


def _shown_rows(frame: pd.DataFrame) -> pd.DataFrame:
    for column, hidden in _HIDDEN_ROWS.items():
        if column in frame:
            frame = frame[~frame[column].isin(hidden)]
    return frame.reset_index(drop=True)
