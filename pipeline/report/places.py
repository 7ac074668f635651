"""Which document includes each text."""

from __future__ import annotations

RAPPORT, ANNEXE = "rapport", "annexe"
_IN_THE_ANNEX = frozenset(
    (
        "verrou", "equilibre", "robins_base", "calibration", "reserves", "troncature", "definitions", "manquants",
        "causes_cachees", "precision", "heterogeneite", "bailleurs", "multiplicite", "autres_methodes",
        "parcours_types", "qualite", "fabrication",
    )
)  # fmt: skip


def document_of(text: str) -> str:
    """Return the document that includes a text by its name, `rapport` or `annexe`; headings are the report's."""
    return ANNEXE if text in _IN_THE_ANNEX else RAPPORT
