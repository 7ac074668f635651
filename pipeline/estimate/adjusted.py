"""The methods that adjust: on the baseline and strata, on the change since inclusion, on strata by Firth."""

from __future__ import annotations

import numpy as np

from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.notes import PROFILE_INTERVAL, adjusted
from pipeline.estimate.sample import Sample
from pipeline.estimate.strata import merged_strata, stratum_columns
from pipeline.estimate.two_groups import group_values
from pipeline.stats.double_difference import double_difference
from pipeline.stats.firth import firth_odds_ratio
from pipeline.stats.lin_regression import lin_difference


def adjusted_difference(sample: Sample, within: str = "strates") -> Estimate:
    """`ancova`: Lin's difference, adjusted on the indicator at inclusion (where it has one) and the strata.

    A household without baseline is left out, and so is a baseline that does not vary. Strata with fewer than two
    households in a group are merged into one, whose households are left out if it still has fewer than two. `within`
    names what the strata are.
    """
    if sample.baseline is not None:
        sample = sample.restricted(~np.isnan(sample.baseline))
    strata, kept = merged_strata(sample.study, sample.known)
    left_out = int((sample.known & ~kept).sum())
    sample = sample.restricted(kept)
    known = sample.known
    columns = stratum_columns(strata[known])
    has_baseline = False
    if sample.baseline is not None:
        baseline = sample.baseline[known]
        has_baseline = bool(len(baseline)) and bool((baseline != baseline[0]).any())
        if has_baseline:
            columns = np.column_stack([baseline, columns])
    effect = lin_difference(sample.outcome[known], sample.study.treated[known], columns, sample.study.plan.niveau)
    return from_effect(sample, effect, group_values(sample), adjusted(has_baseline, left_out, effect.exact, within))


def change_difference(sample: Sample) -> Estimate:
    """`doubles_differences`: difference of the mean changes since inclusion, households measured at both waves."""
    baseline = np.full(len(sample.outcome), np.nan) if sample.baseline is None else sample.baseline
    sample = sample.restricted(~np.isnan(baseline))
    change = sample.outcome - baseline
    known, treated = sample.known, sample.study.treated
    effect = double_difference(change[known & treated], change[known & ~treated], sample.study.plan.niveau)
    return from_effect(sample, effect, group_values(sample))


def odds_ratio(sample: Sample) -> Estimate:
    """`firth`: the odds ratio adjusted on the strata."""
    known = sample.known
    columns = stratum_columns(sample.study.strata[known])
    effect = firth_odds_ratio(sample.outcome[known], sample.study.treated[known], columns, sample.study.plan.niveau)
    return from_effect(sample, effect, group_values(sample), PROFILE_INTERVAL)
