"""Numbers in every convention of the contract; a lone point is judged over the column, never guessed."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.contract.schema import Column, Kind
from pipeline.french import number
from pipeline.ingest.reading import Context, Distinct, Flags, Problem, Reading, of
from pipeline.ingest.rules import AMBIGUOUS_NUMBERS, NOT_ALLOWED, UNREADABLE_CELL

# A number whose point can only be the decimal mark: `1.234` alone is not here.
_PLAIN = r"^-?(?:\d+|\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+)$"
_SPACES = r"[\x{00a0}\x{2007}\x{2009}\x{202f}]"
_CURRENCY = r"^(?:€|(?i:eur) )\s*|\s*(?:€|(?i:eur|euros?))$"

_LARGE = 10_000
_LONGEST_AMOUNT = 99_999_999.0

# The shapes of what is left once spaces and currency are made plain; the sign is optional in each.
_SIGN = r"^[+-]? ?"
_INTEGER = _SIGN + r"\d{1,3}(?:(?: \d{3})+|\d*)$"
_COMMA = _SIGN + r"(?:\d+|\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3})+|),\d+$"
_POINTS = _SIGN + r"\d{1,3}(?:\.\d{3}){2,}$"
_POINT = _SIGN + r"(?:\d*\.(?:\d{1,2}|\d{4,})|0*\.\d+|0+\d*\.\d+|\d{4,}\.\d+|\d{1,3}(?: \d{3})+\.\d+)$"
_LONE = _SIGN + r"[1-9]\d{0,2}\.\d{3}$"


def read_numbers(distinct: Distinct, context: Context) -> Reading:
    """Return the numbers (floats, or whole numbers for an integer column) within the column's bounds.

    A comma is the decimal mark. A point is it too, unless the column shows the point between thousands (`1.234,56`,
    `1.234.567`, or any decimal comma). `1.234` where the column shows neither is ambiguous.
    """
    import pyarrow as pa

    column = context.column
    values, undecided = _parse(distinct, column)
    unreadable = ~np.isfinite(values) & ~undecided
    fractional = np.zeros(len(values), bool)
    if column.kind is Kind.INTEGER:
        fractional = np.isfinite(values) & (values != np.round(values))
        fractional |= np.abs(np.nan_to_num(values)) >= 2**53
    outside = _outside(values, column)
    codes, problems = of(
        [
            (unreadable, Problem(UNREADABLE_CELL, f"Ce n’est pas un nombre ; {_expected(column)}.")),
            (fractional, Problem(NOT_ALLOWED, f"Nombre qui n’est pas entier ; {_expected(column)}.")),
            (outside, Problem(NOT_ALLOWED, f"Nombre hors des bornes ; {_expected(column)}.")),
        ],
        len(distinct),
    )
    null = (codes > 0) | undecided
    kept = np.where(null, 0.0, values) + 0.0
    array = pa.array(kept.astype(np.int64) if column.kind is Kind.INTEGER else kept, mask=null)
    return Reading(array, codes, problems, _ambiguity() if undecided.any() else None, undecided)


def complete_numbers(raw: Any, column: Column) -> Any:
    """Return the row-by-row floats of a large column that needs no judgement (null = empty), None for any other.

    That is: every cell is empty or in the machine's form (so no comma, no space), one of the first shows that the
    point is the decimal mark, and all are within bounds. The values are those that `read_numbers` gives.
    """
    import pyarrow.compute as pc

    if raw is None or column.kind is not Kind.AMOUNT or len(raw) < _LARGE:
        return None
    first = raw.slice(0, _LARGE)
    if not pc.any(pc.match_substring_regex(first, _POINT)).as_py() or pc.any(pc.match_substring(first, ",")).as_py():
        return None
    values = _machine_floats(raw)
    if values is None:
        return None
    bounds = pc.min_max(values).as_py()
    low = -_LONGEST_AMOUNT if column.minimum is None else column.minimum
    # An exponent, an infinity or a telephone number would be no plain amount: the other way judges them.
    if not (low <= bounds["min"] and bounds["max"] <= _LONGEST_AMOUNT):
        return None
    return None if any(_any_mark(chunk, b"eEnN+") for chunk in raw.chunks) else values


def _machine_floats(raw: Any) -> Any:
    """Cast texts; empty ones become null; None when another text is no number in the machine's form."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        return raw.cast(pa.float64())
    except pa.ArrowInvalid:
        pass
    try:
        return pc.if_else(pc.equal(raw, ""), pa.scalar(None, pa.string()), raw).cast(pa.float64())
    except pa.ArrowInvalid:
        return None


def _any_mark(chunk: Any, marks: bytes) -> bool:
    """Whether one of the bytes stands in an Arrow array of strings (or in the cells beside the slice that it is)."""
    data = chunk.buffers()[2]
    content = b"" if data is None else data.to_pybytes()
    return any(content.find(mark) >= 0 for mark in marks)


