"""Missing outcomes: who is missing and why, and what the effect could be if they were seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.produced.sensitivity import MANQUANTS_MOTIFS
from pipeline.contract.remarks import joined, remark
from pipeline.estimate.catalogue import MEANS
from pipeline.estimate.covariates import known_covariates
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.sample import Booleans, Floats, Sample
from pipeline.estimate.strata import stratum_columns
from pipeline.estimate.two_groups import crude_difference, group_values
from pipeline.sensitivity.rows import Row, row_of
from pipeline.sensitivity.setting import Setting
from pipeline.stats.effect import Reason
from pipeline.stats.matching import propensity_logit
from pipeline.stats.survivor_bounds import lee_bounds
from pipeline.stats.tipping import tipping_point
from pipeline.stats.weighted_difference import effective_size, weighted_difference

ANALYSIS = "manquants"
MOTIFS = {
    "avant_echeance": "Échéance après le gel",
    "sortie": "Sorti du logement (issue négative)",
    "deces": "Décédé",
    "retrait_etude": "Retiré de l’étude",
    "pas_de_ligne": "Pas de ligne de suivi, ou incomplète",
    "pas_d_entretien": "Pas d’entretien",
    "item_manquant": "Entretien incomplet",
    "autre": "Autre",
}
_ILLUSTRATIVE = "illustratif"


def missing_rows(setting: Setting) -> Iterator[Row]:
    """Yield, for each indicator of the plan that has missing values, the extreme cases, bounds, weights, tipping."""
    for name in (setting.study.plan.indicateur_principal, *setting.study.plan.secondaires):
        sample = setting.sample(name)
        if sample is None or sample.indicator.scale not in MEANS or not sample.known.any():
            continue
        absent = sample.missing
        if not absent.any():
            continue
        for build in _ANALYSES:
            yield from build(setting, sample, absent)


def reasons_table(setting: Setting) -> pd.DataFrame:
    """Return `manquants_motifs`: households of each group without a value of each indicator of the plan, by why."""
    rows = []
    for name in (setting.study.plan.indicateur_principal, *setting.study.plan.secondaires):
        sample = setting.sample(name)
        if sample is None or not sample.known.any():
            continue
        motif = _motifs(setting, sample)
        absent = sample.missing
        for group, members in ((ACCOMPAGNE, sample.study.treated), (TEMOIN, ~sample.study.treated)):
            for code, label in MOTIFS.items():
                count = int((absent & members & (motif == code)).sum())
                if count:
                    rows.append((name, sample.wave, group, code, label, count))
    return MANQUANTS_MOTIFS.frame(rows)


def _motifs(setting: Setting, sample: Sample) -> npt.NDArray[np.str_]:
    """Return the reason code of each household, whether its value is missing or not.

    As the flow counts them: a death or a withdrawal before the wave says more than a wave after the freeze.
    """
    seen, wave = setting.seen, sample.wave
    end, gone = seen.anniversary[wave], setting.gone(wave)
    domain = sample.indicator.domain
    interviewed = seen.interviews.done(wave) if domain == "bien_etre" else np.zeros(len(end), dtype=bool)
    return np.select(
        [
            ~gone & (seen.exits.deces <= np.minimum(end, seen.exits.retrait)),
            ~gone & (seen.exits.retrait <= end),
            end > seen.cohort.freeze,
            gone,
            np.full(len(end), domain == "impayes"),
            interviewed,
            np.full(len(end), domain == "bien_etre"),
        ],
        ["deces", "retrait_etude", "avant_echeance", "sortie", "pas_de_ligne", "item_manquant", "pas_d_entretien"],
        "autre",
    )


def _extremes(_: Setting, sample: Sample, absent: Booleans) -> Iterator[Row]:
    """The worst case for the scheme, then the best: the missing take the ends of the scale."""
    known = sample.outcome[sample.known]
    limits = sample.indicator.limits
    ends = (float(known.min()), float(known.max())) if limits is None else limits
    good, bad = ends[::-1] if sample.indicator.favourable > 0 else ends
    observed = "extremes_observes" if limits is None else ""
    for variant, label, treated, control in (
        ("pire_cas", "Pire cas pour l’accompagnement", bad, good),
        ("meilleur_cas", "Meilleur cas pour l’accompagnement", good, bad),
    ):
        filled = replace(
            sample, outcome=np.where(absent, np.where(sample.study.treated, treated, control), sample.outcome)
        )
        estimate = crude_difference(filled)
        if not math.isnan(estimate.estimation):
            estimate = replace(estimate, note=joined("bouts_de_l_echelle", observed))
        yield row_of(ANALYSIS, variant, label, filled, "difference_brute", MEANS[sample.indicator.scale], estimate)


def _lee(_: Setting, sample: Sample, absent: Booleans) -> Iterator[Row]:
    n1, n0 = _sizes(sample, absent)
    effect = lee_bounds(sample.treated, sample.control, n1, n0)
    note = "" if effect.reason else _ILLUSTRATIVE
    estimate = from_effect(sample, effect, group_values(sample), note)
    yield row_of(ANALYSIS, "lee", "Bornes de Lee", sample, "bornes", MEANS[sample.indicator.scale], estimate)


def _weighted(_: Setting, sample: Sample, absent: Booleans) -> Iterator[Row]:
    """Weights 1/P(observed) by group, from the strata and the plan's covariates."""
    weights = np.ones(len(sample.outcome))
    concerned = sample.known | absent
    everyone = np.ones(len(sample.outcome), dtype=bool)
    columns = np.column_stack([stratum_columns(sample.study.strata), known_covariates(sample.study, everyone)[1]])
    for members in (sample.study.treated, ~sample.study.treated):
        chosen = concerned & members
        seen = sample.known[chosen]
        if len(seen) and not seen.all() and seen.any():
            weights[chosen] = 1 + np.exp(-propensity_logit(columns[chosen], seen))
    one, zero = sample.known & sample.study.treated, sample.known & ~sample.study.treated
    effect = weighted_difference(
        sample.outcome[one], weights[one], sample.outcome[zero], weights[zero], sample.study.plan.niveau
    )
    note = ""
    if effect.reason is None:
        note = remark("effectifs_equivalents", *(effective_size(weights[m]) for m in (one, zero)))
    estimate = from_effect(sample, effect, group_values(sample), note)
    label = "Pondération par l’inverse de la chance d’être observé"
    yield row_of(
        ANALYSIS, "ponderation_observation", label, sample, "ponderation", MEANS[sample.indicator.scale], estimate
    )


