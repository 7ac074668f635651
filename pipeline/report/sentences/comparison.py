"""One comparison in words: both groups, the difference, its interval, and what the data rule out."""

from __future__ import annotations

from pipeline.contract.indicators import Scale
from pipeline.french import NBSP, number
from pipeline.report.remarks import as_reason, sentences
from pipeline.report.units import estimate_text, interval_text, measure_unit, unit_of
from pipeline.report.wording import capitalised, households, level, over_wave
from pipeline.statements.statement import Direction, Statement
from pipeline.traced import stated, without_marks

_SIDES = {
    Direction.FAVOURABLE: ", à l’avantage des accompagnés",
    Direction.UNFAVOURABLE: ", au désavantage des accompagnés",
}


def comparison(e: Statement) -> str:
    """Return two to three sentences: shares or means by group, difference and interval, what is ruled out.

    « À 24 mois, la part de ménages maintenus dans les lieux est de 95,2 % chez les accompagnés (20 sur 21) et de
    60,0 % chez les témoins (12 sur 20). L’écart est de +35,2 points, à l’avantage des accompagnés (intervalle de
    confiance à 95 % : [+9,8 ; +56,9]). Les données excluent un avantage … »
    """
    words = " ".join(part for part in (levels(e), gap(e), ruled_out(e)) if part)
    return words if e.estimation is None else stated(words, e)


def brief(e: Statement) -> str:
    """Return the comparison in the fewest words; falls back on `comparison` where a number is missing.

    « À 24 mois, l’impayé moyen est de 1 358 € … chez les témoins : écart de +317 €, au désavantage des accompagnés
    [−594 ; +1 227] ; les données sont compatibles aussi bien avec un désavantage qu’avec un avantage. »
    """
    if not e.bounded or not e.n_accompagnes or not e.n_temoins:
        return comparison(e)
    size = (
        f"rapport de {estimate_text(e)}"
        if e.is_ratio
        else f"écart{_adjusted(e)} de {measure_unit(e).difference(e.estimation, sign=True)}"
    )
    words = f"{levels(e).rstrip('.')} : {size}{_judgement(e)} {interval_text(e)} ; les données {_excluded(e)}."
    return stated(words, e) + _prolonged(e)


def _prolonged(e: Statement) -> str:
    """A curve that nobody is followed to the end of: its note goes with the number."""
    return f" {sentences(e.note)}" if e.methode == "rmst" and e.note else ""


def _excluded(e: Statement) -> str:
    if e.excludes_null:
        return "excluent une absence d’écart"
    if not e.sens:
        return "n’excluent pas une absence d’écart"
    return "sont compatibles aussi bien avec un désavantage qu’avec un avantage"


def levels(e: Statement) -> str:
    """Return the value of each group, with the number of households, or who has none."""
    start = capitalised(over_wave(e))
    if e.n_accompagnes == 0 and e.n_temoins == 0:
        return f"{start}, aucune valeur n’est connue pour {_subject(e)}."
    if e.n_accompagnes == 0 or e.n_temoins == 0:
        empty, other, value, n = (
            ("accompagné", "les témoins", e.valeur_temoins, e.n_temoins)
            if e.n_accompagnes == 0
            else ("témoin", "les accompagnés", e.valeur_accompagnes, e.n_accompagnes)
        )
        known = f" ; chez {other}, {_subject(e)} est {_of(e, value, n)}" if value is not None else ""
        return f"{start}, aucun ménage {empty} n’a de valeur connue{known}."
    if e.valeur_accompagnes is None or e.valeur_temoins is None:
        return ""
    return (
        f"{start}, {_subject(e)} est {_of(e, e.valeur_accompagnes, e.n_accompagnes)} chez les accompagnés et "
        f"{_of(e, e.valeur_temoins, e.n_temoins)} chez les témoins."
    )


def gap(e: Statement) -> str:
    """Return the difference or the ratio with its interval, or why there is none; empty when no group has values."""
    if e.n_accompagnes == 0 or e.n_temoins == 0:
        return "" if e.n_accompagnes == e.n_temoins else "Aucun écart ne peut donc être estimé."
    if e.estimation is None:
        return f"L’écart entre les groupes n’est pas calculable : {as_reason(e.note)}."
    if e.is_ratio:
        size = f"Le taux des accompagnés est {estimate_text(e)}{NBSP}fois celui des témoins"
    elif e.is_null:
        size = "Aucun écart ne sépare les deux groupes"
    else:
        size = f"L’écart{_adjusted(e)} est de {measure_unit(e).difference(e.estimation, sign=True)}"
    return f"{size}{_judgement(e)}{_interval(e)}."


