"""All the estimates of one edition: the tables that the report reads."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.estimate.baseline import baseline_table
from pipeline.estimate.durations import incidence_table, survival_table
from pipeline.estimate.estimations import estimations_table
from pipeline.estimate.sample import read_samples, read_study
from pipeline.estimate.trajectories import evolutions_table, trajectories_table
from pipeline.params import Edition, Plan


def estimate_edition(
    name: str, edition: Edition, tables: Mapping[str, pd.DataFrame], plan: Plan
) -> dict[str, pd.DataFrame]:
    """Return the tables `estimations`, `comparabilite`, `survie`, `incidences`, `trajectoires`, `evolutions`.

    `tables`: `inclusions` (the analysed households), `indicateurs`, `durees`, `suivi_mensuel`, in the columns of the
    contract. Row order of the input changes nothing. Differences are accompanied − control.
    """
    study = read_study(name, edition, tables["inclusions"], plan)
    samples = read_samples(study, tables["indicateurs"], tables["durees"])
    durations = samples[-1]
    return {
        "estimations": estimations_table(samples),
        "comparabilite": baseline_table(tables["inclusions"]),
        "survie": survival_table(durations),
        "incidences": incidence_table(durations, tables["durees"]),
        "trajectoires": trajectories_table(tables["suivi_mensuel"], plan.niveau),
        "evolutions": evolutions_table(tables["indicateurs"], plan.niveau),
    }
