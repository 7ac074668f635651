"""From the tables of a delivery to the pathways of one edition."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.indicators.observed.study import observe
from pipeline.params import Edition, Parcours, Plan, Seuils
from pipeline.pathways.distribution import distribution_table, groups_of, months_in_states
from pipeline.pathways.monthly_states import states_table
from pipeline.pathways.populations import population_tables
from pipeline.pathways.sample import read_pathways
from pipeline.pathways.transitions import transition_shares
from pipeline.pathways.typology import make_typology


def compute_pathways(
    tables: Mapping[str, pd.DataFrame],
    indicators: pd.DataFrame,
    edition: Edition,
    seuils: Seuils,
    plan: Plan,
    parcours: Parcours,
) -> dict[str, pd.DataFrame]:
    """Return the tables of `contract.produced.pathways`.

    `tables`: the delivery's, as for the indicators; `indicators`: `indicateurs` of the edition. Everything is read at
    the indicators' clock: nothing after the freeze, nothing of a household after its withdrawal, nobody without
    consent. Row order of the input changes nothing.
    """
    study = observe(tables, edition, seuils)
    pathways = read_pathways(study, plan)
    typology = make_typology(pathways, plan, parcours)
    distributions = [
        distribution_table(pathways.states, groups_of(pathways)),
        distribution_table(typology.pathways.states, typology.sets),
    ]
    return {
        "etats": states_table(study, pathways.states),
        "repartition_etats": pd.concat(distributions, ignore_index=True),
        "transitions": transition_shares(pathways, plan.niveau),
        "mois_par_etat": months_in_states(pathways, plan, parcours),
        **typology.tables,
        **population_tables(study, indicators, plan.niveau),
    }
