"""Each faulty delivery gives the findings of its `attendu.json` that reading alone can give."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.ingest.delivery import read_delivery
from pipeline.params import Donnees

FAULTY = Path(__file__).parents[1] / "deliveries" / "fautive"
# Found between tables or rows, not in a cell or a file.
BETWEEN_TABLES = {"cles_doubles_differentes", "menage_orphelin", "groupe_vide", "identite_solde"}
READ = sorted(f.name for f in FAULTY.iterdir() if f.is_dir() and f.name not in BETWEEN_TABLES)


def _matching(findings: pd.DataFrame, expected: dict[str, Any]) -> pd.DataFrame:
    at = findings["gravite"].isin(expected["gravite"])
    if expected.get("table"):
        at &= findings["table"] == expected["table"]
    if expected.get("fichier"):
        at &= findings["fichier"].fillna("").str.contains(expected["fichier"])
    if expected.get("colonne"):
        at &= findings["colonne"] == expected["colonne"]
    if expected.get("valeur"):
        at &= findings["valeur"] == expected["valeur"]
    for word in expected.get("mots") or []:
        at &= findings["motif"].str.contains(word, flags=re.IGNORECASE)
    return findings[at]


@pytest.mark.parametrize("name", READ)
def test_each_defect_is_named_where_it_is(name: str) -> None:
    expected = json.loads((FAULTY / name / "attendu.json").read_text())
    delivery = read_delivery(FAULTY / name / "livraison", Donnees(), communes=[], last_freeze=dt.date(2017, 3, 31))
    for what in expected["constats"]:
        found = _matching(delivery.findings, what)
        assert len(found), what
        if what.get("lignes"):
            assert set(found["ligne"].dropna()) <= set(what["lignes"])
            assert len(found) >= 1
    if expected["code_sortie"] == [0]:
        assert "bloquant" not in set(delivery.findings["gravite"])
    for secret in expected.get("souhaits", []):
        assert secret not in delivery.findings.to_csv()


@pytest.mark.parametrize("name", sorted(BETWEEN_TABLES))
def test_defects_between_tables_read_without_a_finding(name: str) -> None:
    delivery = read_delivery(FAULTY / name / "livraison", Donnees(), communes=[], last_freeze=dt.date(2017, 3, 31))
    assert delivery.findings.empty


def test_all_rejections_beyond_tolerance_are_listed() -> None:
    folder = FAULTY / "rejets_au_dela_tolerance"
    expected = json.loads((folder / "attendu.json").read_text())["constats"][1]["lignes"]
    delivery = read_delivery(folder / "livraison", Donnees(), communes=[], last_freeze=dt.date(2017, 3, 31))
    rejected = delivery.findings[delivery.findings["gravite"] == "rejet"]
    assert sorted(rejected["ligne"]) == sorted(expected)
