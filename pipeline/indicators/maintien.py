"""Maintien dans les lieux, and the gravest stage of an eviction procedure."""

from __future__ import annotations

import numpy as np

from pipeline.contract.clock import Dates
from pipeline.contract.codes import GRAVITE_PROCEDURE
from pipeline.indicators.measured import Floats, Measured
from pipeline.indicators.observed.study import Study


def maintien(study: Study, wave: str) -> Measured:
    """1: in the dwelling or rehoused by mutation at inclusion + h; 0: evicted, abandoned or left on or before it.

    Missing: death or withdrawal before it without an earlier negative exit, or inclusion + h after the freeze.
    """
    return Measured(_still_there(study, wave, study.exits.negative))


def maintien_strict(study: Study, wave: str) -> Measured:
    """As `maintien`, a mutation counting as an exit."""
    return Measured(_still_there(study, wave, np.minimum(study.exits.negative, study.exits.mutation)))


def procedure_max(study: Study, wave: str) -> Measured:
    """The highest gravity, 0–8, among events after inclusion and up to inclusion + h; missing where `maintien` is."""
    reached = study.events.highest(GRAVITE_PROCEDURE, study.anniversary[wave]).astype(float)
    return Measured(np.where(np.isnan(maintien(study, wave).valeur), np.nan, reached))


def _still_there(study: Study, wave: str, exit_day: Dates) -> Floats:
    end = study.anniversary[wave]
    censored = np.minimum(study.exits.deces, study.exits.retrait)
    gone = (exit_day <= end) & (exit_day <= censored)  # on the same day, the exit counts
    lost = ~gone & (censored < end)
    return np.where(lost | (end > study.cohort.freeze), np.nan, np.where(gone, 0.0, 1.0))
