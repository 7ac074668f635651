"""The primary difference within strata, where it reads otherwise than the crude one that speaks."""

from __future__ import annotations

from pipeline.contract.remarks import holds
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.units import measure_unit
from pipeline.statements.choice import CRUDE_METHOD, Role
from pipeline.statements.few import of_a_few
from pipeline.statements.statement import Statement, opposite

_NOTHING_IN_COMMON = "groupes_sans_rien_de_commun"
_APART = (
    "Aucune strate ne réunit les deux groupes : cet écart compare des ménages de strates différentes, et rien ne dit "
    "ce qu’il serait entre ménages comparables."
)


def opposed_within_strata(e: Statement, results: EditionResults) -> bool:
    """Return whether a crude `e`, told of enough households, has the other sign within strata."""
    if e.estimation is None or e.methode != CRUDE_METHOD[e.indicator.scale] or of_a_few(e):
        return False
    within = said(results, e.indicateur, e.vague, Role.STRATIFIED)
    return within.mesure == e.mesure and opposite(e.direction, within.direction)


def at_equal_strata(e: Statement, results: EditionResults) -> str:
    """Return the difference within strata beside a crude `e`, where it has the other sign or is far from it.

    Far: by the smallest difference that matters. Where no stratum holds both groups, that is said. Empty where `e` is
    adjusted, rests on a handful of households, or the two agree.
    """
    if e.estimation is None or e.methode != CRUDE_METHOD[e.indicator.scale]:
        return ""
    within = said(results, e.indicateur, e.vague, Role.STRATIFIED)
    if holds(within.note, _NOTHING_IN_COMMON) and not e.instead_of:
        return _APART
    if of_a_few(e) or within.estimation is None or within.mesure != e.mesure:
        return ""
    what = "le rapport" if e.is_ratio else "l’écart"
    size = measure_unit(within).difference(within.estimation, sign=not e.is_ratio)
    if opposite(e.direction, within.direction):
        return (
            f"À strates égales, {what} est de sens contraire, {size} : les deux panels n’ont pas la même composition, "
            "et ce désaccord est une raison de plus d’être prudent."
        )
    if e.importance is not None and abs(within.estimation - e.estimation) >= e.importance:
        return f"À strates égales, l’écart est de {size} : les deux panels n’ont pas la même composition."
    return ""
