"""Where each element stands: the document that includes it, and the words that send to another document."""

from __future__ import annotations

from collections.abc import Mapping

RAPPORT, ANNEXE = "rapport", "annexe"
_IN_THE_ANNEX = (
    "verrou", "equilibre", "robins_base", "calibration", "reserves", "troncature", "definitions", "manquants",
    "causes_cachees", "precision", "heterogeneite", "bailleurs", "multiplicite", "autres_methodes", "parcours_types",
    "qualite", "fabrication",
)  # fmt: skip

# The sections that another document names, by their anchor; the words are the first of the section's heading.
_TITLES: Mapping[str, Mapping[str, str]] = {
    RAPPORT: {
        "sec-reponse": "La question et la réponse",
        "sec-dispositif": "Le dispositif en bref",
        "sec-lecture": "Comment lire les résultats",
        "sec-confidentialite": "Confidentialité",
        "sec-methode": "La méthode et ses limites",
        "sec-flux": "Du panel prévu aux ménages analysés",
        "sec-couverture": "Où et pour qui",
        "sec-calendrier": "Le calendrier",
        "sec-comparabilite": "Les deux groupes au départ",
        "sec-maintien": "Maintien dans les lieux",
        "sec-droits": "Troubles de voisinage et ouverture de droits",
        "sec-couts": "Coûts",
    },
    ANNEXE: {
        "sec-annexe-methode": "Comment les groupes sont comparés",
        "sec-annexe-effets": "Toutes les estimations",
        "sec-annexe-calibration": "Ce que valent les méthodes à cet effectif",
        "sec-annexe-comparabilite": "Les deux panels à l’inclusion",
        "sec-annexe-couverture": "Cibles, couverture, coopérative",
        "sec-annexe-couts": "Coûts, ligne par ligne",
        "sec-annexe-parcours": "Les parcours en détail",
        "sec-robins": "Le risque de biais, coté par l’évaluateur",
        "sec-normes": "Normes de compte rendu",
        "sec-troncature": "Les ménages sortis",
        "sec-heterogeneite": "Les sous-groupes",
        "sec-multiplicite": "Les indicateurs secondaires pris ensemble",
    },
}


def document_of(text: str) -> str:
    """Return the document that includes the text `text`: `rapport` or `annexe`."""
    return ANNEXE if text in _IN_THE_ANNEX else RAPPORT


def in_annex(section: str) -> str:
    """Return the words that send a reader of another document to a section of the annex.

    >>> in_annex("sec-annexe-effets")
    'annexe, « Toutes les estimations »'
    """
    return f"annexe, « {_TITLES[ANNEXE][section]} »"


def from_the_annex(section: str) -> str:
    """Return how the annex names a section: a reference to its own, words for one of the report."""
    title = _TITLES[RAPPORT].get(section)
    return f"@{section}" if title is None else f"rapport, « {title} »"


def titles() -> Mapping[str, Mapping[str, str]]:
    """The first words of the headings that are named from elsewhere, by document and anchor."""
    return _TITLES
