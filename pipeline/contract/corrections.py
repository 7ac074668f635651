"""The columns of `corrections.csv`, which lies with a delivery: one line a cell to be read otherwise."""

from __future__ import annotations

from collections.abc import Mapping

CORRECTED_RULE = "cellule_corrigee"  # the finding that says that a cell was read as corrected

CORRECTION_COLUMNS: Mapping[str, str] = {
    "fichier": "Fichier reçu, par son chemin dans la livraison.",
    "feuille": "Feuille du classeur ; vide pour un fichier texte.",
    "ligne": "Ligne telle que l’expéditeur la voit.",
    "colonne": "Colonne, par son nom du contrat ou son en-tête.",
    "ancienne": "Ce que la cellule contient ; si elle contient autre chose, la chaîne s’arrête.",
    "nouvelle": "Ce qu’il faut lire à la place ; vide : valeur manquante.",
    "motif": "Pourquoi.",
    "auteur": "Qui l’a décidé.",
    "date": "Quand.",
}
