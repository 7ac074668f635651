"""The methods that adjust: on the baseline and strata, on the change since inclusion, on strata by Firth."""

from __future__ import annotations

import numpy as np

from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.notes import PROFILE_INTERVAL, adjusted
from pipeline.estimate.sample import Booleans, Floats, Integers, Sample
from pipeline.estimate.two_groups import group_values
from pipeline.stats.double_difference import double_difference
from pipeline.stats.firth import firth_odds_ratio
from pipeline.stats.lin_regression import lin_difference

_MERGED = -1  # the stratum of those that are too small alone
_LEAST = 2  # households of each group in a stratum


def adjusted_difference(sample: Sample) -> Estimate:
    """`ancova`: Lin's difference, adjusted on the indicator at inclusion (where it has one) and the strata.

    A household without baseline is left out, and so is a baseline that does not vary. Strata with fewer than two
    households in a group are merged into one, whose households are left out if it still has fewer than two.
    """
    if sample.baseline is not None:
        sample = sample.restricted(~np.isnan(sample.baseline))
    strata, kept = _merged(sample)
    left_out = int((sample.known & ~kept).sum())
    sample = sample.restricted(kept)
    known = sample.known
    columns = _indicators(strata[known])
    has_baseline = False
    if sample.baseline is not None:
        baseline = sample.baseline[known]
        has_baseline = bool(len(baseline)) and bool((baseline != baseline[0]).any())
        if has_baseline:
            columns = np.column_stack([baseline, columns])
    effect = lin_difference(sample.outcome[known], sample.study.treated[known], columns, sample.study.plan.niveau)
    return from_effect(sample, effect, group_values(sample), adjusted(has_baseline, left_out))


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
    columns = _indicators(sample.study.strata[known])
    effect = firth_odds_ratio(sample.outcome[known], sample.study.treated[known], columns, sample.study.plan.niveau)
    return from_effect(sample, effect, group_values(sample), PROFILE_INTERVAL)


def _merged(sample: Sample) -> tuple[Integers, Booleans]:
    """Return the strata with the small ones merged, and the households whose stratum is large enough, both (N,)."""
    strata = sample.study.strata.copy()
    strata[_small(sample, strata)] = _MERGED
    return strata, ~_small(sample, strata)


def _small(sample: Sample, strata: Integers) -> Booleans:
    """True for the households of a stratum with fewer than two known outcomes in a group."""
    _, code = np.unique(strata, return_inverse=True)
    size = int(code.max(initial=-1)) + 1
    fewest = np.minimum(
        np.bincount(code[sample.known & sample.study.treated], minlength=size),
        np.bincount(code[sample.known & ~sample.study.treated], minlength=size),
    )
    small: Booleans = fewest[code] < _LEAST
    return small


def _indicators(strata: Integers) -> Floats:
    """Return a 0/1 column a stratum but the first, shape (n, strata − 1)."""
    columns: Floats = (strata[:, None] == np.unique(strata)[None, 1:]).astype(float)
    return columns
