"""The table of the calibration: one row a simulated setting × indicator × wave × method."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.contract.methods import MEASURES, MeasureKind

CALIBRATION = (
    "effet",
    "force",
    "menaces",
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
    "couverture_vraie",
    "couverture_vraie_mc",
    "largeur",
    "largeur_mc",
    "hors_norme",
)
CALIBRATION_KEY = ("indicateur", "vague", "methode", "mesure", "effet")  # what names a row

NO_EFFECT = "nul"  # the name of the studies in which nobody is accompanied
FAMILY = "famille_secondaire"  # the row of a family: announced when one of its adjusted p-values is below the level
COVERAGE_NORM = (0.93, 0.97)  # of a 95 % interval; outside, the method is named where it is used


def looks_together(waves: Sequence[str]) -> str:
    """Return the `vague` of the row that counts the studies in which one look at least announces something.

    >>> looks_together(["M12", "M24"])
    'M12+M24'
    """
    return "+".join(waves)


# Measures that are ratios: bias, spread and width are on the scale of their logarithm.
RATIOS = tuple(m.name for m in MEASURES.values() if m.kind is MeasureKind.RATIO)
# What each measure is worth where the groups do not differ; χ² has no such value, and no interval.
NEUTRAL = {m.name: m.neutral for m in MEASURES.values() if m.neutral is not None}
