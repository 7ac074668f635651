"""How the value of an indicator, a difference and a bound are written: one entry a unit, one a measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.contract.indicators import Indicator
from pipeline.contract.methods import MEASURES, Measure, MeasureKind
from pipeline.french import MISSING, NARROW, NBSP, number, rounded
from pipeline.report.estimates import Estimate


@dataclass(frozen=True)
class Unit:
    """`scale`: factor before writing (100 for a share); `suffix`: after a value; `one`, `many`: after a difference."""

    decimals: int
    scale: float = 1.0
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

    def rounded(self, x: float) -> float:
        """The number that the reader sees."""
        return float(rounded(self.scale * x, self.decimals))


_PERCENT = Unit(1, 100.0, f"{NARROW}%", "point", "points")
_SCORE = Unit(1, one="point", many="points")

_UNITS: dict[str, Unit] = {
    "%": _PERCENT,
    "ratio": _PERCENT,
    "€": Unit(0, suffix=f"{NBSP}€", one="€", many="€"),
    "€/mois": Unit(1, suffix=f"{NBSP}€ par mois", one="€ par mois", many="€ par mois"),
    "mois": Unit(1, suffix=f"{NBSP}mois", one="mois", many="mois"),
    "points": _SCORE,
    "rang 0–8": Unit(2, one="rang", many="rangs"),
    "par an": Unit(2),
    "jours": Unit(1, suffix=f"{NBSP}jours", one="jour", many="jours"),
}
_BARE = Unit(2)


def unit_of(indicator: Indicator) -> Unit:
    """Return how values of `indicator` are written."""
    return _UNITS.get(indicator.unit, _BARE)


def measure_unit(e: Estimate) -> Unit:
    """Return how the estimate and its bounds are written: the indicator's unit, or the measure's own."""
    measure = _measure(e)
    if measure is None or measure.in_the_indicators_unit:
        return unit_of(e.indicator)
    return _UNITS["€"] if measure.kind is MeasureKind.AMOUNT else _BARE


def is_signed(e: Estimate) -> bool:
    """True for a difference, whose sign is written (« +35,2 »)."""
    measure = _measure(e)
    return measure is None or measure.signed


def _measure(e: Estimate) -> Measure | None:
    """The measure of an estimate; None when no row was produced, which then has no number to write."""
    return MEASURES[e.mesure] if e.mesure else None


def estimate_text(e: Estimate) -> str:
    """The estimate alone, for a table: « +35,2 », « 0,60 »."""
    return measure_unit(e).plain(e.estimation, sign=is_signed(e))


def interval_text(e: Estimate) -> str:
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
        return f"<{NBSP}0,001"
    if p >= 0.995:
        return "1" if p >= 1 else f">{NBSP}0,99"
    if p < 0.1:
        return number(p, 3)
    return number(p, 2)
