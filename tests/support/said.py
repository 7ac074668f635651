"""What one edition says of itself, as its two files hold it, and the rows that it says it of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
from support.written_texts import Written

from pipeline.report.disclosure import protect
from pipeline.report.printed import cell_text

Line = dict[str, str]
THRESHOLD = 5  # households, the default
_ESTIMATE = {"mois_par_etat": "difference", "populations": "ecart", "ecarts_mensuels": "difference"}


@dataclass(frozen=True, eq=False)
class Said:
    """One edition's texts, what they are said to print and to state, and the tables that they are made of.

    `shown`: the tables of the report by name, as they are written in Markdown.
    """

    texts: dict[str, str]
    numbers: list[Line]
    statements: list[Line]
    tables: Callable[[str], pd.DataFrame]
    shown: Mapping[str, str]

    @property
    def headlines(self) -> list[Line]:
        """The statements by the method of the plan, or by the crude one in its place: rows of `estimations`."""
        return [s for s in self.statements if "/" not in s["methode"]]


def said_of(edition: Written) -> Said:
    """The same of an edition that is written in memory."""
    numbers, statements = (_texts(rows) for rows in (edition.numbers, edition.statements))
    shown = protect(edition.results, THRESHOLD)  # what disclosure control leaves of the produced rows
    tables = cache(lambda name: getattr(shown, name))
    return Said(dict(edition.texts), numbers, statements, tables, edition.tables)


def value_of(text: str) -> float:
    """A number as the files write it."""
    return float(text.replace(",", "."))


def row_of(said: Said, s: Line) -> dict[str, Any]:
    """The row that a statement is of: the only one; its difference is called `estimation`, whatever the table."""
    table, where = _where(s)
    found = rows(said, table, where)
    assert len(found) == 1, (len(found), where, s)
    return {"estimation": found[0].get(_ESTIMATE.get(table, "estimation"))} | found[0]


def rows(said: Said, table: str, where: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a table whose cells read as `where`."""
    return [r for r in _records(said, table) if all(_reads(r[column], value) for column, value in where.items())]


def cell_key(n: Line) -> dict[str, str] | None:
    """The columns that name the row of a number; None for what counts or combines rows."""
    parts = [part.partition("=") for part in n["cle"].split(";")]
    return {column: value for column, _, value in parts} if all(value for _, _, value in parts) else None


def _where(s: Line) -> tuple[str, dict[str, str]]:
    named = {c: s[c] for c in ("indicateur", "vague", "mesure")}
    if "/" not in s["methode"]:
        return "estimations", {**named, "methode": s["methode"]}
    table, *place, method = s["methode"].split("/")
    if table == "sensibilite":
        return table, {**named, "methode": method, "analyse": place[0], "variante": "/".join(place[1:])}
    if table == "causes_cachees":
        return table, {**named, "methode": method, "cause": "/".join(place)}
    if table == "populations":
        return table, {"population": place[0], "mesure": s["indicateur"], "vague": s["vague"]}
    if table == "ecarts_mensuels":
        return table, {"lecture": place[0], "mois": s["vague"].removeprefix("M")}
    assert table == "mois_par_etat", s
    return table, {"etat": s["indicateur"]}


@cache
def _records(said: Said, table: str) -> list[dict[str, Any]]:
    return said.tables(table).to_dict("records")  # type: ignore[return-value]


def _reads(cell: object, value: str) -> bool:
    """A number is the same with and without its zero decimals."""
    return str(cell) == value or (isinstance(cell, float) and str(cell).removesuffix(".0") == value.removesuffix(".0"))


def _texts(rows_: Sequence[Mapping[str, object]]) -> list[Line]:
    return [{column: cell_text(value) for column, value in row.items()} for row in rows_]
