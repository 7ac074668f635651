"""A few honest defects, as every real delivery has: none of them stops the run, each must be found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from pipeline.synthetic.documents import Document, SheetToWrite
from pipeline.synthetic.habits import Cell


@dataclass(frozen=True)
class Planted:
    """Where a defect lies in the files, as a finding says it; `valeur` as written."""

    table: str
    fichier: str
    feuille: str
    ligne: int
    colonne: str
    valeur: str
    gravite: str
    nature: str

    def as_dict(self) -> dict[str, Any]:
        """The defect as the truth file tells it."""
        return asdict(self)


@dataclass(frozen=True)
class _Defect:
    """`spoil` turns the written cell into one that cannot be read: the clean table has nothing there."""

    table: str
    sender: str
    column: str
    row: float  # where in the file, 0 first … 1 last
    gravity: str
    nature: str
    spoil: Callable[[Cell], Cell]


def _letter_for_zero(cell: Cell) -> Cell:
    return f"{cell}"[:-1] + "O"


_DEFECTS = (
    _Defect("suivi_locatif", "toit_et_joie", "paiement", 0.40, "rejet", "montant illisible", _letter_for_zero),
    _Defect("evenements", "logis_transports", "date", 0.50, "rejet", "date impossible", lambda _: "30-02-2016"),
    _Defect(
        "evenements", "habitat_du_nord", "type", 0.50, "rejet", "événement inconnu", lambda _: "RAPPEL AU RÈGLEMENT"
    ),
    _Defect("entretiens", "bureau_etudes", "who5_3", 0.60, "rejet", "item hors bornes", lambda _: 7),
)
_OFF_BALANCE = 312.5


def plant_defects(documents: Sequence[Document], tables: dict[str, pd.DataFrame]) -> list[Planted]:
    """Spoil cells of `documents`, and put into `tables` what a reader must make of them; return where they are."""
    planted = [p for defect in _DEFECTS for p in _spoil_one(defect, documents, tables)]
    planted += _unbalance(documents, tables)
    planted += _repeat_a_row(documents)
    return planted


def _of(documents: Sequence[Document], table: str, sender: str) -> Document | None:
    return next((d for d in documents if d.table.name == table and d.sender.name == sender), None)


def _sheet_of(document: Document) -> SheetToWrite:
    """The middle sheet: the wave M12 of the interviews, the year 2016 of a ledger."""
    return document.sheets[len(document.sheets) // 2]


def _place(document: Document, sheet: SheetToWrite, row: int, column: str, gravity: str, nature: str) -> Planted:
    written = sheet.rows[row][sheet.columns.index(column)]
    workbook = document.path.endswith(".xlsx")
    return Planted(
        document.table.name,
        document.path,
        sheet.name if workbook else "",
        document.line(sheet, row),
        column,
        str(written),
        gravity,
        nature,
    )


def _spoil_one(defect: _Defect, documents: Sequence[Document], tables: dict[str, pd.DataFrame]) -> list[Planted]:
    document = _of(documents, defect.table, defect.sender)
    if document is None:
        return []
    sheet = _sheet_of(document)
    position = sheet.columns.index(defect.column)
    row = round(defect.row * (len(sheet.rows) - 1))
    # The next row whose cell ends with a zero, for an amount: the letter O is mistaken for it.
    if defect.spoil is _letter_for_zero:
        row = next((r for r in range(row, len(sheet.rows)) if str(sheet.rows[r][position]).endswith("50")), row)
    sheet.rows[row][position] = defect.spoil(sheet.rows[row][position])
    tables[defect.table].loc[sheet.origin[row], defect.column] = None
    return [_place(document, sheet, row, defect.column, defect.gravity, defect.nature)]


def _unbalance(documents: Sequence[Document], tables: dict[str, pd.DataFrame]) -> list[Planted]:
    """One balance that does not follow from the month before: read as written, with a warning."""
    document = _of(documents, "suivi_locatif", "habitat_62_59")
    if document is None or len(document.sheets[0].rows) < 60:
        return []
    sheet = document.sheets[0]
    frame = tables["suivi_locatif"]
    row = 31
    origin = sheet.origin[row]
    value = round(frame["solde_impaye"].to_numpy()[origin] + _OFF_BALANCE, 2)
    frame.loc[origin, "solde_impaye"] = value
    sheet.rows[row][sheet.columns.index("solde_impaye")] = document.sender.habits.amount(value)
    return [_place(document, sheet, row, "solde_impaye", "avertissement", "solde qui ne suit pas")]


def _repeat_a_row(documents: Sequence[Document]) -> list[Planted]:
    """One line of a ledger twice: dropped with a warning."""
    document = _of(documents, "suivi_locatif", "essonne_habitat")
    if document is None:
        return []
    sheet = document.sheets[0]
    row = len(sheet.rows) // 3
    sheet.rows.insert(row + 1, list(sheet.rows[row]))
    sheet.origin.insert(row + 1, sheet.origin[row])
    return [_place(document, sheet, row + 1, "menage_id", "avertissement", "ligne en double")]
