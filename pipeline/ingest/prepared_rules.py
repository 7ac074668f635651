"""What is said of lines that we prepared: corrections, applied or not; rows of a workbook that came back empty."""

from __future__ import annotations

from pipeline.contract.corrections import CORRECTED_RULE
from pipeline.contract.findings import Gravity, Rule

CORRECTED = Rule(
    CORRECTED_RULE,
    Gravity.WARNING,
    "Cellule corrigée à la lecture",
    "Rien à faire ; faire corriger le fichier par l’expéditeur, puis retirer la ligne de « corrections.csv ».",
)
CORRECTION_FAILED = Rule(
    "correction_impossible",
    Gravity.BLOCKING,
    "Correction qui ne s’applique plus",
    "Revoir la ligne de « corrections.csv » d’après le fichier reçu, ou la retirer.",
)
CORRECTION_PENDING = Rule(
    "correction_a_completer",
    Gravity.WARNING,
    "Correction préparée, pas encore écrite",
    "Écrire dans « corrections.csv » la nouvelle valeur, le motif, l’auteur et la date, ou retirer la ligne.",
)

UNFILLED_ROWS = Rule(
    "lignes_non_remplies",
    Gravity.WARNING,
    "Lignes préparées, non remplies",
    "Rien à faire si rien n’était à transmettre ; sinon demander à l’expéditeur de les remplir.",
)

PREPARED_RULES = (CORRECTED, CORRECTION_FAILED, CORRECTION_PENDING, UNFILLED_ROWS)
