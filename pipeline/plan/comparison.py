"""What has changed since the plan was locked, key by key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.contract.declared import LockReading, PlanChange
from pipeline.params import Params
from pipeline.plan.lock import Lock, locked_sections


def compare(lock: Lock | None, params: Params) -> LockReading:
    """Return the lock as this run reads it: its day, its freezes, and each key that is not what it was.

    `params`: with all the editions of the parameter file, also those that are not made in this run. An edition of the
    lock that the file does not ask for has not changed while it is to come, frozen after all those that are asked for.
    """
    if lock is None:
        return LockReading()
    return LockReading(
        date=lock.date,
        gels=dict(lock.gels),
        empreinte=lock.empreinte,
        apres_lecture=lock.apres_lecture,
        apres_aveugle=lock.apres_aveugle,
        motif=lock.motif,
        remplace=tuple(earlier.date for earlier in lock.remplace),
        changements=changes(_without_those_to_come(lock.plan, params), locked_sections(params)),
        date_declaree=lock.date_declaree,
        resultats=lock.resultats,
        livraison=lock.livraison,
        livraison_presente=lock.livraison_presente,
    )


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[PlanChange, ...]:
    """Return the keys whose values differ, in the order of `now`, then those that are gone.

    >>> changes({"plan": {"tirages": 9999, "strates": ["profil"]}}, {"plan": {"tirages": 999, "strates": ["profil"]}})
    (PlanChange(cle='plan.tirages', avant='9999', maintenant='999'),)
    """
    old, new = dict(_leaves(before)), dict(_leaves(now))
    keys = [*new, *(key for key in old if key not in new)]
    return tuple(
        PlanChange(key, _shown(old, key), _shown(new, key))
        for key in keys
        if key not in old or key not in new or old[key] != new[key]
    )


def _without_those_to_come(plan: Mapping[str, Any], params: Params) -> dict[str, Any]:
    last = params.last_freeze.isoformat()
    editions = plan.get("editions", {})
    kept = {name: e for name, e in editions.items() if name in params.editions or e["gel"] <= last}
    return {**plan, "editions": kept}


def _leaves(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _shown(leaves: Mapping[str, Any], key: str) -> str:
    """The value as the parameter file writes it; empty when the key is not there."""
    if key not in leaves:
        return ""
    value = leaves[key]
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
