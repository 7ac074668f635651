"""The classes of a difference as French words: « un grand avantage », « d’un faible à un très grand avantage »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.statements.grades import Grade, Size

NEXT_TO_NOTHING = "pratiquement nul"
_BEFORE: Mapping[Size, str] = {Size.SMALL: "faible", Size.LARGE: "grand", Size.VERY_LARGE: "très grand"}
_AFTER = "modéré"
_SIDES = {1: "avantage", -1: "désavantage"}


def grade_words(grade: Grade) -> str:
    """Return « un écart pratiquement nul », « un très grand avantage », « un désavantage modéré »."""
    if grade.size is Size.NIL:
        return f"un écart {NEXT_TO_NOTHING}"
    side = _SIDES[grade.side]
    return f"un {side} {_AFTER}" if grade.size is Size.MODERATE else f"un {_BEFORE[grade.size]} {side}"


def possible_words(grades: Sequence[Grade], before: str = "") -> str:
    """Return the class of a number known by its rounding alone, or « un faible avantage ou un avantage modéré ».

    `grades`: the lowest and the highest that it may have; the nearer to nothing is said first. `before`: « d’ », « à ».
    """
    one, other = sorted(grades, key=lambda g: abs(g.level))
    if one == other:
        return f"{before}{grade_words(one)}"
    if abs(other.level - one.level) == 1:
        return f"{before}{grade_words(one)} ou {before}{grade_words(other)}"
    return f"{before}{grade_words(min(grades))} ou {before}{grade_words(max(grades))}, ou entre les deux"


def range_words(one: Grade, other: Grade) -> str:
    """Return « d’un faible à un très grand avantage ». `one`: the worst end of an interval, `other`: its best.

    On one side alone, the smaller class is said first; the same class twice is named once.
    """
    if one == other:
        return grade_words(one)
    first, last = sorted((one, other), key=lambda g: abs(g.level)) if one.side == other.side else (one, other)
    if first.side == last.side and first.size in _BEFORE and last.size in _BEFORE:
        return f"d’un {_BEFORE[first.size]} à {grade_words(last)}"
    return f"d’{grade_words(first)} à {grade_words(last)}"
