"""French names of the methods and measures of `estimations`."""

from __future__ import annotations

METHODS: dict[str, str] = {
    "difference_brute": "Différence brute",
    "risque_relatif": "Risque relatif",
    "taille_effet": "Taille d’effet",
    "superiorite": "Probabilité de supériorité",
    "rmst": "Durée moyenne restreinte",
    "log_rank": "Log-rank",
    "permutation": "Permutation par strates",
    "ancova": "Ajustée sur l’inclusion",
    "doubles_differences": "Double différence",
    "ponderation": "Pondérée",
    "firth": "Logistique de Firth",
    "imputation": "Imputation multiple",
    "cout_efficacite": "Coût-efficacité",
}

MEASURES: dict[str, str] = {
    "difference_risques": "écart de parts (points)",
    "difference_moyennes": "écart de moyennes",
    "rapport_taux": "rapport de taux",
    "rapport_risques": "rapport de parts",
    "rapport_cotes": "rapport de cotes",
    "g_hedges": "g de Hedges",
    "p_superiorite": "P(accompagné > témoin)",
    "double_difference": "double différence",
    "difference_rmst": "écart de durée (mois)",
    "logrank_chi2": "χ² du log-rank",
    "cout_par_maintien": "coût par maintien supplémentaire",
}

FAMILIES: dict[str, str] = {
    "principal": "principal",
    "secondaire": "secondaire",
    "exploratoire": "exploratoire",
}


def method_name(methode: str) -> str:
    """A method's French name; one that is not in the catalogue keeps its code."""
    return METHODS.get(methode, methode)


def measure_name(mesure: str) -> str:
    """A measure's French name; one that is not in the catalogue keeps its code."""
    return MEASURES.get(mesure, mesure)
