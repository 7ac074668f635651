"""Great Expectations suites: what the contract says is what they expect, and what fails comes back as findings."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from support.suites_once import run_once

from pipeline.contract.schema import Kind
from pipeline.contract.tables import TABLES
from pipeline.params import Controles, Params
from pipeline.validate.expectations import quiet_context, run_suites, suite_findings
from pipeline.validate.findings import as_findings
from pipeline.validate.suites import build_suite

MENAGES = "menage_id,groupe\nEH01,accompagne\nEH02,temoin\nEH03,temoin\nEH04,temoin\nEH05,temoin"


def told(built) -> pd.DataFrame:
    return suite_findings(run_once(built.tables, built.params.controles), built)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_of_the_contract_is_expected(table) -> None:
    suite = build_suite(table, Controles())
    by_column: dict[str, set[str]] = {}
    for expectation in suite.expectations:
        by_column.setdefault(getattr(expectation, "column", ""), set()).add(expectation.expectation_type)
    for column in table:
        expected = by_column.get(column.name, set())
        assert ("expect_column_values_to_be_in_set" in expected) == bool(column.codes)
        assert ("expect_column_values_to_be_between" in expected) == (
            column.minimum is not None or column.maximum is not None
        )
        assert ("expect_column_values_to_match_regex" in expected) == bool(column.pattern or column.kind is Kind.MONTH)
    in_keys = [e for e in suite.expectations if "unique" in e.expectation_type]
    assert len(in_keys) == bool(table.key)


def test_clean_tables_hold_every_expectation(propre_tables) -> None:
    run = run_once(propre_tables, Controles())
    assert {name: failures for name, failures in run.failures.items() if failures} == {}
    assert list(run.failures) == list(TABLES)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("menages", "profil", "inconnu"),
        pytest.param("menages", "menage_id", "eh 1", marks=pytest.mark.slow),
        pytest.param("menages", "nb_personnes", 16, marks=pytest.mark.slow),
        pytest.param("menages", "loyer_mensuel", -0.01, marks=pytest.mark.slow),
        pytest.param("suivi_locatif", "mois", "2015-13", marks=pytest.mark.slow),
        pytest.param("evenements", "type", "dispute", marks=pytest.mark.slow),
        ("entretiens", "lsns_1", 6),
        pytest.param("entretiens", "ucla_1", 0, marks=pytest.mark.slow),
        pytest.param("accompagnement", "duree_jours", 0.0, marks=pytest.mark.slow),
        ("accompagnement", "duree_jours", 3.01),
        pytest.param("couts", "semestre", "2015-S3", marks=pytest.mark.slow),
    ],
)
def test_a_value_outside_the_contract_is_found_on_its_line(records, propre_tables, table, column, value) -> None:
    built = records(menages=MENAGES)
    frame = propre_tables[table]
    frame.loc[4, column] = value
    built.tables[table] = frame
    built.provenance[table] = pd.DataFrame(
        {"fichier": f"{table}.csv", "feuille": None, "ligne": pd.array(range(2, len(frame) + 2), dtype="Int64")}
    )
    found = told(built)
    found = found[found["table"] == table]
    assert found["ligne"].tolist() == [6]
    assert found["colonne"].tolist() == [column]
    assert found["regle"].tolist() == ["valeur_hors_contrat"]
    assert found["gravite"].tolist() == ["bloquant"]
    assert found["fichier"].tolist() == [f"{table}.csv"]


def test_values_at_the_bounds_are_allowed(propre_tables) -> None:
    propre_tables["accompagnement"].loc[0, "duree_jours"] = 3.0
    propre_tables["menages"].loc[[0, 1], "nb_personnes"] = [1, 15]
    propre_tables["menages"].loc[0, "loyer_mensuel"] = 0.0
    run = run_once(propre_tables, Controles())
    assert not any(run.failures.values())


def test_wrong_type_and_wrong_columns(records, propre_tables) -> None:
    built = records(menages=MENAGES)
    built.tables["couts"] = propre_tables["couts"].astype({"montant": object})
    built.tables["suivi_locatif"] = propre_tables["suivi_locatif"].drop(columns="apl")
    rules = set(zip(told(built)["table"], told(built)["regle"], strict=True))
    assert ("couts", "type_de_colonne") in rules
    assert ("suivi_locatif", "colonnes_du_contrat") in rules


def test_completeness_is_counted_where_the_column_has_a_sense(records) -> None:
    # Five households, one situation_bloquee with a reason, one accompanied with a mode: both columns are complete.
    built = records(
        menages="menage_id,groupe,profil,motif,mode_accompagnement,typologie\n"
        "EH01,accompagne,situation_bloquee,mixte,interne,T1\nEH02,temoin,dalo,,,T1\nEH03,temoin,dalo,,,T1\n"
        "EH04,temoin,dalo,,,T1\nEH05,temoin,dalo,,,",
        params=Params(controles=Controles(completude_min=0.8)),
    )
    incomplete = set(told(built)["colonne"])
    assert not {"motif", "mode_accompagnement", "typologie", "paire_id"} & incomplete
    assert {"composition", "tranche_age"} <= incomplete
    built.tables["menages"].loc[[2, 3], "typologie"] = None
    found = told(built)
    (motif,) = found.loc[found["colonne"] == "typologie", "motif"]
    assert motif.replace("\u202f", " ").replace("\u00a0", " ").startswith("60,0 % des cases de la colonne sont vides")
    built.tables["menages"].loc[0, "motif"] = None
    assert "motif" in set(told(built)["colonne"])


def test_required_cells_left_empty(records) -> None:
    ledger = "menage_id,mois,quittance,apl,paiement,solde_impaye\nEH01,2015-01,1,,0,0\nEH01,2015-02,1,0,0,0"
    found = told(records(menages=MENAGES, suivi_locatif=ledger))
    found = found[found["regle"] == "cellule_obligatoire_vide"]
    assert list(zip(found["ligne"], found["colonne"], found["gravite"], strict=True)) == [(2, "apl", "avertissement")]


def test_a_cell_that_the_reading_refused_is_not_said_again(records) -> None:
    ledger = "menage_id,mois,quittance,apl,paiement,solde_impaye\nEH01,2015-01,1,,0,0\nEH01,2015-02,1,,0,0"
    said = {"table": "suivi_locatif", "fichier": "suivi_locatif/suivi_locatif.csv", "colonne": "apl"}
    reading = as_findings(pd.DataFrame([{**said, "ligne": 2, "gravite": "rejet"}]))
    found = told(records(menages=MENAGES, suivi_locatif=ledger, reading=reading))
    assert found.loc[found["regle"] == "cellule_obligatoire_vide", "ligne"].tolist() == [3]
    whole = as_findings(pd.DataFrame([{**said, "ligne": None, "gravite": "bloquant"}]))
    found = told(records(menages=MENAGES, suivi_locatif=ledger, reading=whole))
    assert "cellule_obligatoire_vide" not in set(found["regle"])


def test_keys_that_are_not_unique_fail_the_suite_too(records) -> None:
    built = records(menages="menage_id,profil\nEH01,dalo\nEH01,autre")
    run = run_once(built.tables, Controles())
    assert "cle_unique" in {f.rule for f in run.failures["menages"]}
    assert "cle_unique" not in set(suite_findings(run, built)["regle"])


def test_empty_tables_pass(propre_tables) -> None:
    run = run_suites({n: t.iloc[:0] for n, t in propre_tables.items()}, Controles())
    assert not any(run.failures.values())


@pytest.mark.slow
def test_nothing_leaves_the_process(propre_tables, monkeypatch, capfd, tmp_path: Path) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    run_suites(propre_tables, Controles())
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
    assert quiet_context().variables.config.analytics_enabled is False
    assert list(tmp_path.iterdir()) == []
    out = capfd.readouterr()
    assert out.out == ""
    assert out.err == ""
