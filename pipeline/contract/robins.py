"""ROBINS-I (2016): the seven domains, the judgements, and how the overall judgement follows from the domains.

Sterne J. A. C. et al. (2016), BMJ 355:i4919, table 2: the overall judgement is at least as severe as the worst domain.
"""

from __future__ import annotations

from collections.abc import Iterable

# fmt: off
DOMAINS: dict[str, str] = {
    "confusion": "Facteurs de confusion",
    "selection": "Sélection des ménages dans l’étude",
    "classement": "Classement des ménages dans les groupes",
    "ecarts": "Écarts à l’accompagnement prévu",
    "manquants": "Données manquantes",
    "mesure": "Mesure des résultats",
    "restitution": "Choix des résultats rapportés",
}
JUDGEMENTS: dict[str, str] = {
    "faible": "faible",
    "modere": "modéré",
    "serieux": "sérieux",
    "critique": "critique",
    "sans_information": "sans information",
}
DIRECTIONS: dict[str, str] = {
    "": "",
    "favorise_accompagnes": "en faveur des accompagnés",
    "favorise_temoins": "en faveur des témoins",
    "vers_zero": "vers l’absence d’écart",
    "imprevisible": "imprévisible",
}
TARGET_TRIAL: dict[str, str] = {
    "population": "Population",
    "intervention": "Intervention",
    "comparateur": "Comparateur",
    "attribution": "Attribution des groupes",
    "suivi": "Début et durée du suivi",
    "resultat": "Résultat principal",
    "effet": "Effet visé",
}
# fmt: on

_SEVERITY = ("faible", "modere", "serieux", "critique")


def overall(judgements: Iterable[str]) -> str:
    """Return the overall judgement: the worst of the domains.

    A domain without information hides a judgement that may be worse than `faible` or `modere`: the whole is then
    without information, unless another domain is already `serieux` or `critique`.

    >>> overall(["faible", "serieux", "modere"]), overall(["faible", "sans_information"])
    ('serieux', 'sans_information')
    """
    given = list(judgements)
    worst = max((_SEVERITY.index(j) for j in given if j in _SEVERITY), default=-1)
    if "sans_information" in given and worst < _SEVERITY.index("serieux"):
        return "sans_information"
    return _SEVERITY[worst]
