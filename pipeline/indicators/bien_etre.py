"""Isolation, loneliness and well-being, from the interviews."""

from __future__ import annotations

import numpy as np

from pipeline.contract.instruments import LSNS6, UCLA3, WHO5, Instrument
from pipeline.indicators.measured import Floats, Measured, one_where
from pipeline.indicators.observed.study import Study


def lsns6(study: Study, wave: str) -> Measured:
    """Social network, 0–30, high = wide; one missing item is replaced by the mean of the other five."""
    return Measured(_score(study, LSNS6, wave))


def isole(study: Study, wave: str) -> Measured:
    """1 when LSNS-6 is below `seuils.isolement_lsns6`."""
    score = _score(study, LSNS6, wave)
    return Measured(one_where(score < study.seuils.isolement_lsns6, score))


def ucla3(study: Study, wave: str) -> Measured:
    """Loneliness, 3–9, high = lonely; any missing item: missing."""
    return Measured(_score(study, UCLA3, wave))


def solitude(study: Study, wave: str) -> Measured:
    """1 when UCLA-3 is at or above `seuils.solitude_ucla3`."""
    score = _score(study, UCLA3, wave)
    return Measured(one_where(score >= study.seuils.solitude_ucla3, score))


def who5(study: Study, wave: str) -> Measured:
    """Well-being, 0–100, high = well; any missing item: missing."""
    return Measured(_score(study, WHO5, wave))


def bien_etre_faible(study: Study, wave: str) -> Measured:
    """1 when WHO-5 is at or below `seuils.bien_etre_who5`."""
    score = _score(study, WHO5, wave)
    return Measured(one_where(score <= study.seuils.bien_etre_who5, score))


def membre_cooperative(study: Study, wave: str) -> Measured:
    """1 when the household declares to be a member of the cooperative."""
    return Measured(study.interviews.items(["membre_cooperative"], wave)[:, 0])


def _score(study: Study, instrument: Instrument, wave: str) -> Floats:
    """Σ items × factor; up to `missing_allowed` missing items count as the mean of the others."""
    items = study.interviews.items(instrument.items, wave)
    wanted = len(instrument.items)
    answered = (~np.isnan(items)).sum(axis=1)
    enough = answered >= wanted - instrument.missing_allowed
    # Whole numbers multiplied before the one division: a score that is whole is exactly so at a cut-off.
    total = np.nansum(items, axis=1) * wanted * instrument.factor
    score: Floats = total / np.where(enough, answered, np.nan)
    return score
