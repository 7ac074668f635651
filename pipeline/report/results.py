"""What the report is made of: the processed tables of one edition, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.contract.calibration import CALIBRATION
from pipeline.contract.results import (
    ACCEPTABILITE,
    AIDES,
    COMPARABILITE,
    CONSTATS,
    COOPERATIVE,
    COUTS,
    COUTS_RATIOS,
    COUTS_SEMESTRES,
    COUTS_SENSIBILITE,
    COUVERTURE,
    DISSEMBLANCE,
    DOSE_RESULTATS,
    EQUILIBRE,
    ESTIMATIONS,
    EVOLUTIONS,
    FLUX,
    INCIDENCES,
    LOYERS,
    MISE_EN_OEUVRE,
    MOIS_PAR_ETAT,
    PLAN_COUT_EFFICACITE,
    POPULATIONS,
    PREMIER_IMPAYE,
    REPARTITION_ETATS,
    SURVIE,
    TAUX_EFFORT,
    TRAJECTOIRES,
    TRANSITIONS,
    TYPES,
    TYPES_NOMBRE,
)
from pipeline.contract.results_sensitivity import DENSITES, ECARTS_MENSUELS, MANQUANTS_MOTIFS, SENSIBILITE

ECHEANCIER = ("action", "trimestre", "etape", "source")  # the note's schedule, from the reference tables


def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})


@dataclass(frozen=True)
class EditionResults:
    """The processed tables of one edition, as the stages before wrote them.

    The frames have the columns of `contract.results` (`constats`: `CONSTATS`); an empty frame means that nothing
    could be computed. `fichiers`: one mapping a file and sheet read (`fichier`, `feuille`, `table`, `format`,
    `encodage`, `separateur`, `lignes`, …). `tables_absentes`: the optional tables that were not delivered.
    """

    estimations: pd.DataFrame = field(default_factory=lambda: _empty(ESTIMATIONS))
    comparabilite: pd.DataFrame = field(default_factory=lambda: _empty(COMPARABILITE))
    equilibre: pd.DataFrame = field(default_factory=lambda: _empty(EQUILIBRE))
    survie: pd.DataFrame = field(default_factory=lambda: _empty(SURVIE))
    incidences: pd.DataFrame = field(default_factory=lambda: _empty(INCIDENCES))
    trajectoires: pd.DataFrame = field(default_factory=lambda: _empty(TRAJECTOIRES))
    evolutions: pd.DataFrame = field(default_factory=lambda: _empty(EVOLUTIONS))
    flux: pd.DataFrame = field(default_factory=lambda: _empty(FLUX))
    plan_cout_efficacite: pd.DataFrame = field(default_factory=lambda: _empty(PLAN_COUT_EFFICACITE))
    acceptabilite: pd.DataFrame = field(default_factory=lambda: _empty(ACCEPTABILITE))
    mise_en_oeuvre: pd.DataFrame = field(default_factory=lambda: _empty(MISE_EN_OEUVRE))
    dose_resultats: pd.DataFrame = field(default_factory=lambda: _empty(DOSE_RESULTATS))
    aides: pd.DataFrame = field(default_factory=lambda: _empty(AIDES))
    couts: pd.DataFrame = field(default_factory=lambda: _empty(COUTS))
    couts_semestres: pd.DataFrame = field(default_factory=lambda: _empty(COUTS_SEMESTRES))
    couts_ratios: pd.DataFrame = field(default_factory=lambda: _empty(COUTS_RATIOS))
    couts_sensibilite: pd.DataFrame = field(default_factory=lambda: _empty(COUTS_SENSIBILITE))
    cooperative: pd.DataFrame = field(default_factory=lambda: _empty(COOPERATIVE))
    couverture: pd.DataFrame = field(default_factory=lambda: _empty(COUVERTURE))
    loyers: pd.DataFrame = field(default_factory=lambda: _empty(LOYERS))
    taux_effort: pd.DataFrame = field(default_factory=lambda: _empty(TAUX_EFFORT))
    repartition_etats: pd.DataFrame = field(default_factory=lambda: _empty(REPARTITION_ETATS))
    transitions: pd.DataFrame = field(default_factory=lambda: _empty(TRANSITIONS))
    mois_par_etat: pd.DataFrame = field(default_factory=lambda: _empty(MOIS_PAR_ETAT))
    types: pd.DataFrame = field(default_factory=lambda: _empty(TYPES))
    types_nombre: pd.DataFrame = field(default_factory=lambda: _empty(TYPES_NOMBRE))
    dissemblance: pd.DataFrame = field(default_factory=lambda: _empty(DISSEMBLANCE))
    populations: pd.DataFrame = field(default_factory=lambda: _empty(POPULATIONS))
    premier_impaye: pd.DataFrame = field(default_factory=lambda: _empty(PREMIER_IMPAYE))
    echeancier: pd.DataFrame = field(default_factory=lambda: _empty(ECHEANCIER))
    sensibilite: pd.DataFrame = field(default_factory=lambda: _empty(SENSIBILITE))
    manquants_motifs: pd.DataFrame = field(default_factory=lambda: _empty(MANQUANTS_MOTIFS))
    densites: pd.DataFrame = field(default_factory=lambda: _empty(DENSITES))
    ecarts_mensuels: pd.DataFrame = field(default_factory=lambda: _empty(ECARTS_MENSUELS))
    constats: pd.DataFrame = field(default_factory=lambda: _empty(CONSTATS))
    calibration: pd.DataFrame = field(default_factory=lambda: _empty(CALIBRATION))
    calibration_reglages: Mapping[str, Any] = field(default_factory=dict)
    fichiers: tuple[Mapping[str, Any], ...] = ()
    tables_absentes: tuple[str, ...] = ()
