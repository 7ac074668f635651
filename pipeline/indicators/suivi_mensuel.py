"""The debt and the rent call of each month of follow-up: what arrears trajectories are drawn from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.produced.indicators import SUIVI_MENSUEL
from pipeline.indicators.observed.study import Study


def suivi_mensuel(study: Study) -> pd.DataFrame:
    """Return one row per ledger row read, columns `SUIVI_MENSUEL`, sorted by household and month.

    `mois_suivi`: 0 (the month of inclusion) to the horizon. A month without a row has none here; an amount may be
    missing in a row that is there.
    """
    household, month = np.nonzero(study.ledger.present)
    who = study.cohort.frame[["menage_id", "groupe"]].take(household)
    return SUIVI_MENSUEL.frame(
        who.reset_index(drop=True).assign(
            mois_suivi=month,
            solde_impaye=study.ledger.solde[household, month],
            quittance=study.ledger.quittance[household, month],
        )
    )
