"""The sections that compare one indicator after the other: well-being, troubles and rights."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.contract.indicators import outcomes_of
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.domain import domain_paragraphs, not_described, threshold_notice, wave_notice
from pipeline.report.wording import paragraphs

WELL_BEING = outcomes_of("bien_etre")
EVENTS = outcomes_of("evenements")


def well_being_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on network, loneliness and well-being; says which wave they come from."""
    return _section(
        WELL_BEING,
        results,
        context,
        before=[
            wave_notice(WELL_BEING, context),
            threshold_notice(("isolement_lsns6", "solitude_ucla3", "bien_etre_who5"), context),
        ],
        after=[
            "Une différence de 10 points au WHO-5 est tenue pour la plus petite qui compte (Topp et coll., 2015). "
            "Aucune n’est publiée pour le LSNS-6 ni pour l’UCLA-3 : la taille de ces écarts se lit par rapport à "
            "l’étendue de l’échelle.",
            "Seuls les ménages qui ont répondu à l’entretien sont comparés.",
        ],
    )


def events_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on troubles and rights opened."""
    return paragraphs(domain_paragraphs(EVENTS, results, context))


def _section(
    names: Sequence[str], results: EditionResults, context: ReportContext, before: list[str], after: list[str]
) -> str:
    """One paragraph an indicator between remarks; the remarks are left out where one sentence stands for all."""
    compared = domain_paragraphs(names, results, context)
    return paragraphs(compared if not_described(names, results, context) else [*before, *compared, *after])
