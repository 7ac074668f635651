"""Two tables set side by side by a stable key: what is new, what is gone, what is not what it was."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import pandas as pd

BEFORE, NOW, STATE = "avant", "maintenant", "etat"


class Change(StrEnum):
    """What happened to a row between two tables."""

    NEW = "nouveau"
    GONE = "disparu"
    CHANGED = "change"


def keyed_changes(before: pd.DataFrame, now: pd.DataFrame, key: Sequence[str], value: str) -> pd.DataFrame:
    """Return one row a key whose `value` differs: the key, `avant`, `maintenant`, `etat`, in the order of `now`.

    Values are compared as texts; several rows of one key count as one, whose distinct values are joined by « / ».
    What is on one side only is empty on the other. Rows that are gone come last, in their order.
    """
    old, new = _by_key(before, key, value), _by_key(now, key, value)
    rows = []
    for place in [*new, *(k for k in old if k not in new)]:
        was, is_now = old.get(place), new.get(place)
        if was != is_now:
            state = Change.NEW if was is None else Change.GONE if is_now is None else Change.CHANGED
            rows.append((*place, was or "", is_now or "", state.value))
    return pd.DataFrame(rows, columns=[*key, BEFORE, NOW, STATE], dtype="str")


def _by_key(table: pd.DataFrame, key: Sequence[str], value: str) -> dict[tuple[str, ...], str]:
    values: dict[tuple[str, ...], dict[str, None]] = {}
    for row in table[[*key, value]].fillna("").astype("str").itertuples(index=False):
        values.setdefault(tuple(row[:-1]), {})[row[-1]] = None
    return {place: " / ".join(found) for place, found in values.items()}
