"""The methods of the plan as the calibration runs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.estimate.catalogue import ESTIMATORS, Estimator
from pipeline.estimate.estimate import Estimate
from pipeline.estimate.sample import Sample
from pipeline.params import Plan

# Drawn, imputed or solved again and again in each study: tried on fewer studies, with fewer draws
# (`calibration.*lourd*`).
HEAVY = ("firth", "ponderation", "imputation")
# The scheme's costs are known, not drawn; the contrast of the permutation has no interval and no p of its own.
_NOT_SIMULATED = ("cout_efficacite", "difference_stratifiee")


class Key(NamedTuple):
    """What a row of the calibration is about."""

    indicator: str
    wave: str
    method: str
    measure: str


@dataclass(frozen=True)
class PlanMethod:
    """A method of the catalogue, and the samples that it fits."""

    method: Estimator

    @property
    def name(self) -> str:
        return self.method.name

    def of(self, samples: Sequence[Sample]) -> list[Sample]:
        return [samples[place] for place in self.method.of(samples)]

    def key(self, sample: Sample) -> Key:
        return Key(sample.indicator.name, sample.wave, self.name, self.method.measures[sample.indicator.scale])

    def run(self, samples: Sequence[Sample]) -> list[Estimate]:
        return self.method.run(samples)


def plan_methods(*, heavy: bool) -> list[PlanMethod]:
    """Return the slow methods, or all the others, in the order of the catalogue."""
    return [PlanMethod(m) for m in ESTIMATORS if m.name not in _NOT_SIMULATED and (m.name in HEAVY) == heavy]


def speaking_methods(plan: Plan) -> list[PlanMethod]:
    """Return the methods that the plan lets speak, and the crude one: those of each look at the results."""
    names = {"difference_brute", *plan.estimateurs.model_dump().values()}
    return [m for m in plan_methods(heavy=False) if m.name in names]
