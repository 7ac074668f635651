"""Which document includes each text."""

from __future__ import annotations

SYNTHESE, RAPPORT, ANNEXE = "synthese", "rapport", "annexe"
_IN_THE_ANNEX = frozenset(
    (
        "verrou", "tests", "equilibre", "robins_base", "calibration", "reserves", "troncature", "definitions",
        "manquants", "causes_cachees", "precision", "heterogeneite", "bailleurs", "multiplicite", "autres_methodes",
        "parcours_types", "qualite", "fabrication",
    )
)  # fmt: skip


_PAGE_OF_THE_SYNTHESIS = "langage_simple"


def document_of(text: str) -> str:
    """Return the document that includes a text by its name; headings are the report's.

    What the evaluator recommends is in the synthesis too, and counted in the report.
    """
    if text.startswith(f"{SYNTHESE}_") or text == _PAGE_OF_THE_SYNTHESIS:
        return SYNTHESE
    return ANNEXE if text in _IN_THE_ANNEX else RAPPORT