def _parse(distinct: Distinct, column: Column) -> tuple[npt.NDArray[np.float64], Flags]:
    """Return values (NaN where unreadable) and which texts stay undecided."""
    import pyarrow.compute as pc

    plain = _flags(pc.match_substring_regex(distinct.texts, _PLAIN)) & ~distinct.numbers
    direct = plain | distinct.numbers
    values, undecided = np.full(len(distinct), np.nan), np.zeros(len(distinct), bool)
    values[direct] = _floats(distinct.texts.filter(direct))
    if direct.all():
        return values, undecided
    rest = np.flatnonzero(~direct)
    texts = _simplified(distinct.texts.take(rest))
    read: dict[str, npt.NDArray[np.float64]] = {}
    shapes = {name: _flags(pc.match_substring_regex(texts, pattern)) for name, (pattern, _, _) in _SHAPES.items()}
    for name, (_, group, decimal) in _SHAPES.items():
        read[name] = _bare_floats(texts.filter(shapes[name]), group, decimal)
        values[rest[shapes[name]]] = read[name]
    lone = rest[shapes["lone"]]
    if len(lone):
        decimal_point = bool(shapes["point"].any()) or _any_point(distinct.texts.filter(plain))
        point_of_thousands = bool(shapes["comma"].any() or shapes["points"].any())
        # A reading that the column's bound excludes everywhere is none: days are at most 3, never 1,234.
        if column.maximum is not None and (read["lone"] * 1000 > column.maximum).all():
            decimal_point, point_of_thousands = True, False
        if decimal_point == point_of_thousands:
            undecided[lone] = True
        elif point_of_thousands:
            values[lone] = np.round(read["lone"] * 1000)
    return values, undecided


# shape: pattern, marks between thousands, decimal mark
_SHAPES = {
    "integer": (_INTEGER, "", ""),
    "comma": (_COMMA, ".", ","),
    "points": (_POINTS, ".", ""),
    "point": (_POINT, "", "."),
    "lone": (_LONE, "", "."),
}


def _simplified(texts: Any) -> Any:
    """Write all spaces and minus signs alike, and take the currency off."""
    import pyarrow.compute as pc

    texts = pc.replace_substring_regex(texts, _SPACES, " ")
    texts = pc.replace_substring(texts, "\u2212", "-")
    return pc.replace_substring_regex(texts, _CURRENCY, "")


def _bare_floats(texts: Any, group: str, decimal: str) -> npt.NDArray[np.float64]:
    import pyarrow.compute as pc

    for mark in (" ", "+", group):
        texts = pc.replace_substring(texts, mark, "") if mark else texts
    return _floats(pc.replace_substring(texts, decimal, ".") if decimal else texts)


def _floats(texts: Any) -> npt.NDArray[np.float64]:
    """Cast texts in the machine's form; what is beyond a float's range becomes NaN."""
    import pyarrow as pa

    out: npt.NDArray[np.float64] = texts.cast(pa.float64()).to_numpy(zero_copy_only=False).copy()
    out[~np.isfinite(out)] = np.nan
    return out


def _any_point(texts: Any) -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.match_substring(texts, ".")).as_py())


def _outside(values: npt.NDArray[np.float64], column: Column) -> Flags:
    outside = np.zeros(len(values), bool)
    if column.minimum is not None:
        outside |= values <= column.minimum if column.exclusive_minimum else values < column.minimum
    if column.maximum is not None:
        outside |= values > column.maximum
    return outside


def _expected(column: Column) -> str:
    """What is allowed, in French: « un nombre entier entre 0 et 5 est attendu »."""
    noun = _NOUNS[column.kind]
    low, high = column.minimum, column.maximum
    if low is not None and high is not None and not column.exclusive_minimum:
        bounds = f" entre {number(low)} et {number(high)}"
    else:
        words = []
        if low is not None:
            words.append(f"supérieur à {number(low)}" if column.exclusive_minimum else f"au moins égal à {number(low)}")
        if high is not None:
            words.append(f"au plus égal à {number(high)}")
        bounds = f" {' et '.join(words)}" if words else ""
    return f"{noun}{bounds} est attendu"


_NOUNS = {Kind.AMOUNT: "un montant en euros", Kind.DECIMAL: "un nombre", Kind.INTEGER: "un nombre entier"}


def _ambiguity() -> Problem:
    return Problem(
        AMBIGUOUS_NUMBERS,
        "Nombres ambigus : le point suivi de trois chiffres peut être la marque décimale (un et des millièmes) ou la "
        "marque des milliers, et rien dans la colonne ne tranche entre ces deux lectures.",
    )


def _flags(array: Any) -> Flags:
    out: Flags = array.to_numpy(zero_copy_only=False)
    return out
