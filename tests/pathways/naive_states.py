"""The rules read one household and one month at a time, as a clerk would: the oracle of the vectorised states."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import pandas as pd

STAGE = {
    "commandement_de_payer": 1, "saisine_ccapex": 1, "assignation": 2, "audience": 2, "jugement_expulsion": 3,
    "commandement_quitter": 3, "concours_force_publique": 3, "expulsion": 3,
}  # fmt: skip
STATE_OF_STAGE = {1: "pre_contentieux", 2: "assignation_audience", 3: "jugement_suites"}


def plus_months(day: dt.date, months: int) -> dt.date:
    moment = pd.Timestamp(day) + pd.DateOffset(months=months)
    return moment.date()


def states(
    inclusion: dt.date, freeze: dt.date, horizon: int, ledger: Mapping[str, tuple], events: list[tuple[dt.date, str]]
) -> list[str]:
    """`ledger`: calendar month → (balance, rent call, plan), nan or None where missing."""
    events = [(d, k) for d, k in events if inclusion < d <= freeze]
    withdrawal = min((d for d, k in events if k == "retrait_etude"), default=dt.date.max)
    events = [(d, k) for d, k in events if d <= withdrawal]
    lost = min((d for d, k in events if k in ("deces", "retrait_etude")), default=dt.date.max)
    left = min((d for d, k in events if k in ("expulsion", "abandon", "depart_volontaire")), default=dt.date.max)
    moved = min((d for d, k in events if k == "mutation"), default=dt.date.max)
    found, stage, owing, signed, before = [], 0, False, False, inclusion
    for m in range(horizon + 1):
        day = plus_months(inclusion, m)
        calendar = str(pd.Period(inclusion, "M") + m)
        readable = calendar <= min(str(withdrawal)[:7], str(freeze)[:7])
        balance, called, plan = ledger.get(calendar, (math.nan,) * 3) if readable else (math.nan,) * 3
        here = [k for d, k in events if before < d <= day] if m else []
        act = max((STAGE.get(k, 0) for k in here), default=0)
        cleared = owing and balance <= 0
        owing = owing if math.isnan(balance) else balance > 0
        if cleared or plan == 1 or {"plan_apurement_signe", "protocole_bailleur"} & set(here):
            stage = 0
        stage = max(stage, act)
        signed = (signed or "plan_apurement_signe" in here) and not cleared and not act
        found.append(_state(day, freeze, lost, left, moved, stage, balance, called, plan, signed))
        before = day
    return found


def _state(day, freeze, lost, left, moved, stage, balance, called, plan, signed) -> str:
    if day > freeze:
        return "non_observe"
    if left <= day and left <= lost:
        return "sorti"
    if lost < day:
        return "perdu_de_vue"
    if moved <= day:
        return "mute"
    if stage:
        return STATE_OF_STAGE[stage]
    if plan == 1 or (math.isnan(plan) and signed):
        return "plan_apurement"
    if balance <= 0:
        return "sans_impaye"
    if math.isnan(balance) or not called > 0:
        return "non_observe"
    return "impaye_lourd" if balance >= 2 * called else "impaye_leger"
