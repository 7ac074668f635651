"""The statements of an edition, as sections, tables and figures ask for them."""

from __future__ import annotations

from pipeline.report.results import EditionResults
from pipeline.statements.choice import Role, Statements
from pipeline.statements.statement import Statement


def said(results: EditionResults, indicateur: str, vague: str, role: Role = Role.MAIN) -> Statement:
    """Return what may be said of `indicateur` at `vague` in that role; without numbers when there is no estimate."""
    plan = results.plan
    methods = plan.estimateurs.model_dump()
    return Statements(results.estimations, results.evolutions, methods, plan.importance_of).one(indicateur, vague, role)
