"""How long each household kept its home: durations for survival curves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.clock import DAYS_PER_MONTH
from pipeline.contract.produced.indicators import DUREES
from pipeline.indicators.observed.study import Study


def durees(study: Study) -> pd.DataFrame:
    """Return one row per household, columns `DUREES`, sorted by `menage_id`; no row when events were not delivered.

    `duree_mois`: days / 30.4375 from inclusion to the first negative exit, or to the earliest of death, withdrawal,
    freeze and inclusion + horizon; `evenement`: 1 = negative exit, 0 = censored; `cause`: what ended it.
    """
    exits, cohort = study.exits, study.cohort
    until = study.observed_until(study.edition.wave)
    left = exits.negative == until  # on the same day as an end of observation, the exit counts
    cause = np.select(
        [left, exits.deces == until, exits.retrait == until], [exits.cause, "deces", "retrait_etude"], "fin_suivi"
    )
    frame = DUREES.frame(
        {
            "menage_id": cohort.frame["menage_id"],
            "groupe": cohort.frame["groupe"],
            "duree_mois": (until - cohort.inclusion).astype(np.int64) / DAYS_PER_MONTH,
            "evenement": left,
            "cause": cause,
        }
    )
    return frame.iloc[:0] if "evenements" in study.absent else frame
