"""The weighted method: overlap weights from a score on the plan's covariates, bootstrap interval."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.contract.indicators import Scale
from pipeline.contract.remarks import joined, remark
from pipeline.estimate.draws import pattern_generator
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.notes import LOG_SCALE
from pipeline.estimate.sample import Booleans, Floats, Sample
from pipeline.estimate.score import PROFILE, StudyScore, study_score
from pipeline.estimate.strata import stratum_columns
from pipeline.stats.bca import expanded_bca_interval
from pipeline.stats.effect import Effect, Reason
from pipeline.stats.overlap import OverlapScore, contrast, linearised_error
from pipeline.stats.student import z_p_value, z_quantile
from pipeline.stats.weighted_difference import effective_size

_RESAMPLED = 2_000  # households: beyond, the linearised variance says the same in no time
_UNDEFINED = 0.05  # share of the draws without a score or an effect that an interval bears


def weighted_differences(samples: Sequence[Sample]) -> list[Estimate]:
    """`ponderation`: the crude difference (or ratio of rates) with each household weighted by its overlap.

    The score is fitted on the households whose outcome is known, and anew in each bootstrap sample, drawn by group. One
    whose profile the other group does not have is left out. No covariate that differs: figures are missing. Indicators
    known for the same households share the draws, seeded by the plan's seed and the pattern.
    """
    estimates: dict[int, Estimate] = {}
    patterns: dict[bytes, list[int]] = defaultdict(list)
    for i, sample in enumerate(samples):
        patterns[sample.known.tobytes()].append(i)
    for members in patterns.values():
        weighting = _weighting(samples[members[0]])
        for i in members:
            estimates[i] = _estimate(samples[i].restricted(weighting.kept), weighting)
    return [estimates[i] for i in range(len(samples))]


@dataclass(frozen=True)
class _Weighting:
    """Weights of one pattern of known households, as observed, without each one, and resampled.

    `kept`: the n households that have one, shape (N,). `observed`: (1, n), None where there is no score, for the
    `reason`. `without`, `drawn`: rows of weights, `nan` where a score does not exist; None for many households.
    """

    kept: Booleans
    score: OverlapScore | None = None
    observed: Floats | None = None
    without: Floats | None = None
    drawn: Floats | None = None
    note: str = ""
    reason: Reason | None = None


def _weighting(sample: Sample) -> _Weighting:
    study, known = sample.study, sample.known
    found = study_score(study, known)
    kept, score = found.kept, found.fitted
    if score is None or score.observed is None:
        return _Weighting(kept, reason=found.reason)
    treated = study.treated[kept]
    observed = score.observed[None]
    left_out = int((known & ~kept).sum())
    note = joined(
        remark("score_sur", *found.names),
        remark("hors_du_score", left_out) if left_out else "",
        _balance(found, stratum_columns(study.strata[kept]), treated, score.observed),
    )
    if len(treated) > _RESAMPLED:
        return _Weighting(kept, score, observed, note=note)
    rng = pattern_generator(study, b"ponderation", known)
    # A calibration asks for fewer draws of everything by `tirages`.
    draws = min(study.plan.reechantillonnages, study.plan.tirages)
    return _Weighting(
        kept,
        score,
        observed,
        without=_defined(score, 1 - np.eye(len(treated))),
        drawn=_defined(score, _resampled(treated, draws, rng)),
        note=note,
    )


def _estimate(sample: Sample, weighting: _Weighting) -> Estimate:
    if weighting.observed is None or weighting.score is None:
        return from_effect(sample, Effect(reason=weighting.reason))
    known, treated = sample.known, weighting.score.treated
    outcome = sample.outcome[known]
    time = sample.exposure[known] if sample.exposure is not None else None
    ratio = sample.indicator.scale is Scale.COUNT
    found = contrast(weighting.observed, treated, outcome, time, ratio=ratio)
    estimate, values = float(found.estimate[0]), (float(found.treated[0]), float(found.control[0]))
    if ratio and not (values[0] > 0 and values[1] > 0):
        return from_effect(sample, Effect(reason=_no_rate(*values)), values)
    if weighting.drawn is None or weighting.without is None:
        effect = _linearised(weighting.score, estimate, outcome, time, sample.study.plan.niveau, ratio=ratio)
        how = remark("variance_linearisee", _RESAMPLED)
    else:
        drawn, without = (
            contrast(weights, treated, outcome, time, ratio=ratio).estimate
            for weights in (weighting.drawn, weighting.without)
        )
        parameters = weighting.score.design.shape[1] + 1
        effect = _resampled_effect(estimate, drawn, without, treated, parameters, sample.study.plan.niveau, ratio=ratio)
        lost = int(np.isnan(drawn).sum())
        how = joined(
            remark("reechantillonnages", len(drawn)),
            remark("sans_borne_haute") if effect.reason is None and math.isnan(effect.high) else "",
            remark("reechantillonnages_perdus", lost) if lost else "",
        )
    if _still(outcome, time, treated):
        effect = replace(effect, p_value=math.nan)
        how = joined(how, remark("groupe_sans_variation"))
    return from_effect(sample, effect, values, joined(weighting.note, how, LOG_SCALE if ratio else ""))


def _resampled_effect(
    estimate: float, drawn: Floats, without: Floats, treated: Booleans, parameters: int, level: float, *, ratio: bool
) -> Effect:
    """`parameters`: what is fitted in each resample, the score's coefficients and the difference."""
    if ratio:
        with np.errstate(divide="ignore"):
            logarithms = np.log(drawn), np.log(without)
        found = _resampled_effect(math.log(estimate), *logarithms, treated, parameters, level, ratio=False)
        low, high = math.exp(found.low), math.exp(found.high)
        return replace(found, estimate=estimate, low=low, high=high if math.isfinite(high) else math.nan)
    draws = drawn[~np.isnan(drawn)]
    # A draw without event in a group has an infinite logarithm: it takes its place among the others.
    inner = draws[np.isfinite(draws)]
    if len(inner) < (1 - _UNDEFINED) * len(drawn):
        return Effect(estimate=estimate, reason=Reason.UNDEFINED_DRAWS)
    if np.ptp(inner) <= 1e-12 * max(1.0, float(np.abs(inner).max())):
        return Effect(estimate=estimate, reason=Reason.NO_VARIATION)
    jackknife = [without[group & np.isfinite(without)] for group in (treated, ~treated)]
    n = len(treated)
    if n <= parameters:
        return Effect(estimate=estimate, reason=Reason.FEW_HOUSEHOLDS)
    low, high, p_value = expanded_bca_interval(estimate, draws, jackknife, n, n - parameters, level)
    std_error = float(inner.std(ddof=1)) * math.sqrt(n / (n - parameters))
    return Effect(estimate, std_error, low, high, p_value, float(n - parameters))


