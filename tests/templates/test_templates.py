"""The landlords' workbooks: made from the contract, the same bytes each time, and read back by our own reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from pipeline.contract.markers import TEMPLATE_GUIDE, TEMPLATE_LISTS
from pipeline.contract.schema import Column, Kind
from pipeline.contract.tables import TABLES
from pipeline.ingest.delivery import Delivery, read_delivery
from pipeline.params import Demonstration, Params
from pipeline.synthetic.study import make_study
from pipeline.templates.workbooks import write_templates


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("modeles")
    write_templates(folder)
    return folder


def read(folder: Path) -> Delivery:
    params = Params()
    return read_delivery(folder, params.donnees, communes=(), last_freeze=params.last_freeze)


def test_there_is_one_workbook_a_table(folder: Path) -> None:
    assert {p.name for p in folder.iterdir()} == {f"{name}.xlsx" for name in TABLES}


def test_the_same_bytes_come_each_time(folder: Path, tmp_path: Path) -> None:
    for path in write_templates(tmp_path):
        assert path.read_bytes() == (folder / path.name).read_bytes()


@pytest.mark.parametrize("name", list(TABLES))
def test_every_column_is_explained_and_every_list_holds_its_values(folder: Path, name: str) -> None:
    workbook = openpyxl.load_workbook(folder / f"{name}.xlsx")
    page, table = workbook.worksheets[0], TABLES[name]
    assert [c.value for c in page[1]] == [c.label for c in table]
    assert page.max_row == 1
    guide = {row[0]: row for row in workbook[TEMPLATE_GUIDE].iter_rows(values_only=True)}
    for column in table:
        explained = guide[column.label]
        assert all(explained[k] for k in (1, 2, 4)), column.name
        assert explained[5], f"{column.name} has no example"
    rules = {str(rule.sqref).split("2")[0]: rule for rule in page.data_validations.dataValidation}
    assert len(rules) == len(table.columns)
    assert workbook[TEMPLATE_LISTS].sheet_state == "hidden"
    for letter, column in zip(rules, table.columns, strict=True):
        if column.codes or column.kind is Kind.BOOLEAN:
            rows = rules[letter].formula1.split("$")
            cells = workbook[TEMPLATE_LISTS][f"{letter}1:{letter}{rows[-1]}"]
            values = [cell[0].value for cell in cells] if isinstance(cells, tuple) else [cells.value]
            assert values == ([code.label for code in column.codes] or ["oui", "non"])


def test_the_ledgers_guide_asks_for_the_year_before_the_inclusion(folder: Path) -> None:
    guide = openpyxl.load_workbook(folder / "suivi_locatif.xlsx")[TEMPLATE_GUIDE]
    text = " ".join(str(row[0]) for row in guide.iter_rows(values_only=True))
    assert "De 12 mois avant l’inclusion du ménage" in text
    assert "n’entrent dans aucun indicateur" in text


@pytest.mark.parametrize("name", list(TABLES))
def test_excel_limits_are_kept(folder: Path, name: str) -> None:
    # Excel calls a workbook damaged when a prompt or a message is longer.
    page = openpyxl.load_workbook(folder / f"{name}.xlsx").worksheets[0]
    assert len(page.title) <= 31
    for rule in page.data_validations.dataValidation:
        assert len(rule.promptTitle) <= 32
        assert len(rule.prompt) <= 255
        assert len(rule.errorTitle) <= 32
        assert len(rule.error) <= 255


def test_an_empty_workbook_only_lacks_rows(folder: Path) -> None:
    delivery = read(folder)
    findings = delivery.findings
    assert len(findings) > 0
    assert findings["motif"].str.contains("ligne").all()
    assert set(findings["regle"]) == {"aucune_ligne", "aucune_ligne_lisible"}


# How a person types what a cell should hold.
_TYPED: dict[Kind, Callable[[Column, Any], Any]] = {
    Kind.CODE: lambda column, value: column.label_of[value],
    Kind.BOOLEAN: lambda column, value: "oui" if value else "non",
    Kind.DATE: lambda column, value: value.to_pydatetime(),
    Kind.MONTH: lambda column, value: dt.datetime.fromisoformat(f"{value}-01"),
    Kind.INTEGER: lambda column, value: int(value),
}


def test_a_filled_workbook_reads_back_as_it_was_filled(folder: Path, tmp_path: Path) -> None:
    tables = make_study(Demonstration()).tables
    for name, table in TABLES.items():
        workbook = openpyxl.load_workbook(folder / f"{name}.xlsx")
        page = workbook.worksheets[0]
        for values in tables[name].itertuples(index=False):
            typed = [
                _TYPED.get(c.kind, lambda _, v: v)(c, v) if pd.notna(v) else None
                for c, v in zip(table, values, strict=True)
            ]
            page.append(typed)
        workbook.save(tmp_path / f"{name}.xlsx")
    delivery = read(tmp_path)
    assert set(delivery.findings["regle"]) <= {"doublon_garde"}  # two rights opened on one day are two
    for name, expected in tables.items():
        pd.testing.assert_frame_equal(
            delivery.tables[name], expected, check_dtype=False, check_categorical=False, rtol=0, atol=1e-9
        )
