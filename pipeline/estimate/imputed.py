"""The imputed method: missing outcomes filled in many times, each time analysed as `ancova`, then pooled."""

from __future__ import annotations

import numpy as np

from pipeline.contract.remarks import joined, remark
from pipeline.estimate.adjusted import adjusted_difference
from pipeline.estimate.covariates import known_covariates
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.notes import adjusted
from pipeline.estimate.sample import Booleans, Floats, Integers, Sample
from pipeline.estimate.strata import merged_strata, stratum_columns
from pipeline.estimate.two_groups import group_values
from pipeline.stats.effect import Effect, Reason
from pipeline.stats.lin_regression import LinEstimates, lin_estimates
from pipeline.stats.predictive_mean_matching import DONORS, matched
from pipeline.stats.rubin import Pooled, pool

_CYCLES = 10  # of chained equations, where both the baseline and the outcome are missing
_PER_PARAMETER = 3  # known outcomes of a group for each parameter of its imputation model
_LEAST_KNOWN = 3  # outcomes of a group that others can be drawn from
_MOST = 5_000  # households


def imputed_difference(sample: Sample) -> Estimate:
    """`imputation`: the adjusted difference among all the households that the indicator is defined for.

    In each group apart, an unknown outcome (and an unknown baseline) is drawn by predictive mean matching on the
    baseline, the strata and the plan's covariates, as many times as the plan says; each completed study is analysed as
    `ancova`, and the results are pooled by Rubin's rules. Nothing missing: `ancova` itself.
    """
    concerned = np.ones(len(sample.outcome), dtype=bool) if sample.concerned is None else sample.concerned
    unknown = concerned & ~sample.known
    without_baseline, has_baseline = np.zeros_like(concerned), False
    if sample.baseline is not None and not np.isnan(sample.baseline[concerned]).all():
        without_baseline, has_baseline = concerned & np.isnan(sample.baseline), True
    reason = _impossible(sample, unknown | without_baseline, concerned)
    if reason is not None:
        return from_effect(sample, Effect(reason=reason), group_values(sample))
    if not (unknown | without_baseline).any():
        return _untouched(sample)
    strata, kept = merged_strata(sample.study, concerned)
    left_out = int((concerned & ~kept).sum())
    kept &= concerned
    treated, known = sample.study.treated[kept], sample.study.treated[kept & sample.known]
    if min(int(treated.sum()), int((~treated).sum())) < 2:
        return from_effect(sample, Effect(reason=Reason.FEW_HOUSEHOLDS), group_values(sample))
    if min(int(known.sum()), int((~known).sum())) == 0:  # the values known are all of a stratum of one group
        return from_effect(sample, Effect(reason=Reason.FEW_TO_IMPUTE), group_values(sample))
    outcomes, baselines = _completed(sample, kept, strata, has_baseline=has_baseline)
    columns = _repeated(stratum_columns(strata[kept]), len(outcomes))
    if baselines is not None and np.ptp(baselines[0]) > 0:
        columns = np.concatenate([baselines[:, :, None], columns], axis=2)
    else:
        baselines = None
    found = lin_estimates(outcomes, treated, columns)
    pooled = _pooled(found, sample.study.plan.niveau)
    values = float(outcomes[:, treated].mean()), float(outcomes[:, ~treated].mean())
    filled = int((unknown & kept).sum()), int((without_baseline & kept).sum()), int(kept.sum())
    how = joined(_note(pooled, len(outcomes), *filled), adjusted(baselines is not None, left_out))
    counted = Sample(sample.study, sample.indicator, sample.wave, np.where(kept, 0.0, np.nan))
    return from_effect(counted, pooled.effect, values, how)


def _impossible(sample: Sample, missing: Booleans, concerned: Booleans) -> Reason | None:
    if not missing.any():
        return None
    if concerned.sum() > _MOST:
        return Reason.TOO_MANY_UNITS
    known = [len(sample.treated), len(sample.control)]
    if min(known) == 0:
        return Reason.EMPTY_GROUP
    return Reason.FEW_TO_IMPUTE if min(known) < _LEAST_KNOWN else None


def _untouched(sample: Sample) -> Estimate:
    found = adjusted_difference(sample)
    return Estimate(**{**found.__dict__, "note": joined("rien_a_imputer", found.note)})