def _still(outcome: Floats, time: Floats | None, treated: Booleans) -> bool:
    """True when all the values (or rates) of a group are the same: its resamples are too, the interval too short."""
    values = outcome if time is None else outcome / np.where(time > 0, time, 1.0)
    return any(np.ptp(values[group]) == 0 for group in (treated, ~treated))


def _linearised(
    score: OverlapScore, estimate: float, outcome: Floats, time: Floats | None, level: float, *, ratio: bool
) -> Effect:
    error = linearised_error(score, outcome, time, ratio=ratio)
    if not error > 0:
        return Effect(estimate=estimate, reason=Reason.NO_VARIATION)
    half = z_quantile(level) * error
    if ratio:
        bounds = estimate * math.exp(-half), estimate * math.exp(half)
        return Effect(estimate, error, *bounds, z_p_value(math.log(estimate) / error))
    return Effect(estimate, error, estimate - half, estimate + half, z_p_value(estimate / error))


def _no_rate(treated: float, control: float) -> Reason:
    if math.isnan(treated) or math.isnan(control):
        return Reason.NO_EXPOSURE
    if treated == 0:
        return Reason.NO_EVENT if control == 0 else Reason.NO_EVENT_TREATED
    return Reason.NO_EVENT_CONTROL


def _defined(score: OverlapScore, counts: Floats) -> Floats:
    weights, defined = score.weights(counts)
    weights[~defined] = np.nan
    return weights


def _resampled(treated: Booleans, draws: int, rng: np.random.Generator) -> Floats:
    """Return how often each household is drawn, (draws, n), groups apart; which group is called treated has no part."""
    counts = np.zeros((draws, len(treated)))
    rows = np.arange(draws)[:, None]
    for group in (treated == treated[0], treated != treated[0]):
        places = np.flatnonzero(group)
        np.add.at(counts, (rows, places[rng.integers(0, len(places), (draws, len(places)))]), 1.0)
    return counts


def _balance(score: StudyScore, strata: Floats, treated: Booleans, weights: Floats) -> str:
    """How many households the weights are worth, and how far apart what is in the score, and the strata, still are."""
    parts = [remark("effectifs_efficaces", *(effective_size(weights[group]) for group in (treated, ~treated)))]
    gap = "plus_grand_ecart_strates" + ("_groupees" if PROFILE in score.names else "")
    for code, columns in (("plus_grand_ecart_covariables", score.values), (gap, strata)):
        if columns.shape[1]:
            gaps = [_largest_gap(columns, treated, w) for w in (np.ones(len(weights)), weights)]
            parts.append(remark(code, *gaps))
    return joined(*parts)


def _largest_gap(columns: Floats, treated: Booleans, weights: Floats) -> float:
    """Return the largest |weighted mean difference| / √((s1² + s0²)/2), the unweighted variances of both groups."""
    one, zero = columns[treated], columns[~treated]
    spread = np.sqrt((one.var(axis=0, ddof=1) + zero.var(axis=0, ddof=1)) / 2)
    gap = np.average(one, axis=0, weights=weights[treated]) - np.average(zero, axis=0, weights=weights[~treated])
    known = spread > 0
    return float(np.abs(gap[known] / spread[known]).max(initial=0.0))
