"""The table `estimations`: one row per indicator × wave × method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd

from pipeline.contract.produced.estimates import ESTIMATIONS
from pipeline.estimate.catalogue import ESTIMATORS, Estimator
from pipeline.estimate.families import adjusted_p_values, family_of
from pipeline.estimate.reached import within_reach
from pipeline.estimate.sample import Sample


def estimations_table(samples: Sequence[Sample], methods: Sequence[Estimator] = ESTIMATORS) -> pd.DataFrame:
    """Return the rows of `samples`: indicators in the order of the contract, then waves, then methods in theirs."""
    rows = []
    for rank, method in enumerate(methods):
        places, measures = method.of(samples), method.measures
        estimates = method.run([samples[i] for i in places])
        for place, estimate in zip(places, estimates, strict=True):
            sample = samples[place]
            study, measure = sample.study, measures[sample.indicator.scale]
            rows.append(
                {
                    "ordre": (place, rank),
                    "edition": study.name,
                    "indicateur": sample.indicator.name,
                    "vague": sample.wave,
                    "famille": family_of(sample.indicator, study.plan),
                    "methode": method.name,
                    "mesure": measure,
                    "niveau": study.plan.niveau,
                    "sens_favorable": sample.indicator.favourable,
                    **asdict(within_reach(sample, measure, estimate)),
                }
            )
    rows.sort(key=lambda row: row["ordre"])
    table = ESTIMATIONS.frame(rows)
    return table.assign(p_ajustee=adjusted_p_values(table, samples))
