"""All the effects together: how many lie on which side, what adjusting for many looks does, what is missing."""

from __future__ import annotations

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS
from pipeline.french import enumeration, number
from pipeline.report.context import ReportContext
from pipeline.report.estimates import Estimate, find, indicator_of
from pipeline.report.results import EditionResults
from pipeline.report.sentences.comparison import is_favourable
from pipeline.report.sentences.domain import wave_notice
from pipeline.report.waves import absent_table, last_wave
from pipeline.report.wording import CAUTION, p_sentence, paragraphs


def effects_text(results: EditionResults, context: ReportContext) -> str:
    """Return the count of differences by side and by what their interval excludes, and the family's smallest p."""
    names = [*(i.name for i in INDICATORS.values() if i.estimated), DUREE_MAINTIEN.name]
    estimates = [find(results.estimations, n, last_wave(indicator_of(n), context)) for n in names]
    known = [e for e in estimates if e.estimation is not None]
    if not known:
        return "Aucun écart entre les groupes n’a pu être estimé.\n"
    return paragraphs(
        [
            _sides(known),
            wave_notice(names, context),
            _excluding(known),
            _family(results, context),
            _missing(estimates, results),
            CAUTION,
        ]
    )


def _sides(known: list[Estimate]) -> str:
    better = sum(is_favourable(e) is True for e in known)
    worse = sum(is_favourable(e) is False for e in known)
    none = len(known) - better - worse
    parts = [f"{number(better)} à l’avantage des accompagnés", f"{number(worse)} à leur désavantage"]
    if none:
        parts.append(f"{number(none)} sans sens favorable ou sans écart")
    plural = "s" if len(known) > 1 else ""
    return f"Sur {number(len(known))} indicateur{plural} comparé{plural} : {enumeration(parts)}."


def _excluding(known: list[Estimate]) -> str:
    with_bounds = [e for e in known if e.ic_bas is not None and e.ic_haut is not None]
    clear = [e for e in with_bounds if not _contains_null(e)]
    total = f"Pour {number(len(with_bounds))} d’entre eux, l’intervalle est connu"
    if not with_bounds:
        return "Aucun intervalle n’est calculable."
    if not clear:
        return f"{total} ; tous contiennent l’absence d’écart."
    names = enumeration([f"« {e.indicator.label} »" for e in clear])
    verb = "exclut" if len(clear) == 1 else "excluent"
    one_in = number(1 / (1 - with_bounds[0].niveau))
    return (
        f"{total} ; {number(len(clear))} {verb} l’absence d’écart ({names}). À ce niveau, environ un intervalle sur "
        f"{one_in} l’exclurait par le seul hasard, même si rien ne séparait les groupes : seul l’indicateur principal "
        "répond à la question posée."
    )


def _contains_null(e: Estimate) -> bool:
    return e.ic_bas is not None and e.ic_haut is not None and e.ic_bas <= e.null <= e.ic_haut


def _family(results: EditionResults, context: ReportContext) -> str:
    rows = [find(results.estimations, name, context.vague, "permutation") for name in context.plan.secondaires]
    adjusted = [(e.p_ajustee, e) for e in rows if e.p_ajustee is not None]
    if not adjusted:
        return ""
    p, e = min(adjusted, key=lambda pair: pair[0])
    return (
        "Dans la famille secondaire, la plus petite p ajustée (max-T de Westfall et Young) est celle de "
        f"« {e.indicator.label} » : {p_sentence(p)}."
    )


def _missing(estimates: list[Estimate], results: EditionResults) -> str:
    gone = [e for e in estimates if e.estimation is None]
    if not gone:
        return ""
    reasons: dict[str, list[str]] = {}
    for e in gone:
        reasons.setdefault(absent_table(e.indicator, results) or e.reason, []).append(f"« {e.indicator.label} »")
    return "Sans estimation : " + " ; ".join(f"{enumeration(n)} ({r})" for r, n in reasons.items()) + "."
