"""Causes that nobody measured: how strong one would have to be, beside those that are measured at inclusion."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from pipeline.contract.indicators import Scale
from pipeline.contract.produced.sensitivity import CAUSES_CACHEES
from pipeline.contract.remarks import joined, remark
from pipeline.estimate.catalogue import MEANS
from pipeline.estimate.covariates import known_covariates
from pipeline.estimate.notes import explain
from pipeline.estimate.sample import Floats, Sample
from pipeline.estimate.strata import merged_strata, stratum_columns
from pipeline.sensitivity.setting import Setting
from pipeline.stats.effect import Effect, Reason
from pipeline.stats.hidden_cause import HiddenCause, hidden_cause

METHOD = "causes_mesurees"
NO_CAUSE, STRATA, BASELINE = "aucune", "strates", "inclusion"
LEAST_DF = 20  # households beyond the parameters, as for the adjusted method of the plan
_TOO_MANY = remark("causes_trop_nombreuses", LEAST_DF)
# The covariate that says the same as an indicator at inclusion, under another name.
_TWINS = {"impaye_solde": "impaye_inclusion"}


def hidden_causes_frame(setting: Setting) -> pd.DataFrame:
    """Return `causes_cachees`: of the primary when it is a share or a mean, and of the secondary means; last wave."""
    plan = setting.study.plan
    rows: list[Mapping[str, object]] = []
    for name in (plan.indicateur_principal, *plan.secondaires):
        sample = setting.sample(name)
        if sample is None or not sample.known.any():
            continue
        scale = sample.indicator.scale
        if scale is Scale.CONTINUOUS or (scale is Scale.BINARY and name == plan.indicateur_principal):
            rows += _rows(sample)
    return CAUSES_CACHEES.frame(rows)


def _rows(sample: Sample) -> Iterator[Mapping[str, object]]:
    if sample.baseline is not None:
        sample = sample.restricted(~np.isnan(sample.baseline))
    everyone = len(sample.treated), len(sample.control)
    strata, kept = merged_strata(sample.study, sample.known)
    sample = sample.restricted(kept)
    causes = _causes(sample, stratum_columns(strata[sample.known]))
    spare = int(sample.known.sum()) - 2 - sum(columns.shape[1] for columns in causes.values())
    sizes = len(sample.treated), len(sample.control)
    shared = {
        "indicateur": sample.indicator.name,
        "vague": sample.wave,
        "methode": METHOD,
        "mesure": MEANS[sample.indicator.scale],
        "n_accompagnes": sizes[0],
        "n_temoins": sizes[1],
        "sens_favorable": sample.indicator.favourable,
        "note": "",
    }
    known = sample.known
    found = hidden_cause(sample.outcome[known], sample.study.treated[known], causes, sample.study.plan.niveau)
    if found.difference.reason:
        reason = found.difference.reason if sample.known.any() else Reason.FEW_VALUES  # a group of one has no stratum
        yield shared | {"cause": NO_CAUSE, "note": explain(reason, *(sizes if sample.known.any() else everyone))}
    elif spare < LEAST_DF:
        yield shared | {"cause": NO_CAUSE, "note": _TOO_MANY}
    else:
        widest = _widest(sample)
        whole, beyond = _on_the_scale(found.difference, widest)
        note = joined(remark("ajustee_sur", *causes), remark("ramene_a_l_echelle", *beyond) if beyond else "")
        yield shared | {"cause": NO_CAUSE, "note": note} | whole | _robustness(found)
        for name, benchmark in (found.benchmarks or {}).items():
            yield shared | {
                "cause": name,
                "lien_accompagnement": benchmark.treatment,
                "lien_issue": benchmark.outcome,
                "estimation": min(max(benchmark.once.estimate, -widest), widest),
                "fois_estimation": benchmark.to_null,
                "fois_intervalle": benchmark.to_reach,
            }


def _on_the_scale(found: Effect, widest: float) -> tuple[dict[str, float], list[str]]:
    """The estimate and its bounds within what the scale can reach, and those that were brought back to it."""
    fitted = {"estimation": found.estimate, "ic_bas": found.low, "ic_haut": found.high}
    inside = {name: min(max(value, -widest), widest) for name, value in fitted.items()}
    return inside, [name for name, value in fitted.items() if abs(value) > widest]


def _robustness(found: HiddenCause) -> dict[str, float]:
    return {
        "robustesse": found.robustness,
        "robustesse_intervalle": found.robustness_of_interval,
    }


def _widest(sample: Sample) -> float:
    """The largest difference that the scale of the indicator allows."""
    limits = sample.indicator.limits
    return math.inf if limits is None else limits[1] - limits[0]


def _causes(sample: Sample, strata: Floats) -> dict[str, Floats]:
    """The strata, the indicator at inclusion, the plan's covariates: those that vary among the known households."""
    known, causes = sample.known, {}
    if strata.shape[1]:
        causes[STRATA] = strata
    said: set[str] = set()
    if sample.baseline is not None:
        baseline = sample.baseline[known]
        if len(baseline) and (baseline != baseline[0]).any():
            causes[BASELINE] = baseline[:, None]
            said = {sample.indicator.name, _TWINS.get(sample.indicator.name, "")}
    names, columns = known_covariates(sample.study, known)
    return causes | {name: columns[:, [i]] for i, name in enumerate(names) if name not in said}
