"""Tiny deliveries written in the test that reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.ingest.delivery import Delivery, read_delivery
from pipeline.params import Donnees

MENAGES = "menage_id;groupe;bailleur;region;profil;date_inclusion\n"
MENAGE = "HN001;temoin;habitat_du_nord;nord_pas_de_calais;dalo;2015-01-31\n"
LEDGER = "menage_id;mois;quittance;apl;paiement;solde_impaye\n"
LEDGER_ROW = "HN001;2015-02;500,00;200,00;300,00;0,00\n"

Files = dict[str, str | bytes | list[list[Any]]]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Delivery]:
    """Write files (text, bytes, or rows of a workbook's one sheet) beside a good `menages` and ledger, and read all."""

    def _read(files: Files, *, alone: bool = False, **donnees: Any) -> Delivery:
        given: Files = (
            {} if alone else {"menages/ok.csv": MENAGES + MENAGE, "suivi_locatif/ok.csv": LEDGER + LEDGER_ROW}
        )
        folder = tmp_path / "livraison"
        for name, content in {**given, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, list):
                write_workbook(path, {"Feuille1": content})
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        folder.mkdir(exist_ok=True)
        return read_delivery(
            folder, Donnees(**donnees), communes=["Évry", "Saint Cyr l’Ecole"], last_freeze=dt.date(2017, 3, 31)
        )

    return _read


def write_workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def told(delivery: Delivery, *columns: str, gravity: str | None = None) -> list[tuple[Any, ...]]:
    """The findings as tuples of some of their columns; missing is None."""
    found = delivery.findings
    if gravity is not None:
        found = found[found["gravite"] == gravity]
    rows = found[list(columns)].astype(object)
    return [tuple(None if pd.isna(v) else v for v in row) for row in rows.itertuples(index=False)]
