"""How coarse a published number is: each rule gives the printed number and the interval in which the exact one lies."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.contract.indicators import Indicator
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.french import NARROW, NBSP, euros, number, rounded
from pipeline.params import Publique
from pipeline.publication.fact import Rounded

_EVERYWHERE = (-math.inf, math.inf)
_TWO = 2  # French counts one below it


@dataclass(frozen=True)
class Rounding:
    """The rules, with the steps of `confidentialite.publique`. All are computed from the exact number."""

    steps: Publique

    def size(self, n: int) -> Rounded:
        """Households, events: to the nearest step, few of them (nobody too) as a class.

        >>> Rounding(Publique()).size(24).texte, Rounding(Publique()).size(3).texte
        ('25', 'moins de 5')
        """
        few = self.steps.petit_effectif
        if n < few:
            words = f"moins de {number(few)}"
            return Rounded(0, few - 1, words, words)
        near = _nearest(n, self.steps.effectifs)
        low, high = near - self.steps.effectifs / 2, near + self.steps.effectifs / 2
        return _rounded(near, max(low, few), high, number(near))

    def share(self, x: float, n: int) -> Rounded:
        """The share of `n` households, 0 to 1. Its ends are classes that nobody and one household share:

        « 0 % » would say something of each household of a group, « 5 % ou moins » does not. How wide they are depends
        on the published size alone: cut at the exact one, they would tell it.
        """
        step = self.steps.parts
        end = self._end(100, n, step)
        near = _nearest(100 * x, step)
        if near <= end:
            words = f"{_plain(end)}{NARROW}% ou moins"
            return Rounded(0.0, _share(end + step / 2), words, words)
        if near >= 100 - end:
            words = f"{_plain(100 - end)}{NARROW}% ou plus"
            return Rounded(_share(100 - end - step / 2), 1.0, words, words)
        low, high = _share(near - step / 2), _share(near + step / 2)
        return Rounded(low, high, _plain(near), f"{_plain(near)}{NARROW}%", _share(near))

    def share_difference(self, x: float) -> Rounded:
        """A difference of shares, or a bound of one, −1 to 1: « +25 points »."""
        step = self.steps.parts
        near = _nearest(100 * x, step)
        low, high = _share(max(near - step / 2, -100)), _share(min(near + step / 2, 100))
        text = _plain(near, sign=True)
        return Rounded(low, high, text, f"{text}{NBSP}{'point' if abs(near) < 2 else 'points'}", _share(near))

    def amount(self, x: float, limits: tuple[float, float] = _EVERYWHERE, *, sign: bool = False) -> Rounded:
        """Euros."""
        near = _nearest(x, self.steps.montants)
        text = number(near, sign=sign)
        return _stepped(near, self.steps.montants, text, euros(near, sign=sign), limits)

    def score(self, x: float, limits: tuple[float, float] = _EVERYWHERE, n: int = 0, *, sign: bool = False) -> Rounded:
        """A mean score of `n` households, or a difference of two; the ends of its scale are classes, as a share's."""
        if n and math.isfinite(limits[1] - limits[0]):
            return self._scaled(x, n, self.steps.scores, limits, "", "")
        near = _nearest(x, self.steps.scores)
        text = number(near, 1, sign=sign)
        words = f"{text}{NBSP}{'point' if abs(near) < 2 else 'points'}" if sign else text
        return _stepped(near, self.steps.scores, text, words, limits)

    def duration(
        self,
        x: float,
        one: str,
        many: str,
        limits: tuple[float, float] = _EVERYWHERE,
        n: int = 0,
        *,
        sign: bool = False,
    ) -> Rounded:
        """Months or days; of `n` households and between `limits`, the ends are classes, as a share's."""
        if n and math.isfinite(limits[1] - limits[0]):
            return self._scaled(x, n, self.steps.durees, limits, f"{NBSP}{one}", f"{NBSP}{many}")
        near = _nearest(x, self.steps.durees)
        text = number(near, 1, sign=sign)
        words = f"{text}{NBSP}{one if abs(near) < 2 else many}"
        return _stepped(near, self.steps.durees, text, words, limits)

    def ratio(self, x: float, limits: tuple[float, float] = (0, math.inf)) -> Rounded:
        """A ratio, a yearly rate, a probability of superiority."""
        near = _nearest(x, self.steps.rapports)
        text = number(near, 1)
        return _stepped(near, self.steps.rapports, text, text, limits)

    def p(self, x: float) -> Rounded:
        """A p: the smallest are one class, which no threshold cuts."""
        least = _nearest(self.steps.rapports, self.steps.rapports)
        if _nearest(x, self.steps.rapports) <= least:
            words = f"{number(least, 1)} ou moins"
            return Rounded(0.0, _clean(least + self.steps.rapports / 2), words, words)
        return self.ratio(x, (0, 1))

    def value(self, indicator: Indicator, x: float, n: int, limits: tuple[float, float] | None = None) -> Rounded:
        """The level of a group of `n` households; `limits`: what the scale can reach, None where it has no end."""
        return _LEVELS[indicator.unit](self, x, n, limits or _EVERYWHERE)

    def estimate(self, indicator: Indicator, mesure: str, x: float) -> Rounded:
        """An estimate, or a bound of its interval."""
        kind = MEASURES[mesure].kind
        if kind is MeasureKind.DIFFERENCE:
            return _DIFFERENCES[indicator.unit](self, x)
        return self.ratio(x, (0, 1) if kind is MeasureKind.SUPERIORITY else (0, math.inf))

    def _end(self, width: float, n: int, step: float) -> float:
        """How wide the class at the end of a scale is: what one household of the fewest that print as `n` weighs."""
        fewest = max(1, math.ceil(self.size(n).bas), self.steps.menages_min)
        return max(step, _nearest(width / fewest, step))

    def _scaled(self, x: float, n: int, step: float, limits: tuple[float, float], one: str, many: str) -> Rounded:
        """A mean on a scale that has two ends."""
        low, high = limits
        end, near = self._end(high - low, n, step), _nearest(x, step)
        if near <= low + end:
            words = f"{number(low + end, 1)}{one if low + end < _TWO else many} ou moins"
            return Rounded(low, _clean(low + end + step / 2), words, words)
        if near >= high - end:
            words = f"{number(high - end, 1)}{one if high - end < _TWO else many} ou plus"
            return Rounded(_clean(high - end - step / 2), high, words, words)
        text = number(near, 1)
        return _stepped(near, step, text, f"{text}{one if abs(near) < _TWO else many}", limits)


