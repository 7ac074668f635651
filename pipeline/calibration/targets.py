"""What each method aims at under each effect: its value in a large population, and the true effect beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.calibration.lots import Scenario, seed
from pipeline.calibration.methods import Key, PlanMethod, plan_methods
from pipeline.calibration.studies import deal, population, small_studies
from pipeline.contract.calibration import NEUTRAL
from pipeline.estimate.sample import Sample
from pipeline.params import Params
from pipeline.synthetic.truth import true_effects

# The measures for which « the effect over all households, whoever leaves » is the number of the truth.
_TRUE = ("difference_risques", "difference_moyennes", "double_difference", "rapport_taux")
_SAME_AS = {"permutation": "difference_brute", "rmst_permutation": "rmst"}  # the same estimate, another p
# A method whose time grows with the square of the households: the mean over parts of the population, whose size its
# bias is negligible at.
_IN_PARTS = ("imputation",)
_PART = 250  # households a group
_FEW = 5  # imputations of each part: the mean over the parts does the rest


@dataclass(frozen=True)
class Targets:
    """The values aimed at and the true effects, by indicator, method and measure; neutral ones without effect."""

    found: Mapping[Key, tuple[float, float]] | None

    def of(self, key: Key) -> tuple[float, float]:
        """Return the value aimed at and the true effect, `nan` where there is none (χ² aims at nothing)."""
        if key.measure not in NEUTRAL:
            return math.nan, math.nan
        if self.found is None:
            return NEUTRAL[key.measure], NEUTRAL[key.measure]
        name = _SAME_AS.get(key.method, key.method)
        return self.found.get(key._replace(method=name), (math.nan, math.nan))


def targets(scenario: Scenario, params: Params) -> Targets:
    """Return what the methods aim at under a simulated effect.

    The value aimed at is what the method gives in a population of `calibration.population` households observed as the
    studies are (exits, refusals): what the studies spread around. Without effect it is the neutral value. The true
    effect is over all households, lived twice: the two differ where those who leave are not like the others.
    """
    if scenario.strength == 0:
        return Targets(None)
    calibration = params.calibration
    per_group = calibration.population // 2
    graine = seed(calibration.graine, scenario.name, "cible")
    samples, households = population(scenario, per_group, graine, params)
    rows = pd.DataFrame(true_effects(scenario.of(params.demonstration), calibration.population))
    rows = rows[(rows["lecture"] == "vraie") & (rows["vague"] == samples[0].wave)]
    true = dict(zip(rows["indicateur"], rows["effet"].astype(float), strict=True))
    parts = list(_parts(samples, households, per_group))
    found: dict[Key, tuple[float, float]] = {}
    for method in (*plan_methods(heavy=False), *(plan_methods(heavy=True) if calibration.etudes_lourdes else ())):
        if method.name in _SAME_AS:
            continue
        for key, value in _values(method, parts if method.name in _IN_PARTS else [samples]).items():
            found[key] = value, true.get(key.indicator, math.nan) if key.measure in _TRUE else math.nan
    return Targets(found)


def _parts(samples: Sequence[Sample], households: pd.DataFrame, per_group: int) -> Iterator[list[Sample]]:
    whole = samples[0].study
    study = replace(whole, plan=whole.plan.model_copy(update={"imputations": _FEW}))
    rows = deal(households, max(1, per_group // _PART))
    yield from small_studies([replace(s, study=study) for s in samples], rows, range(len(rows)), draws=1)


def _values(method: PlanMethod, parts: Sequence[Sequence[Sample]]) -> dict[Key, float]:
    """Return the mean over the parts of what a method gives, on the scale of differences."""
    by_key: dict[Key, list[float]] = {}
    for part in parts:
        chosen = method.of(part)
        for sample, estimate in zip(chosen, method.run(chosen), strict=True):
            by_key.setdefault(method.key(sample), []).append(estimate.estimation)
    return {key: sum(values) / len(values) for key, values in by_key.items()}
