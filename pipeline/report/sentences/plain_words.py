"""The page in simple words, for the households: short sentences, one idea each, from the same statements."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.contract.indicators import WAVE_MONTHS, Scale
from pipeline.french import NBSP, euros, number
from pipeline.report import imbalance
from pipeline.report.context import ReportContext
from pipeline.report.headline import masked
from pipeline.report.looks import concludes
from pipeline.report.records import first
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.costs import at_most
from pipeline.report.units import unit_of
from pipeline.report.waves import last_wave
from pipeline.report.wording import households, paragraphs
from pipeline.statements.few import of_a_few
from pipeline.statements.grades import graded
from pipeline.statements.statement import Direction, Statement, indicator_of
from pipeline.traced import stated

LOOKED_AT = {
    "maintien": (
        "Nous avons regardé qui habite encore son logement.",
        "Un ménage relogé ailleurs en Hlm compte comme resté.",
    ),
}
FEW = 10  # households of a group, below which it is said that they are
STUDY = (
    "Des ménages ont reçu une aide : la Veille sociale.",
    "Ce sont les ménages accompagnés.",
    "D’autres ménages n’ont pas reçu cette aide.",
    "Ce sont les ménages témoins.",
)
RIGHTS = ("Vous pouvez demander à sortir de l’étude.", "Dites-le à la personne qui vous en a parlé.")
UNCHANGED = ("L’aide a-t-elle changé quelque chose ?", "Nous ne le savons pas.")
NOT_SURE = ("L’aide en est-elle la cause ?", "Nous n’en sommes pas sûrs.")
NOT_DRAWN = "Les ménages n’ont pas été tirés au sort."
MAY_DIFFER = "Les deux groupes étaient peut-être déjà différents."
DIFFERED = "Les deux groupes étaient déjà différents au début."
CHANCE = "Le hasard peut aussi jouer."
NOT_YET = ("Ce n’est pas encore la réponse.", "La réponse est pour une autre édition.")
LINE_END = "\\\n"
STAYED = {"maintien"}
MORE = {
    Direction.FAVOURABLE: "Le résultat est meilleur chez les ménages accompagnés.",
    Direction.UNFAVOURABLE: "Le résultat est moins bon chez les ménages accompagnés.",
    Direction.NULL: "Le résultat est le même dans les deux groupes.",
}


def plain_words_text(results: EditionResults, context: ReportContext) -> str:
    """Return the page, a sentence a line: who was followed, what was seen, how sure it is, what it cost, rights."""
    primary = indicator_of(context.plan.indicateur_principal)
    e = said(results, primary.name, last_wave(primary, context))
    parts = {
        "L’étude": STUDY,
        "Ce que nous avons regardé": _looked_at(e),
        "Ce que nous avons vu": _seen(e),
        "Ce que cela veut dire": _meaning(e, results, context),
        "Ce que cela coûte": _cost(results, context),
        "Vos droits": RIGHTS,
    }
    return paragraphs(LINE_END.join([f"**{title}**", *sentences]) for title, sentences in parts.items())


def _looked_at(e: Statement) -> Iterator[str]:
    yield from LOOKED_AT.get(e.indicateur, (f"Nous avons regardé ceci : {_subject(e)}.",))
    yield f"C’était {number(WAVE_MONTHS[e.vague])}{NBSP}mois après l’entrée dans l’étude."


def _seen(e: Statement) -> Iterator[str]:
    groups = (
        ("Ménages accompagnés", e.valeur_accompagnes, e.n_accompagnes),
        ("Ménages témoins", e.valeur_temoins, e.n_temoins),
    )
    for who, value, n in groups:
        yield f"{who} : {_value(e, value, n)}."
    if e.estimation is not None and of_a_few(e):
        yield stated("Ils sont trop peu pour dire quel résultat est le meilleur.", e)
    elif next_to_nothing(e):
        yield stated("Le résultat est presque le même dans les deux groupes.", e)
    elif e.direction in MORE:
        yield stated(MORE[e.direction], e)


def next_to_nothing(e: Statement) -> bool:
    """Whether there is a difference, too small to have a side."""
    grades = graded(e)
    return grades is not None and not grades.estimate.side and not e.is_null


def _value(e: Statement, value: float | None, n: int) -> str:
    if masked(e):
        return "nous ne l’écrivons pas ici"
    if value is None or not n:
        return "nous ne savons pas"
    if e.indicator.scale is not Scale.BINARY:
        return f"{unit_of(e.indicator).value(value)} en moyenne, pour {households(n)}"
    kept = round(value * n)
    if e.indicateur not in STAYED:
        return f"{number(kept)} sur {number(n)}"
    return f"{number(kept)} {'resté' if kept < 2 else 'restés'} sur {number(n)}"


def _meaning(e: Statement, results: EditionResults, context: ReportContext) -> Iterator[str]:
    if masked(e):
        yield "Ici, nous ne comparons pas les deux groupes."
    elif e.estimation is None:
        yield "Nous ne pouvons pas comparer les deux groupes."
    elif e.direction is Direction.NULL or next_to_nothing(e):
        yield from UNCHANGED
        yield from _doubts(e, results)
    else:
        yield from NOT_SURE
        yield from _doubts(e, results)
    if not concludes(context):
        yield from NOT_YET


def _doubts(e: Statement, results: EditionResults) -> Iterator[str]:
    yield NOT_DRAWN
    known = imbalance.compared(results.comparabilite)
    yield DIFFERED if imbalance.far_apart(known, results.comparabilite) else MAY_DIFFER
    if min(e.n_accompagnes, e.n_temoins) < FEW:
        yield "Les ménages sont très peu nombreux."
    yield CHANCE


def _cost(results: EditionResults, context: ReportContext) -> Iterator[str]:
    spent = first(results.couts_ratios, mesure="cout_par_menage")["valeur"]
    if spent is None:
        yield "Nous ne le savons pas."
    else:
        yield f"L’aide a coûté {at_most(results, context)}{euros(spent)} par ménage."


def _subject(e: Statement) -> str:
    phrase = e.indicator.phrase
    return f"la part de {phrase}" if e.indicator.scale is Scale.BINARY else phrase