def _completed(sample: Sample, kept: Booleans, strata: Integers, *, has_baseline: bool) -> tuple[Floats, Floats | None]:
    """Return the completed outcomes and baselines of the households `kept`, shapes (m, n), each group imputed apart."""
    study = sample.study
    m, treated = study.plan.imputations, study.treated[kept]
    outcomes = np.repeat(sample.outcome[kept][None, :], m, axis=0)
    outcomes[:, ~sample.known[kept]] = np.nan
    baselines = None
    if has_baseline and sample.baseline is not None:
        baselines = np.repeat(sample.baseline[kept][None, :], m, axis=0)
    others = np.column_stack([stratum_columns(strata[kept]), _covariates(sample, kept)])
    rng = np.random.default_rng([study.plan.graine, *f"imputation:{sample.indicator.name}:{sample.wave}".encode()])
    # Groups in the order of their first household: which one is called treated has no part in the draws.
    for group in (treated == treated[0], treated != treated[0]):
        own = None if baselines is None else baselines[:, group]
        filled = _impute(outcomes[:, group], own, others[group], rng)
        outcomes[:, group] = filled[0]
        if baselines is not None and filled[1] is not None:
            baselines[:, group] = filled[1]
    return outcomes, baselines


def _impute(
    outcome: Floats, baseline: Floats | None, others: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats | None]:
    """Return outcome and baseline of one group without any `nan`, shapes (m, n); `others`: (n, c)."""
    known = ~np.isnan(outcome[0])
    fixed = _repeated(others, len(outcome))
    if baseline is None:
        return matched(_few(fixed, known), outcome, known, rng), None
    seen = ~np.isnan(baseline[0])
    if seen.all():
        return matched(_few(_beside(baseline, fixed), known), outcome, known, rng), baseline
    if not seen.any():  # nothing to draw a baseline from: the covariate is the same for the whole group
        return matched(_few(fixed, known), outcome, known, rng), np.zeros_like(baseline)
    outcome_now, baseline_now = _drawn(outcome, known, rng), _drawn(baseline, seen, rng)
    for _ in range(_CYCLES):
        baseline_now = matched(_few(_beside(outcome_now, fixed), seen), baseline_now, seen, rng)
        outcome_now = matched(_few(_beside(baseline_now, fixed), known), outcome_now, known, rng)
    return outcome_now, baseline_now


def _drawn(values: Floats, known: Booleans, rng: np.random.Generator) -> Floats:
    """Start the chain: an unknown value is any known one."""
    places = np.flatnonzero(known)
    missing = np.flatnonzero(~known)
    started = values.copy()
    started[:, missing] = values[0][places[rng.integers(0, len(places), (len(values), len(missing)))]]
    return started


def _few(predictors: Floats, known: Booleans) -> Floats:
    """Return the first predictors, no more than the known values can bear beside the constant."""
    return predictors[:, :, : max(int(known.sum()) // _PER_PARAMETER - 1, 0)]


def _beside(first: Floats, others: Floats) -> Floats:
    return np.concatenate([first[:, :, None], others], axis=2)


def _repeated(columns: Floats, m: int) -> Floats:
    return np.broadcast_to(columns, (m, *columns.shape))


def _covariates(sample: Sample, kept: Booleans) -> Floats:
    """Return the plan's covariates but the indicator's own baseline, shape (n, c)."""
    names, columns = known_covariates(sample.study, kept)
    return columns[:, [name != sample.indicator.name for name in names]]


def _pooled(found: LinEstimates, level: float) -> Pooled:
    if np.isnan(found.variances).any():
        effect = Effect(estimate=float(found.estimates.mean()), reason=Reason.FEW_HOUSEHOLDS)
        return Pooled(effect, float("nan"), float("nan"))
    return pool(found.estimates, found.variances, found.df, level)


def _note(pooled: Pooled, m: int, outcomes: int, baselines: int, households: int) -> str:
    return joined(
        remark("valeurs_imputees", outcomes, households),
        remark("inclusions_imputees", baselines) if baselines else "",
        remark("imputations", m),
        remark("donneurs", DONORS),
        remark("information_manquante", pooled.missing_information),
        remark("degres_de_liberte", pooled.effect.df),
    )
