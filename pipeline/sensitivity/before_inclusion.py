"""The arrears before the inclusion: whether the groups already moved apart, and each household against its own past."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.contract.clock import MONTHS_BEFORE
from pipeline.contract.indicators import WAVE_MONTHS
from pipeline.estimate.adjusted import change_difference
from pipeline.estimate.two_groups import crude_difference
from pipeline.sensitivity.rows import Row, row_of
from pipeline.sensitivity.setting import Setting, variant_of
from pipeline.stats.slopes import unit_slopes

ANALYSIS = "avant"
LEAST_MONTHS = 3  # known before the inclusion, for a slope or a mean


def before_rows(setting: Setting) -> Iterator[Row]:
    """Yield the difference of the slopes over months −12…−1, and at each wave the double difference on their mean.

    The change of a household is its balance at the wave less its mean balance over the known months −12…−1. Only
    households with `LEAST_MONTHS` known months before count; no row where the ledger never begins before inclusion.
    """
    balances = setting.seen.ledger.solde_avant
    known = ~np.isnan(balances)
    enough = known.sum(axis=1) >= LEAST_MONTHS
    if not enough.any():
        return
    slopes = unit_slopes(balances, np.arange(-MONTHS_BEFORE, 0, dtype=float), LEAST_MONTHS)
    sample = variant_of(setting, "pente_impaye", "T0", slopes)
    estimate = crude_difference(sample)
    label = "Pente de l’impayé avant l’inclusion"
    yield row_of(ANALYSIS, "pente", label, sample, "difference_brute", "difference_moyennes", estimate)
    mean = np.where(known, balances, 0.0).sum(axis=1) / np.where(enough, known.sum(axis=1), np.nan)
    for wave in (w for w, month in WAVE_MONTHS.items() if 0 < month <= setting.study.horizon):
        planned = setting.sample("impaye_solde", wave)
        if planned is None:
            continue
        sample = variant_of(setting, "impaye_solde", wave, planned.outcome, baseline=mean)
        label = "Évolution depuis la moyenne des mois d’avant l’inclusion"
        estimate = change_difference(sample)
        yield row_of(ANALYSIS, "double", label, sample, "doubles_differences", "double_difference", estimate)
