"""One lot of simulated studies analysed by the plan: sums by indicator and method, whatever the number of studies."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.calibration.lots import Lot, seed
from pipeline.calibration.methods import Key, PlanMethod, plan_methods, speaking_methods
from pipeline.calibration.studies import deal, design_of, population, small_studies
from pipeline.calibration.targets import Targets
from pipeline.contract.calibration import FAMILY, NEUTRAL, NO_EFFECT, RATIOS, looks_together
from pipeline.contract.indicators import Scale
from pipeline.estimate.estimate import Estimate
from pipeline.estimate.permutations import max_t_adjusted
from pipeline.estimate.sample import Sample
from pipeline.params import Params, Plan
from pipeline.stats.boschloo import keep_table
from pipeline.stats.holm import holm

SUMS = (
    "etudes", "annonces", "estimees", "ecarts", "ecarts_carres", "intervalles", "couverts", "intervalles_vrais",
    "couverts_vrais", "bornes", "largeurs", "largeurs_carrees",
)  # fmt: skip
_ADJUSTED = "p_ajustee"
_MAX_T, _HOLM = "permutation", "difference_brute"  # the methods whose adjusted p-values the plan reads


def tally_lot(lot: Lot, params: Params, aims: Targets) -> pd.DataFrame:
    """Return the sums of the studies of `lot`: one row an indicator × wave × method, columns `indicateur`, `vague`,
    `methode`, `mesure` and `SUMS`.

    Only the parameters and the lot decide the numbers. Sums are of the distance to the value aimed at, on the scale of
    the logarithm for ratios. Studies without effect are looked at in each edition, the others in the last.
    """
    calibration, name = params.calibration, lot.scenario.name
    graine = seed(calibration.graine, name, str(lot.number))
    whole = population(lot.scenario, lot.size, graine, params, looks=name == NO_EFFECT)
    rows = deal(whole.households, lot.size, design_of(params.controles))
    seeds = [seed(calibration.graine, lot.name, str(k)) for k in range(lot.size)]
    tally = _Tally(params.plan, aims)
    looks = (small_studies(samples, rows, seeds, calibration.tirages) for samples in whole.looks.values())
    for study in zip(*looks, strict=True):
        tally.add_looks(study)
        tally.add_family(study[-1])
    slow = plan_methods(heavy=True)
    if slow:
        for last in small_studies(whole.last, rows[: lot.heavy], seeds[: lot.heavy], calibration.tirages_lourds):
            tally.add(last, slow)
    return tally.frame()


@dataclass
class _Tally:
    plan: Plan
    aims: Targets
    sums: dict[Key, dict[str, float]] = field(default_factory=dict)
    p_values: dict[str, dict[str, float]] = field(default_factory=dict)
    excluding: list[tuple[Key, bool]] = field(default_factory=list)

    def add_looks(self, looks: Sequence[Sequence[Sample]]) -> None:
        """Analyse one study as each edition sees it, by all the methods in the last; then the looks together."""
        self.excluding = []
        for samples in looks[:-1]:
            self.add(samples, speaking_methods(self.plan))
        self.add(looks[-1], plan_methods(heavy=False))
        if len(looks) > 1 and self.excluding:
            together = looks_together([key.wave for key, _ in self.excluding])
            once = any(excluded for _, excluded in self.excluding)
            key = self.excluding[-1][0]._replace(wave=together)
            self._add(key, {"etudes": 1.0, "annonces": float(once)})

    def add(self, samples: Sequence[Sample], methods: Iterable[PlanMethod]) -> None:
        """Analyse one study."""
        self.p_values = {}
        for sample in samples:
            if sample.indicator.scale is Scale.BINARY:
                keep_table(len(sample.treated), len(sample.control))
        for method in methods:
            chosen = method.of(samples)
            for sample, estimate in zip(chosen, method.run(chosen), strict=True):
                key = method.key(sample)
                self._count(key, estimate)
                primary = key.indicator == self.plan.indicateur_principal
                if primary and method.name == self.plan.method_for(sample.indicator):
                    self.excluding.append((key, _excludes(estimate, key)))
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
            self._add(Key(FAMILY, members[0].wave, method, _ADJUSTED), {"etudes": 1.0, "annonces": float(announced)})

    def _count(self, key: Key, e: Estimate) -> None:
        row = {"etudes": 1.0, "annonces": float(_announced(e, key, 1 - self.plan.niveau))}
        aim, true = (_scaled(value, key) for value in self.aims.of(key))
        gap = _scaled(e.estimation, key) - aim
        if math.isfinite(gap):
            row |= {"estimees": 1.0, "ecarts": gap, "ecarts_carres": gap * gap}
        low, high = _scaled(e.ic_bas, key), _scaled(e.ic_haut, key)
        # A bound that does not exist excludes nothing on its side.
        if not (math.isnan(e.ic_bas) and math.isnan(e.ic_haut)):
            for value, of in ((aim, ""), (true, "_vrais")):
                if math.isfinite(value):
                    row |= {f"intervalles{of}": 1.0, f"couverts{of}": float(not (low > value or high < value))}
            if math.isfinite(aim) and math.isfinite(high - low):
                row |= {"bornes": 1.0, "largeurs": high - low, "largeurs_carrees": (high - low) ** 2}
        self._add(key, row)

    def _add(self, key: Key, row: dict[str, float]) -> None:
        total = self.sums.setdefault(key, dict.fromkeys(SUMS, 0.0))
        for name, value in row.items():
            total[name] += value

    def frame(self) -> pd.DataFrame:
        rows = [(*key, *sums.values()) for key, sums in self.sums.items()]
        return pd.DataFrame(rows, columns=["indicateur", "vague", "methode", "mesure", *SUMS])


def _announced(e: Estimate, key: Key, level: float) -> bool:
    """True when the method says that the groups differ: by its p, or by its interval where it has no p."""
    if not math.isnan(e.p_valeur):
        return e.p_valeur < level
    return _excludes(e, key)


def _excludes(e: Estimate, key: Key) -> bool:
    """True when the interval leaves out the value at which the groups do not differ."""
    neutral = NEUTRAL.get(key.measure, math.nan)
    return e.ic_bas > neutral or e.ic_haut < neutral


def _scaled(value: float, key: Key) -> float:
    if key.measure not in RATIOS:
        return value
    return math.log(value) if value > 0 else -math.inf if value == 0 else math.nan
