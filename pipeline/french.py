"""Numbers, dates and lists as a French reader writes them; babel knows the rules, the spaces are no-break."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, format_decimal, parse_pattern

from pipeline.traced import written

NBSP = "\u00a0"
NARROW = "\u202f"
MINUS = "\u2212"
MISSING = "–"

# Every decimal of 15 digits comes back from a double; beyond them stands only what binary added (100 × 0.285).
_DIGITS = ".15g"
_ANY_SIZE = Context(prec=400, rounding=ROUND_HALF_UP)
_FRENCH = Locale("fr")


def rounded(value: float, decimals: int = 0) -> Decimal:
    """Return finite `value` at `decimals` places, a half going away from zero, as French readers round; never « −0 ».

    >>> rounded(2.5), rounded(-0.5), rounded(1.005, 2), rounded(-0.4)
    (Decimal('3'), Decimal('-1'), Decimal('1.01'), Decimal('0'))
    """
    result = Decimal(format(value, _DIGITS)).quantize(Decimal(1).scaleb(-decimals), context=_ANY_SIZE)
    return result if result else abs(result)


def number(value: float | None, decimals: int = 0, *, sign: bool = False) -> str:
    """Return `value` with `decimals` places: « 1 234,5 », « −3 » ; `sign` writes « +3 » too. Missing: « – »."""
    if value is None or not math.isfinite(value):
        return MISSING
    shown = rounded(value, decimals)
    text: str = format_decimal(abs(shown), format=_pattern(decimals), locale=_FRENCH)
    mark = MINUS if shown < 0 else ("+" if sign and shown > 0 else "")
    return written(value, mark + text)


@cache
def _pattern(decimals: int) -> NumberPattern:
    return parse_pattern(f"#,##0.{'0' * decimals}" if decimals else "#,##0")


def percent(share: float | None, decimals: int = 0, *, sign: bool = False) -> str:
    """Return a share between 0 and 1 as « 12 % »."""
    if share is None or not math.isfinite(share):
        return MISSING
    return f"{number(100 * share, decimals, sign=sign)}{NARROW}%"


def euros(value: float | None, decimals: int = 0, *, sign: bool = False) -> str:
    """Return an amount as « 1 234 € »."""
    if value is None or not math.isfinite(value):
        return MISSING
    return f"{number(value, decimals, sign=sign)}{NBSP}€"


def interval(low: str, high: str) -> str:
    """Return two formatted bounds as « [low ; high] »."""
    return f"[{low}{NBSP};{NBSP}{high}]"


def count(n: int, singular: str, plural: str | None = None) -> str:
    """Return « 0 ménage », « 1 ménage », « 2 ménages » (French: plural from 2)."""
    word = singular if abs(n) < 2 else (plural or singular + "s")
    return f"{number(n)}{NBSP}{word}"


def quantity(value: float | None, decimals: int, singular: str, plural: str | None = None) -> str:
    """Return a measured « 1,9 jour », « 2,0 jours »: plural from 2, as it is written; missing: « – ».

    >>> quantity(1.96, 1, "jour"), quantity(-1.5, 1, "point")
    ('2,0\xa0jours', '−1,5\xa0point')
    """
    text = number(value, decimals)
    if value is None or not math.isfinite(value):
        return text
    word = singular if abs(rounded(value, decimals)) < 2 else (plural or singular + "s")
    return f"{text}{NBSP}{word}"


def long_date(day: dt.date) -> str:
    """Return « 31 mars 2017 », « 1er avril 2017 »."""
    text: str = format_date(day, "d MMMM y", locale="fr")
    if day.day == 1:
        text = "1er" + text[1:]
    return text.replace(" ", NBSP)


def enumeration(words: Sequence[str]) -> str:
    """Return « a », « a et b », « a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"
