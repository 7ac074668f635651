"""`rejets`: the contract's columns, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from pipeline.contract.produced.delivery import REJETS
from pipeline.validate.findings import as_findings, no_findings
from pipeline.validate.rejections import neutralise, to_rejections, write_rejections_csv


@pytest.mark.parametrize(
    "cell",
    ["=1+1", '=HYPERLINK("x")', "+cmd|' /C calc'!A0", "-1+1", "@SUM(1+9)", "\t=1", "\r=1", " =1+1", "＝1+1", "-"],
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
    write_rejections_csv(table, tmp_path / "rejets.csv")
    with (tmp_path / "rejets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == REJETS.names
    assert rows[0]["fichier"] == "'=x.csv"
    assert rows[0]["ligne"] == "3"
    assert rows[0]["valeur"] == "'=1"
    assert rows[0]["motif"] == "a, « b »\nc"
    assert rows[1]["valeur"] == rows[1]["ligne"] == ""


def test_written_even_when_empty(tmp_path: Path) -> None:
    write_rejections_csv(to_rejections(no_findings()), tmp_path / "rejets.csv")
    assert (tmp_path / "rejets.csv").read_text(encoding="utf-8") == ",".join(REJETS.names) + "\n"
