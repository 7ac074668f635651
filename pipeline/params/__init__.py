"""The parameters: one frozen class a section of `params.yaml`, unknown keys refused, defaults of the contract."""

from pipeline.params.load import Params, load_params, with_changes
from pipeline.params.plan import Estimateurs, Plan
from pipeline.params.section import EditionName
from pipeline.params.sections import (
    Calibration,
    Confidentialite,
    Controles,
    Couts,
    Demonstration,
    Dispositif,
    Donnees,
    Edition,
    Menaces,
    Montant,
    Parcours,
    Publique,
    Rapport,
    Seuils,
)

__all__ = [
    "Calibration",
    "Confidentialite",
    "Controles",
    "Couts",
    "Demonstration",
    "Dispositif",
    "Donnees",
    "Edition",
    "EditionName",
    "Estimateurs",
    "Menaces",
    "Montant",
    "Params",
    "Parcours",
    "Plan",
    "Publique",
    "Rapport",
    "Seuils",
    "load_params",
    "with_changes",
]
