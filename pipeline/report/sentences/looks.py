"""Which edition answers, which only describe, and what looking several times at the same households does."""

from __future__ import annotations

from pipeline.french import number, percent
from pipeline.report.context import ReportContext, edition_label
from pipeline.report.looks import concludes, looks_of, rank_words
from pipeline.report.results import EditionResults
from pipeline.report.wording import uncapitalised


def looks_text(results: EditionResults, context: ReportContext) -> str:
    """Return whether this edition answers, which look it is, and how often looks alone would leave zero out."""
    looks = looks_of(results, context)
    label = uncapitalised(edition_label(context.plan.edition_de_conclusion))
    role = (
        "Le plan réserve la réponse à cette édition."
        if concludes(context)
        else f"Cette édition décrit et ne répond pas : le plan réserve la réponse à l’{label}."
    )
    if looks.planned < 2:
        return role
    which = f"C’est le {rank_words(looks.rank)} des {number(looks.planned)} regards prévus sur les mêmes ménages."
    if looks.chance is None:
        return f"{role} {which}"
    return (
        f"{role} {which} Regarder plusieurs fois trompe : sans aucun effet, un regard au moins laisse zéro hors de son "
        f"intervalle dans {percent(looks.chance, 1)} des études simulées."
    )
