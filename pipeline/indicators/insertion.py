"""Successful insertion of new households: three conditions together."""

from __future__ import annotations

import numpy as np

from pipeline.contract.codes import SITUATION_BLOQUEE
from pipeline.indicators.impayes import impaye_2mois
from pipeline.indicators.maintien import maintien, procedure_max
from pipeline.indicators.measured import Measured
from pipeline.indicators.observed.study import Study


def insertion(study: Study, wave: str) -> Measured:
    """1: kept, under two months of arrears at month h, no procedure; 0: one of the three is known to fail.

    Missing otherwise. Households in a blocked situation are not concerned and have no row; one whose profile was
    not filled in has.
    """
    kept = maintien(study, wave).valeur
    arrears = impaye_2mois(study, wave).valeur
    procedure = procedure_max(study, wave).valeur
    failed = (kept == 0) | (arrears == 1) | (procedure > 0)  # a missing value compares false
    succeeded = (kept == 1) & (arrears == 0) & (procedure == 0)
    blocked = np.asarray((study.cohort.frame["profil"] == SITUATION_BLOQUEE).fillna(False), dtype=bool)
    return Measured(np.where(failed, 0.0, np.where(succeeded, 1.0, np.nan)), concerned=~blocked)
