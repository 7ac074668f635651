"""What the checks write: the findings, one by one and counted."""

from __future__ import annotations

from pipeline.contract.produced.columns import code, count, rank, text
from pipeline.contract.produced.entry import Produced

# fmt: off
# ruff: noqa: E501 (one line a column)

REJETS = Produced(
    "rejets",
    "Une ligne par constat : cellule ou ligne non lue, avertissement, défaut bloquant. Document restreint : les valeurs y figurent.",
    (
        code("table", "Table concernée."),
        text("fichier", "Chemin du fichier dans la livraison."),
        text("feuille", "Feuille du classeur."),
        rank("ligne", "Ligne telle que l’expéditeur la voit."),
        code("colonne", "Colonne, sous son nom du contrat ; l’en-tête de l’expéditeur pour une colonne inconnue."),
        text("valeur", "Valeur telle qu’elle est écrite ; masquée si elle identifie une personne."),
        text("motif", "Ce qui ne va pas."),
        code("gravite", "`bloquant`, `avertissement` ou `rejet`."),
    ),
    key=(),
    stage="validate",
    by_edition=False,
)

CONSTATS = Produced(
    "constats",
    "Les constats comptés par règle, table, fichier et colonne : ce que le rapport montre. Ni pseudonyme, ni valeur.",
    (
        code("regle", "Nom de la règle (`docs/messages.md`)."),
        code("gravite", "`bloquant`, `avertissement`, `rejet` ou `accepte` : un avertissement que l’évaluateur a accepté."),
        code("table", "Table concernée."),
        text("fichier", "Chemin du fichier dans la livraison."),
        text("expediteur", "Qui a envoyé le fichier."),
        code("colonne", "Colonne, sous son nom du contrat."),
        count("effectif", "Nombre de constats."),
        text("lignes", "Exemples de lignes, telles que l’expéditeur les voit."),
        text("titre", "Ce que c’est, en peu de mots."),
        text("motif", "Ce qui ne va pas."),
        text("action", "Que faire ; pour un avertissement accepté, pourquoi il l’est."),
    ),
    key=("regle", "table", "fichier", "colonne", "motif"),
    stage="validate",
    read_by=("elements",),
    by_edition=False,
)
