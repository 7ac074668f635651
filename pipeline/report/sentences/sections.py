"""The sections that compare one indicator after the other: well-being, troubles and rights."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.contract.indicators import INDICATORS, outcomes_of
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.domain import domain_paragraphs, threshold_notice, wave_notice
from pipeline.report.waves import last_wave
from pipeline.report.wording import paragraphs

WELL_BEING = outcomes_of("bien_etre")
EVENTS = outcomes_of("evenements")
# Topp et al. 2015, Psychotherapy and Psychosomatics 84(3):167-176
_WHO5_MINIMAL = 10


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
            _minimal_difference(results, context),
            "Aucune différence minimale qui compte n’est publiée pour le LSNS-6 ni pour l’UCLA-3 : la taille de ces "
            "écarts se lit par rapport à l’étendue de l’échelle.",
            "Seuls les ménages qui ont répondu à l’entretien sont comparés.",
        ],
    )


def events_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on troubles and rights opened."""
    return paragraphs(domain_paragraphs(EVENTS, results, context))


def _minimal_difference(results: EditionResults, context: ReportContext) -> str:
    """Whether the data rule out a WHO-5 advantage of the size that matters."""
    e = said(results, "who5", last_wave(INDICATORS["who5"], context))
    if e.ic_bas is None or e.ic_haut is None:
        return ""
    size = f"un avantage de {_WHO5_MINIMAL} points ou plus au WHO-5, tenu pour la plus petite différence qui compte"
    if e.ic_haut < _WHO5_MINIMAL:
        return f"Les données excluent {size}."
    if e.ic_bas > _WHO5_MINIMAL:
        return (
            f"Les données excluent un avantage de {_WHO5_MINIMAL} points ou moins au WHO-5, tenu pour la plus petite "
            "différence qui compte."
        )
    return f"Les données n’excluent pas {size}, ni un avantage moindre."


def _section(
    names: Sequence[str], results: EditionResults, context: ReportContext, before: list[str], after: list[str]
) -> str:
    """One paragraph an indicator between remarks; the remarks are left out where one sentence stands for all."""
    compared = domain_paragraphs(names, results, context)
    return paragraphs([*before, *compared, *after] if len(compared) == len(names) else compared)
