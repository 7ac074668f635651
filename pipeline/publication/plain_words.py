"""The public page in simple words, which households may be given: short sentences, from the published facts alone."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.contract.indicators import WAVE_MONTHS, Scale
from pipeline.french import NARROW, NBSP, number
from pipeline.publication.fact import Cell, Masked, PublishedFact
from pipeline.publication.publication import Publication
from pipeline.publication.reasons import NOT_DELIVERED, few_households
from pipeline.publication.rounded_statement import PublishedOutcome, published
from pipeline.publication.sentences import public_at_most
from pipeline.report.context import ReportContext
from pipeline.report.looks import concludes
from pipeline.report.sentences.plain_words import (
    CHANCE,
    LINE_END,
    LOOKED_AT,
    MAY_DIFFER,
    MORE,
    NOT_DRAWN,
    NOT_SURE,
    NOT_YET,
    RIGHTS,
    STAYED,
    STUDY,
    UNCHANGED,
    next_to_nothing,
)
from pipeline.report.wording import paragraphs
from pipeline.statements.statement import Direction, indicator_of

_ALIKE = "Le résultat est à peu près le même dans les deux groupes."
_ROUNDED = ("Ces nombres sont arrondis.", "Cela protège les ménages.")
_HIDES = "L’arrondi peut cacher une partie de cette différence."


def public_plain_words(publication: Publication, context: ReportContext) -> str:
    """Return the page, a sentence a line, of one direction with the restricted one, and saying no more than is public.

    « 80 sur 100 »: a published share, which needs no percent sign.
    """
    e = published(publication, context, indicator_of(context.plan.indicateur_principal))
    parts = {
        "L’étude": STUDY,
        "Ce que nous avons regardé": _looked_at(e, context),
        "Ce que nous avons vu": _seen(e, publication, context),
        "Ce que cela veut dire": _meaning(e, context),
        "Ce que cela coûte": _cost(publication),
        "Vos droits": RIGHTS,
    }
    return paragraphs(LINE_END.join([f"**{title}**", *sentences]) for title, sentences in parts.items())


def _looked_at(e: PublishedOutcome, context: ReportContext) -> Iterator[str]:
    yield from LOOKED_AT.get(e.indicator.name, (f"Nous avons regardé ceci : {e.subject}.",))
    yield f"C’était {number(WAVE_MONTHS[context.vague])}{NBSP}mois après l’entrée dans l’étude."


def _seen(e: PublishedOutcome, publication: Publication, context: ReportContext) -> Iterator[str]:
    hidden = next((c for c in e.levels if isinstance(c, Masked)), None)
    if hidden is not None:
        yield "Nous n’écrivons pas le résultat ici."
        yield from _why(hidden, context)
        return
    for who, size, level in zip(("accompagnés", "témoins"), e.sizes, e.levels, strict=True):
        yield _level(e, who, size, level, publication)
    yield from _ROUNDED
    direction = e.statement.direction
    if _alike(e):
        yield _ALIKE
    elif direction in MORE:
        yield MORE[direction]
        if not e.shows_its_gap:
            yield _HIDES


def _level(e: PublishedOutcome, who: str, size: Cell, level: Cell, publication: Publication) -> str:
    group = f"Ménages {who} (environ {size.texte})"
    if e.indicator.scale is not Scale.BINARY:
        return f"{group} : {level.texte} en moyenne."
    share, _, end = level.nombre.partition("%")  # « ou moins », « ou plus » at the ends
    hundred = publication.cell("cadre", "valeur", nom="cent").texte
    stayed = " sont restés" if e.indicator.name in STAYED else ""
    return f"{group} : {share.strip(NARROW)}{end} sur {hundred}{stayed}."


def _why(hidden: Masked, context: ReportContext) -> Iterator[str]:
    if hidden.motif == few_households(context.params.confidentialite.publique):
        yield "Les ménages sont trop peu nombreux."
        yield "On pourrait les reconnaître."
    elif hidden.motif == NOT_DELIVERED:
        yield "Nous n’avons pas reçu les informations."
    else:
        yield "Nous ne pouvons pas le publier."


def _meaning(e: PublishedOutcome, context: ReportContext) -> Iterator[str]:
    if e.reason:
        yield "Ici, nous ne comparons pas les deux groupes."
    else:
        yield from UNCHANGED if _alike(e) else NOT_SURE
        yield from (NOT_DRAWN, MAY_DIFFER)  # whether they did is no published fact
        yield CHANCE
    if not concludes(context):
        yield from NOT_YET


def _alike(e: PublishedOutcome) -> bool:
    return e.statement.direction is Direction.NULL or next_to_nothing(e.statement)


def _cost(publication: Publication) -> Iterator[str]:
    spent = publication.cell("couts", "valeur", mesure="cout_par_menage")
    if isinstance(spent, PublishedFact):
        yield f"L’aide a coûté {public_at_most(publication) or 'environ '}{spent.texte} par ménage."
    else:
        yield "Nous ne le savons pas."
