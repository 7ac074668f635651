"""What a report prints, as two files: each number with the cell it comes from, each statement with its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.contract.said import AFFIRMATIONS, CHIFFRES
from pipeline.report.places import document_of
from pipeline.spreadsheet import csv_text
from pipeline.statements.difference import Difference
from pipeline.statements.statement import Statement
from pipeline.traced import Printed, book, plain

_UNIT = re.compile(
    r"[\u00a0\u202f ](%|€(?: par (?:mois|jour))?|points?|mois|jours?|rangs?|ménages?|fois|écarts?-types?)(?!\w)"
)
_BOUNDS = ("ic_bas", "ic_haut")

Row = Mapping[str, object]


@dataclass
class Account:
    """What the sections of one document print, in the order in which they are written."""

    numbers: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)  # code → start and end in its text

    def section(self, name: str, write: Callable[[], str]) -> str:
        """Return the text that `write` makes, and keep what it prints under the name of the section."""
        with book() as opened:
            marked = write()
        text, printed, passages = opened.close(marked)
        self.numbers += _numbers(name, text, printed)
        self.places |= {_code(name, i): (p.end - len(p.text), p.end) for i, p in enumerate(printed, start=1)}
        self.statements += [_statement(name, words, e) for words, e in passages]
        return text

    def numbers_csv(self) -> str:
        """`chiffres.csv`: one line a number printed in a sentence."""
        return _spreadsheet(tuple(CHIFFRES), self.numbers)

    def statements_csv(self) -> str:
        """`affirmations.csv`: one line a statement on a difference that is printed."""
        return _spreadsheet(tuple(AFFIRMATIONS), self.statements)


def _numbers(section: str, text: str, printed: Sequence[Printed]) -> Iterable[Row]:
    """One row a number; a bound that no unit follows has that of its estimate, which was written before it."""
    units: dict[tuple[str, str], str] = {}
    for rank, p in enumerate(printed, start=1):
        cell, found = p.value.cell, _UNIT.match(text, p.end)
        row = cell.table, cell.key
        unit = found[1] if found else (units.get(row, "") if cell.column in _BOUNDS else "")
        if cell.column == "estimation":
            units[row] = unit
        yield {
            "code": _code(section, rank),
            "document": document_of(section),
            "section": section,
            "texte": p.text,
            "valeur": p.value.root,
            "unite": unit,
            "table": cell.table,
            "cle": cell.key,
            "colonne": cell.column,
        }


def _code(section: str, rank: int) -> str:
    return f"{section}-{rank:02d}"


def _statement(section: str, words: str, e: Statement | Difference) -> Row:
    return {
        "document": document_of(section),
        "section": section,
        "indicateur": e.indicateur,
        "vague": e.vague,
        "methode": e.spoken if isinstance(e, Difference) else e.methode,
        "mesure": e.mesure,
        "famille": e.famille,
        "sens": str(e.direction),
        "estimation": plain(e.estimation),
        "ic_bas": plain(e.ic_bas),
        "ic_haut": plain(e.ic_haut),
        "phrase": words,
    }


def _spreadsheet(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """`;`, every field quoted, decimal comma, a byte-order mark: as a French spreadsheet opens it."""
    return "\ufeff" + csv_text([columns, *([cell_text(row[c]) for c in columns] for row in rows)])


def cell_text(value: object) -> str:
    """Return a value as both files write it: decimal comma, twelve significant digits, nothing for None."""
    if value is None:
        return ""
    return f"{value:.12g}".replace(".", ",") if isinstance(value, float) else str(value)
