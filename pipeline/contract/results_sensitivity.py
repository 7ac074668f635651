"""The tables of the sensitivity analyses: their columns, in order."""

from __future__ import annotations

SENSIBILITE = (
    "analyse",
    "variante",
    "libelle",
    "indicateur",
    "vague",
    "methode",
    "mesure",
    "estimation",
    "ic_bas",
    "ic_haut",
    "p_valeur",
    "n_accompagnes",
    "n_temoins",
    "valeur_accompagnes",
    "valeur_temoins",
    "sens_favorable",
    "note",
)
ANALYSES = (
    "troncature",
    "definitions",
    "manquants",
    "confusion",
    "precision",
    "bayes",
    "heterogeneite",
    "bailleurs",
    "multiplicite",
    "methodes",
)
MANQUANTS_MOTIFS = ("indicateur", "vague", "groupe", "motif", "libelle", "effectif")
DENSITES = ("lecture", "difference", "avant", "apres")  # Bayesian reading: densities of p1 − p0
ECARTS_MENSUELS = (
    "lecture",
    "mois",
    "difference",
    "ic_bas",
    "ic_haut",
    "bande_basse",
    "bande_haute",
    "n_accompagnes",
    "n_temoins",
)
