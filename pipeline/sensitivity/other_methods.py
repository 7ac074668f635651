"""Other methods for the same indicators: standardisation, Freedman–Lane, BCa, proportional odds, over-dispersion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.contract.indicators import Scale
from pipeline.contract.remarks import SCORE_INTERVAL, joined, remark
from pipeline.estimate.catalogue import MEANS
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.notes import LOG_SCALE
from pipeline.estimate.sample import Sample
from pipeline.estimate.strata import merged_strata, shared_strata
from pipeline.estimate.two_groups import group_values
from pipeline.sensitivity.rows import Row, row_of
from pipeline.sensitivity.setting import Setting
from pipeline.stats.bootstrap_difference import bootstrap_differences
from pipeline.stats.cumulative_odds import cumulative_odds_ratio
from pipeline.stats.freedman_lane import freedman_lane
from pipeline.stats.overdispersion import dispersion, quasi_poisson_ratio
from pipeline.stats.standardised_difference import standardised_difference

ANALYSIS = "methodes"
_MOST = 5_000  # households: beyond, exchanges cost much and the t interval of the difference is as good
_RESAMPLED = (Scale.CONTINUOUS, Scale.ORDINAL)


def other_method_rows(setting: Setting) -> Iterator[Row]:
    """Yield the methods that an indicator's scale calls for, at its last wave, for every indicator of the plan."""
    plan = setting.study.plan
    found = (setting.sample(name) for name in (plan.indicateur_principal, *plan.secondaires))
    samples = [s for s in found if s is not None and s.known.any()]
    resampled = _resampled(samples)
    for sample in samples:
        scale = sample.indicator.scale
        if scale is Scale.BINARY and sample.indicator.name == plan.indicateur_principal:
            label = "Différence standardisée sur les strates"
            estimate = _standardised(sample)
            yield row_of(ANALYSIS, "standardisee", label, sample, "standardisee", MEANS[scale], estimate)
        if scale in (Scale.BINARY, Scale.CONTINUOUS) and sample.known.sum() <= _MOST:
            estimate = _freedman_lane(sample)
            label = "Différence ajustée, p par permutation des résidus"
            yield row_of(ANALYSIS, "freedman_lane", label, sample, "freedman_lane", MEANS[scale], estimate)
        if sample.indicator.name in resampled:
            label = "Différence, intervalle BCa par rééchantillonnage"
            estimate = resampled[sample.indicator.name]
            yield row_of(ANALYSIS, "bca", label, sample, "bca", MEANS[scale], estimate)
        if scale is Scale.ORDINAL:
            effect = cumulative_odds_ratio(sample.treated, sample.control, plan.niveau)
            estimate = from_effect(
                sample, effect, group_values(sample), joined(LOG_SCALE, "meme_rapport_a_chaque_seuil")
            )
            label = "Rapport de cotes cumulées (cotes proportionnelles)"
            yield row_of(ANALYSIS, "cotes_cumulees", label, sample, "cotes_cumulees", "rapport_cotes", estimate)
        if scale is Scale.COUNT:
            estimate = _over_dispersed(sample)
            label = "Rapport de taux, surdispersion commune"
            yield row_of(ANALYSIS, "quasi_poisson", label, sample, "quasi_poisson", "rapport_taux", estimate)


def _standardised(sample: Sample) -> Estimate:
    """What the shares would be with the same mix of strata; strata without households of both groups are left out."""
    everyone = int(sample.known.sum())
    sample = sample.restricted(shared_strata(sample.study, sample.known))  # no mix is common to strata of one group
    strata, kept = merged_strata(sample.study, sample.known)
    sample = sample.restricted(kept)
    left_out = everyone - int(sample.known.sum())
    known = sample.known
    effect = standardised_difference(
        sample.outcome[known], sample.study.treated[known], strata[known], sample.study.plan.niveau
    )
    said = joined(SCORE_INTERVAL, remark("menages_laisses_de_cote", left_out) if left_out else "")
    return from_effect(sample, effect, group_values(sample), said)


def _freedman_lane(sample: Sample) -> Estimate:
    study = sample.study
    if sample.baseline is not None:
        sample = sample.restricted(~np.isnan(sample.baseline))
    known = sample.known
    strata = study.strata[known]
    columns = [(strata == s).astype(float) for s in np.unique(strata)[1:]]
    if sample.baseline is not None and known.any():
        columns.insert(0, sample.baseline[known])
    covariates = np.column_stack([*columns, np.zeros(int(known.sum()))])
    effect = freedman_lane(
        sample.outcome[known],
        study.treated[known],
        covariates,
        strata,
        draws=study.plan.tirages,
        rng=np.random.default_rng([study.plan.graine, *f"freedman-lane:{sample.indicator.name}".encode()]),
    )
    draws = remark("permutations_des_residus", study.plan.tirages)
    return from_effect(sample, effect, group_values(sample), draws)


def _resampled(samples: Sequence[Sample]) -> dict[str, Estimate]:
    """Return, by name, the differences of the indicators that have means, from the same resampled households."""
    chosen = [s for s in samples if s.indicator.scale in _RESAMPLED and s.known.sum() <= _MOST]
    if not chosen:
        return {}
    study = chosen[0].study
    outcomes = np.column_stack([s.outcome for s in chosen])
    rng = np.random.default_rng([study.plan.graine, *b"bca"])
    draws = study.plan.tirages
    effects = bootstrap_differences(outcomes, study.treated, draws=draws, rng=rng, level=study.plan.niveau)
    treated = int(study.treated.sum())
    note = remark("menages_reechantillonnes", draws, treated, len(study.treated) - treated)
    return {s.indicator.name: from_effect(s, e, group_values(s), note) for s, e in zip(chosen, effects, strict=True)}


def _over_dispersed(sample: Sample) -> Estimate:
    time1, time0 = sample.exposures()
    effect = quasi_poisson_ratio(sample.treated, time1, sample.control, time0, sample.study.plan.niveau)
    factor = dispersion(sample.treated, time1, sample.control, time0)
    said = joined(remark("dispersion", factor) if np.isfinite(factor) else "", LOG_SCALE)
    return from_effect(sample, effect, group_values(sample), said)
