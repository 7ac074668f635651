"""The facts of the mark of solidity: what it is, what each criterion takes off; never how far one fails."""

from __future__ import annotations

from pipeline.french import NBSP, number
from pipeline.publication.fact import Rounded, key_of, key_parts
from pipeline.publication.outcomes import Cells, outcome_facts
from pipeline.publication.reasons import CONCLUSION_ONLY, NO_ANSWER
from pipeline.publication.rounding import Rounding, constant
from pipeline.report.context import ReportContext
from pipeline.report.looks import concludes
from pipeline.report.results import EditionResults
from pipeline.report.sentences.solidity import facts_of
from pipeline.statements.solidity import Criterion, solidity


def mark_facts(results: EditionResults, context: ReportContext, rounding: Rounding) -> Cells:
    """Yield the mark, and what each criterion took off: 1 or 0; neither where the answer is not published."""
    facts = facts_of(results, context)
    found = solidity(facts)
    why = _why_not(results, context, rounding)
    yield key_of(critere="ensemble"), "marque", why or constant(found.mark, number(found.mark))
    for criterion in Criterion:
        lost = int(criterion in found.lost)
        words = f"moins{NBSP}{number(lost)}" if lost else "rien n’est retiré"
        yield key_of(critere=criterion), "retire", why or constant(lost, number(lost), words)


def _why_not(results: EditionResults, context: ReportContext, rounding: Rounding) -> str:
    if not concludes(context):
        return CONCLUSION_ONLY
    primary = context.plan.indicateur_principal
    published = any(
        isinstance(value, Rounded)
        for key, column, value in outcome_facts(results, context, rounding)
        if column == "estimation" and key_parts(key)["indicateur"] == primary
    )
    return "" if published else NO_ANSWER
