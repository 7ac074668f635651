"""What is said of a column whose cells are read, or refused, at a cost: null dates, dashes for zero, consent."""

from __future__ import annotations

from dataclasses import replace

from pipeline.contract.findings import Gravity
from pipeline.ingest.reading import Context, Problem
from pipeline.ingest.rules import CONSENT_UNREADABLE, DASH_FOR_ZERO, NULL_DATE_READ

NULL_DATE = Problem(
    NULL_DATE_READ,
    "Date nulle d’un logiciel (00/00/0000, 01/01/1900…) : elle est lue comme une date absente.",
)
_DASH = "« - » est lu comme une valeur manquante ; le format « Comptabilité » d’un tableur l’écrit pour zéro."
_COSTS = {
    **dict.fromkeys(
        ("quittance", "apl", "autres_aides", "paiement"),
        " Les mois concernés sortent du taux de recouvrement (« taux_recouvrement »), et le ménage qui n’en a pas "
        "d’autre n’en a plus.",
    ),
    "solde_impaye": " L’impayé manque à ces mois : « impaye_solde » et ce qui en découle n’y sont pas calculés.",
    "impaye_inclusion": " L’ajustement sur l’impayé à l’inclusion se fait sans ces ménages.",
    "montant": " Ces dépenses ne sont pas comptées.",
}
_NO_ANALYSIS = (
    " Tant que « oui » ou « non » n’est pas précisé, le ménage est exclu de toute analyse ; une cellule vide l’exclut "
    "aussi."
)


def dash_for_zero(context: Context) -> Problem:
    """Return what is said of the dashes in a column of amounts where no zero is written otherwise."""
    return Problem(DASH_FOR_ZERO, _DASH + _COSTS.get(context.column.name, ""))


def of_consent(problem: Problem, context: Context) -> Problem:
    """Return the problem, with what it costs a household when it is its consent that could not be read."""
    if context.column.name != "consentement" or problem.rule.gravity is not Gravity.REJECTION:
        return problem
    motif = problem.motif.partition(" ; laisser vide")[0].rstrip(".") + "."
    return replace(problem, rule=CONSENT_UNREADABLE, motif=motif + _NO_ANALYSIS)
