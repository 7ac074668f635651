"""What became of a sender's findings since an earlier delivery, for that sender's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.changes.findings import Outcome, finding_changes
from pipeline.contract.findings import ACCEPTED
from pipeline.contract.tables import TABLES
from pipeline.french import count, long_date, number
from pipeline.validate.templating import french_spaces

_ORDER = [Outcome.NEW, Outcome.MORE, Outcome.SAME, Outcome.FEWER, Outcome.SOLVED]


@dataclass(frozen=True)
class EarlierFindings:
    """The counted findings of an earlier delivery (`constats`), and the day on which they were archived."""

    day: dt.date
    constats: pd.DataFrame


def since_earlier(earlier: EarlierFindings, summary: pd.DataFrame, sender: str) -> dict[str, Any]:
    """Return what a sender's page says: a sentence, and a row a finding, the new ones first and the solved ones last.

    `summary`: the findings of this delivery as `validate.summary.summarise` counts them.
    """
    before, now = (
        frame[(frame["expediteur"] == sender) & (frame["gravite"] != ACCEPTED)] for frame in (earlier.constats, summary)
    )
    found = finding_changes(before, now)
    rank = {outcome.value: i for i, outcome in enumerate(_ORDER)}
    rows = sorted(found.to_dict("records"), key=lambda row: rank[row["suite"]])
    kinds = found["suite"].value_counts()
    solved, new = int(kinds.get(Outcome.SOLVED, 0)), int(kinds.get(Outcome.NEW, 0))
    return {
        "sentence": french_spaces(
            f"Depuis l’envoi archivé le {long_date(earlier.day)} : {count(solved, 'point réglé', 'points réglés')}, "
            f"{count(new, 'point nouveau', 'points nouveaux')}."
        ),
        "rows": [_shown(row) for row in rows],
    }


def _shown(row: Mapping[Any, Any]) -> dict[str, str]:
    table, column = str(row["table"]), str(row["colonne"])
    known = TABLES.get(table)
    return {
        "title": french_spaces(str(row["titre"])),
        "table": known.label if known is not None else table,
        "column": known[column].label if known is not None and column in known else column,
        "before": number(row["avant"]),
        "now": number(row["maintenant"]),
        "outcome": str(row["suite"]),
    }
