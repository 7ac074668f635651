"""One comparison in words: both groups, the difference with its class, its interval's ends, what stands beside."""

from __future__ import annotations

from pipeline.contract.indicators import Scale
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.contract.remarks import codes_of, remark
from pipeline.french import NBSP, number
from pipeline.report.grade_words import grade_words, range_words
from pipeline.report.headline import kind_of_gap, masked, note_cell, opposed, stands_in, used_of_known
from pipeline.report.remarks import as_reason, sentences
from pipeline.report.units import estimate_text, interval_text, measure_unit, unit_of
from pipeline.report.wording import capitalised, households, level, over_wave
from pipeline.statements.few import of_a_few, told_side
from pipeline.statements.grades import graded
from pipeline.statements.statement import Direction, Inclusion, Statement
from pipeline.traced import stated

_CAUTIONS = ("courbe_prolongee", "moins_de_dix_menages", "menages_ajustes_exactement")
_SIDES = {
    Direction.FAVOURABLE: ", à l’avantage des accompagnés",
    Direction.UNFAVOURABLE: ", au désavantage des accompagnés",
}
_PLANNED = ("principal", "secondaire")
_OF_A_FEW = " ; un groupe a moins de cinq ménages, trop peu pour donner à cet écart une classe ou un sens"


def comparison(e: Statement) -> str:
    """Return the levels by group, the difference with its class, its interval told by its two ends, what stands beside.

    « À 24 mois, la part de ménages maintenus dans les lieux est de 91,3 % (21 sur 23) chez les accompagnés et de
    68,2 % (15 sur 22) chez les témoins. L’écart est de +23,1 points, un grand avantage pour les accompagnés. Son
    intervalle de confiance à 95 %, [−0,7 ; +44,9], va d’un écart pratiquement nul à un très grand avantage. »
    """
    words = " ".join(part for part in (levels(e), gap(e), ends(e), what_stands_beside(e)) if part)
    return words if e.estimation is None else stated(words, e)


def what_stands_beside(e: Statement) -> str:
    """Return what stands beside a difference: the crude one, that at inclusion, cautions, what it stands in for."""
    return " ".join(part for part in (crude_beside(e), at_inclusion(e), _cautions(e), stands_in(e)) if part)


def brief(e: Statement) -> str:
    """Return the comparison in short sentences and few numbers; falls back on `comparison` where a number is missing.

    « À 24 mois, l’impayé moyen est de … chez les témoins. Écart ajusté de −298 € [−677 ; +81], un avantage modéré
    (d’un faible désavantage à un très grand avantage). Écart brut de −149 €. Écart à l’inclusion de −173 €. »
    """
    if not e.bounded or not e.n_accompagnes or not e.n_temoins:
        return comparison(e)
    grades = graded(e)
    judged = _judgement(e)
    if grades is not None and grades.worst is not None and grades.best is not None:
        one, whole = grade_words(grades.estimate), _range(e)
        judged = f", {one} ({whole})" if one != whole else f", {one} d’un bout à l’autre"
    used = used_of_known(e)
    parts = [f"{_size(e)} {interval_text(e)}{judged}{f' ; {used}' if used else ''}"]
    if e.crude is not None:
        other = " de sens contraire, " if opposed(e) else " "
        parts.append(f"écart brut{other}de {measure_unit(e.crude).difference(e.crude.estimation, sign=True)}")
    if e.at_inclusion is not None:
        gap_then = unit_of(e.indicator).difference(e.at_inclusion.difference, sign=True)
        parts.append(f"écart à l’inclusion de {gap_then}")
    words = f"{levels(e)} {' '.join(f'{capitalised(part)}.' for part in parts)}"
    return stated(" ".join(part for part in (words, stands_in(e), _cautions(e)) if part), e)


