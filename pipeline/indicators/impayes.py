"""Arrears, from the rent ledger."""

from __future__ import annotations

import numpy as np

from pipeline.contract.indicators import WAVE_MONTHS
from pipeline.indicators.measured import Floats, Measured, one_where
from pipeline.indicators.observed.ledger import ROUNDING_EUROS
from pipeline.indicators.observed.study import Study

MIN_POINTS = 3  # months known, for a slope


def impaye_solde(study: Study, wave: str) -> Measured:
    """The debt at the end of month h, in euros; positive = owed."""
    return Measured(study.ledger.solde[:, WAVE_MONTHS[wave]])


def impaye_mois(study: Study, wave: str) -> Measured:
    """The debt in months of that month's rent call; missing when nothing is called."""
    return Measured(_ratio(study.ledger.solde[:, WAVE_MONTHS[wave]], _called(study, wave)))


def impaye_2mois(study: Study, wave: str) -> Measured:
    """1 when the debt is at least `seuils.impaye_mois` rent calls of that month; missing when nothing is called."""
    return _at_least(study.seuils.impaye_mois, study, wave)


def impaye_3mois(study: Study, wave: str) -> Measured:
    """1 when the debt is at least 3 rent calls of that month; no parameter moves it. Missing when nothing is called."""
    return _at_least(3, study, wave)


def impaye_12mois(study: Study, wave: str) -> Measured:
    """1 when the debt is at least 12 rent calls of that month; missing when nothing is called."""
    return _at_least(12, study, wave)


def taux_recouvrement(study: Study, wave: str) -> Measured:
    """Σ paiement / Σ (quittance − apl − autres_aides) over the complete rows of months 1…h.

    Missing when the denominator is not positive; a row with one of its four amounts missing is left out of both.
    """
    ledger, months = study.ledger, slice(1, WAVE_MONTHS[wave] + 1)
    paid = ledger.paiement[:, months]
    due = ledger.quittance[:, months] - ledger.apl[:, months] - ledger.autres_aides[:, months]
    complete = ~np.isnan(paid + due)
    total_due = np.where(complete, due, 0.0).sum(axis=1)
    total_paid = np.where(complete, paid, 0.0).sum(axis=1)
    return Measured(_ratio(total_paid, np.where(total_due > ROUNDING_EUROS, total_due, np.nan)))


def pente_impaye(study: Study, wave: str) -> Measured:
    """The least-squares slope of the debt on the month number, months 0…h, in €/month; `MIN_POINTS` at least.

    slope = Σ (t − t̄) y / Σ (t − t̄)², sums and t̄ over the months whose debt is known.
    """
    debt = study.ledger.solde[:, : WAVE_MONTHS[wave] + 1]
    known = ~np.isnan(debt)
    points = known.sum(axis=1)
    month = np.arange(debt.shape[1], dtype=float)
    mean = (known @ month) / np.maximum(points, 1)
    centred = np.where(known, month - mean[:, np.newaxis], 0.0)
    spread = (centred**2).sum(axis=1)
    slope = (centred * np.where(known, debt, 0.0)).sum(axis=1) / np.where(points >= MIN_POINTS, spread, np.nan)
    return Measured(slope)


def taux_effort(study: Study, wave: str) -> Measured:
    """(quittance − apl) / ressources of the inclusion month; missing without income."""
    month = WAVE_MONTHS[wave]
    income = study.cohort.frame["ressources_mensuelles"].to_numpy(dtype=float, na_value=np.nan)
    charge = study.ledger.quittance[:, month] - study.ledger.apl[:, month]
    return Measured(_ratio(charge, np.where(income > 0, income, np.nan)))


def _at_least(calls: float, study: Study, wave: str) -> Measured:
    solde, called = study.ledger.solde[:, WAVE_MONTHS[wave]], _called(study, wave)
    return Measured(one_where(solde >= calls * called - ROUNDING_EUROS, solde, called))


def _called(study: Study, wave: str) -> Floats:
    quittance = study.ledger.quittance[:, WAVE_MONTHS[wave]]
    return np.where(quittance <= 0, np.nan, quittance)


def _ratio(numerator: Floats, denominator: Floats) -> Floats:
    """The quotient; `denominator` is never 0, a missing one gives a missing quotient."""
    quotient: Floats = numerator / denominator
    return quotient
