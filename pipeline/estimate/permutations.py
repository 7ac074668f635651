"""The permutation method: all outcomes known for the same households share their draws; max-T over a family."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.contract.indicators import Scale
from pipeline.estimate.draws import pattern_generator
from pipeline.estimate.durations import log_rank_statistic
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.notes import permuted
from pipeline.estimate.sample import Booleans, Floats, Sample
from pipeline.estimate.two_groups import crude_difference, group_values
from pipeline.stats.assignments import Assignments, assignments
from pipeline.stats.effect import Effect, Reason
from pipeline.stats.max_t import step_down_max_t
from pipeline.stats.permutation import Statistic, joint_draws, log_rank, means, permutation_p, rates


def permutation_tests(samples: Sequence[Sample]) -> list[Estimate]:
    """`permutation`: the crude estimate of each sample, with the p-value of the groups exchanged within strata.

    Each pattern of missing outcomes has its own draws, seeded by the plan's seed and the pattern: neither the order of
    the households nor the other indicators change a p-value.
    """
    estimates = [_crude(sample) for sample in samples]
    patterns: dict[bytes, list[int]] = defaultdict(list)
    for i, estimate in enumerate(estimates):
        if not math.isnan(estimate.estimation) or _has_events(samples[i]):
            patterns[samples[i].known.tobytes()].append(i)
    for members in patterns.values():
        for i, p_value in zip(members, _pattern_p([samples[i] for i in members]), strict=True):
            estimates[i] = _with_p(samples[i], estimates[i], p_value)
    return estimates


def max_t_adjusted(samples: Sequence[Sample]) -> Floats:
    """Return the Westfall–Young adjusted p-values of a family of samples of one study, shape (m,).

    All analysed households are exchanged at once, so that the draws carry the dependence between the outcomes; a
    missing outcome is left out of the sums.
    """
    if not samples:
        return np.empty(0)
    study = samples[0].study
    design = assignments(study.treated, study.strata)
    if not design.exchangeable:
        return np.full(len(samples), np.nan)
    everyone = np.ones(len(study.treated), dtype=bool)
    families = _families(samples)
    statistics = [family.statistic(samples, everyone, design) for family in families]
    observed, draws = joint_draws(statistics, design, study.plan.tirages, pattern_generator(study, b"max-t"))
    adjusted = np.full(len(samples), np.nan)
    adjusted[np.concatenate([f.members for f in families])] = step_down_max_t(observed, draws)
    return adjusted


@dataclass(frozen=True)
class _Family:
    """Samples (by their place in a list) whose statistics are computed together."""

    scale: Scale
    members: tuple[int, ...]

    def statistic(self, samples: Sequence[Sample], known: Booleans, design: Assignments) -> Statistic:
        chosen = [samples[i] for i in self.members]
        values = np.stack([s.outcome[known] for s in chosen], axis=1)
        if self.scale is Scale.COUNT:
            return rates(values, np.stack([_exposure(s)[known] for s in chosen], axis=1), design)
        if self.scale is Scale.DURATION:
            events = chosen[0].events
            return log_rank(values[:, 0], np.zeros(len(values), bool) if events is None else events[known], design)
        return means(values, design)


def _families(samples: Sequence[Sample]) -> list[_Family]:
    """Outcomes on a scale of means go through one matrix product, rates through another."""
    by_scale: dict[Scale, list[int]] = defaultdict(list)
    for i, sample in enumerate(samples):
        scale = sample.indicator.scale
        by_scale[scale if scale in (Scale.COUNT, Scale.DURATION) else Scale.CONTINUOUS].append(i)
    return [_Family(scale, tuple(members)) for scale, members in by_scale.items()]


def _pattern_p(samples: Sequence[Sample]) -> Floats:
    study, known = samples[0].study, samples[0].known
    design = assignments(study.treated[known], study.strata[known])
    p_values = np.full(len(samples), np.nan)
    if not design.exchangeable:
        return p_values
    families = _families(samples)
    statistics = [family.statistic(samples, known, design) for family in families]
    found = permutation_p(statistics, design, study.plan.tirages, pattern_generator(study, b"permutation", known))
    for family, values in zip(families, found, strict=True):
        p_values[list(family.members)] = values
    return p_values


def _crude(sample: Sample) -> Estimate:
    if sample.indicator.scale is Scale.DURATION:
        crude = from_effect(sample, log_rank_statistic(sample))
    else:
        crude = crude_difference(sample)
    reason = "" if not math.isnan(crude.estimation) else crude.note
    return replace(crude, erreur_type=math.nan, ic_bas=math.nan, ic_haut=math.nan, p_valeur=math.nan, note=reason)


def _with_p(sample: Sample, estimate: Estimate, p_value: float) -> Estimate:
    if math.isnan(p_value):
        return from_effect(
            sample, Effect(estimate=estimate.estimation, reason=Reason.ONE_ARRANGEMENT), group_values(sample)
        )
    plan = sample.study.plan
    return replace(estimate, p_valeur=p_value, note=estimate.note or permuted(plan.tirages, plan.strates))


def _has_events(sample: Sample) -> bool:
    """True for a ratio of rates that is infinite: the difference of rates behind its p-value is not."""
    time1, time0 = sample.exposures()
    return bool(
        sample.indicator.scale is Scale.COUNT
        and min(time1.sum(), time0.sum()) > 0
        and sample.treated.sum() + sample.control.sum() > 0
    )


def _exposure(sample: Sample) -> Floats:
    return np.full(len(sample.outcome), np.nan) if sample.exposure is None else sample.exposure
