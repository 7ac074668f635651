"""The statements of an edition, as sections, tables and figures ask for them."""

from __future__ import annotations

from functools import lru_cache

from pipeline.report.results import EditionResults
from pipeline.statements.choice import Role, Statements
from pipeline.statements.statement import Statement


def said(results: EditionResults, indicateur: str, vague: str, role: Role = Role.MAIN) -> Statement:
    """Return what may be said of `indicateur` at `vague` in that role; without numbers when there is no estimate."""
    return _statements(results).one(indicateur, vague, role)


@lru_cache(maxsize=2)
def _statements(results: EditionResults) -> Statements:
    """All that may be said of these results, which do not change once made."""
    plan = results.plan
    return Statements(results.estimations, results.ecarts_inclusion, plan.estimateurs.model_dump(), plan.importance_of)