def _tipping(_: Setting, sample: Sample, absent: Booleans) -> Iterator[Row]:
    n1, n0 = _sizes(sample, absent)
    missing = n1 - len(sample.treated), n0 - len(sample.control)
    for variant, label, in_treated in (
        ("bascule_accompagnes", "Décalage des accompagnés manquants qui change la lecture", True),
        ("bascule_temoins", "Décalage des témoins manquants qui change la lecture", False),
    ):
        if missing[0 if in_treated else 1] == 0:
            continue
        found = tipping_point(
            sample.treated, sample.control, *missing, in_treated=in_treated, level=sample.study.plan.niveau
        )
        sizes = {"n_accompagnes": len(sample.treated), "n_temoins": len(sample.control)}
        if isinstance(found, Reason):
            continue
        shift = _possible(found.to_limit, sample, sample.treated if in_treated else sample.control)
        estimate = Estimate(
            estimation=shift,
            **sizes,
            note="aucun_decalage_possible" if math.isnan(shift) else "decalage_qui_change_de_camp",
        )
        yield row_of(ANALYSIS, variant, label, sample, "bascule", "decalage", estimate)


def _possible(shift: float, sample: Sample, observed: Floats) -> float:
    """Return the shift, missing when it would take the mean of the missing off the scale."""
    ends = sample.indicator.limits
    if ends is None:
        return shift
    return shift if ends[0] <= float(observed.mean()) + shift <= ends[1] else math.nan


_ANALYSES: tuple[Callable[[Setting, Sample, Booleans], Iterator[Row]], ...] = (_extremes, _weighted, _lee, _tipping)


def _sizes(sample: Sample, absent: Booleans) -> tuple[int, int]:
    concerned, treated = sample.known | absent, sample.study.treated
    return int((concerned & treated).sum()), int((concerned & ~treated).sum())
