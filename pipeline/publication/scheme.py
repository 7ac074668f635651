"""The facts of the scheme as a whole: what was spent, what was done for the accompanied households."""

from __future__ import annotations

from pipeline.publication.fact import key_of
from pipeline.publication.outcomes import PUBLISHABLE, Cells, Value, why_hidden
from pipeline.publication.reasons import (
    NO_PRICE,
    NOT_ALLOWED,
    NOT_DELIVERED,
    OF_NO_KEPT_HOME,
    UNKNOWN,
    few_households,
)
from pipeline.publication.rounding import Rounding, between
from pipeline.report.context import ReportContext
from pipeline.report.records import first, records
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.costs import KEPT
from pipeline.statements.choice import Role

RATIOS = ("depense_totale", "cout_par_menage", "cout_par_menage_et_par_an")
PRICE = "cout_par_maintien"
PARTS = ("I", "II", "III", "IV")
# Lines of `mise_en_oeuvre`: means and shares of all the accompanied; no median, no theme of an interview on health.
DONE = (
    "jours_tous", "accueil", "diagnostic", "construction_projet", "mise_en_oeuvre", "evaluation", "acces_droits",
    "vie_quotidienne",
)  # fmt: skip


def cost_facts(results: EditionResults, context: ReportContext, rounding: Rounding) -> Cells:
    """Yield what was spent, as a whole and by part, per household and per household kept."""
    for mesure in RATIOS:
        row = first(results.couts_ratios, mesure=mesure)
        yield key_of(mesure=mesure), "valeur", _amount(row["valeur"], results, rounding)
    yield key_of(mesure=PRICE), "valeur", _price(results, context, rounding)
    for part in PARTS:
        rows = records(results.couts, volet=part)
        spent = [r["depense"] for r in rows if r["depense"] is not None]
        yield key_of(volet=part), "depense", _amount(sum(spent) if spent else None, results, rounding)


def done_facts(results: EditionResults, _: ReportContext, rounding: Rounding) -> Cells:
    """Yield days per household, the share of households that reached each phase, the share of days of each strand."""
    for line in DONE:
        row = first(results.mise_en_oeuvre, ligne=line)
        key = key_of(domaine=row["domaine"] or "", ligne=line)
        yield key, "realise", _done(row["realise"], row["unite"], row["effectif"], results, rounding)


def _done(x: float | None, unit: str | None, n: int | None, results: EditionResults, rounding: Rounding) -> Value:
    if "accompagnement" in results.tables_absentes or x is None or n is None:
        return NOT_DELIVERED
    if n < rounding.steps.menages_min:
        return few_households(rounding.steps)
    return rounding.duration(x, "jour", "jours") if unit == "jours" else rounding.share(x, n)


def _amount(x: float | None, results: EditionResults, rounding: Rounding) -> Value:
    if x is None:
        return NOT_DELIVERED if "couts" in results.tables_absentes else UNKNOWN
    return rounding.amount(x)


def _price(results: EditionResults, context: ReportContext, rounding: Rounding) -> Value:
    """What one more household kept costs, from the published cost and gap alone: nearer, it would give the gap away."""
    primary = context.plan.indicateur_principal
    if primary not in KEPT:
        return OF_NO_KEPT_HOME
    if primary not in PUBLISHABLE:
        return NOT_ALLOWED
    gap = said(results, primary, context.vague, Role.CRUDE)
    cost = said(results, primary, context.vague, Role.COST)
    spent = first(results.couts_ratios, mesure="cout_par_menage")["valeur"]
    hidden = why_hidden(gap, results, rounding)
    if hidden:
        return hidden
    if spent is None or gap.estimation is None:
        return UNKNOWN
    per_household, difference = rounding.amount(spent), rounding.share_difference(gap.estimation)
    told = said(results, primary, context.vague).estimation  # by the plan's method, which may find no gain
    if difference.bas <= 0 or told is None or rounding.share_difference(told).bas <= 0:
        return NO_PRICE
    if cost.estimation is None:
        return UNKNOWN
    return between(per_household.bas / difference.haut, per_household.haut / difference.bas, rounding.steps.montants)
