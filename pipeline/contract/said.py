"""The two files that say what a report says: their columns in order, and what each one holds."""

from __future__ import annotations

from collections.abc import Mapping

AFFIRMATIONS: Mapping[str, str] = {  # one line a statement on a difference that is printed
    "document": "Document où la phrase est imprimée.",
    "section": "Texte du document : le nom de son fichier sous `textes/`.",
    "indicateur": "Nom de l’indicateur.",
    "vague": "Vague.",
    "methode": (
        "Méthode qui parle, d’une ligne d’`estimations`. Pour un écart d’une autre table, `table/ligne/méthode` : "
        "autre définition, autre public ou analyse de sensibilité, à côté de ce que dit la méthode du plan."
    ),
    "mesure": "Ce que mesure l’estimation.",
    "famille": "Place dans le plan : `principal`, `secondaire`, `exploratoire` ; vide pour une analyse de sensibilité.",
    "sens": "`favorable`, `defavorable`, `nul` (à la précision imprimée), ou vide quand aucun sens n’est favorable.",
    "estimation": "Estimation.",
    "ic_bas": "Borne basse de l’intervalle.",
    "ic_haut": "Borne haute de l’intervalle.",
    "phrase": "La phrase imprimée.",
}
CHIFFRES: Mapping[str, str] = {  # one line a number printed in a sentence
    "code": "Section et rang du nombre dans la section.",
    "document": "Document où le nombre est imprimé.",
    "section": "Texte du document (nom de son fichier sous `textes/`), ou légende : « figure_… », « tableau_… ».",
    "texte": "Le nombre tel qu’il est imprimé.",
    "valeur": "Le nombre de la table, sans arrondi ni changement d’unité.",
    "unite": "Unité dans laquelle il est imprimé.",
    "table": "Table d’où il vient.",
    "cle": "Ligne de la table : `colonne=valeur;…` ; pour un nombre de lignes, lesquelles.",
    "colonne": "Colonne, ou calcul sur des colonnes ; `lignes` : nombre de lignes ; `note` : valeur d’une note.",
}
