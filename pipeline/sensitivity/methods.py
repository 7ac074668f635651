"""The methods that every variant of a definition goes through, by scale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from pipeline.contract.indicators import Scale
from pipeline.contract.remarks import joined, remark
from pipeline.estimate.additive import LEAST_DEGREES, additive_comparison
from pipeline.estimate.adjusted import odds_ratio
from pipeline.estimate.catalogue import MEANS
from pipeline.estimate.covariates import known_covariates
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.sample import Floats, Sample
from pipeline.estimate.strata import stratum_columns
from pipeline.estimate.two_groups import crude_difference, group_values, probability_of_superiority
from pipeline.sensitivity.setting import Setting
from pipeline.stats.additive_regression import additive_difference
from pipeline.stats.effect import Reason


@dataclass(frozen=True)
class VariantMethod:
    """`name`: its code in the contract; `measures`: by scale, what it measures here; no entry: no row."""

    name: str
    measures: Mapping[Scale, str]
    run: Callable[[Setting, Sample], Estimate]


def adjusted_on_landlords(setting: Setting, sample: Sample) -> Estimate:
    """Return the additive difference on landlords in the place of strata: households compared within a landlord."""
    start = sample.start
    if start is not None:
        sample = sample.restricted(~np.isnan(start))
    known = sample.known
    columns = stratum_columns(setting.coded["bailleur"][0][known])
    varies = start is not None and known.any() and np.ptp(start[known]) > 0
    if start is not None and varies:
        columns = np.column_stack([columns, start[known]])
    return _additive(sample, columns, remark("ajustee_sur", *(("inclusion",) if varies else ()), "bailleur"))


def adjusted_on_covariates(_: Setting, sample: Sample) -> Estimate:
    """Return the additive difference on the plan's covariates (a missing one is the mean) and the profile strata."""
    names, columns = known_covariates(sample.study, np.ones(len(sample.outcome), dtype=bool))
    covariates = np.column_stack([columns, stratum_columns(sample.study.strata)])[sample.known]
    note = joined(remark("ajustee_sur", *names, "strates"), remark("covariable_inconnue_moyenne"))
    return _additive(sample, covariates, note)


def _additive(sample: Sample, covariates: Floats, note: str) -> Estimate:
    known, level = sample.known, sample.study.plan.niveau
    effect = additive_difference(sample.outcome[known], sample.study.treated[known], covariates, level, LEAST_DEGREES)
    estimate = from_effect(sample, effect, group_values(sample), note)
    if effect.reason is Reason.FEW_DEGREES:
        return replace(estimate, note=remark(effect.reason.value, effect.residual_df, LEAST_DEGREES))
    return estimate


_ADJUSTABLE = {k: MEANS[k] for k in (Scale.BINARY, Scale.CONTINUOUS)}

VARIANT_METHODS = (
    VariantMethod("difference_brute", MEANS, lambda _, s: crude_difference(s)),
    VariantMethod("ajustee", _ADJUSTABLE, lambda _, s: additive_comparison(s)),
    VariantMethod("ajustee_covariables", _ADJUSTABLE, adjusted_on_covariates),
    VariantMethod("ajustee_bailleurs", _ADJUSTABLE, adjusted_on_landlords),
    VariantMethod("firth", {Scale.BINARY: "rapport_cotes"}, lambda _, s: odds_ratio(s)),
    VariantMethod("superiorite", {Scale.ORDINAL: "p_superiorite"}, lambda _, s: probability_of_superiority(s)),
)
