"""The question and the answer: what the plan named, each with its place in it, then how far it can be believed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.contract.flow import INCLUS
from pipeline.contract.indicators import WAVE_MONTHS, Indicator, told_in_the_answer
from pipeline.contract.remarks import SCORE_TEST, holds
from pipeline.french import NBSP, euros, number
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.looks import concludes
from pipeline.report.records import first
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.comparison import brief, comparison
from pipeline.report.sentences.costs import at_most
from pipeline.report.sentences.looks import looks_text
from pipeline.report.sentences.plan import short_sizes
from pipeline.report.sentences.robins import robins_in_brief
from pipeline.report.sentences.solidity import solidity_text
from pipeline.report.sentences.strata import at_equal_strata, opposed_within_strata
from pipeline.report.waves import absent_table, last_wave
from pipeline.report.wording import CAUTION, capitalised, households, p_sentence, paragraphs, wave_title
from pipeline.statements.choice import Role
from pipeline.statements.statement import Statement, indicator_of

_QUESTIONS = {
    "maintien": "les ménages accompagnés par la Veille sociale restent-ils plus souvent dans leur logement que les "
    "ménages témoins, suivis selon l’organisation habituelle des bailleurs",
}
_EXACT, _SCORE = "Le test exact de Boschloo", "Le test du score"


def answer_text(results: EditionResults, context: ReportContext) -> str:
    """Return the question, then the answer; an edition that does not conclude describes, and says so.

    In order: the primary indicator, every secondary one, the exploratory ones in a box of their own, the cost, how
    solid it is, the risk of bias, what is not known.
    """
    plan = context.plan
    primary = indicator_of(plan.indicateur_principal)
    wave = last_wave(primary, context)
    measured = said(results, primary.name, wave, Role.CRUDE)
    return paragraphs(
        [
            f"**Question.** {question(primary, wave)}",
            looks_text(results, context),
            f"**{'Réponse' if concludes(context) else 'Description'} (critère principal).** "
            f"{_primary(primary, wave, results)}",
            *(_line(indicator_of(name), "Secondaire", results, context) for name in plan.secondaires),
            *_exploratory(results, context),
            _cost(results, context),
            *([solidity_text(results, context)] if concludes(context) else []),
            robins_in_brief(context),
            f"**Portée.** {short_sizes(results, measured)}",
            _not_known(measured, results, context),
        ]
    )


def question(indicator: Indicator, wave: str) -> str:
    """Return the question that the primary indicator answers, at its wave."""
    words = _QUESTIONS.get(
        indicator.name,
        f"les ménages accompagnés par la Veille sociale diffèrent-ils des ménages témoins sur l’indicateur "
        f"« {indicator.label} »",
    )
    return f"{WAVE_MONTHS[wave]}{NBSP}mois après leur entrée dans l’étude, {words} ?"


def unknown_households(measured: Statement, results: EditionResults) -> str:
    """Return of how many households included the primary indicator is not known; empty where it is known of all."""
    included = [count_of(results.flux, INCLUS, group) for group in ("accompagne", "temoin")]
    if None in included:
        return ""
    total = sum(n or 0 for n in included)
    missing = total - measured.n_accompagnes - measured.n_temoins
    if not missing:
        return ""
    return f"Le critère principal n’est pas connu pour {households(missing)} sur {number(total)} inclus."


def exact_test(e: Statement) -> str:
    """Return the exact test's p in plain words; when it is missing, nothing (the comparison has said why)."""
    if e.exact_p is None:
        return ""
    test = _SCORE if holds(e.note, SCORE_TEST) else _EXACT  # above a million possible tables
    return (
        f"{test}, bilatéral, donne {p_sentence(e.exact_p)} : le double de la plus petite des deux p unilatérales, "
        "chacune calculée dans le cas le plus défavorable."
    )


def _primary(primary: Indicator, wave: str, results: EditionResults) -> str:
    absent = absent_table(primary, results)
    if absent:
        return f"{capitalised(absent)} : la question reste sans réponse dans cette édition."
    e = said(results, primary.name, wave)
    return " ".join(part for part in (comparison(e), at_equal_strata(e, results)) if part)


def _line(indicator: Indicator, place: str, results: EditionResults, context: ReportContext) -> str:
    title = f"**{place} – {indicator.label}.**"
    absent = absent_table(indicator, results)
    if absent:
        return f"{title} Sans réponse : {absent}."
    e = said(results, indicator.name, last_wave(indicator, context))
    within = at_equal_strata(e, results) if opposed_within_strata(e, results) else ""
    return " ".join(part for part in (title, brief(e), within) if part)


def _exploratory(results: EditionResults, context: ReportContext) -> Iterator[str]:
    """Yield the box of what the plan does not name: it may suggest, it answers nothing."""
    plan = context.plan
    named = {plan.indicateur_principal, *plan.secondaires}
    others = [i for i in told_in_the_answer() if i.name not in named]
    if not others:
        return
    yield '::: {.callout-note title="À titre exploratoire"}'
    yield "Le plan ne nomme pas ces indicateurs : ils peuvent suggérer, non répondre."
    yield from (_line(indicator, "Exploratoire", results, context) for indicator in others)
    yield ":::"


def _cost(results: EditionResults, context: ReportContext) -> str:
    row = first(results.couts_ratios, mesure="cout_par_menage")
    if row["reference"] is None:
        return ""
    planned = f"{euros(row['reference'])} que la note prévoyait par ménage sur deux ans"
    if row["valeur"] is None:
        return f"**Coût.** Il n’est pas connu dans cette édition : rien à comparer aux {planned}."
    spent = euros(row["valeur"])
    most = at_most(results, context)
    return f"**Coût.** À ce jour, l’accompagnement a coûté {most}{spent} par ménage, pour les {planned} (@sec-couts)."


def _not_known(measured: Statement, results: EditionResults, context: ReportContext) -> str:
    parts = [
        CAUTION,
        "L’écart mesuré n’est donc pas, à lui seul, l’effet de l’accompagnement.",
        unknown_households(measured, results),
        f"Rien n’est dit au-delà de {wave_title(context.vague)}.",
    ]
    return f"**Ce qu’on ne sait pas.** {' '.join(part for part in parts if part)}"
