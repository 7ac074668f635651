"""Headings that say what was found: the neutral words of a section, then its statement, where there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.contract import populations as p
from pipeline.french import euros
from pipeline.report.context import ReportContext
from pipeline.report.looks import concludes
from pipeline.report.population_units import as_printed, gap_text, stating, unit_of_measure
from pipeline.report.records import first
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences import costs
from pipeline.report.sentences.comparison import found_in_short
from pipeline.report.sentences.strata import opposed_within_strata
from pipeline.report.waves import absent_table, last_wave
from pipeline.statements.few import FEWEST
from pipeline.statements.grades import graded
from pipeline.statements.statement import indicator_of

TITLES = "titres"

Found = Callable[[EditionResults, ReportContext], str]


def headings(results: EditionResults, context: ReportContext) -> dict[str, str]:
    """Return name → heading, the neutral words alone where nothing can be said or the edition does not conclude.

    « Maintien dans les lieux : +23,1 points, un grand avantage (d’un écart pratiquement nul à un très grand
    avantage) ». Each that states a difference is a statement like any other.
    """
    found = {name: find(results, context) if concludes(context) else "" for name, (_, find) in _HEADINGS.items()}
    return {name: f"{words} : {found[name]}" if found[name] else words for name, (words, _) in _HEADINGS.items()}


def _of(indicator: str, subject: str = "") -> Found:
    def find(results: EditionResults, context: ReportContext) -> str:
        measured = indicator_of(indicator)
        if absent_table(measured, results):
            return ""
        statement = said(results, indicator, last_wave(measured, context))
        if statement.methode != context.plan.method_for(measured):
            return ""  # another method stands in for the plan's: the section says why, a heading has no room to
        if graded(statement) is None and opposed_within_strata(statement, results):
            return ""  # nor to say that within strata the side is the other one
        words = found_in_short(statement)
        return f"{subject}{words}" if words else ""

    return find


def _of_a_public(public: p.Population, measure: p.PopulationMeasure, subject: str) -> Found:
    def find(results: EditionResults, context: ReportContext) -> str:
        row = first(results.populations, population=public.name, mesure=measure.name, vague=context.vague)
        if row["ecart"] is None or as_printed(row)["ic_bas"] is None:
            return ""
        if min(row["n_accompagnes"], row["n_temoins"]) < FEWEST or not unit_of_measure(row).rounded(row["ecart"]):
            return ""  # a handful of households, or no gap: nothing was found
        return stating(row, f"{subject}{gap_text(row)}")

    return find


def _cost(results: EditionResults, context: ReportContext) -> str:
    row = first(results.couts_ratios, mesure="cout_par_menage")
    if row["valeur"] is None or row["reference"] is None:
        return ""
    spent = f"{costs.at_most(results, context)}{euros(row['valeur'])}"
    return f"{spent} par ménage accompagné, pour {euros(row['reference'])} prévus"


_HEADINGS: Mapping[str, tuple[str, Found]] = {
    "maintien": ("Maintien dans les lieux", _of("maintien")),
    "impayes": ("Impayés de loyer", _of("impaye_solde")),
    "se_maintenir": ("Première question, se maintenir", _of_a_public(p.SE_MAINTENIR, p.MAINTIEN, "maintien, ")),
    "s_installer": ("Seconde question, s’installer", _of_a_public(p.S_INSTALLER, p.INSERTION, "insertion, ")),
    "bien_etre": ("Isolement et bien-être", _of("who5", "bien-être, ")),
    "droits": ("Troubles de voisinage et ouverture de droits", _of("troubles", "troubles, ")),
    "couts": ("Coûts", _cost),
}
