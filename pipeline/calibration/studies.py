"""Simulated studies: one large synthetic study, lived and measured like the demonstration, dealt into small ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd

from pipeline.calibration.lots import Scenario
from pipeline.contract.codes import ACCOMPAGNE
from pipeline.estimate.sample import AnalysedStudy, Composite, Integers, Sample, read_samples, read_study
from pipeline.indicators.edition import compute_edition
from pipeline.params import Controles, Demonstration, Params
from pipeline.synthetic.dealing import dealt
from pipeline.synthetic.study import lived_twice, make_study


@dataclass(frozen=True)
class Design:
    """The sizes of the two groups of a study, as the plan foresees them."""

    accompanied: int
    controls: int

    @property
    def per_group(self) -> int:
        """Households of each group that a study is taken from."""
        return max(self.accompanied, self.controls)


def design_of(controls: Controles) -> Design:
    """Return the design that is simulated: the sizes that `controles` foresees."""
    return Design(controls.effectif_prevu_accompagnes, controls.effectif_prevu_temoins)


@dataclass(frozen=True)
class LargeStudy:
    """A large study: the samples at the horizon of each edition, shortest first, and its households in their order."""

    looks: Mapping[str, list[Sample]]
    households: pd.DataFrame

    @property
    def last(self) -> list[Sample]:
        """The samples at the longest horizon."""
        return list(self.looks.values())[-1]


def population(scenario: Scenario, studies: int, graine: int, params: Params, *, looks: bool = False) -> LargeStudy:
    """Return a study large enough to be dealt into `studies`, seen at the longest horizon, or (`looks`) at each.

    The tables are those of `pipeline.synthetic` without planted cases, the indicators those of `pipeline.indicators`.
    The samples have the order of the households. Without effect, nobody is accompanied: the two groups are exchangeable
    within pairs, unless they were chosen.
    """
    drawn = make_study(
        _demonstration(scenario, studies, graine, params),
        cases=False,
        accompanied=scenario.strength != 0,
        threats=scenario.threats,
        studies=studies,
    )
    return _measured(drawn.tables, params, looks=looks)


def both_worlds(scenario: Scenario, studies: int, graine: int, params: Params) -> list[Sample]:
    """Return the samples at the longest horizon of a study in which each household is lived twice, and all are seen."""
    demonstration = _demonstration(scenario, studies, graine, params)
    return _measured(lived_twice(demonstration, scenario.threats, studies), params, looks=False).last


def deal(households: pd.DataFrame, number: int, design: Design) -> list[Integers]:
    """Return the rows of `households` of each of `number` studies: pairs kept together, profiles shared equally.

    Where one group is smaller than the other, its households are taken evenly along the profiles.
    """
    rows, study = dealt(households, number)
    treated = (households["groupe"] == ACCOMPAGNE).to_numpy()[rows]
    sizes = {True: design.accompanied, False: design.controls}
    studies = []
    for k in range(number):
        chosen = [_evenly(rows[(study == k) & (treated == group)], size) for group, size in sizes.items()]
        studies.append(np.sort(np.concatenate(chosen)).astype(np.int64))
    return studies


def small_studies(
    samples: Sequence[Sample], rows: Sequence[Integers], seeds: Sequence[int], draws: int
) -> Iterator[list[Sample]]:
    """Yield the samples of each small study, `rows` its households; `seeds` and `draws` become those of its plan."""
    whole = samples[0].study
    for chosen, graine in zip(rows, seeds, strict=True):
        study = replace(
            whole,
            plan=whole.plan.model_copy(update={"graine": graine, "tirages": draws}),
            households=whole.households[chosen],
            **_of_households(whole, chosen),
        )
        yield [_restricted(sample, study, chosen) for sample in samples]


def _demonstration(scenario: Scenario, studies: int, graine: int, params: Params) -> Demonstration:
    per_group = design_of(params.controles).per_group * studies
    size = {"graine": graine, "effectif_par_groupe": per_group, "mois_avant_inclusion": 0}
    return scenario.of(params.demonstration).model_copy(update=size)


def _measured(tables: Mapping[str, pd.DataFrame], params: Params, *, looks: bool) -> LargeStudy:
    editions = sorted(params.editions.items(), key=lambda item: (item[1].horizon, item[1].gel))
    found: dict[str, list[Sample]] = {}
    households = pd.DataFrame()
    for name, edition in editions if looks else editions[-1:]:
        measured = compute_edition(tables, edition, params.seuils, params.controles)
        study = read_study(name, edition, measured["inclusions"], params.plan)
        samples = read_samples(study, measured["indicateurs"], measured["durees"])
        found[study.wave] = [s for s in samples if s.wave == study.wave]
        households = measured["inclusions"].sort_values("menage_id", kind="stable", ignore_index=True)
    return LargeStudy(found, households)


def _evenly(rows: Integers, size: int) -> Integers:
    return rows[np.arange(size) * len(rows) // size] if size < len(rows) else rows


def _restricted(sample: Sample, study: AnalysedStudy, rows: Integers) -> Sample:
    return replace(sample, study=study, **_of_households(sample, rows))


def _of_households(whole: Any, rows: Integers) -> dict[str, Any]:
    """The fields of `whole` that have one value a household, at `rows`; those inside what a field holds too."""
    found: dict[str, Any] = {}
    for field in fields(whole):
        value = getattr(whole, field.name)
        if isinstance(value, np.ndarray):
            found[field.name] = value[rows]
        elif isinstance(value, Composite):
            found[field.name] = replace(value, **_of_households(value, rows))
    return found
