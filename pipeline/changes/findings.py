"""Findings new and solved between two deliveries, sender by sender: counts, never a pseudonym nor a value."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import pandas as pd

_KEY = ["expediteur", "gravite", "regle", "table", "colonne"]
# The columns of what `finding_changes` returns.
FINDING_CHANGES = (*_KEY, "titre", "avant", "maintenant", "suite")


class Outcome(StrEnum):
    """What became of the findings of one sender, rule, table and column."""

    NEW = "nouveau"
    MORE = "plus nombreux"
    SAME = "inchangé"
    FEWER = "moins nombreux"
    SOLVED = "réglé"
    NOT_SENT = "non renvoyé"  # none any more, but the sender's files are not in this delivery


def finding_changes(before: pd.DataFrame, now: pd.DataFrame, senders: Collection[str] | None = None) -> pd.DataFrame:
    """Return one row a sender × gravity × rule × table × column: counts before and now, and what became of them.

    `before`, `now`: the counted findings of two deliveries (`constats` of `contract.produced`). Line numbers move from
    a file to the next and file names too: neither is part of the key. `senders`: who sent files this time, None when it
    is not known; the findings of another are not solved, they were not sent again.
    """
    old, new = _counted(before), _counted(now)
    both = old.add_suffix("_avant").join(new, how="outer").fillna({"effectif_avant": 0, "effectif": 0})
    both = both.reset_index().sort_values(_KEY, kind="stable")
    rows = [
        (
            *(str(row[c]) for c in _KEY),
            row["titre"] if isinstance(row["titre"], str) else row["titre_avant"],
            int(row["effectif_avant"]),
            int(row["effectif"]),
            _outcome(int(row["effectif_avant"]), int(row["effectif"]), senders, str(row["expediteur"])).value,
        )
        for row in both.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(FINDING_CHANGES))


def _counted(findings: pd.DataFrame) -> pd.DataFrame:
    texts = findings.assign(**{c: findings[c].astype("str").fillna("") for c in _KEY})
    texts["effectif"] = texts["effectif"].astype("int64")
    return texts.groupby(_KEY, sort=False).agg(effectif=("effectif", "sum"), titre=("titre", "first"))


def _outcome(before: int, now: int, senders: Collection[str] | None, sender: str) -> Outcome:
    if before and not now:
        return Outcome.NOT_SENT if senders is not None and sender not in senders else Outcome.SOLVED
    if not before:
        return Outcome.NEW
    if now == before:
        return Outcome.SAME
    return Outcome.MORE if now > before else Outcome.FEWER
