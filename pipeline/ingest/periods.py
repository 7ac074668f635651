"""Dates and months outside the study's years: read, and said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from pipeline.contract.clock import add_months
from pipeline.contract.schema import Kind, Table
from pipeline.ingest.rules import ODD_PERIOD, findings

FIRST_YEAR = 2010
MONTHS_AFTER_FREEZE = 12
# A lease may be older than the study.
MAY_BE_OLD = ("date_bail",)
_MOTIF = (
    f"Date ou mois avant {FIRST_YEAR}, ou plus de {MONTHS_AFTER_FREEZE} mois après le dernier gel des données : "
    "l’année est à vérifier."
)


def last_plausible(last_freeze: dt.date) -> dt.date:
    """The last day that a date of the study can have: 12 months after the last freeze."""
    day: dt.date = add_months(np.array([last_freeze], "datetime64[D]"), MONTHS_AFTER_FREEZE)[0].astype(object)
    return day


def odd_periods(
    table: Table, frame: pd.DataFrame, provenance: pd.DataFrame, last_freeze: dt.date
) -> Iterator[pd.DataFrame]:
    """Yield a warning for each date or month before 2010, or more than 12 months after the last freeze."""
    last = last_plausible(last_freeze)
    for column in table:
        if column.kind is Kind.DATE:
            late = frame[column.name] > pd.Timestamp(last)
            early = frame[column.name] < pd.Timestamp(FIRST_YEAR, 1, 1)
        elif column.kind is Kind.MONTH:
            late, early = frame[column.name] > str(last)[:7], frame[column.name] < f"{FIRST_YEAR}-01"
        else:
            continue
        odd = late.fillna(False) if column.name in MAY_BE_OLD else (late | early).fillna(False)
        if not odd.any():
            continue
        where = provenance[odd.to_numpy(bool)]
        households = frame.loc[odd, "menage_id"].astype(object)
        for file, group in where.groupby("fichier", sort=False):
            yield findings(
                ODD_PERIOD,
                _MOTIF,
                table=table.name,
                file=str(file),
                sheets=list(group["feuille"]),
                lines=group["ligne"].to_numpy(),
                column=column.name,
                households=list(households.loc[group.index]),
            )
