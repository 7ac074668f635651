"""All the effects together: how many lie on which side, what adjusting for many looks does, what is missing."""

from __future__ import annotations

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS
from pipeline.french import enumeration, number
from pipeline.report.context import ReportContext
from pipeline.report.remarks import as_reason
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.domain import wave_notice
from pipeline.report.waves import absent_table, last_wave
from pipeline.report.wording import CAUTION, p_sentence, paragraphs
from pipeline.statements.choice import Role
from pipeline.statements.statement import Direction, Statement, indicator_of
from pipeline.traced import counted


def effects_text(results: EditionResults, context: ReportContext) -> str:
    """Return the count of differences by side and by what their interval excludes, and the family's smallest p."""
    names = [*(i.name for i in INDICATORS.values() if i.estimated), DUREE_MAINTIEN.name]
    estimates = [said(results, n, last_wave(indicator_of(n), context)) for n in names]
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


_SIDES = (Direction.FAVOURABLE, Direction.UNFAVOURABLE)


def _counted(statements: list[Statement], which: str) -> int:
    """How many of the statements, one an indicator at its last wave, by the method that describes it."""
    n: int = counted(len(statements), "estimations", f"dernière vague, méthode principale; {which}")
    return n


def _sides(known: list[Statement]) -> str:
    better, worse = (_counted([e for e in known if e.direction is side], f"sens={side}") for side in _SIDES)
    none = _counted([e for e in known if e.direction not in _SIDES], "sans sens")
    parts = [f"{number(better)} à l’avantage des accompagnés", f"{number(worse)} à leur désavantage"]
    if none:
        parts.append(f"{number(none)} sans sens favorable ou sans écart")
    plural = "s" if len(known) > 1 else ""
    return f"Sur {number(_counted(known, 'estimation'))} indicateur{plural} comparé{plural} : {enumeration(parts)}."


def _excluding(known: list[Statement]) -> str:
    with_bounds = [e for e in known if e.bounded]
    clear = [e for e in with_bounds if e.excludes_null]
    total = f"Pour {number(_counted(with_bounds, 'ic_bas et ic_haut'))} d’entre eux, l’intervalle est connu"
    if not with_bounds:
        return "Aucun intervalle n’est calculable."
    if not clear:
        return f"{total} ; tous contiennent l’absence d’écart."
    names = enumeration([f"« {e.indicator.label} »" for e in clear])
    verb = "exclut" if len(clear) == 1 else "excluent"
    some = number(_counted(clear, "zéro exclu"))
    one_in = number(1 / (1 - with_bounds[0].niveau))
    return (
        f"{total} ; {some} {verb} l’absence d’écart ({names}). À ce niveau, environ un intervalle sur "
        f"{one_in} l’exclurait par le seul hasard, même si rien ne séparait les groupes : seul l’indicateur principal "
        "répond à la question posée."
    )


def _family(results: EditionResults, context: ReportContext) -> str:
    rows = [said(results, name, context.vague, Role.TEST) for name in context.plan.secondaires]
    adjusted = [(e.p_ajustee, e) for e in rows if e.p_ajustee is not None]
    if not adjusted:
        return ""
    p, e = min(adjusted, key=lambda pair: pair[0])
    return (
        "Dans la famille secondaire, la plus petite p ajustée (max-T de Westfall et Young) est celle de "
        f"« {e.indicator.label} » : {p_sentence(p)}."
    )


def _missing(estimates: list[Statement], results: EditionResults) -> str:
    gone = [e for e in estimates if e.estimation is None]
    if not gone:
        return ""
    reasons: dict[str, list[str]] = {}
    for e in gone:
        reasons.setdefault(absent_table(e.indicator, results) or as_reason(e.note), []).append(
            f"« {e.indicator.label} »"
        )
    return "Sans estimation : " + " ; ".join(f"{enumeration(n)} ({r})" for r, n in reasons.items()) + "."
