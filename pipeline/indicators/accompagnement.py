"""The dose received by the accompanied households."""

from __future__ import annotations

from pipeline.contract.codes import ACCOMPAGNE
from pipeline.indicators.measured import Measured
from pipeline.indicators.observed.study import Study


def jours_accompagnement(study: Study, wave: str) -> Measured:
    """Σ of the interventions' durations up to inclusion + h, in days; 0 without any; accompanied households only."""
    days = study.interventions.total(study.anniversary[wave])
    return Measured(days, concerned=study.cohort.in_group(ACCOMPAGNE))
