"""What `publication.csv` lets a document print: midpoints and bounds of the facts, by kind of number, and dates.

The rule, decided once. A printed number is listed when, without its sign, it equals the midpoint, `bas` or `haut` of
a fact of the same folder; a fact between −1 and 1 also counts a hundredfold (a share is printed in percent). A number
with « % » or « point(s) » never stands for a count or a sum, one with « ménages » for a share, a mean or a sum, one
with « € » for a count or a share. Constants are facts of element `cadre`: one that says its unit (`unite`) is good for
that one and for a bare number; one that does not is good for any, but for nobody, all, and 1 to 4 households, of which
no constant tells. Structure, not listed:
numbers of headings, figures, tables, sections, notes and pages; evenly spaced labels of an axis; names (WHO-5, M24),
addresses, fingerprints, versions of programs; CSS. A year is a number like any other. A date to the day is listed when
a fact of `cadre` has it as a value of its key (2017-03-31).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from pipeline.publication.audit.facts import ListedFact
from pipeline.publication.audit.numbers import Number

_PERCENT, _COUNTED, _MONEY = frozenset({"%", "point", "points"}), frozenset({"ménage", "ménages"}), frozenset({"€"})

_ENDS, _FEW = (0.0, 1.0, 100.0), 4


class Listing:
    """The numbers of one folder's facts."""

    def __init__(self, facts: Iterable[ListedFact]) -> None:
        self.facts = tuple(facts)
        self._by_use: dict[str, list[float]] = {use: [] for use in ("", "%", "ménages", "€")}
        for fact in self.facts:
            for use in _uses(fact):
                self._by_use.setdefault(use, []).extend(_printed(fact))
        for values in self._by_use.values():
            values.sort()
        frame = [f for f in self.facts if f.is_frame]
        importance = {f.named.get("nom", ""): f.low for f in frame}
        self._in_importances = sorted(
            abs(value / importance[name])
            for f in self.facts
            if importance.get(name := f"importance_{f.named.get('indicateur', '')}")
            for value in (f.low, f.high, (f.low + f.high) / 2)
        )
        self._dates = {value for f in frame for _, value in f.key}
        self.files = {value for f in frame for name, value in f.key if name == "fichier"}
        self._frame = Listing._only(frame) if len(frame) < len(self.facts) else self
        self._found = [f for f in self.facts if not f.is_frame]

    @classmethod
    def _only(cls, facts: Iterable[ListedFact]) -> Listing:
        return cls(facts)

    @property
    def frame(self) -> Listing:
        """The constants alone."""
        return self._frame

    @cached_property
    def found(self) -> Listing:
        """All but the constants."""
        return Listing(self._found)

    def knows(self, value: float, unit: str = "") -> bool:
        """True when a fact may be printed as `value`, with `unit` behind it."""
        use = "%" if unit in _PERCENT else "ménages" if unit in _COUNTED else "€" if unit in _MONEY else ""
        return self._near(self._by_use[use], value)

    @staticmethod
    def _near(values: list[float], value: float) -> bool:
        wanted = abs(value)
        near = 1e-9 + 1e-7 * wanted
        at = bisect_left(values, wanted - near)
        return at < len(values) and values[at] <= wanted + near

    def draws(self, value: float) -> bool:
        """True when a mark may stand at `value`: printed as such, in percent, or in important differences.

        The smallest difference that matters for an indicator is the constant `nom=importance_<indicateur>`.
        """
        return self.knows(value) or self.knows(value, "%") or self._near(self._in_importances, value)

    def lists(self, number: Number) -> bool:
        """True when one reading of a printed number is listed; read as several, the unit is the last one's alone.

        « 20 450 € » of a table's row: 20 households, then 450 €.
        """
        return any(
            self.knows(last, number.unit) and all(self.knows(v) for v in before) for *before, last in number.readings
        )

    def lists_date(self, day: dt.date) -> bool:
        """True for a date that the frame of the study gives: a freeze, the day of an edition."""
        return day.isoformat() in self._dates

    def beside(self, *codes: str) -> Listing:
        """The facts whose cell is in all of `codes`, constants among them."""
        return Listing(f for f in self.facts if all(_names(f, code) for code in codes))


def _names(fact: ListedFact, code: str) -> bool:
    return fact.group == code or any(code in value.replace("sans:", "").split(":") for _, value in fact.key)


def _uses(fact: ListedFact) -> Iterator[str]:
    yield ""
    if fact.is_frame:
        yield from _uses_of_constant(fact)
        return
    if not (fact.is_count or fact.is_sum):
        yield "%"
    if not (fact.is_share or fact.is_mean or fact.is_sum):
        yield "ménages"
    if not (fact.is_count or fact.is_share):
        yield "€"


def _uses_of_constant(fact: ListedFact) -> Iterator[str]:
    unit = fact.named.get("unite", "")
    if unit:
        yield from ("%" if unit in _PERCENT else "ménages" if unit in _COUNTED else unit,)
        return
    yield "€"
    if fact.low not in _ENDS:
        yield "%"
    if fact.low > _FEW:
        yield "ménages"


def _printed(fact: ListedFact) -> Iterator[float]:
    for value in (fact.low, fact.high, (fact.low + fact.high) / 2):
        yield abs(value)
        if max(abs(fact.low), abs(fact.high)) <= 1.0 and not fact.is_count:
            yield abs(100 * value)
