"""The lines of the workbooks to fill: the households of the panels, the months and the interviews expected of each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from pipeline.contract.clock import MONTHS_BEFORE, month_index
from pipeline.contract.indicators import INTERVIEW_WAVES
from pipeline.contract.tables import ENTRETIENS, MENAGES

Lines = dict[str, list[dict[str, str | dt.date | None]]]

_KNOWN = ("menage_id", "groupe", "paire_id", "bailleur", "region", "commune", "profil", "date_inclusion")


def expected_lines(menages: pd.DataFrame, last: dt.date, horizon: int) -> Lines:
    """Return what is known of each line of `menages`, `suivi_locatif`, `entretiens`, codes as their labels.

    The months of a household run from 12 before its inclusion to that of `last` (a freeze); where its inclusion is not
    dated yet, from `horizon` months before `last`. A line that comes back without more is not read.
    """
    households = menages.drop_duplicates("menage_id").sort_values("menage_id", kind="stable")
    lines: Lines = {"menages": [], "suivi_locatif": [], "entretiens": []}
    for record in households.to_dict("records"):
        lines["menages"].append({c: _shown(c, record[c]) for c in _KNOWN if c in record})
        inclusion = record.get("date_inclusion")
        end = int(month_index(np.datetime64(last)))
        first = end - horizon if pd.isna(inclusion) else int(month_index(np.datetime64(inclusion))) - MONTHS_BEFORE
        for month in range(first, end + 1):
            day = dt.date(1970 + month // 12, month % 12 + 1, 1)
            lines["suivi_locatif"].append({"menage_id": record["menage_id"], "mois": day})
        for wave in INTERVIEW_WAVES:
            label = ENTRETIENS["vague"].label_of.get(wave, wave)
            lines["entretiens"].append({"menage_id": record["menage_id"], "vague": label})
    return lines


def _shown(column: str, value: Any) -> str | dt.date | None:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return MENAGES[column].label_of.get(str(value), str(value))
