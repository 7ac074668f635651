"""What is known at inclusion that a model can adjust on as it stands: numbers, yes/no."""

from __future__ import annotations

COVARIATES = (
    "nb_personnes",
    "ressources_mensuelles",
    "loyer_mensuel",
    "charges_mensuelles",
    "impaye_inclusion",
    "trouble_psychique",
    "taux_effort",
    "lsns6",
    "ucla3",
    "who5",
)
