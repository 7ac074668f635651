"""Events counted over the time in which each household was observed: troubles, rights opened."""

from __future__ import annotations

import numpy as np

from pipeline.contract.clock import DAYS_PER_YEAR
from pipeline.contract.codes import OUVERTURE_DROIT, TROUBLES
from pipeline.indicators.measured import Measured
from pipeline.indicators.observed.study import Study


def troubles(study: Study, wave: str) -> Measured:
    """Neighbours' complaints and security incidents after inclusion, while observed, up to inclusion + h."""
    return _counted(study, wave, TROUBLES)


def droits_ouverts(study: Study, wave: str) -> Measured:
    """Rights opened after inclusion, while observed, up to inclusion + h."""
    return _counted(study, wave, (OUVERTURE_DROIT,))


def _counted(study: Study, wave: str, kinds: tuple[str, ...]) -> Measured:
    """`exposition`: days from inclusion to the end of observation / 365.25; later events are not counted."""
    until = study.observed_until(wave)
    years = (until - study.cohort.inclusion).astype(np.int64) / DAYS_PER_YEAR
    return Measured(study.events.count(kinds, until).astype(float), exposition=years)
