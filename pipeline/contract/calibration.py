"""The table of the calibration: one row a simulated effect × indicator × method."""

from __future__ import annotations

from pipeline.contract.methods import MEASURES, MeasureKind

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
CALIBRATION_KEY = ("indicateur", "methode", "mesure", "effet")  # what names a row

NO_EFFECT = "nul"  # the name of the studies in which nobody is accompanied
FAMILY = "famille_secondaire"  # the row of a family: announced when one of its adjusted p-values is below the level
COVERAGE_NORM = (0.93, 0.97)  # of a 95 % interval; outside, the method is named where it is used
# Measures that are ratios: bias, spread and width are on the scale of their logarithm.
RATIOS = tuple(m.name for m in MEASURES.values() if m.kind is MeasureKind.RATIO)
# What each measure is worth where the groups do not differ; χ² has no such value, and no interval.
NEUTRAL = {m.name: m.neutral for m in MEASURES.values() if m.neutral is not None}
