"""`rejets`: the contract's columns, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from pipeline.contract.produced.delivery import REJETS
from pipeline.layout import Layout
from pipeline.stages.rejections import write_rejections
from pipeline.validate.findings import as_findings, no_findings
from pipeline.validate.rejections import neutralise, to_rejections


@pytest.mark.parametrize(
    "cell",
    ["=1+1", '=HYPERLINK("x")', "+cmd|' /C calc'!A0", "-1+1", "@SUM(1+9)", "\tx", "\rx", " =1+1", "＝1+1", "-"],
)
def test_what_a_spreadsheet_runs_gets_an_apostrophe(cell: str) -> None:
    assert neutralise(pd.Series([cell])).tolist() == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["-250.00", "+3", "-1 234,50 €", "-1\u202f234,5", "Evry", "12O,50", "a=b", "", "'=1"])
def test_numbers_and_texts_stay_as_written(cell: str) -> None:
    assert neutralise(pd.Series([cell])).tolist() == [cell]


def test_the_csv_is_what_the_table_holds(tmp_path: Path) -> None:
    found = as_findings(
        pd.DataFrame(
            [
                {"table": "menages", "fichier": "=x.csv", "ligne": 3, "valeur": "=1", "motif": "a, « b »\nc"},
                {"table": "menages", "valeur": None, "gravite": "rejet", "menage_id": "EH01", "regle": "x"},
            ]
        )
    )
    table = to_rejections(found)
    assert list(table.columns) == REJETS.names
    write_rejections(table, Layout(tmp_path, tmp_path))
    with (tmp_path / "rejets.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert list(rows[0]) == REJETS.names
    assert rows[0]["fichier"] == "'=x.csv"
    assert rows[0]["ligne"] == "3"
    assert rows[0]["valeur"] == "'=1"
    assert rows[0]["motif"] == "a, « b »\nc"
    assert rows[1]["valeur"] == rows[1]["ligne"] == ""


def test_the_workbook_beside_it_holds_the_same_cells_as_texts(tmp_path: Path) -> None:
    found = as_findings(pd.DataFrame([{"table": "couts", "ligne": 3, "valeur": "=1\x0b", "motif": "-x"}]))
    write_rejections(to_rejections(found), Layout(tmp_path, tmp_path))
    rows = list(load_workbook(tmp_path / "rejets.xlsx").active.iter_rows())
    assert [c.value for c in rows[0]] == REJETS.names
    shown = {c.value: r for c, r in zip(rows[0], rows[1], strict=True)}
    assert (shown["valeur"].value, shown["valeur"].data_type) == ("'=1\ufffd", "s")
    assert shown["ligne"].value == 3


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("\t=1", "'\t'=1"), ("zzz;=1+41;x", "zzz;'=1+41;x"), ("a\t@SUM(A1)", "a\t'@SUM(A1)"), ("a,=1", "a,'=1"),
     ("a\n+cmd", "a\n'+cmd"),
     ("-12,-5", "-12,-5"), ("le 3, à 10", "le 3, à 10")],
)  # fmt: skip
def test_what_begins_a_cell_once_the_text_is_split_gets_one_too(cell: str, safe: str) -> None:
    assert neutralise(pd.Series([cell])).tolist() == [safe]


def test_written_even_when_empty(tmp_path: Path) -> None:
    write_rejections(to_rejections(no_findings()), Layout(tmp_path, tmp_path))
    header = ";".join(f'"{name}"' for name in REJETS.names)
    assert (tmp_path / "rejets.csv").read_bytes().decode("utf-8-sig") == header + "\r\n"
