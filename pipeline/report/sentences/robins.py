"""The ROBINS-I self-rating in one sentence for the limits, and what it was made on for the annex."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.contract.declared import DomainRating, RiskOfBias
from pipeline.contract.robins import DOMAINS, JUDGEMENTS
from pipeline.french import enumeration
from pipeline.report.context import ReportContext
from pipeline.report.markdown import escape
from pipeline.report.rating import contradiction, foreign
from pipeline.report.wording import paragraphs

_ABSENT = "Le risque de biais n’a pas été coté par l’évaluateur."


def robins_text(context: ReportContext) -> str:
    """Return the sentences of the limits: the overall judgement, the domains that make it, what the run contradicts.

    A rating of other data gives no judgement here: that it remains to be made is what there is to say.
    """
    rating = context.robins
    if rating is None:
        return paragraphs([_ABSENT])
    if foreign(rating, context):
        return paragraphs([_to_be_made(rating, context, "en annexe")])
    return paragraphs([" ".join([_sentence(rating), *_contradictions(rating, context)])])


def robins_in_brief(context: ReportContext) -> str:
    """Return the overall judgement in one line, beside the answer; that it remains to be made where it does."""
    rating = context.robins
    if rating is None or foreign(rating, context):
        return "**Risque de biais (ROBINS-I).** Il n’a pas été coté pour ces données."
    worst = [d for d in rating.domaines if d.jugement == rating.ensemble]
    return (
        f"**Risque de biais (ROBINS-I).** L’évaluateur le juge **{JUDGEMENTS[rating.ensemble]}** dans l’ensemble"
        f"{f' ({_names(worst)})' if worst else ''}."
    )


def robins_basis_text(context: ReportContext) -> str:
    """Return what the rating was made on, whether it is of these data, and how the overall judgement follows."""
    rating = context.robins
    if rating is None:
        return paragraphs([_ABSENT])
    return paragraphs(
        [
            f"**{_to_be_made(rating, context, 'ici')}**" if foreign(rating, context) else "",
            f"Cotation établie par l’évaluateur sur {escape(rating.etablie_sur, None)}. Un risque « faible » serait "
            "celui d’un essai tiré au sort et bien conduit. Le jugement d’ensemble n’est pas choisi : c’est celui du "
            "pire domaine.",
        ]
    )


def _to_be_made(rating: RiskOfBias, context: ReportContext, where: str) -> str:
    return (
        f"Le risque de biais n’a pas été coté pour cette livraison. La cotation ROBINS-I reproduite {where} n’est pas "
        f"la sienne ({foreign(rating, context)}) : elle reste à faire."
    )


def _contradictions(rating: RiskOfBias, context: ReportContext) -> list[str]:
    return [
        f"Le domaine « {DOMAINS[d.domaine].lower()} » y est coté {JUDGEMENTS[d.jugement]}. {against}"
        for d in rating.domaines
        if (against := contradiction(d, context.verrou))
    ]


def _sentence(rating: RiskOfBias) -> str:
    worst = [d for d in rating.domaines if d.jugement == rating.ensemble]
    return (
        "L’évaluateur cote le risque de biais par l’outil ROBINS-I : il est jugé "
        f"**{JUDGEMENTS[rating.ensemble]}** dans l’ensemble ({_names(worst)}) ; les sept domaines et leurs raisons "
        "sont en annexe."
    )


def _names(domains: Sequence[DomainRating]) -> str:
    return enumeration([DOMAINS[d.domaine].lower() for d in domains])