def found_in_short(e: Statement) -> str:
    """Return the difference with its class and its interval, as the end of a heading; empty where nothing was found.

    « +23,1 points, un grand avantage (d’un écart pratiquement nul à un très grand avantage) ». A class of « next to
    nothing », no interval, no side that is good, or an indicator that the plan does not name: nothing.
    """
    grades = graded(e)
    if not e.bounded or not e.n_accompagnes or not e.n_temoins or e.famille not in _PLANNED:
        return ""
    if grades is not None and grades.worst is not None and grades.best is not None:
        if not grades.estimate.side:
            return ""
        one, whole = grade_words(grades.estimate), _range(e)
        ends_of_it = f" ({whole})" if one != whole else " d’un bout à l’autre"
        return stated(f"{measure_unit(e).difference(e.estimation, sign=True)}, {one}{ends_of_it}", e)
    side = _SIDES.get(told_side(e), "")
    return stated(f"{_size(e)} {interval_text(e)}{side}", e) if side else ""


def levels(e: Statement) -> str:
    """Return the value of each group, with the number of households, or who has none."""
    start = capitalised(over_wave(e))
    if e.n_accompagnes == 0 and e.n_temoins == 0:
        return f"{start}, aucune valeur n’est connue pour {_subject(e)}."
    if e.n_accompagnes == 0 or e.n_temoins == 0:
        empty, others, other, value, n = (
            ("accompagné", "accompagnés", "témoins", e.valeur_temoins, e.n_temoins)
            if e.n_accompagnes == 0
            else ("témoin", "témoins", "accompagnés", e.valeur_accompagnes, e.n_accompagnes)
        )
        if value is None:
            return f"{start}, aucune valeur n’est connue chez les {others} pour {_subject(e)}."
        told = _of(e, value, n)
        return f"{start}, aucun ménage {empty} n’a de valeur connue ; chez les {other}, {_subject(e)} est {told}."
    if e.valeur_accompagnes is None or e.valeur_temoins is None:
        return ""
    return (
        f"{start}, {_subject(e)} est {_of(e, e.valeur_accompagnes, e.n_accompagnes)} chez les accompagnés et "
        f"{_of(e, e.valeur_temoins, e.n_temoins)} chez les témoins."
    )


def gap(e: Statement) -> str:
    """Return the difference with its class or its side, or why there is none; empty when no group has values."""
    if e.n_accompagnes == 0 or e.n_temoins == 0:
        return "" if e.n_accompagnes == e.n_temoins else "Aucun écart ne peut donc être estimé."
    if masked(e):
        return (
            f"L’écart entre les groupes sur « {e.indicator.label} » n’est pas montré : il dirait ce qu’il en est de "
            "quelques ménages seulement."
        )
    if e.estimation is None:
        return f"L’écart entre les groupes n’est pas calculable : {as_reason(e.note, note_cell(e))}."
    grades = graded(e)
    used = used_of_known(e)
    among = f" ({used})" if used else ""
    if grades is None:
        after = of_a_few(e)
        judged = f"{_interval(e)}{_judgement(e)}" if after else f"{_judgement(e)}{_interval(e)}"
        return f"{_long_size(e)}{among}{judged}."
    whose = " pour les accompagnés" if grades.estimate.side else ""
    return f"{_long_size(e)}{among}, {grade_words(grades.estimate)}{whose}{'' if e.bounded else _interval(e)}."


def ends(e: Statement) -> str:
    """Return the interval told by the classes of its two ends; empty where it has none, or where there are no classes.

    No word depends on which side of zero an end is: next to nothing is one class, whatever its sign.
    """
    if not e.bounded or graded(e) is None:
        return ""
    words = _range(e)
    verb = "va" if words.startswith("d’") else "tient dans une seule classe :"
    return f"Son intervalle de confiance à {level(e)}, {interval_text(e)}, {verb} {words}."


def crude_beside(e: Statement) -> str:
    """Return the plain difference where it reads otherwise than the one that speaks; else empty."""
    if e.crude is None:
        return ""
    if opposed(e):
        return (
            f"L’écart brut est de sens contraire, {_amount(e.crude)} : c’est la méthode prévue au plan qui parle, et "
            "ce désaccord est une raison de plus d’être prudent."
        )
    return f"L’écart brut est de {_amount(e.crude)}."


