"""The tests beside the primary indicator and the time kept: exact, by permutation within strata, of two curves."""

from __future__ import annotations

from pipeline.contract.indicators import DUREE_MAINTIEN
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.answer import exact_test
from pipeline.report.sentences.comparison import brief
from pipeline.report.units import measure_unit
from pipeline.report.waves import last_wave
from pipeline.report.wording import p_sentence, paragraphs
from pipeline.statements.choice import Role
from pipeline.statements.statement import Statement, indicator_of


def p_values_text(results: EditionResults, context: ReportContext) -> str:
    """Return, for the primary and for the time kept, the comparison in brief and the p of the tests beside it."""
    name = context.plan.indicateur_principal
    wave = last_wave(indicator_of(name), context)
    primary, permuted, stratified = (
        said(results, name, wave, role) for role in (Role.MAIN, Role.TEST, Role.STRATIFIED)
    )
    duration = said(results, DUREE_MAINTIEN.name, context.vague)
    of_the_primary = [exact_test(primary), _permutation(permuted, stratified)]
    of_the_duration = [_log_rank(results, context)]
    return paragraphs(
        " ".join([brief(e), *(t for t in tests if t)])
        for e, tests in ((primary, of_the_primary), (duration, of_the_duration))
        if any(tests)
    ) or paragraphs(["Aucun test ne s’ajoute à ces comparaisons."])


def _permutation(test: Statement, stratified: Statement) -> str:
    """The p of a contrast within strata, beside the difference that it is of: the crude one may have another sign."""
    if test.p_valeur is None or stratified.estimation is None:
        return ""
    size = measure_unit(stratified).difference(stratified.estimation, sign=True)
    return (
        f"À strates égales, l’écart est de {size} ; les groupes échangés à l’intérieur des strates donnent "
        f"{p_sentence(test.p_valeur)}."
    )


def _log_rank(results: EditionResults, context: ReportContext) -> str:
    e, permuted = (said(results, DUREE_MAINTIEN.name, context.vague, role) for role in (Role.CURVES, Role.TEST))
    if e.p_valeur is None:
        return ""
    p = permuted.p_valeur
    beside = "" if p is None else f" par sa loi approchée et {p_sentence(p)} par permutation à l’intérieur des strates"
    return (
        f"Le test du log-rank, qui compare les deux courbes sur toute la durée, donne {p_sentence(e.p_valeur)}{beside}"
        f". La différence de durée moyenne et ce test ne posent pas la même question, et peuvent ne pas "
        "s’accorder."
    )
