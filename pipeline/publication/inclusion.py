"""The facts of how alike the panels were at inclusion: on how many characteristics they were apart; never on which."""

from __future__ import annotations

from pipeline.contract.flow import INCLUS
from pipeline.french import number
from pipeline.publication.fact import key_of
from pipeline.publication.outcomes import Cells
from pipeline.publication.reasons import NOT_DELIVERED, UNKNOWN, few_households
from pipeline.publication.rounding import Rounding, constant
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import protect_comparability
from pipeline.report.flow import count_of
from pipeline.report.imbalance import compared, far_apart
from pipeline.report.results import EditionResults

COMPARED, APART = "comparees", "eloignees"


def inclusion_facts(results: EditionResults, context: ReportContext, rounding: Rounding) -> Cells:
    """Yield how many characteristics are compared at inclusion, and of how many the panels are far apart.

    The same two counts as the restricted synthesis prints: of the table as it is shown there.
    """
    table = protect_comparability(results.comparabilite, context.params.confidentialite.seuil)
    known = compared(table)
    sizes = [count_of(results.flux, INCLUS, group, None) for group in ("accompagne", "temoin")]
    why = ""
    if None in sizes:
        why = NOT_DELIVERED
    elif min(n or 0 for n in sizes) < rounding.steps.menages_min:
        why = few_households(rounding.steps)
    elif known.empty:
        why = UNKNOWN
    for name, count in ((COMPARED, len(known)), (APART, 0 if known.empty else len(far_apart(known, table)))):
        yield key_of(nom=name), "caracteristiques", why or constant(count, number(count))
