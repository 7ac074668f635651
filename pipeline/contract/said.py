"""The two files that say what a report says: their columns, in order."""

from __future__ import annotations

AFFIRMATIONS = (  # one line a statement on a difference that is printed
    "document",
    "section",
    "indicateur",
    "vague",
    "methode",
    "mesure",
    "famille",
    "sens",
    "estimation",
    "ic_bas",
    "ic_haut",
    "phrase",
)
CHIFFRES = (  # one line a number printed in a sentence
    "code",
    "document",
    "section",
    "texte",
    "valeur",
    "unite",
    "table",
    "cle",
    "colonne",
)
