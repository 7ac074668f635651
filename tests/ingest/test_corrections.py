"""Corrections: a cell read otherwise than it was sent, said each time; a file as received is never written."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipeline.commands.corrections import prepare_corrections
from pipeline.contract.corrections import CORRECTION_COLUMNS
from pipeline.errors import UsageError
from pipeline.ingest.delivery import Delivery, read_delivery
from pipeline.layout import Layout
from pipeline.params import Donnees, Params
from pipeline.stages.ingest import run

LEDGER = "menage_id;mois;quittance;apl;paiement;solde_impaye\nEH001;2015-02;500,00;200,00;{paid};0,00\n"
DONE = {"motif": "Confirmé par le bailleur", "auteur": "Évaluatrice", "date": "12/04/2017"}


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    folder = tmp_path / "livraison"
    (folder / "suivi_locatif").mkdir(parents=True)
    text = LEDGER.format(paid="3OO,00")
    (folder / "suivi_locatif" / "toit_et_joie.csv").write_text(text, encoding="utf-8")
    return folder


def read(folder: Path) -> Delivery:
    return read_delivery(folder, Donnees(tolerance_rejets=1.0), communes=[], last_freeze=dt.date(2017, 3, 31))


def correct(path: Path, *lines: dict[str, str], encoding: str = "utf-8-sig", separator: str = ";") -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(CORRECTION_COLUMNS), delimiter=separator)
        writer.writeheader()
        writer.writerows(lines)


def line(**changes: str) -> dict[str, str]:
    usual = {"fichier": "suivi_locatif/toit_et_joie.csv", "ligne": "2", "colonne": "paiement", "ancienne": "3OO,00"}
    return usual | {"nouvelle": "300,00"} | DONE | changes


def rules(found: pd.DataFrame) -> set[str]:
    return set(found["regle"]) - {"table_absente"}


@pytest.mark.parametrize("beside", [False, True])
def test_a_correction_is_read_in_the_place_of_the_cell_and_said(delivery: Path, beside: bool) -> None:
    correct((delivery.parent if beside else delivery) / "corrections.csv", line())
    before = _fingerprint(delivery)
    out = read(delivery)
    assert out.tables["suivi_locatif"]["paiement"].tolist() == [300.0]
    assert rules(out.findings) == {"cellule_corrigee"}
    said = out.findings[out.findings["regle"] == "cellule_corrigee"].iloc[0]
    assert (said["fichier"], said["ligne"], said["colonne"]) == ("suivi_locatif/toit_et_joie.csv", 2, "paiement")
    assert not {"300", "bailleur"} & set(said["motif"].split()), "a log line is public"
    assert _fingerprint(delivery) == before
    assert read(delivery).tables["suivi_locatif"].equals(out.tables["suivi_locatif"])


@pytest.mark.parametrize(
    "changes",
    [
        {"ancienne": "300.00"},
        {"ancienne": "300,00", "nouvelle": "3OO,00"},
        {"ligne": "7"},
        {"colonne": "caution"},
        {"feuille": "Données"},
        {"fichier": "suivi_locatif/autre.csv"},
    ],
)
def test_what_is_no_longer_there_stops_the_chain(delivery: Path, changes: dict[str, str]) -> None:
    correct(delivery / "corrections.csv", line(**changes))
    found = read(delivery).findings
    failed = found[found["regle"] == "correction_impossible"]
    assert failed["gravite"].tolist() == ["bloquant"]


def test_an_empty_new_value_with_a_reason_makes_the_cell_missing(delivery: Path) -> None:
    correct(delivery / "corrections.csv", line(nouvelle=""))
    out = read(delivery)
    assert out.tables["suivi_locatif"]["paiement"].isna().all()
    assert rules(out.findings) == {"cellule_corrigee"}


def test_a_correction_that_cannot_be_read_is_a_rejection_as_any_cell(delivery: Path) -> None:
    correct(delivery / "corrections.csv", line(nouvelle="trois cents"))
    assert "cellule_corrigee" in rules(read(delivery).findings)
    assert (read(delivery).findings["gravite"] == "rejet").sum() == 1


@pytest.mark.parametrize(("encoding", "separator"), [("cp1252", ";"), ("utf-8", ",")])
def test_the_file_may_come_back_from_any_spreadsheet(delivery: Path, encoding: str, separator: str) -> None:
    correct(delivery / "corrections.csv", line(colonne="PAIEMENT"), encoding=encoding, separator=separator)
    assert read(delivery).tables["suivi_locatif"]["paiement"].tolist() == [300.0]


def test_a_cell_of_a_workbook_is_found_by_its_sheet(delivery: Path) -> None:
    book = openpyxl.Workbook()
    for k, name in enumerate(("Janvier", "Février")):
        sheet = book.active if k == 0 else book.create_sheet()
        sheet.title = name
        sheet.append(LEDGER.splitlines()[0].split(";"))
        sheet.append(["EH001", f"2015-0{k + 2}", 500, 200, "?" if k else 300, 0])
    (delivery / "suivi_locatif" / "toit_et_joie.csv").unlink()
    book.save(delivery / "suivi_locatif" / "essonne.xlsx")
    where = {"fichier": "essonne.xlsx", "ancienne": "?", "nouvelle": "299,5"}
    correct(delivery / "corrections.csv", line(feuille="février", **where))
    assert read(delivery).tables["suivi_locatif"]["paiement"].tolist() == [300.0, 299.5]
    correct(delivery / "corrections.csv", line(**where))
    assert "correction_impossible" in rules(read(delivery).findings), "two sheets: which one must be said"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"motif": ""}, "motif"),
        ({"auteur": ""}, "auteur"),
        ({"date": "demain"}, "date"),
        ({"ligne": "deux"}, "ligne"),
    ],
)
def test_a_correction_without_its_reason_is_refused(delivery: Path, changes: dict[str, str], said: str) -> None:
    correct(delivery / "corrections.csv", line(**changes))
    with pytest.raises(UsageError, match=said):
        read(delivery)


def test_rejected_cells_are_prepared_once_and_what_is_written_is_kept(delivery: Path) -> None:
    prepare_corrections(delivery, read(delivery).findings)
    path = delivery / "corrections.csv"
    prepared = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert list(prepared.columns) == list(CORRECTION_COLUMNS)
    assert prepared.iloc[0].to_dict() == line() | dict.fromkeys(("nouvelle", *DONE), "") | {"feuille": ""}
    assert rules(read(delivery).findings) >= {"correction_a_completer"}
    correct(path, line())
    prepare_corrections(delivery, read(delivery).findings)
    again = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert again.iloc[0]["nouvelle"] == "300,00"
    assert len(again) == 1


def test_a_formula_is_prepared_as_text_and_still_recognised(delivery: Path) -> None:
    file = delivery / "suivi_locatif" / "toit_et_joie.csv"
    file.write_text(LEDGER.format(paid="=1+1"), encoding="utf-8")
    prepare_corrections(delivery, read(delivery).findings)
    prepared = pd.read_csv(
        delivery / "corrections.csv", sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )
    assert prepared["ancienne"].tolist() == ["'=1+1"]
    correct(delivery / "corrections.csv", line(ancienne="'=1+1", nouvelle="2,00"))
    assert read(delivery).tables["suivi_locatif"]["paiement"].tolist() == [2.0]


def test_dvc_refuses_corrections_that_it_does_not_follow(
    delivery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    correct(delivery.parent / "corrections.csv", line())
    params = Params(donnees=Donnees(source=str(delivery)))
    with pytest.raises(UsageError, match="dans le dossier de la livraison"):
        run(params, Layout.repository(Path.cwd()))


def _fingerprint(folder: Path) -> str:
    files = sorted(f for f in folder.rglob("*") if f.is_file())
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()
