"""The question and the answer in ten lines."""

from __future__ import annotations

from pipeline.contract.indicators import WAVE_MONTHS, Indicator, told_in_the_answer
from pipeline.contract.remarks import SCORE_TEST, holds
from pipeline.report.context import ReportContext
from pipeline.report.headline import why_this_method
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.comparison import brief, comparison, levels
from pipeline.report.sentences.plan import short_sizes
from pipeline.report.waves import absent_table, last_wave
from pipeline.report.wording import CAUTION, capitalised, p_sentence, paragraphs
from pipeline.statements.choice import Role
from pipeline.statements.statement import Statement, indicator_of

_QUESTIONS = {
    "maintien": "les ménages accompagnés par la Veille sociale restent-ils plus souvent dans leur logement que les "
    "ménages témoins, suivis selon l’organisation habituelle des bailleurs",
}
_EXACT, _SCORE = "Le test exact de Boschloo", "Le test du score"


def answer_text(results: EditionResults, context: ReportContext) -> str:
    """Return the question, the answer on the primary indicator, and what goes with it, a short paragraph each."""
    primary = indicator_of(context.plan.indicateur_principal)
    wave = last_wave(primary, context)
    absent = absent_table(primary, results)
    measured = said(results, primary.name, wave)
    answer = (
        f"{capitalised(absent)} : la question reste sans réponse dans cette édition."
        if absent
        else _answer(primary.name, wave, results)
    )
    return paragraphs(
        [
            f"**Question.** {question(primary, wave)}",
            f"**Réponse.** {answer}",
            *(_line(indicator, results, context) for indicator in told_in_the_answer()),
            f"**Portée.** {short_sizes(measured)}",
            f"**Prudence.** {CAUTION} L’écart mesuré n’est donc pas, à lui seul, l’effet de l’accompagnement.",
        ]
    )


def question(indicator: Indicator, wave: str) -> str:
    """Return the question that the primary indicator answers, at its wave."""
    words = _QUESTIONS.get(
        indicator.name,
        f"les ménages accompagnés par la Veille sociale diffèrent-ils des ménages témoins sur l’indicateur "
        f"« {indicator.label} »",
    )
    return f"{WAVE_MONTHS[wave]} mois après leur entrée dans l’étude, {words} ?"


def verdict(e: Statement) -> str:
    """Return the answer in one sentence: which side the interval lies on, or that it does not tell."""
    if e.estimation is None:
        return "Les données ne permettent pas de répondre."
    if e.advantage is None:
        return "Les données donnent un écart, sans dire ce qu’elles excluent."
    worst, best = e.advantage
    if e.test_disagrees:
        sides = ("l’intervalle", "le test exact") if e.excludes_null else ("le test exact", "l’intervalle")
        return (
            f"Les données ne permettent pas de trancher : {sides[0]} exclut une absence d’écart, {sides[1]} ne "
            "l’exclut pas."
        )
    if worst > 0:
        return (
            "Dans ces deux panels, la situation des ménages accompagnés est plus favorable que celle des témoins, et "
            "les données excluent une absence d’écart."
        )
    if best < 0:
        return (
            "Dans ces deux panels, la situation des ménages accompagnés est moins favorable que celle des témoins, et "
            "les données excluent une absence d’écart."
        )
    return "Les données ne permettent pas de trancher."


def exact_test(e: Statement) -> str:
    """Return the exact test's p in plain words; when it is missing, nothing (the comparison has said why)."""
    if e.exact_p is None:
        return ""
    test = _SCORE if holds(e.note, SCORE_TEST) else _EXACT  # above a million possible tables
    return (
        f"{test}, bilatéral, donne {p_sentence(e.exact_p)} : la probabilité d’observer un écart au moins aussi marqué "
        "si les deux groupes avaient la même part."
    )


def _answer(name: str, wave: str, results: EditionResults) -> str:
    e = said(results, name, wave, Role.ANSWER)
    if e.withheld:
        return f"{levels(e)} {why_this_method(e)}"
    return " ".join(part for part in (verdict(e), comparison(e), exact_test(e), why_this_method(e)) if part)


def _line(indicator: Indicator, results: EditionResults, context: ReportContext) -> str:
    name, title = indicator.name, indicator.short
    absent = absent_table(indicator, results)
    if absent:
        return f"**{title}.** Sans réponse : {absent}."
    e = said(results, name, last_wave(indicator, context), Role.ANSWER)
    words = levels(e) if e.withheld else brief(e)
    return " ".join(part for part in (f"**{title}.** {words}", why_this_method(e)) if part)
