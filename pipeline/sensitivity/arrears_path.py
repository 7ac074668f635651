"""The arrears month by month: the difference of the changes since inclusion, with a band for all months together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.produced.sensitivity import ECARTS_MENSUELS
from pipeline.estimate.sample import Floats
from pipeline.sensitivity.setting import Setting
from pipeline.stats.event_study import event_study

BAND_DRAWS = 1_999
READINGS = ("connus", "reportes")


def arrears_path(setting: Setting) -> pd.DataFrame:
    """Return `ecarts_mensuels`: by reading and month 1…h, the difference of the changes in balance since month 0.

    `connus`: balances that have a ledger row. `reportes`: a household gone keeps its last balance known at its exit.
    """
    ledger = setting.seen.ledger.solde
    parts = []
    for reading, balances in zip(READINGS, (ledger, _carried(setting, ledger)), strict=True):
        changes = balances[:, 1:] - balances[:, :1]
        generator = np.random.default_rng([setting.study.plan.graine, *b"ecarts-mensuels"])
        path = event_study(
            changes, setting.study.treated, draws=BAND_DRAWS, rng=generator, level=setting.study.plan.niveau
        )
        near, far = path.pointwise * path.std_error, path.simultaneous * path.std_error
        parts.append(
            pd.DataFrame(
                {
                    "lecture": reading,
                    "mois": np.arange(1, ledger.shape[1]),
                    "difference": path.difference,
                    "ic_bas": path.difference - near,
                    "ic_haut": path.difference + near,
                    "bande_basse": path.difference - far,
                    "bande_haute": path.difference + far,
                    "n_accompagnes": path.seen1,
                    "n_temoins": path.seen0,
                }
            )
        )
    return ECARTS_MENSUELS.stacked(parts)


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
