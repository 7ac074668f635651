"""Simulated studies: one large synthetic study, lived and measured like the demonstration, dealt into small ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.calibration.lots import Scenario
from pipeline.estimate.sample import AnalysedStudy, Integers, Sample, read_samples, read_study
from pipeline.indicators.edition import compute_edition
from pipeline.params import Params
from pipeline.synthetic.study import make_study


def population(scenario: Scenario, per_group: int, graine: int, params: Params) -> tuple[list[Sample], pd.DataFrame]:
    """Return the samples at the horizon of one study of `2 × per_group` households, and its households.

    The tables are those of `pipeline.synthetic` without planted cases, the indicators those of `pipeline.indicators`
    for the edition with the longest horizon. The samples have the order of the households. Without effect, nobody is
    accompanied: the two groups are exchangeable within pairs.
    """
    name, edition = max(params.editions.items(), key=lambda item: (item[1].horizon, item[1].gel))
    size = {"graine": graine, "effectif_par_groupe": per_group, "mois_avant_inclusion": 0}
    drawn = make_study(
        scenario.of(params.demonstration).model_copy(update=size), cases=False, accompanied=scenario.strength != 0
    )
    measured = compute_edition(drawn.tables, edition, params.seuils, params.controles)
    study = read_study(name, edition, measured["inclusions"], params.plan)
    samples = read_samples(study, measured["indicateurs"], measured["durees"])
    households = measured["inclusions"].sort_values("menage_id", kind="stable", ignore_index=True)
    return [s for s in samples if s.wave == study.wave], households


def deal(households: pd.DataFrame, number: int) -> list[Integers]:
    """Return the rows of `households` of each of `number` studies: pairs kept together, profiles shared equally.

    In the order of profile and pair, the r-th household of a group goes to study r modulo `number`: where the sizes
    divide, every study has exactly the design's quota of each profile.
    """
    order = households.assign(paire_id=households["paire_id"].fillna("~"))
    order = order.sort_values(["profil", "paire_id", "menage_id"], kind="stable")
    rank = order.groupby("groupe", sort=False).cumcount().to_numpy() % number
    rows = order.index.to_numpy()
    return [np.sort(rows[rank == k]).astype(np.int64) for k in range(number)]


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
            treated=whole.treated[chosen],
            strata=whole.strata[chosen],
        )
        yield [_restricted(sample, study, chosen) for sample in samples]


def _restricted(sample: Sample, study: AnalysedStudy, rows: Integers) -> Sample:
    return replace(
        sample,
        study=study,
        outcome=sample.outcome[rows],
        exposure=None if sample.exposure is None else sample.exposure[rows],
        events=None if sample.events is None else sample.events[rows],
        baseline=None if sample.baseline is None else sample.baseline[rows],
        concerned=None if sample.concerned is None else sample.concerned[rows],
    )
