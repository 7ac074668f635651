"""The file of candidates from which the two panels are chosen: the columns of `menages` that are known beforehand."""

from __future__ import annotations

from dataclasses import replace

from pipeline.contract.schema import Table
from pipeline.contract.tables import MENAGES

REQUIRED = ("menage_id", "groupe", "region", "profil")
KNOWN_BEFORE = (
    *REQUIRED,
    "bailleur",
    "motif",
    "statut_occupation",
    "composition",
    "nb_personnes",
    "tranche_age",
    "ressources_mensuelles",
    "typologie",
    "loyer_mensuel",
    "charges_mensuelles",
    "impaye_inclusion",
    "trouble_psychique",
)

# `accompagne`: a household entering the scheme; `temoin`: a household managed as usual.
CANDIDATES = Table(
    MENAGES.name,
    "Candidats",
    "Une ligne par ménage parmi lesquels choisir les deux panels.",
    key=("menage_id",),
    mandatory=True,
    columns=tuple(replace(MENAGES[name], required=name in REQUIRED) for name in KNOWN_BEFORE),
)
