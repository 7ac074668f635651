"""The table of the calibration: one row a simulated effect × indicator × method."""

from __future__ import annotations

CALIBRATION = (
    "effet",
    "force",
    "indicateur",
    "vague",
    "famille",
    "methode",
    "mesure",
    "etudes",
    "estimees",
    "cible",
    "effet_vrai",
    "biais",
    "biais_mc",
    "ecart_type",
    "annonces",
    "annonces_mc",
    "couverture",
    "couverture_mc",
    "largeur",
    "largeur_mc",
    "hors_norme",
)

NO_EFFECT = "nul"  # the name of the studies in which nobody is accompanied
FAMILY = "famille_secondaire"  # the row of a family: announced when one of its adjusted p-values is below the level
COVERAGE_NORM = (0.93, 0.97)  # of a 95 % interval; outside, the method is named where it is used
# Measures that are ratios: bias, spread and width are on the scale of their logarithm.
RATIOS = ("rapport_risques", "rapport_taux", "rapport_cotes")
# What each measure is worth where the groups do not differ; χ² has no such value, and no interval.
NEUTRAL = {
    "difference_risques": 0.0,
    "difference_moyennes": 0.0,
    "double_difference": 0.0,
    "difference_rmst": 0.0,
    "g_hedges": 0.0,
    "p_superiorite": 0.5,
    "rapport_risques": 1.0,
    "rapport_taux": 1.0,
    "rapport_cotes": 1.0,
}
