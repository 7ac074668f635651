"""The demonstration delivery: the committed bytes, and what a reader makes of them."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipeline.contract.markers import SYNTHETIC_MARKER
from pipeline.contract.tables import TABLES
from pipeline.errors import UsageError
from pipeline.ingest.delivery import Delivery, read_delivery
from pipeline.params import Demonstration, load_params
from pipeline.shipped import reference_folder
from pipeline.synthetic.delivery import Demonstrated, write_demonstration
from pipeline.synthetic.marker import is_synthetic
from pipeline.validate.checks import check_delivery
from pipeline.validate.reference import load_reference

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "data" / "raw" / "demonstration"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Demonstrated]:
    folder = tmp_path_factory.mktemp("livraison") / "demonstration"
    return folder, write_demonstration(load_params(ROOT / "params.yaml").demonstration, folder)


@pytest.fixture(scope="module")
def delivery(written: tuple[Path, Demonstrated]) -> Delivery:
    params = load_params(ROOT / "params.yaml")
    communes = load_reference(reference_folder()).communes
    return read_delivery(written[0], params.donnees, communes=communes, last_freeze=params.last_freeze)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_committed_delivery_is_the_one_of_the_parameters_byte_for_byte(written: tuple[Path, Demonstrated]) -> None:
    made, committed = files(written[0]), files(COMMITTED)
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []
    truth = written[0].with_name("demonstration-verite.json")
    assert json.loads(truth.read_text("utf-8")) == json.loads(COMMITTED.with_name(truth.name).read_text("utf-8"))


def test_it_is_marked_as_synthetic_for_people_and_programs() -> None:
    assert is_synthetic(COMMITTED)
    assert (COMMITTED / SYNTHETIC_MARKER).read_text("utf-8").startswith("Données de démonstration entièrement synthét")
    first = (COMMITTED / "README.md").read_text("utf-8").splitlines()[0]
    assert "entièrement synthétiques : aucun ménage réel" in first


def test_a_real_delivery_is_not_synthetic_and_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "menages").mkdir()
    (tmp_path / "menages" / "menages.csv").write_text("menage_id\n")
    assert not is_synthetic(tmp_path)
    with pytest.raises(UsageError, match="n’est pas vide"):
        write_demonstration(Demonstration(effectif_par_groupe=2), tmp_path)
    assert (tmp_path / "menages" / "menages.csv").read_text() == "menage_id\n"


@pytest.mark.slow
def test_a_synthetic_delivery_is_replaced_by_another(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    write_demonstration(Demonstration(effectif_par_groupe=4, graine=1), folder)
    write_demonstration(Demonstration(effectif_par_groupe=2, graine=2), folder)
    other = tmp_path / "e"
    write_demonstration(Demonstration(effectif_par_groupe=2, graine=2), other)
    assert files(folder) == files(other)


def test_workbooks_carry_no_moment_of_writing(written: tuple[Path, Demonstrated]) -> None:
    for path in written[0].rglob("*.xlsx"):
        properties = openpyxl.load_workbook(path).properties
        assert properties.created == properties.modified
        assert properties.created.year == 2017


# -- what a reader makes of it


def test_reading_gives_the_clean_tables_but_for_the_planted_defects(
    written: tuple[Path, Demonstrated], delivery: Delivery
) -> None:
    for name, table in TABLES.items():
        keys = list(table.key) or table.names
        expected, got = (f[name].sort_values(keys).reset_index(drop=True) for f in (written[1].tables, delivery.tables))
        pd.testing.assert_frame_equal(got, expected, check_dtype=False, rtol=0, atol=1e-9)


def test_each_planted_defect_is_found_where_it_lies(written: tuple[Path, Demonstrated], delivery: Delivery) -> None:
    read = delivery.findings.astype({"ligne": "Int64"})
    planted = [d for d in written[1].defects if d.nature != "solde qui ne suit pas"]  # between rows: validate's
    assert {d.nature for d in planted} == {
        "montant illisible",
        "date impossible",
        "événement inconnu",
        "item hors bornes",
        "ligne en double",
    }
    for defect in planted:
        here = read[(read["fichier"] == defect.fichier) & (read["ligne"] == defect.ligne)]
        assert set(here["gravite"]) == {defect.gravite}, defect.nature
        assert (here["feuille"].fillna("") == defect.feuille).all()
        if defect.gravite == "rejet":
            assert list(here["colonne"]) == [defect.colonne]
            assert list(here["valeur"]) == [defect.valeur]


def test_nothing_else_is_rejected(written: tuple[Path, Demonstrated], delivery: Delivery) -> None:
    rejected = delivery.findings[delivery.findings["gravite"] == "rejet"]
    assert len(rejected) == sum(d.gravite == "rejet" for d in written[1].defects)


@pytest.mark.slow
def test_nothing_stops_the_run_and_the_broken_balance_is_warned_of(
    written: tuple[Path, Demonstrated], delivery: Delivery
) -> None:
    params, reference = load_params(ROOT / "params.yaml"), load_reference(reference_folder())
    findings = check_delivery(delivery.tables, delivery.provenance, delivery.findings, params, reference)
    assert "bloquant" not in set(findings["gravite"])
    (defect,) = [d for d in written[1].defects if d.nature == "solde qui ne suit pas"]
    here = findings[(findings["fichier"] == defect.fichier) & (findings["ligne"].astype("Int64") == defect.ligne)]
    assert "solde_impaye" in set(here["colonne"])
    assert set(here["gravite"]) == {"avertissement"}


@pytest.mark.parametrize(("per_group", "seed"), [(2, 1), (60, 2)])
@pytest.mark.slow
def test_other_sizes_and_seeds_read_without_a_blocking_finding(tmp_path: Path, per_group: int, seed: int) -> None:
    params = load_params(ROOT / "params.yaml")
    written = write_demonstration(Demonstration(effectif_par_groupe=per_group, graine=seed), tmp_path / "d")
    communes = load_reference(reference_folder()).communes
    delivery = read_delivery(tmp_path / "d", params.donnees, communes=communes, last_freeze=params.last_freeze)
    assert "bloquant" not in set(delivery.findings["gravite"])
    assert {name: len(f) for name, f in delivery.tables.items()} == {n: len(f) for n, f in written.tables.items()}
