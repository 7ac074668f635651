"""How the value of an indicator, a difference and a bound are written: one entry a unit, one a measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.contract.indicators import Indicator
from pipeline.contract.methods import MEASURES, Measure, MeasureKind
from pipeline.french import MISSING, NARROW, NBSP, number
from pipeline.statements.precision import BARE, BY_UNIT, Precision
from pipeline.statements.statement import Statement
from pipeline.traced import written


@dataclass(frozen=True)
class Unit(Precision):
    """`suffix`: after a value; `one`, `many`: after a difference."""

    suffix: str = ""
    one: str = ""
    many: str = ""

    def value(self, x: float | None) -> str:
        """« 95,2 % », « 1 358 € », « 23,2 mois »."""
        text = self.plain(x)
        return text if text == MISSING else text + self.suffix

    def plain(self, x: float | None, *, sign: bool = False) -> str:
        """The number alone: « 95,2 », « −54,6 »."""
        return MISSING if x is None else number(self.scale * x, self.decimals, sign=sign)

    def difference(self, x: float | None, *, sign: bool = False) -> str:
        """« +35,2 points », « 1,5 point », « 316 € »: singular below 2, as French counts."""
        if x is None:
            return MISSING
        word = self.one if abs(self.rounded(x)) < 2 else self.many
        return f"{self.plain(x, sign=sign)}{NBSP}{word}" if word else self.plain(x, sign=sign)


# Suffix of a value, then the word of a difference, singular and plural; a unit that is not here has none.
_WORDS: dict[str, tuple[str, str, str]] = {
    "%": (f"{NARROW}%", "point", "points"),
    "ratio": (f"{NARROW}%", "point", "points"),
    "€": (f"{NBSP}€", "€", "€"),
    "€/mois": (f"{NBSP}€ par mois", "€ par mois", "€ par mois"),
    "€/jour": (f"{NBSP}€ par jour", "€ par jour", "€ par jour"),
    "mois": (f"{NBSP}mois", "mois", "mois"),
    "points": ("", "point", "points"),
    "rang 0–8": ("", "degré", "degrés"),
    "jours": (f"{NBSP}jours", "jour", "jours"),
}


def unit_of(indicator: Indicator) -> Unit:
    """Return how values of `indicator` are written."""
    return _unit(indicator.unit)


def measure_unit(e: Statement) -> Unit:
    """Return how the estimate and its bounds are written: the indicator's unit, or the measure's own."""
    measure = _measure(e)
    if measure is None or measure.in_the_indicators_unit:
        return unit_of(e.indicator)
    return _unit("€" if measure.kind is MeasureKind.AMOUNT else "")


def is_signed(e: Statement) -> bool:
    """True for a difference, whose sign is written (« +35,2 »)."""
    measure = _measure(e)
    return measure is None or measure.signed


def _measure(e: Statement) -> Measure | None:
    """The measure of an estimate; None when no row was produced, which then has no number to write."""
    return MEASURES[e.mesure] if e.mesure else None


def estimate_text(e: Statement) -> str:
    """The estimate alone, for a table: « +35,2 », « 0,60 »."""
    return measure_unit(e).plain(e.estimation, sign=is_signed(e))


def interval_text(e: Statement) -> str:
    """The bounds, for a table: « [+9,8 ; +56,9] »; a missing bound is « – »; both missing: « – »."""
    if e.ic_bas is None and e.ic_haut is None:
        return MISSING
    write: Callable[[float | None], str] = lambda x: measure_unit(e).plain(x, sign=is_signed(e))  # noqa: E731
    return f"[{write(e.ic_bas)}{NBSP};{NBSP}{write(e.ic_haut)}]"


def p_text(p: float | None) -> str:
    """A p-value alone: « 0,007 », « < 0,001 », « – » when missing; never « 0 », and « 1 » only for 1."""
    if p is None:
        return MISSING
    if p < 0.001:
        return written(p, f"<{NBSP}0,001")
    if p >= 0.995:
        return written(p, "1" if p >= 1 else f">{NBSP}0,99")
    if p < 0.1:
        return number(p, 3)
    return number(p, 2)


def _unit(name: str) -> Unit:
    precision = BY_UNIT.get(name, BARE)
    return Unit(precision.decimals, precision.scale, *_WORDS.get(name, ()))