# By unit of the indicators that may be published.
_LEVELS: Mapping[str, Callable[[Rounding, float, int, tuple[float, float]], Rounded]] = {
    "%": lambda r, x, n, _: r.share(x, n),
    "€": lambda r, x, _, limits: r.amount(x, limits),
    "points": lambda r, x, n, limits: r.score(x, limits, n),
    "rang 0–8": lambda r, x, n, limits: r.score(x, limits, n),
    "par an": lambda r, x, _, __: r.ratio(x),
    "mois": lambda r, x, n, limits: r.duration(x, "mois", "mois", limits, n),
}
_DIFFERENCES: Mapping[str, Callable[[Rounding, float], Rounded]] = {
    "%": Rounding.share_difference,
    "€": lambda r, x: r.amount(x, sign=True),
    "points": lambda r, x: r.score(x, sign=True),
    "rang 0–8": lambda r, x: r.score(x, sign=True),
    "mois": lambda r, x: r.duration(x, "mois", "mois", sign=True),
}


def constant(value: float, nombre: str, texte: str = "") -> Rounded:
    """What is no result: planned sizes, thresholds, the note's budget; known to all, and so exact."""
    return Rounded(value, value, nombre, texte or nombre, value)


def between(low: float, high: float, step: float) -> Rounded:
    """An amount known only by what is published of its parts: « de 12 500 à 15 600 € », both ends outwards."""
    bottom, top = step * math.floor(low / step), step * math.ceil(high / step)
    words = f"{number(bottom)} à {euros(top)}"
    return Rounded(bottom, top, words, f"de {words}")


def divided(rounded: Rounded, by: float) -> Rounded:
    """A published number in another unit: « +2,5 fois » the one that it is divided by."""
    low, high = sorted(_clean(bound / by) for bound in rounded.bounds)
    middle = _clean((rounded.valeur or 0.0) / by)
    text = number(middle, 2, sign=True)
    return Rounded(low, high, text, f"{text}{NBSP}fois", middle)


def _stepped(near: float, step: float, nombre: str, texte: str, limits: tuple[float, float]) -> Rounded:
    low, high = limits
    return Rounded(max(_clean(near - step / 2), low), min(_clean(near + step / 2), high), nombre, texte, near)


def _rounded(near: float, low: float, high: float, text: str) -> Rounded:
    return Rounded(low, high, text, text, near)


def _nearest(x: float, step: float) -> float:
    """The nearest multiple of `step`, a half going away from zero."""
    return _clean(float(rounded(x / step)) * step)


def _share(points: float) -> float:
    return _clean(points / 100)


def _clean(x: float) -> float:
    """Without what binary adds: 0.1 × 3 is 0.3."""
    return float(format(x, ".12g"))


def _plain(points: float, *, sign: bool = False) -> str:
    return number(points, 0 if points == int(points) else 1, sign=sign)