def at_inclusion(e: Statement) -> str:
    """Return the gap at inclusion, among all those whose value was known then; empty where nothing was measured."""
    then = e.at_inclusion
    if then is None or e.estimation is None:
        return ""
    unit = unit_of(e.indicator)
    among = _measured_then(then)
    if unit.rounded(then.difference) == 0:
        return f"À l’inclusion, il n’y avait pas d’écart ({among})."
    return f"À l’inclusion, l’écart était de {unit.difference(then.difference, sign=True)} ({among})."


def _measured_then(then: Inclusion) -> str:
    return f"{number(then.n_accompagnes)} et {households(then.n_temoins)}"


def _amount(e: Statement) -> str:
    """« −149 € [−806 ; +508] »."""
    value = measure_unit(e).difference(e.estimation, sign=not e.is_ratio)
    return value if e.ic_bas is None and e.ic_haut is None else f"{value} {interval_text(e)}"


def _size(e: Statement) -> str:
    if e.is_ratio:
        return f"rapport de {estimate_text(e)}"
    if _is_superiority(e):
        return f"probabilité de dépasser un témoin de {estimate_text(e)}"
    kind = kind_of_gap(e)
    return f"écart{f' {kind}' if kind else ''} de {measure_unit(e).difference(e.estimation, sign=True)}"


def _long_size(e: Statement) -> str:
    if e.is_ratio:
        return f"Le taux des accompagnés est {estimate_text(e)}{NBSP}fois celui des témoins"
    if _is_superiority(e):
        return (
            "La probabilité qu’un ménage accompagné ait une valeur plus élevée qu’un témoin, les égalités comptant "
            f"pour moitié, est de {estimate_text(e)}"
        )
    kind = kind_of_gap(e)
    if e.is_null and graded(e) is None:
        return f"Aucun écart{f' {kind}' if kind else ''} ne sépare les deux groupes"
    return f"L’écart{f' {kind}' if kind else ''} est de {measure_unit(e).difference(e.estimation, sign=True)}"


def _is_superiority(e: Statement) -> bool:
    return e.mesure in MEASURES and MEASURES[e.mesure].kind is MeasureKind.SUPERIORITY


def _judgement(e: Statement) -> str:
    """The side, or why none is said of so few households, where no missing interval says it already."""
    if of_a_few(e):
        return _OF_A_FEW if e.bounded else ""
    return _SIDES.get(told_side(e), "")


def _range(e: Statement) -> str:
    grades = graded(e)
    if grades is None or grades.worst is None or grades.best is None:
        return ""
    return range_words(grades.worst, grades.best)


def _interval(e: Statement) -> str:
    """The interval between brackets, or why one bound or both are not there."""
    if e.ic_bas is None and e.ic_haut is None:
        return f" ; l’intervalle de confiance n’est pas donné : {_why_missing(e)}"
    missing = ""
    if not e.bounded:
        side = "basse" if e.ic_bas is None else "haute"
        missing = f" ; la borne {side} n’est pas calculable : {_why_missing(e)}"
    return f" (intervalle de confiance à {level(e)} : {interval_text(e)}{missing})"


def _why_missing(e: Statement) -> str:
    """The reason alone, which a note says first: not how the estimate was got, nor what weighs on it."""
    reasons = [remark(code, *values) for code, values in codes_of(e.note) if code not in _CAUTIONS]
    return as_reason(reasons[0] if reasons else "", note_cell(e))


def _cautions(e: Statement) -> str:
    """What the note holds against the number or its interval goes with them."""
    found = [remark(code, *values) for code, values in codes_of(e.note) if code in _CAUTIONS]
    return " ".join(sentences(note, note_cell(e)) for note in found)


def _subject(e: Statement) -> str:
    phrase = e.indicator.phrase
    return f"la part de {phrase}" if e.indicator.scale is Scale.BINARY else phrase


def _of(e: Statement, value: float | None, n: int) -> str:
    text = unit_of(e.indicator).value(value)
    if e.indicator.scale is Scale.BINARY and value is not None:
        return f"de {text} ({number(round(value * n))} sur {number(n)})"
    mean = " en moyenne" if e.indicator.scale is Scale.ORDINAL else ""
    return f"de {text}{mean} ({households(n)})"
