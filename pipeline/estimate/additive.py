"""The plan's adjusted difference: additive, on the strata and on where each household started from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pipeline.contract.indicators import Scale
from pipeline.contract.remarks import joined, remark
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.sample import AnalysedStudy, Booleans, Floats, Sample
from pipeline.estimate.strata import stratum_columns
from pipeline.estimate.two_groups import group_values
from pipeline.stats.additive_regression import additive_difference
from pipeline.stats.effect import Effect, Reason
from pipeline.stats.stratified import stratified_difference, stratified_rate_ratio

LEAST_DEGREES = 20  # residual degrees of freedom under which the plan does without the adjustment


def additive_comparison(sample: Sample) -> Estimate:
    """`ajustee`: least squares on the group, the strata and `sample.start`, without interactions, CR2 by household.

    Where nobody was measured at inclusion, on the strata alone: the stratified difference. Otherwise a household whose
    start is not known is left out, and a start that does not vary is not a column. Under 20 residual degrees of freedom
    the figures are missing. The note says what was adjusted on, and who tells nothing.
    """
    start, before = sample.start, sample
    if start is not None and np.isnan(start).all():
        start = None
    if start is not None:
        sample = sample.restricted(~np.isnan(start))
    known = sample.known
    columns = stratum_columns(sample.study.strata[known])
    adjusted_on = []
    if start is not None and known.any() and np.ptp(start[known]) > 0:
        columns = np.column_stack([columns, start[known]])
        adjusted_on.append("score" if sample.indicator.score else "inclusion")
    if sample.study.plan.strates:
        adjusted_on.append("strates")
    treated = sample.study.treated[known]
    effect = additive_difference(sample.outcome[known], treated, columns, sample.study.plan.niveau, LEAST_DEGREES)
    without_start, alone = int((before.known & ~known).sum()), _alone(sample.study, known)
    left_out = joined(
        remark("sans_valeur_a_l_inclusion", without_start) if without_start else "",
        remark("strates_d_un_seul_groupe", alone) if alone else "",
    )
    how = joined(remark("ajustee_sur", *adjusted_on) if adjusted_on else "", left_out)
    found = from_effect(sample, effect, group_values(sample), how)
    if effect.reason is Reason.FEW_DEGREES:
        return replace(found, note=joined(remark(effect.reason.value, effect.residual_df, LEAST_DEGREES), left_out))
    return replace(found, note=joined(found.note, left_out)) if effect.reason else found


def stratified_comparison(sample: Sample) -> Estimate:
    """`difference_stratifiee`: the difference (or the ratio of rates) within strata, which the `permutation` tests.

    The estimate alone: its p is that row's.
    """
    known = sample.known
    effect = _STRATIFIED[sample.indicator.scale](sample, known)
    alone = _alone(sample.study, known)
    left_out = remark("strates_d_un_seul_groupe", alone) if alone else ""
    return from_effect(sample, effect, group_values(sample), joined(remark("contraste_des_permutations"), left_out))


def _alone(study: AnalysedStudy, known: Booleans) -> int:
    """Return how many of the `known` households are in a stratum without any of the other group."""
    strata, treated = study.strata[known], study.treated[known]
    number = np.bincount(strata, minlength=1)
    share = np.bincount(strata, weights=treated.astype(float), minlength=1) / np.maximum(number, 1)
    return int(number[(share == 0) | (share == 1)].sum())


def _difference(sample: Sample, known: Booleans) -> Effect:
    return stratified_difference(sample.outcome[known], sample.study.treated[known], sample.study.strata[known])


def _ratio(sample: Sample, known: Booleans) -> Effect:
    time: Floats = np.ones(len(known)) if sample.exposure is None else sample.exposure
    return stratified_rate_ratio(
        sample.outcome[known], time[known], sample.study.treated[known], sample.study.strata[known]
    )


_STRATIFIED: dict[Scale, Callable[[Sample, Booleans], Effect]] = {
    Scale.BINARY: _difference,
    Scale.CONTINUOUS: _difference,
    Scale.ORDINAL: _difference,
    Scale.COUNT: _ratio,
}
