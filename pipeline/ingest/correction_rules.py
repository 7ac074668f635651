"""What is said of the evaluator's corrections: applied, impossible, not filled in yet."""

from __future__ import annotations

from pipeline.contract.findings import Gravity, Rule

CORRECTED = Rule(
    "cellule_corrigee",
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

CORRECTION_RULES = (CORRECTED, CORRECTION_FAILED, CORRECTION_PENDING)
