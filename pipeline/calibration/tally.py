"""One lot of simulated studies analysed by the plan: sums by indicator and method, whatever the number of studies."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.calibration.lots import Lot, seed
from pipeline.calibration.methods import Key, PlanMethod, plan_methods
from pipeline.calibration.studies import deal, population, small_studies
from pipeline.calibration.targets import Targets
from pipeline.contract.calibration import FAMILY, NEUTRAL, RATIOS
from pipeline.contract.indicators import Scale
from pipeline.estimate.estimate import Estimate
from pipeline.estimate.permutations import max_t_adjusted
from pipeline.estimate.sample import Sample
from pipeline.params import Params, Plan
from pipeline.stats.boschloo import keep_table
from pipeline.stats.holm import holm

SUMS = (
    "etudes", "annonces", "estimees", "ecarts", "ecarts_carres", "intervalles", "couverts", "bornes", "largeurs",
    "largeurs_carrees",
)  # fmt: skip
_ADJUSTED = "p_ajustee"
_MAX_T, _HOLM = "permutation", "difference_brute"  # the methods whose adjusted p-values the plan reads


def tally_lot(lot: Lot, params: Params, aims: Targets) -> pd.DataFrame:
    """Return the sums of the studies of `lot`: one row an indicator × method, columns `indicateur`, `methode`, `mesure`
    and `SUMS`.

    Only the parameters and the lot decide the numbers. Sums are of the distance to the value aimed at, on the scale of
    the logarithm for ratios.
    """
    calibration, design = params.calibration, params.demonstration.effectif_par_groupe
    samples, households = population(
        lot.scenario, design * lot.size, seed(calibration.graine, lot.scenario.name, str(lot.number)), params
    )
    rows = deal(households, lot.size)
    seeds = [seed(calibration.graine, lot.name, str(k)) for k in range(lot.size)]
    tally = _Tally(params.plan, aims)
    for study in small_studies(samples, rows, seeds, calibration.tirages):
        tally.add(study, plan_methods(heavy=False))
        tally.add_family(study)
    slow = plan_methods(heavy=True)
    if slow:
        for study in small_studies(samples, rows[: lot.heavy], seeds[: lot.heavy], calibration.tirages_lourds):
            tally.add(study, slow)
    return tally.frame()


@dataclass
class _Tally:
    plan: Plan
    aims: Targets
    sums: dict[Key, dict[str, float]] = field(default_factory=dict)
    p_values: dict[str, dict[str, float]] = field(default_factory=dict)

    def add(self, samples: Sequence[Sample], methods: Iterable[PlanMethod]) -> None:
        """Analyse one study."""
        self.p_values = {}
        for sample in samples:
            if sample.indicator.scale is Scale.BINARY:
                keep_table(len(sample.treated), len(sample.control))
        for method in methods:
            chosen = method.of(samples)
            for sample, estimate in zip(chosen, method.run(chosen), strict=True):
                self._count(method.key(sample), estimate)
                self.p_values.setdefault(method.name, {})[sample.indicator.name] = estimate.p_valeur

    def add_family(self, samples: Sequence[Sample]) -> None:
        """Count whether one secondary indicator at least is announced after adjustment."""
        members = [s for s in samples if s.indicator.name in self.plan.secondaires]
        if not members:
            return
        names = [s.indicator.name for s in members]
        own = np.array([self.p_values[_MAX_T].get(n, math.nan) for n in names])
        known = ~np.isnan(own)
        drawn = max_t_adjusted([s for s, k in zip(members, known, strict=True) if k])
        step_down = holm(np.array([self.p_values[_HOLM].get(n, math.nan) for n in names]))
        for method, adjusted in ((_MAX_T, np.fmax(drawn, own[known])), (_HOLM, step_down)):
            announced = bool((adjusted < 1 - self.plan.niveau).any())
            self._add(Key(FAMILY, method, _ADJUSTED), {"etudes": 1.0, "annonces": float(announced)})

    def _count(self, key: Key, e: Estimate) -> None:
        row = {"etudes": 1.0, "annonces": float(_announced(e, key, 1 - self.plan.niveau))}
        aim = _scaled(self.aims.of(key)[0], key)
        gap = _scaled(e.estimation, key) - aim
        if math.isfinite(gap):
            row |= {"estimees": 1.0, "ecarts": gap, "ecarts_carres": gap * gap}
        low, high = _scaled(e.ic_bas, key), _scaled(e.ic_haut, key)
        # A bound that does not exist excludes nothing on its side.
        if not (math.isnan(e.ic_bas) and math.isnan(e.ic_haut)) and math.isfinite(aim):
            inside = not (low > aim or high < aim)
            row |= {"intervalles": 1.0, "couverts": float(inside)}
            if math.isfinite(high - low):
                row |= {"bornes": 1.0, "largeurs": high - low, "largeurs_carrees": (high - low) ** 2}
        self._add(key, row)

    def _add(self, key: Key, row: dict[str, float]) -> None:
        total = self.sums.setdefault(key, dict.fromkeys(SUMS, 0.0))
        for name, value in row.items():
            total[name] += value

    def frame(self) -> pd.DataFrame:
        rows = [(*key, *sums.values()) for key, sums in self.sums.items()]
        return pd.DataFrame(rows, columns=["indicateur", "methode", "mesure", *SUMS])


def _announced(e: Estimate, key: Key, level: float) -> bool:
    """True when the method says that the groups differ: by its p, or by its interval where it has no p."""
    if not math.isnan(e.p_valeur):
        return e.p_valeur < level
    neutral = NEUTRAL.get(key.measure, math.nan)
    return e.ic_bas > neutral or e.ic_haut < neutral


def _scaled(value: float, key: Key) -> float:
    if key.measure not in RATIOS:
        return value
    return math.log(value) if value > 0 else -math.inf if value == 0 else math.nan
