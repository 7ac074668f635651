"""A column beside an amount that says whether it is a debit or a credit."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from pipeline.contract.fold import fold
from pipeline.contract.schema import Kind, Table
from pipeline.ingest.cells import Cells, Sheet
from pipeline.ingest.columns import ColumnRead
from pipeline.ingest.headers import Mapping
from pipeline.ingest.reading import Problem
from pipeline.ingest.rules import SIGN_COLUMN

_HEADERS = frozenset(
    (
        "sens", "sensdusolde", "sensecriture", "sensdelecriture", "senssolde", "sensdc", "dc", "cd", "db",
        "debitcredit", "creditdebit", "debitoucredit", "signe", "signedusolde", "typesolde", "typedesolde",
        "naturedusolde", "positiondusolde",
    )
)  # fmt: skip
_PAIR = frozenset(["soldedebiteur", "soldecrediteur", "soldedebit", "soldecredit"])
_DEBIT, _CREDIT = (
    frozenset(["d", "db", "dr", "debit", "debiteur", "du", "doit", "+"]),
    frozenset(["c", "cr", "credit", "crediteur", "avoir", "-"]),
)
_SIGNED = re.compile(r"\s*(?:[-\u2212(]\s*[\d€]|.*\d\s*€?\s*-\s*$)")


# A debt may be of either sign; where the table has none, any of its amounts may be what is meant.
_DEBTS = ("solde_impaye", "impaye_inclusion")
_OPEN = Problem(
    SIGN_COLUMN,
    "Montants écrits sans signe à côté d’une colonne qui dit leur sens (débit ou crédit) : sans elle, un crédit serait "
    "lu comme une dette.",
)


def left_open(
    read: dict[str, ColumnRead], sheets: Sequence[Sheet], mappings: Sequence[Mapping], table: Table
) -> dict[str, ColumnRead]:
    """Return the columns, those whose sign another column gives without their values: they have two readings."""
    if not any(tells_the_sign(s, p, m, table) for s, m in zip(sheets, mappings, strict=True) for p in m.unknown):
        return read
    amounts = [name for name in read if table[name].kind is Kind.AMOUNT]
    concerned = [name for name in amounts if name in _DEBTS] or amounts
    return {name: r.without_values(_OPEN) if name in concerned else r for name, r in read.items()}


def tells_the_sign(sheet: Sheet, position: int, mapping: Mapping, table: Table) -> bool:
    """Whether an unknown column gives the sign of amounts that are written without one.

    By its header with two values at least, or by its values alone, debit and credit both met. Where an amount of the
    sheet is already written negative, such a column says again what is known.
    """
    amounts = [sheet.columns[p] for n, p in mapping.columns.items() if table[n].kind is Kind.AMOUNT]
    header = fold(sheet.headers[position])
    values = {t.strip().casefold() for t in _present(sheet.columns[position])} - {""}
    folded = {fold(v) if any(c.isalpha() for c in v) else v for v in values}  # « -1 » is not « 1 »
    by_header = header in _HEADERS and len(folded) > 1
    by_values = bool(folded) and folded <= _DEBIT | _CREDIT and bool(folded & _DEBIT) and bool(folded & _CREDIT)
    if not amounts or not (by_header or by_values or header in _PAIR):
        return False
    return not any(_SIGNED.match(t) for cells in amounts for t in _present(cells))


def _present(cells: Cells) -> list[str]:
    texts: list[str] = cells.texts.take(np.unique(cells.codes)).to_pylist()
    return texts
