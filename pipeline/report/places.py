"""Which document includes each text."""

from __future__ import annotations

SYNTHESE, RAPPORT, ANNEXE = "synthese", "rapport", "annexe"
_IN_THE_SYNTHESIS = frozenset(
    (
        "synthese_question", "synthese_reponse", "synthese_resultats", "synthese_solidite", "synthese_couts",
        "synthese_inconnu", "synthese_changements", "langage_simple",
    )
)  # fmt: skip
_IN_THE_ANNEX = frozenset(
    (
        "verrou", "equilibre", "robins_base", "calibration", "reserves", "troncature", "definitions", "manquants",
        "causes_cachees", "precision", "heterogeneite", "bailleurs", "multiplicite", "autres_methodes",
        "parcours_types", "qualite", "fabrication",
    )
)  # fmt: skip


def document_of(text: str) -> str:
    """Return the document that includes a text by its name; the report's, of two; headings are the report's."""
    if text in _IN_THE_SYNTHESIS:
        return SYNTHESE
    return ANNEXE if text in _IN_THE_ANNEX else RAPPORT
