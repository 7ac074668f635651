"""Numbers in every convention of the contract; a lone point or comma is judged over the column, never guessed."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.contract.schema import Column, Kind
from pipeline.french import number
from pipeline.ingest.amount_text import simplified
from pipeline.ingest.reading import Context, Distinct, Flags, Problem, Reading, of
from pipeline.ingest.rules import AMBIGUOUS_NUMBERS, NOT_ALLOWED, UNREADABLE_CELL

# A number whose point can only be the decimal mark: `1.234` alone is not here.
_PLAIN = r"^-?(?:\d+|\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+)$"

_LARGE = 10_000
_LONGEST_AMOUNT = 99_999_999.0

# The shapes of what is left once spaces and currency are made plain; the sign is optional in each.
_SIGN = r"^[+-]? ?"
_INTEGER = _SIGN + r"\d{1,3}(?:(?: \d{3})+|\d*)$"
_COMMA = _SIGN + r"(?:\d+,(?:\d{1,2}|\d{4,})|,\d+|0+\d*,\d+|\d{4,},\d+|\d{1,3}(?:(?: \d{3})+|(?:\.\d{3})+),\d+)$"
_POINTS = _SIGN + r"\d{1,3}(?:\.\d{3}){2,}$"
_POINT = _SIGN + r"(?:\d*\.(?:\d{1,2}|\d{4,})|0*\.\d+|0+\d*\.\d+|\d{4,}\.\d+|\d{1,3}(?: \d{3})+\.\d+)$"
_ENGLISH = _SIGN + r"\d{1,3}(?:,\d{3})+(?:\.\d+|,\d{3})$"
_LONE_POINT = _SIGN + r"[1-9]\d{0,2}\.\d{3}$"
_LONE_COMMA = _SIGN + r"[1-9]\d{0,2},\d{3}$"


def read_numbers(distinct: Distinct, context: Context) -> Reading:
    """Return the numbers (floats, or whole numbers for an integer column) within the column's bounds.

    A comma or a point is the decimal mark, unless three digits follow it: then the column tells. `1.234` is a thousand
    where a comma is the column's decimal mark (`1,5`, `1.234,56`) or two points stand in a number; `1,234` likewise
    where a point is. Where the column shows neither, or both, it is ambiguous.
    """
    import pyarrow as pa

    column = context.column
    values, undecided, open_mark = _parse(distinct, column)
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
    return Reading(array, codes, problems, _ambiguity(open_mark) if undecided.any() else None, undecided)


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


def _parse(distinct: Distinct, column: Column) -> tuple[npt.NDArray[np.float64], Flags, str]:
    """Return values (NaN where unreadable), which texts stay undecided, and the mark that leaves them so."""
    import pyarrow.compute as pc

    plain = _flags(pc.match_substring_regex(distinct.texts, _PLAIN)) & ~distinct.numbers
    direct = plain | distinct.numbers
    values, undecided, open_mark = np.full(len(distinct), np.nan), np.zeros(len(distinct), bool), ""
    values[direct] = _floats(distinct.texts.filter(direct))
    if direct.all():
        return values, undecided, open_mark
    rest = np.flatnonzero(~direct)
    texts, turned = simplified(distinct.texts.take(rest), credit_is_plus=column.name in _CREDITS)
    shown: dict[str, bool] = {}
    for name, (pattern, group, decimal) in _SHAPES.items():
        flags = _flags(pc.match_substring_regex(texts, pattern))
        if name == "english" and shown["comma"]:  # « 1,234.56 » beside « 1,50 » is one convention too many
            flags[:] = False
        shown[name] = bool(flags.any())
        values[rest[flags]] = _bare_floats(texts.filter(flags), group, decimal)
    decimal_point = shown["point"] or _any_point(distinct.texts.filter(plain))
    # What a mark before three digits is: the decimal one, or the one of thousands, by all that the column shows.
    for mark, pattern, is_decimal, is_thousands in (
        (".", _LONE_POINT, decimal_point or shown["english"], shown["comma"] or shown["points"]),
        (",", _LONE_COMMA, shown["comma"] or shown["points"], decimal_point or shown["english"]),
    ):
        flags = _flags(pc.match_substring_regex(texts, pattern))
        if not flags.any():
            continue
        lone = rest[flags]
        read = _bare_floats(texts.filter(flags), "", mark)
        # A reading that the column's bound excludes everywhere is none: days are at most 3, never 1,234.
        if column.maximum is not None and (read * 1000 > column.maximum).all():
            is_decimal, is_thousands = True, False
        values[lone] = np.round(read * 1000) if is_thousands else read
        if is_decimal == is_thousands:
            undecided[lone] = True
            values[lone] = np.nan
            open_mark = mark
    values[rest[turned]] *= -1
    return values, undecided, open_mark


# shape: pattern, mark between thousands, decimal mark
_SHAPES = {
    "integer": (_INTEGER, "", ""),
    "comma": (_COMMA, ".", ","),
    "points": (_POINTS, ".", ""),
    "point": (_POINT, "", "."),
    "english": (_ENGLISH, ",", "."),
}
# In a tenant's account what the household or the aid pays is a credit; anything else is owed, a debit.
_CREDITS = ("apl", "autres_aides", "paiement")


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


def _ambiguity(mark: str) -> Problem:
    name, example = ("le point", "1.234") if mark == "." else ("la virgule", "1,234")
    return Problem(
        AMBIGUOUS_NUMBERS,
        f"Nombres ambigus : {name} suivi{'e' if mark == ',' else ''} de trois chiffres peut être la marque décimale "
        f"({example} : un et des millièmes) ou la marque des milliers ({example} : plus de mille), et rien dans la "
        "colonne ne tranche entre ces deux lectures.",
    )


def _flags(array: Any) -> Flags:
    out: Flags = array.to_numpy(zero_copy_only=False)
    return out