def ruled_out(e: Statement) -> str:
    """Return what the interval excludes, in terms of advantage and disadvantage of the accompanied; else empty.

    Both bounds on the favourable side: « excluent un avantage inférieur à … ou supérieur à … ». Across zero:
    « compatibles aussi bien avec un désavantage de … qu’avec un avantage de … ; elles excluent un écart plus
    défavorable ou plus favorable ».
    """
    if e.estimation is None or e.ic_bas is None or e.ic_haut is None:
        return ""
    if e.is_ratio:
        return _ruled_out_ratio(e, e.ic_bas, e.ic_haut)
    if e.advantage is None:
        unit = measure_unit(e)
        low, high = unit.difference(e.ic_bas, sign=True), unit.difference(e.ic_haut, sign=True)
        return f"Les données excluent un écart inférieur à {low} ou supérieur à {high}."
    return _ruled_out_difference(e, *e.advantage)


def _ruled_out_difference(e: Statement, worst: float, best: float) -> str:
    """`worst`, `best`: the bounds, positive = advantage of the accompanied."""
    unit = measure_unit(e)
    bad, good = unit.difference(abs(worst)), unit.difference(abs(best))
    if worst > 0:
        if unit.rounded(worst) == 0:
            return (
                "Les données excluent un désavantage des accompagnés, mais non un avantage presque nul ; elles "
                f"excluent aussi un avantage supérieur à {good}."
            )
        return f"Les données excluent un avantage des accompagnés inférieur à {bad} ou supérieur à {good}."
    if best < 0:
        if unit.rounded(best) == 0:
            return (
                "Les données excluent un avantage des accompagnés, mais non un désavantage presque nul ; elles "
                f"excluent aussi un désavantage supérieur à {bad}."
            )
        return f"Les données excluent un désavantage des accompagnés inférieur à {good} ou supérieur à {bad}."
    none = "une absence d’écart"
    low = none if unit.rounded(worst) == 0 else f"un désavantage de {bad}"
    high = none if unit.rounded(best) == 0 else f"un avantage de {good}"
    if without_marks(low) == without_marks(high):
        return ""
    return (
        f"Les données sont compatibles aussi bien avec {low} qu’avec {high} pour les accompagnés ; elles excluent un "
        "écart plus défavorable ou plus favorable."
    )


def _ruled_out_ratio(e: Statement, low: float, high: float) -> str:
    unit = measure_unit(e)
    excluded = (
        f"Les données excluent un taux inférieur à {unit.plain(low)}{NBSP}fois ou supérieur à "
        f"{unit.plain(high)}{NBSP}fois celui des témoins"
    )
    if not e.excludes_null:
        return (
            f"{excluded} ; entre ces bornes, elles sont compatibles aussi bien avec un désavantage qu’avec un avantage "
            "des accompagnés."
        )
    return f"{excluded}."


def _adjusted(e: Statement) -> str:
    """An adjusted difference is not that of the two levels beside it."""
    return " ajusté" if e.methode == "ancova" else ""


def _judgement(e: Statement) -> str:
    return _SIDES.get(e.direction, "")


def _interval(e: Statement) -> str:
    if e.ic_bas is None and e.ic_haut is None:
        return f" ; l’intervalle de confiance n’est pas calculable : {as_reason(e.note)}"
    missing = ""
    if e.ic_bas is None or e.ic_haut is None:
        side = "basse" if e.ic_bas is None else "haute"
        missing = f" ; la borne {side} n’est pas calculable : {as_reason(e.note)}"
    return f" (intervalle de confiance à {level(e)} : {interval_text(e)}{missing})"


def _subject(e: Statement) -> str:
    phrase = e.indicator.phrase
    return f"la part de {phrase}" if e.indicator.scale is Scale.BINARY else phrase


def _of(e: Statement, value: float | None, n: int) -> str:
    text = unit_of(e.indicator).value(value)
    if e.indicator.scale is Scale.BINARY and value is not None:
        return f"de {text} ({number(round(value * n))} sur {number(n)})"
    mean = " en moyenne" if e.indicator.scale is Scale.ORDINAL else ""
    return f"de {text}{mean} ({households(n)})"
