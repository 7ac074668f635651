"""New households: how many months before the arrears first reach the threshold, in whole months of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.contract.clock import month_index
from pipeline.contract.produced.pathways import PREMIER_IMPAYE
from pipeline.indicators.observed.study import Study
from pipeline.pathways.conditions import heavy_arrears
from pipeline.pathways.sample import Booleans
from pipeline.stats.effect import Effect, Floats
from pipeline.stats.kaplan_meier import LifeTable, life_table, restricted_mean, rmst_difference, survival_curve
from pipeline.stats.log_rank import log_rank_test


@dataclass(frozen=True)
class FirstArrears:
    """`months`: whole months to the event or to the last ledger row, `nan` = not followed; `events`; both (n,).

    `already`: in arrears at month 0, and left out; shape (n,).
    """

    months: Floats
    events: Booleans
    already: Booleans


def first_arrears(study: Study) -> FirstArrears:
    """Return the time to the first month m ≥ 1 in which `heavy_arrears` holds.

    Households already there at month 0 are left out. Follow-up ends with the last ledger row whose debt and rent call
    are known, and never after the month of a negative exit, a death or a withdrawal. A month without a row may hide
    an event: the next known month tells.
    """
    heavy = heavy_arrears(study)
    known = ~np.isnan(study.ledger.solde + study.ledger.quittance) & (study.ledger.quittance > 0)
    ends = study.observed_until(study.edition.wave)
    last = month_index(ends) - month_index(study.cohort.inclusion)
    months = np.arange(heavy.shape[1])
    within = (months[None, :] >= 1) & (months[None, :] <= last[:, None])
    reached = heavy & within
    events = reached.any(axis=1)
    followed = known & within
    latest = followed.shape[1] - 1 - followed[:, ::-1].argmax(axis=1)
    times = np.where(events, reached.argmax(axis=1), np.where(followed.any(axis=1), latest, np.nan))
    already = heavy[:, 0]
    return FirstArrears(np.where(already, np.nan, times), events & ~already, already)


def curves_table(arrears: FirstArrears, groups: dict[str, Booleans], horizon: int, level: float) -> pd.DataFrame:
    """Return `premier_impaye`: by group, the curve at months 0 … `horizon`; a group without a household has no row."""
    parts = []
    for group, members in groups.items():
        table = _table(arrears, members)
        if len(table.durations) == 0:
            continue
        curve = survival_curve(table, np.arange(horizon + 1, dtype=float), level)
        columns = {"survie": curve.survival, "ic_bas": curve.low, "ic_haut": curve.high, "a_risque": curve.at_risk}
        parts.append(pd.DataFrame({"groupe": group, "mois": np.arange(horizon + 1), **columns}))
    return PREMIER_IMPAYE.stacked(parts)


def compare_first_arrears(
    arrears: FirstArrears, treated: Booleans, control: Booleans, horizon: int, level: float
) -> tuple[Effect, Effect, tuple[float, float]]:
    """Return the difference of restricted means, the log-rank test, and the restricted mean of each group."""
    tables = _table(arrears, treated), _table(arrears, control)
    gap = rmst_difference(*tables, float(horizon), level)
    known = (treated | control) & ~np.isnan(arrears.months)
    test = log_rank_test(arrears.months[known], arrears.events[known], treated[known])
    means = [restricted_mean(t, float(horizon))[0] if len(t.durations) else np.nan for t in tables]
    return gap, test, (means[0], means[1])


def _table(arrears: FirstArrears, members: Booleans) -> LifeTable:
    chosen = members & ~np.isnan(arrears.months)
    return life_table(arrears.months[chosen], arrears.events[chosen])
