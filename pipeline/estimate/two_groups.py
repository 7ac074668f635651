"""The methods that compare two groups at one wave, one sample at a time."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pipeline.contract.indicators import Scale
from pipeline.contract.remarks import SCORE_INTERVAL, joined, remark
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.notes import FEW_FOR_SANDWICH, LOG_SCALE, NONCENTRAL_INTERVAL, SCORE_TESTED
from pipeline.estimate.sample import Composite, Floats, Sample
from pipeline.stats.boschloo import boschloo_p
from pipeline.stats.brunner_munzel import superiority
from pipeline.stats.effect import Effect
from pipeline.stats.hedges import hedges_g
from pipeline.stats.koopman import koopman_ratio
from pipeline.stats.newcombe import newcombe_difference
from pipeline.stats.rates import rate_ratio
from pipeline.stats.welch import welch_difference

_FEW = 10  # households of a group under which a sandwich variance is known to be too small


def crude_difference(sample: Sample) -> Estimate:
    """`difference_brute`: Newcombe and Boschloo, Welch, or the ratio of rates, by the indicator's scale."""
    return _CRUDE[sample.indicator.scale](sample)


def relative_risk(sample: Sample) -> Estimate:
    """`risque_relatif`: the ratio of the shares with Koopman's interval."""
    effect = koopman_ratio(*_counts(sample), sample.study.plan.niveau)
    return from_effect(sample, effect, _means(sample), SCORE_INTERVAL)


def effect_size(sample: Sample) -> Estimate:
    """`taille_effet`: Hedges' g."""
    effect = hedges_g(sample.treated, sample.control, sample.study.plan.niveau)
    return from_effect(sample, effect, _means(sample), NONCENTRAL_INTERVAL)


def probability_of_superiority(sample: Sample) -> Estimate:
    """`superiorite`: P(accompanied > control) + ½ P(equal), Brunner–Munzel."""
    effect = superiority(sample.treated, sample.control, sample.study.plan.niveau)
    return from_effect(sample, effect, _means(sample))


def composite_superiority(sample: Sample) -> Estimate:
    """`rang_composite`: P(accompanied > control) + ½ P(equal) of the places of `sample.composite`, larger is worse.

    The values of the groups are missing: places have no mean to read.
    """
    composite = sample.composite or Composite(np.full(len(sample.outcome), np.nan), np.zeros(len(sample.outcome), bool))
    ranked = replace(sample, outcome=composite.places)
    effect = superiority(ranked.treated, ranked.control, sample.study.plan.niveau)
    gone, treated = composite.gone & ranked.known, sample.study.treated
    exits = remark("sorties_puis_procedure_puis_dette", int((gone & treated).sum()), int((gone & ~treated).sum()))
    return from_effect(ranked, effect, _no_value(ranked), exits)


def group_values(sample: Sample) -> tuple[float, float]:
    """Return the mean, share or yearly rate of each group, accompanied first; missing for a duration."""
    return _VALUES[sample.indicator.scale](sample)


def _proportions(sample: Sample) -> Estimate:
    counts = _counts(sample)
    effect = newcombe_difference(*counts, sample.study.plan.niveau)
    if effect.reason:
        return from_effect(sample, effect, _means(sample))
    p_value, remark = boschloo_p(*counts)
    tested = Effect(estimate=effect.estimate, low=effect.low, high=effect.high, p_value=p_value)
    return from_effect(sample, tested, _means(sample), SCORE_TESTED if remark else SCORE_INTERVAL)


def _welch(sample: Sample) -> Estimate:
    return from_effect(
        sample, welch_difference(sample.treated, sample.control, sample.study.plan.niveau), _means(sample)
    )


def _rates(sample: Sample) -> Estimate:
    time1, time0 = sample.exposures()
    effect = rate_ratio(sample.treated, time1, sample.control, time0, sample.study.plan.niveau)
    few = min(len(sample.treated), len(sample.control)) < _FEW
    return from_effect(sample, effect, _yearly_rates(sample), joined(LOG_SCALE, FEW_FOR_SANDWICH) if few else LOG_SCALE)


def _counts(sample: Sample) -> tuple[int, int, int, int]:
    treated, control = sample.treated, sample.control
    return round(float(treated.sum())), len(treated), round(float(control.sum())), len(control)


def _means(sample: Sample) -> tuple[float, float]:
    return _mean(sample.treated), _mean(sample.control)


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else math.nan


def _yearly_rates(sample: Sample) -> tuple[float, float]:
    time1, time0 = sample.exposures()
    return _rate(sample.treated, time1), _rate(sample.control, time0)


def _rate(counts: Floats, years: Floats) -> float:
    total = float(years.sum())
    return float(counts.sum()) / total if total > 0 else math.nan


def _no_value(_: Sample) -> tuple[float, float]:
    return math.nan, math.nan


_CRUDE: dict[Scale, Callable[[Sample], Estimate]] = {
    Scale.BINARY: _proportions,
    Scale.CONTINUOUS: _welch,
    Scale.ORDINAL: _welch,
    Scale.COUNT: _rates,
}
_VALUES: dict[Scale, Callable[[Sample], tuple[float, float]]] = {
    Scale.BINARY: _means,
    Scale.CONTINUOUS: _means,
    Scale.ORDINAL: _means,
    Scale.COUNT: _yearly_rates,
    Scale.DURATION: _no_value,
}
