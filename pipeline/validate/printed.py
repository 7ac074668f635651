"""The findings as the evaluator reads them on the screen: sender by sender, gravest first, no pseudonym, no value."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline.contract.findings import ACCEPTED, Gravity
from pipeline.french import count

_WORDS = {
    Gravity.BLOCKING: ("bloquant", "bloquants"),
    Gravity.REJECTION: ("rejet", "rejets"),
    Gravity.WARNING: ("avertissement", "avertissements"),
}


def printed(summary: pd.DataFrame) -> str:
    """Return the text for the screen. `summary`: what `validate.summary.summarise` returns."""
    if summary.empty:
        return "Aucun constat : la livraison est lue et contrôlée sans réserve."
    accepted = summary["gravite"] == ACCEPTED
    senders = summary[~accepted].groupby("expediteur", sort=True)
    texts = ["\n".join(_sender(str(name), rows)) for name, rows in senders]
    if accepted.any():
        total = int(summary.loc[accepted, "effectif"].sum())
        texts.append(
            f"{count(total, 'avertissement déjà accepté', 'avertissements déjà acceptés')} (le rapport les liste)."
        )
    return "\n\n".join(texts)


def _sender(name: str, rows: pd.DataFrame) -> Iterator[str]:
    yield f"{name} — {', '.join(_counts(rows))}"
    for row in rows.to_dict("records"):
        yield f"  [{row['gravite']}] {_place(row)}{row['motif']}"
        if row["action"]:
            yield f"      → {row['action']}"


def _counts(rows: pd.DataFrame) -> Iterator[str]:
    totals = rows.groupby("gravite")["effectif"].sum()
    for gravity, (one, many) in _WORDS.items():
        if gravity in totals:
            yield count(int(totals[gravity]), one, many)


def _place(row: Mapping[Hashable, Any]) -> str:
    parts = [str(row["fichier"])] if _given(row["fichier"]) else []
    if _given(row["lignes"]):
        parts.append(f"ligne {row['lignes']}")
    if _given(row["colonne"]):
        parts.append(f"colonne {row['colonne']}")
    if row["effectif"] > 1:
        parts.append(f"{row['effectif']} fois")
    return f"{', '.join(parts)} : " if parts else ""


def _given(value: object) -> bool:
    return isinstance(value, str) and value not in {"", "nan", "<NA>", "None"}
