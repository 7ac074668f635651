"""The facts of the mark of solidity: what it is, what each criterion takes off; never how far one fails."""

from __future__ import annotations

from pipeline.french import NBSP, number
from pipeline.publication.fact import key_of
from pipeline.publication.outcomes import Cells
from pipeline.publication.reasons import CONCLUSION_ONLY
from pipeline.publication.rounding import Rounding, constant
from pipeline.report.context import ReportContext
from pipeline.report.looks import concludes
from pipeline.report.results import EditionResults
from pipeline.report.sentences.solidity import facts_of
from pipeline.statements.solidity import Criterion, solidity


def mark_facts(results: EditionResults, context: ReportContext, _: Rounding) -> Cells:
    """Yield the mark, and what each criterion took off: 1 or 0."""
    facts = facts_of(results, context)
    found = solidity(facts)
    spoken = concludes(context)
    yield key_of(critere="ensemble"), "marque", constant(found.mark, number(found.mark)) if spoken else CONCLUSION_ONLY
    for criterion in Criterion:
        lost = int(criterion in found.lost)
        words = f"moins{NBSP}{number(lost)}" if lost else "rien n’est retiré"
        yield key_of(critere=criterion), "retire", constant(lost, number(lost), words) if spoken else CONCLUSION_ONLY
