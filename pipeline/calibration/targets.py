"""What each method aims at in each setting: its value in a large population, and the true effect beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.calibration.lots import Scenario, seed
from pipeline.calibration.methods import Key, PlanMethod, plan_methods
from pipeline.calibration.studies import Design, LargeStudy, both_worlds, deal, design_of, population, small_studies
from pipeline.contract.calibration import NEUTRAL
from pipeline.estimate.sample import Sample
from pipeline.params import Params

_SAME_AS = {"permutation": "difference_brute", "rmst_permutation": "rmst"}  # the same estimate, another interval or p
# Where nothing is missing and nothing differs at inclusion, weights and imputations change nothing.
_TRUE_AS = {"ponderation": "difference_brute", "imputation": "ancova"}
# A method whose time grows with the square of the households: the mean over parts of the population, whose size its
# bias is negligible at.
_IN_PARTS = ("imputation",)
_PART, _PARTS = 10, 8  # studies of a part, and parts at most
_FEW = 5  # imputations of each part: the mean over the parts does the rest


@dataclass(frozen=True)
class Targets:
    """The values aimed at and the true effects, by key; neutral ones (`found` is None) where the groups are alike."""

    found: Mapping[Key, tuple[float, float]] | None

    def of(self, key: Key) -> tuple[float, float]:
        """Return the value aimed at and the true effect, `nan` where there is none (χ² aims at nothing)."""
        if key.measure not in NEUTRAL:
            return math.nan, math.nan
        if self.found is None:
            return NEUTRAL[key.measure], NEUTRAL[key.measure]
        return self.found.get(key, (math.nan, math.nan))


def as_frame(aims: Targets) -> pd.DataFrame:
    """Return the values aimed at and the true effects as a table, a row a key; no row where the neutral ones serve."""
    rows = [(*key, *values) for key, values in (aims.found or {}).items()]
    return pd.DataFrame(rows, columns=_COLUMNS)


def from_frame(frame: pd.DataFrame) -> Targets:
    """Return what `as_frame` wrote."""
    rows = frame.itertuples(index=False, name=None)
    found = {Key(*map(str, row[:4])): (float(row[4]), float(row[5])) for row in rows}
    return Targets(found or None)


_COLUMNS = ["indicateur", "vague", "methode", "mesure", "cible", "effet_vrai"]


def targets(scenario: Scenario, params: Params) -> Targets:
    """Return what the methods aim at in a simulated setting, and what they should say.

    The value aimed at is what the method gives in a population of `calibration.population` households chosen and
    observed as the studies are: what the studies spread around. The true effect is what it gives where each of these
    households is lived twice with the same luck, with the support and without, and all are seen to the end: the two
    differ by the bias of the choice and of the exits. Without effect both are neutral, unless the panels are chosen.
    """
    if scenario.strength == 0 and not scenario.threatened:
        return Targets(None)
    calibration = params.calibration
    studies = max(1, calibration.population // (2 * design_of(params.controles).per_group))
    graine = seed(calibration.graine, scenario.name, "cible")
    methods = [*plan_methods(heavy=False), *(plan_methods(heavy=True) if calibration.etudes_lourdes else ())]
    seen = population(scenario, studies, graine, params)
    aimed = _aimed(methods, seen, studies, params)
    true = _true(methods, both_worlds(scenario, studies, graine, params))
    return Targets({key: (value, true.get(key, math.nan)) for key, value in aimed.items()})


def _aimed(methods: Sequence[PlanMethod], seen: LargeStudy, studies: int, params: Params) -> dict[Key, float]:
    parts = list(_parts(seen, studies, design_of(params.controles)))
    found: dict[Key, float] = {}
    for method in methods:
        if method.name not in _SAME_AS:
            found |= _values(method, parts if method.name in _IN_PARTS else [seen.last])
    return _completed(methods, seen.last, found, _SAME_AS)


def _true(methods: Sequence[PlanMethod], samples: Sequence[Sample]) -> dict[Key, float]:
    same = {**_SAME_AS, **_TRUE_AS}
    found: dict[Key, float] = {}
    for method in methods:
        if method.name not in same:
            found |= _values(method, [samples])
    return _completed(methods, samples, found, same)


def _completed(
    methods: Sequence[PlanMethod], samples: Sequence[Sample], found: dict[Key, float], same: Mapping[str, str]
) -> dict[Key, float]:
    """`found` with the methods that give what another one gives."""
    for method in methods:
        for sample in method.of(samples) if method.name in same else ():
            key = method.key(sample)
            found[key] = found.get(key._replace(method=same[method.name]), math.nan)
    return found


def _parts(seen: LargeStudy, studies: int, design: Design) -> Iterator[list[Sample]]:
    plan = seen.last[0].study.plan.model_copy(update={"imputations": _FEW})
    study = replace(seen.last[0].study, plan=plan)
    number = max(1, studies // _PART)
    whole = Design(design.per_group * studies // number, design.per_group * studies // number)
    rows = deal(seen.households, number, whole)[:_PARTS]
    yield from small_studies([replace(s, study=study) for s in seen.last], rows, range(len(rows)), draws=1)


def _values(method: PlanMethod, parts: Sequence[Sequence[Sample]]) -> dict[Key, float]:
    """Return the mean over the parts of what a method gives, on the scale of differences."""
    by_key: dict[Key, list[float]] = {}
    for part in parts:
        chosen = method.of(part)
        for sample, estimate in zip(chosen, method.run(chosen), strict=True):
            by_key.setdefault(method.key(sample), []).append(estimate.estimation)
    return {key: sum(values) / len(values) for key, values in by_key.items()}
