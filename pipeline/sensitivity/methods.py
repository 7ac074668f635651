"""The methods that every variant of a definition goes through, by scale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from pipeline.contract.indicators import Scale
from pipeline.contract.remarks import joined, remark
from pipeline.estimate.adjusted import adjusted_difference, odds_ratio
from pipeline.estimate.catalogue import MEANS
from pipeline.estimate.covariates import known_covariates
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.sample import Sample
from pipeline.estimate.strata import stratum_columns
from pipeline.estimate.two_groups import crude_difference, group_values, probability_of_superiority
from pipeline.sensitivity.setting import Setting
from pipeline.stats.lin_regression import lin_difference


@dataclass(frozen=True)
class VariantMethod:
    """`name`: its code in the contract; `measures`: by scale, what it measures here; no entry: no row."""

    name: str
    measures: Mapping[Scale, str]
    run: Callable[[Setting, Sample], Estimate]


def adjusted_on_landlords(setting: Setting, sample: Sample) -> Estimate:
    """Return Lin's difference with landlords for strata: households are compared within a landlord."""
    codes, _ = setting.coded["bailleur"]
    study = replace(sample.study, strata=codes)
    return adjusted_difference(replace(sample, study=study), within="bailleur")


def adjusted_on_covariates(_: Setting, sample: Sample) -> Estimate:
    """Return Lin's difference adjusted on the plan's covariates (a missing one is the mean) and the profile strata."""
    known = sample.known
    names, columns = known_covariates(sample.study, np.ones(len(sample.outcome), dtype=bool))
    covariates = np.column_stack([columns, stratum_columns(sample.study.strata)])[known]
    effect = lin_difference(sample.outcome[known], sample.study.treated[known], covariates, sample.study.plan.niveau)
    note = joined(remark("ajustee_sur", *names, "strates"), remark("covariable_inconnue_moyenne"))
    return from_effect(sample, effect, group_values(sample), note)


_ADJUSTABLE = {k: MEANS[k] for k in (Scale.BINARY, Scale.CONTINUOUS)}

VARIANT_METHODS = (
    VariantMethod("difference_brute", MEANS, lambda _, s: crude_difference(s)),
    VariantMethod("ancova", _ADJUSTABLE, lambda _, s: adjusted_difference(s)),
    VariantMethod("ancova_covariables", _ADJUSTABLE, adjusted_on_covariates),
    VariantMethod("ancova_bailleurs", _ADJUSTABLE, adjusted_on_landlords),
    VariantMethod("firth", {Scale.BINARY: "rapport_cotes"}, lambda _, s: odds_ratio(s)),
    VariantMethod("superiorite", {Scale.ORDINAL: "p_superiorite"}, lambda _, s: probability_of_superiority(s)),
)
