"""The arrears month by month: how the groups' changes differ before the inclusion, before the first contact, after."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.clock import MONTHS_BEFORE, month_index
from pipeline.contract.produced.sensitivity import ECARTS_MENSUELS
from pipeline.estimate.sample import Booleans, Floats, Integers
from pipeline.sensitivity.setting import Setting
from pipeline.stats.event_study import event_study

BAND_DRAWS = 1_999
NEVER = np.iinfo(np.int64).max  # the month of a first contact that did not come


def arrears_path(setting: Setting) -> pd.DataFrame:
    """Return `ecarts_mensuels`: by reading and month, the difference of the changes in balance from month 0.

    `connus`: balances that have a ledger row, months 1…h, and −12…−1 where the ledger has them. `pas_contactes`: the
    same, an accompanied household being left out from the month of its first intervention on: whatever moves there
    cannot come from the accompaniment. `reportes`: a household gone keeps its last balance known at its exit. Each
    reading has a band for all its months of one side of the inclusion. `part_contactes`: the accompanied who have had a
    first intervention by the end of the month; missing where no intervention is known.
    """
    ledger, treated = setting.seen.ledger, setting.study.treated
    start = ledger.solde[:, :1]
    before, after = ledger.solde_avant - start, ledger.solde[:, 1:] - start
    earlier, later = np.arange(-MONTHS_BEFORE, 0), np.arange(1, ledger.solde.shape[1])
    sent = _in_both(before, treated)
    waiting = np.where(treated[:, None] & (first_contact(setting)[:, None] <= later[None, :]), np.nan, after)
    met = bool((first_contact(setting) < NEVER).any())
    untouched = _in_both(waiting, treated) if met else np.zeros(len(later), dtype=bool)
    carried = _carried(setting, ledger.solde)[:, 1:] - start
    parts = [
        _part(setting, "connus", before[:, sent], earlier[sent]),
        _part(setting, "connus", after, later),
        _part(setting, "pas_contactes", waiting[:, untouched], later[untouched]),
        _part(setting, "reportes", carried, later),
    ]
    return ECARTS_MENSUELS.stacked([part for part in parts if len(part)])


def first_contact(setting: Setting) -> Integers:
    """Return the month of each household's first intervention, in calendar months from its inclusion; shape (N,)."""
    contact = np.full(len(setting.study.households), NEVER)
    seen = setting.seen.interventions
    month = month_index(seen.day) - month_index(setting.seen.cohort.inclusion)[seen.household]
    np.minimum.at(contact, seen.household, month)
    return contact


def _in_both(changes: Floats, treated: Booleans) -> Booleans:
    """The months in which a household of each group is seen; shape (T,)."""
    known = ~np.isnan(changes)
    both: Booleans = np.logical_and(np.any(known[treated], axis=0), np.any(known[~treated], axis=0))
    return both


def _part(setting: Setting, reading: str, changes: Floats, months: Integers) -> pd.DataFrame:
    treated, plan = setting.study.treated, setting.study.plan
    generator = np.random.default_rng([plan.graine, *b"ecarts-mensuels"])
    path = event_study(changes, treated, draws=BAND_DRAWS, rng=generator, level=plan.niveau)
    near, far = path.pointwise * path.std_error, path.simultaneous * path.std_error
    contact = first_contact(setting)[treated]
    reached = (contact[:, None] <= months[None, :]).mean(axis=0) if (contact < NEVER).any() else np.nan
    return pd.DataFrame(
        {
            "lecture": reading,
            "mois": months,
            "difference": path.difference,
            "ic_bas": path.difference - near,
            "ic_haut": path.difference + near,
            "bande_basse": path.difference - far,
            "bande_haute": path.difference + far,
            "n_accompagnes": path.seen1,
            "n_temoins": path.seen0,
            "part_contactes": reached,
        }
    )


def _carried(setting: Setting, ledger: Floats) -> Floats:
    """Return the ledger in which a household gone keeps, from its exit on, the last balance known up to it."""
    gone = setting.gone(setting.horizon)
    months = np.arange(ledger.shape[1])
    until = np.where(gone, setting.months_until(setting.seen.exits.negative), len(months))
    usable = ~np.isnan(ledger) & (months[None, :] <= until[:, None])
    position = np.maximum.accumulate(np.where(usable, months[None, :], -1), axis=1)
    last = np.take_along_axis(ledger, np.maximum(position, 0), axis=1)
    after = gone[:, None] & (months[None, :] > until[:, None])
    carried: Floats = np.where(after, np.where(position >= 0, last, np.nan), ledger)
    return carried
