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
_FIGURE, _TABLE = "figure_", "tableau_"  # before the name of the element whose caption is a section of `chiffres.csv`
_CAPTIONS_IN_THE_ANNEX = frozenset(
    (
        "figure_equilibre", "figure_calibration", "figure_plan_cout", "figure_acceptabilite", "figure_specifications",
        "figure_lecture_bayesienne", "figure_types", "tableau_manquants",
    )
)  # fmt: skip


def figure_section(name: str) -> str:
    """Return the section under which the numbers of a figure's words are counted."""
    return _FIGURE + name


def table_section(name: str) -> str:
    """Return the section under which the numbers of a table's caption are counted."""
    return _TABLE + name


def document_of(text: str) -> str:
    """Return the document that includes a text by its name; headings are the report's.

    What the evaluator recommends is in the synthesis too, and counted in the report.
    """
    if text.startswith(f"{SYNTHESE}_") or text in (_PAGE_OF_THE_SYNTHESIS, figure_section(SYNTHESE)):
        return SYNTHESE
    return ANNEXE if text in _IN_THE_ANNEX | _CAPTIONS_IN_THE_ANNEX else RAPPORT
