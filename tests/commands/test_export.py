"""The tables for other programs: read back by what their own description says, by pandas and as Stata files."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from support.command import Outcome
from support.small_results import write_results

from pipeline.contract.data_package import Resource, package
from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.contract.tables import TABLES
from pipeline.layout import Layout
from pipeline.storage import write_table

Run = Callable[..., Outcome]
# The types of Table Schema, version 1, and how a text of each is written without any format.
FORMS = {
    "string": r"(?s).*", "number": r"-?\d+(\.\d+)?([eE][+-]?\d+)?|NaN|-?INF", "integer": r"-?\d+",
    "boolean": r"true|false", "date": r"\d{4}-\d{2}-\d{2}", "yearmonth": r"\d{4}-\d{2}",
}  # fmt: skip


@pytest.fixture
def results(tmp_path: Path, propre_tables: dict[str, pd.DataFrame]) -> Path:
    folder = write_results(tmp_path / "sortie")
    for name, frame in propre_tables.items():
        write_table(frame, Layout.output(folder).table(name), rounded=False)
    return folder


def _package(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return described


def _rows(folder: Path, resource: dict[str, Any]) -> list[dict[str, str]]:
    with (folder / resource["path"]).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_cell_is_what_its_field_says(results: Path, evaluation: Run, tmp_path: Path) -> None:
    out = evaluation("exporter", tmp_path / "tables", "--depuis", results)
    assert out.status == 0, out.printed
    described = _package(tmp_path / "tables")
    assert described["profile"] == "tabular-data-package"
    seen = {r["name"]: _rows(tmp_path / "tables", r) for r in described["resources"]}
    assert set(TABLES) <= set(seen)
    for resource in described["resources"]:
        assert re.fullmatch(r"[-a-z0-9._/]+", resource["name"])
        fields, rows = resource["schema"]["fields"], seen[resource["name"]]
        assert [f["name"] for f in fields] == list(rows[0]), resource["name"]
        for field in fields:
            limits = field.get("constraints", {})
            assert set(limits) <= {"enum", "pattern", "minimum", "maximum"}
            for cell in {row[field["name"]] for row in rows} - {""}:
                assert re.fullmatch(FORMS[field["type"]], cell), (resource["name"], field["name"])
                assert cell in limits.get("enum", [cell])
                assert re.fullmatch(limits.get("pattern", r"(?s).*"), cell)
                assert float(cell) >= limits["minimum"] if "minimum" in limits else True
        for key in [resource["schema"].get("primaryKey")]:
            values = [tuple(row[c] for c in key or ()) for row in rows]
            assert not key or (len(set(values)) == len(values) and all(map(all, values)))
        for link in resource["schema"].get("foreignKeys", ()):
            known = {row[link["reference"]["fields"]] for row in seen[link["reference"]["resource"]]}
            if resource["name"] in TABLES:
                assert {row[link["fields"]] for row in rows} <= known
    assert seen["suivi_locatif"][0]["mois"].count("-") == 1


def test_values_come_back(
    results: Path, evaluation: Run, tmp_path: Path, propre_tables: dict[str, pd.DataFrame]
) -> None:
    for form in ("csv", "xlsx", "dta"):
        assert evaluation("exporter", tmp_path / form, "--depuis", results, "--format", form).status == 0
    told = propre_tables["menages"]
    day = told["date_inclusion"].iloc[0]
    read = pd.read_csv(tmp_path / "csv/menages.csv")
    assert read["loyer_mensuel"].tolist() == told["loyer_mensuel"].tolist()
    assert dt.date.fromisoformat(read["date_inclusion"][0]) == day.date()
    book = pd.read_excel(tmp_path / "xlsx/menages.xlsx")
    assert book["loyer_mensuel"].tolist() == told["loyer_mensuel"].tolist()
    stata = pd.read_stata(tmp_path / "dta/menages.dta")
    assert list(stata) == TABLES["menages"].names
    assert stata["date_inclusion"][0] == day
    assert stata["loyer_mensuel"].tolist() == told["loyer_mensuel"].tolist()
    assert stata["menage_id"].tolist() == told["menage_id"].tolist()


def test_every_produced_table_can_be_described_and_named_in_stata() -> None:
    resources = [Resource(name, f"{name}.csv", entry, keyed=True) for name, entry in PRODUCED.items()]
    described = package(resources, title="", media_type="text/csv")
    for resource in described["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert all(re.fullmatch(r"[A-Za-z_]\w*", name) for name in names), resource["name"]
        assert len({name[:32] for name in names}) == len(names), "Stata cuts names at 32 characters"
        assert {field["type"] for field in resource["schema"]["fields"]} <= set(FORMS)


def test_a_format_or_an_edition_that_is_not_there_is_refused(results: Path, evaluation: Run, tmp_path: Path) -> None:
    for asked in (("--format", "sas"), ("--edition", "parcours")):
        out = evaluation("exporter", tmp_path / "tables", "--depuis", results, *asked)
        assert out.status == 2
        assert not (tmp_path / "tables").exists()
