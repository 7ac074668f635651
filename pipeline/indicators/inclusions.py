"""What is known of each analysed household at its inclusion."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.produced.indicators import INCLUSIONS
from pipeline.indicators.bien_etre import lsns6, ucla3, who5
from pipeline.indicators.impayes import taux_effort
from pipeline.indicators.observed.study import Study

NON_RENSEIGNE = "non_renseigne"
_LEVELS_OF_THEIR_OWN = ("profil", "bailleur", "region")
_MEASURED = {"taux_effort": taux_effort, "lsns6": lsns6, "ucla3": ucla3, "who5": who5}


def inclusions(study: Study) -> pd.DataFrame:
    """Return one row per household, columns `INCLUSIONS`, sorted by `menage_id`.

    A missing profile, landlord or region is a level of its own, `NON_RENSEIGNE`; other missing values stay missing.
    """
    frame = study.cohort.frame
    levels = {name: frame[name].fillna(NON_RENSEIGNE) for name in _LEVELS_OF_THEIR_OWN}
    measured = {name: compute(study, "T0").valeur for name, compute in _MEASURED.items()}
    return INCLUSIONS.frame(frame.assign(**levels, **measured))
