"""All the estimates of one edition: the tables that the report reads."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.estimate.balance import balance_table
from pipeline.estimate.baseline import baseline_table
from pipeline.estimate.cost_effectiveness import acceptability_table, is_primary_gain, plane_table
from pipeline.estimate.durations import incidence_table, survival_table
from pipeline.estimate.estimations import estimations_table
from pipeline.estimate.inclusion_gaps import inclusion_gaps_table
from pipeline.estimate.sample import read_samples, read_study
from pipeline.estimate.trajectories import evolutions_table, trajectories_table
from pipeline.params import Couts, Edition, Plan


def estimate_edition(
    name: str, edition: Edition, tables: Mapping[str, pd.DataFrame], plan: Plan, couts: Couts | None = None
) -> dict[str, pd.DataFrame]:
    """Return the tables `estimations`, `comparabilite`, `equilibre`, `survie`, `incidences`, `trajectoires`,
    `evolutions`, `ecarts_inclusion`, `plan_cout_efficacite`, `acceptabilite`.

    `tables`: `inclusions` (the analysed households), `indicateurs`, `durees`, `suivi_mensuel`, and `couts_menages`
    where something was spent, in the columns of the contract. Row order of the input changes nothing. Differences are
    accompanied − control. `couts`: how far acceptability is drawn (None: the defaults).
    """
    study = read_study(name, edition, tables["inclusions"], plan, tables.get("couts_menages"))
    samples = read_samples(study, tables["indicateurs"], tables["durees"])
    durations = samples[-1]
    evolutions = evolutions_table(tables["indicateurs"], plan.niveau)
    bought = next((sample for sample in samples if is_primary_gain(sample)), None)
    return {
        "estimations": estimations_table(samples),
        "comparabilite": baseline_table(tables["inclusions"]),
        "equilibre": balance_table(study, tables["inclusions"]),
        "survie": survival_table(durations),
        "incidences": incidence_table(durations, tables["durees"]),
        "trajectoires": trajectories_table(tables["suivi_mensuel"], plan.niveau),
        "evolutions": evolutions,
        "ecarts_inclusion": inclusion_gaps_table(evolutions),
        "plan_cout_efficacite": plane_table(bought),
        "acceptabilite": acceptability_table(bought, (couts or Couts()).seuil_acceptabilite_max),
    }
