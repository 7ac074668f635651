"""The secondary family: the plan's adjusted p beside Holm's and that of Welch-studentised exchanges."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from pipeline.contract.indicators import Scale
from pipeline.contract.remarks import remark
from pipeline.estimate.catalogue import CRUDE, PERMUTATION
from pipeline.estimate.permutations import max_t_adjusted, permutation_tests
from pipeline.estimate.sample import Floats, Sample
from pipeline.sensitivity.rows import Row, row_of
from pipeline.sensitivity.setting import Setting
from pipeline.stats.assignments import assignments
from pipeline.stats.holm import holm
from pipeline.stats.max_t import step_down_max_t
from pipeline.stats.studentised import studentised_draws

ANALYSIS = "multiplicite"
ALONE, PLAN, HOLM, WELCH = "seule", "max_t", "holm", "max_t_welch"
_MOST = 5_000  # households: beyond, exchanges cost much, and studentised or not they agree
_LABELS = {
    ALONE: "p de l’indicateur seul (permutation)",
    PLAN: "p ajustée du plan : max-T de Westfall et Young",
    HOLM: "p ajustée de Holm",
    WELCH: "p ajustée par max-T, statistique de Welch",
}


def multiplicity_rows(setting: Setting) -> Iterator[Row]:
    """Yield four p-values an indicator of the secondary family at the horizon's wave: alone, and adjusted three ways.

    The first two are those of the plan, drawn again from its seed. An indicator that has no permutation p is not in the
    family, for any of them.
    """
    plan = setting.study.plan
    found = [setting.sample(name, setting.horizon) for name in plan.secondaires]
    measured = [s for s in found if s is not None and s.known.any()]
    if len(setting.study.treated) > _MOST:
        return
    estimates = permutation_tests(measured)
    family = [(s, e) for s, e in zip(measured, estimates, strict=True) if not math.isnan(e.p_valeur)]
    if not family:
        return
    samples = [sample for sample, _ in family]
    alone = np.array([estimate.p_valeur for _, estimate in family])
    welch, adjusted = _studentised(samples)
    # As in `estimations`: an adjusted p below the indicator's own would be the noise of other draws.
    columns = {ALONE: alone, PLAN: np.fmax(max_t_adjusted(samples), alone), HOLM: holm(alone), WELCH: adjusted}
    for i, (sample, estimate) in enumerate(family):
        for variant, p_values in columns.items():
            said = replace(estimate, p_valeur=float(p_values[i]))
            if variant == WELCH:
                said = replace(said, note=_welch_note(float(welch[i])))
            method = PERMUTATION if variant == ALONE else variant
            measure = CRUDE[sample.indicator.scale]
            yield row_of(ANALYSIS, variant, _LABELS[variant], sample, method, measure, said)


def _studentised(samples: Sequence[Sample]) -> tuple[Floats, Floats]:
    """Return Welch's t and the max-T adjusted p-values of a family of samples of one study, both of shape (m,)."""
    study = samples[0].study
    design = assignments(study.treated, study.strata)
    outcomes = np.stack([_SCORES.get(s.indicator.scale, _values)(s) for s in samples], axis=1)
    generator = np.random.default_rng([study.plan.graine, *b"max-t-welch"])
    observed, draws = studentised_draws(outcomes, design, study.plan.tirages, generator)
    return observed, step_down_max_t(observed, draws)


def _values(sample: Sample) -> Floats:
    return np.where(sample.known, sample.outcome, np.nan)


def _excess(sample: Sample) -> Floats:
    """Events less those that the common rate expects over the observed time: 0 on average when the rates are equal."""
    known = sample.known
    time = np.zeros(len(known)) if sample.exposure is None else sample.exposure
    rate = sample.outcome[known].sum() / max(float(time[known].sum()), np.finfo(float).tiny)
    return np.where(known, sample.outcome - rate * time, np.nan)


_SCORES: Mapping[Scale, Callable[[Sample], Floats]] = {Scale.COUNT: _excess}


def _welch_note(t: float) -> str:
    if math.isnan(t):
        return remark("t_de_welch_indefini")
    return remark("t_de_welch", t)
