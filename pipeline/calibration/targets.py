"""What each method aims at under each effect: its value in a large population, and the true effect beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.calibration.lots import Scenario, seed
from pipeline.calibration.methods import Key, plan_methods
from pipeline.calibration.studies import population
from pipeline.contract.calibration import NEUTRAL
from pipeline.params import Params
from pipeline.synthetic.truth import true_effects

# The measures for which « the effect over all households, whoever leaves » is the number of the truth.
_TRUE = ("difference_risques", "difference_moyennes", "double_difference", "rapport_taux")
# Methods whose interval or p is drawn estimate what another gives at once.
_SAME_AS = {"permutation": ("difference_brute",), "ponderation": ("difference_brute",),
            "imputation": ("ancova", "difference_brute")}  # fmt: skip


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
        names = _SAME_AS.get(key.method, (key.method,))
        known = (self.found[k] for name in names if (k := key._replace(method=name)) in self.found)
        return next(known, (math.nan, math.nan))


def targets(scenario: Scenario, params: Params) -> Targets:
    """Return what the methods aim at under a simulated effect.

    The value aimed at is what the method gives in a population of `calibration.population` households observed as the
    studies are (exits, refusals): what the studies spread around. Without effect it is the neutral value. The true
    effect is over all households, lived twice: the two differ where those who leave are not like the others.
    """
    if scenario.strength == 0:
        return Targets(None)
    per_group = params.calibration.population // 2
    samples, _ = population(scenario, per_group, seed(params.calibration.graine, scenario.name, "cible"), params)
    rows = pd.DataFrame(true_effects(scenario.of(params.demonstration), params.calibration.population))
    rows = rows[(rows["lecture"] == "vraie") & (rows["vague"] == samples[0].wave)]
    true = dict(zip(rows["indicateur"], rows["effet"].astype(float), strict=True))
    found: dict[Key, tuple[float, float]] = {}
    for method in plan_methods(heavy=False):
        chosen = [] if method.name in _SAME_AS else method.of(samples)
        for sample, estimate in zip(chosen, method.run(chosen), strict=True):
            key = method.key(sample)
            effect = true.get(sample.indicator.name, math.nan) if key.measure in _TRUE else math.nan
            found[key] = (estimate.estimation, effect)
    return Targets(found)
