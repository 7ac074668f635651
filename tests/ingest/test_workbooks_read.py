"""Workbooks and Parquet files: typed cells, formulas, dates, sheets."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_deliveries import told, write_workbook

from pipeline.ingest.delivery import Delivery

Read = Callable[..., Delivery]
LEDGER = ["menage_id", "mois", "quittance", "apl", "paiement", "solde_impaye", "plan_apurement"]


def _ledger(*rows: list[object]) -> list[list[object]]:
    return [["Suivi locatif"], [], list(LEDGER), *rows]


def test_typed_cells(read: Read) -> None:
    rows = _ledger(
        ["HN001", dt.datetime(2015, 1, 1), 1.234, 100, 0, -39.6, True],
        ["HN001", "févr-15", "1 234,50 €", "0", 1e3, 12, "non"],
        ["HN001", 42064, 500, "NC", None, 12.5, 1],
        ["HN001", dt.datetime(2015, 4, 30, 12, 30), 500, 0, 0, 0, False],
    )
    delivery = read({"suivi_locatif/ok.xlsx": rows, "suivi_locatif/ok.csv": ",".join(LEDGER)})
    table = delivery.tables["suivi_locatif"]
    assert table["mois"].tolist() == ["2015-01", "2015-02", "2015-03", "2015-04"]
    assert table["quittance"].tolist() == [1.234, 1234.5, 500, 500]
    assert table["solde_impaye"].tolist() == [-39.6, 12, 12.5, 0]
    assert table["plan_apurement"].tolist() == [True, False, True, False]
    assert table["paiement"].isna().tolist() == [False, False, True, False]
    assert delivery.provenance["suivi_locatif"]["ligne"].tolist() == [4, 5, 6, 7]
    assert told(delivery, "regle", gravity="rejet") == []


@pytest.mark.parametrize("cell", [dt.datetime(1900, 1, 5), True, "#N/A", "#REF!", "trois", 7, 2.5])
def test_typed_cells_in_the_wrong_column(read: Read, cell: object) -> None:
    rows = [["menage_id", "vague", "date", "lsns_1"], ["HN001", "T0", dt.datetime(2015, 2, 1), cell]]
    delivery = read({"entretiens/e.xlsx": rows}, tolerance_rejets=1.0)
    assert told(delivery, "ligne", "colonne", gravity="rejet") == [(2, "lsns_1")]
    assert delivery.tables["entretiens"]["lsns_1"].isna().all()


def test_numeric_identifiers_are_ill_formed(read: Read) -> None:
    rows = [["menage_id", "date", "type"], [101, dt.datetime(2015, 2, 1), "mutation"], ["HN001", 42035, "décès"]]
    delivery = read({"evenements/e.xlsx": rows}, tolerance_rejets=1.0)
    assert told(delivery, "regle", "ligne", "valeur", gravity="rejet") == [("identifiant_mal_forme", 2, "101")]


def test_formulas_with_a_result_are_read_without_one_are_rejected(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "livraison" / "suivi_locatif" / "f.xlsx"
    write_workbook(path, {"F": [list(LEDGER), ["HN001", "2015-01", "=1+1",
    2, 3, 4, "=HYPERLINK(\"http://example.org\")"],
                                ["HN001", "2015-03", "=2+2", "=A1", 3, 4, "oui"]]})  # fmt: skip
    _edit(path, "xl/worksheets/sheet1.xml", b"<f>1+1</f><v />", b"<f>1+1</f><v>512.5</v>", b"<f>1+1</f><v></v>")
    delivery = read({"evenements/e.xlsx": [["menage_id", "date", "type", "precision"], ["HN001", 42035, "décès",
    "=cmd|' /C calc'!A0"]]},
                    tolerance_rejets=1.0)  # fmt: skip
    table = delivery.tables["suivi_locatif"]
    assert table["quittance"].iloc[[0, 2]].tolist() == [512.5, 500.0]
    assert table["quittance"].isna().tolist() == [False, True, False]
    rejected = told(delivery, "table", "ligne", "colonne", gravity="rejet")
    assert sorted(rejected) == [
        ("evenements", 2, "precision"),
        ("suivi_locatif", 2, "plan_apurement"),
        ("suivi_locatif", 3, "apl"),
        ("suivi_locatif", 3, "quittance"),
    ]
    assert delivery.tables["evenements"]["precision"].isna().all()


def _edit(path: Path, part: str, *swaps: bytes) -> None:
    """Rewrite one part of a workbook: `swaps` is (old spellings…, new) with the new one second."""
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    old, new, *others = swaps
    for spelling in (old, *others):
        parts[part] = parts[part].replace(spelling, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_workbooks_that_count_days_from_1904(read: Read, tmp_path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["menage_id", "date", "type"])
    book.active.append(["HN001", 40573, "mutation"])
    book.active.append(["HN001", dt.datetime(2015, 1, 31), "deces"])
    path = tmp_path / "livraison" / "evenements" / "mac.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    assert read({}).tables["evenements"]["date"].tolist() == [pd.Timestamp(2015, 1, 31)] * 2


def test_a_workbook_named_csv_is_read_as_what_it_is(read: Read, tmp_path: Path) -> None:
    write_workbook(tmp_path / "c.xlsx", {"S": [["Poste", "Semestre", "Montant"], ["I-1", "2015-S1", 5]]})
    delivery = read({"couts.csv": (tmp_path / "c.xlsx").read_bytes()})
    assert delivery.tables["couts"]["montant"].tolist() == [5.0]


def test_ambiguous_dates_as_text_in_a_workbook(read: Read) -> None:
    rows = [
        ["menage_id", "date", "type"],
        ["HN001", dt.datetime(2015, 3, 25), "décès"],
        ["HN001", "03/04/2015", "mutation"],
    ]
    assert told(read({"evenements/e.xlsx": rows}), "regle", "feuille", "ligne", "colonne", gravity="bloquant") == [
        ("dates_ambigues", "Feuille1", 3, "date")
    ]


def _parquet(path: Path, **columns: pa.Array) -> bytes:
    pq.write_table(pa.table(columns), path)
    return path.read_bytes()


def test_parquet_types(read: Read, tmp_path: Path) -> None:
    content = _parquet(
        tmp_path / "x.parquet",
        Identifiant=pa.array(["HN001", "HN001", "HN001"]).dictionary_encode(),
        mois=pa.array(
            [dt.datetime(2015, 1, 31), dt.datetime(2015, 2, 28), dt.datetime(2015, 3, 31)], pa.timestamp("us")
        ),
        quittance=pa.array([Decimal("1.234"), Decimal("500.100"), None], pa.decimal128(10, 3)),
        apl=pa.array([1, 2, None], pa.int32()),
        paiement=pa.array([0.1 + 0.2, 1e-3, 1234.567]),
        solde_impaye=pa.array(["1 234,50 €", "-12,5", "NR"]),
        plan_apurement=pa.array([1, 0, None], pa.int8()),
        liste=pa.array([[1], [], None], pa.list_(pa.int64())),
    )
    delivery = read({"suivi_locatif/ok.csv": ",".join(LEDGER), "suivi_locatif/x.parquet": content})
    table = delivery.tables["suivi_locatif"]
    assert table["mois"].tolist() == ["2015-01", "2015-02", "2015-03"]
    assert table["quittance"].tolist()[:2] == [1.234, 500.1]
    assert table["paiement"].tolist() == [0.1 + 0.2, 1e-3, 1234.567]
    assert table["solde_impaye"].tolist()[:2] == [1234.5, -12.5]
    assert table["plan_apurement"].tolist()[:2] == [True, False]
    assert table.isna().sum().sum() == 4
    assert delivery.provenance["suivi_locatif"]["ligne"].tolist() == [2, 3, 4]
    assert set(told(delivery, "regle", "colonne", gravity="avertissement")) == {
        ("colonne_inconnue", "liste"),
        ("aucune_ligne", None),
        ("consentement_absent", "consentement"),
    }


def test_parquet_floats_booleans_dates(read: Read, tmp_path: Path) -> None:
    content = _parquet(
        tmp_path / "x.parquet",
        menage_id=pa.array(["HN001", "HN002"], pa.large_string()),
        vague=pa.array(["T0", "M12"]),
        date=pa.array([dt.date(2015, 2, 1), None], pa.date32()),
        lsns_1=pa.array([3.0, 4.5]),
        membre_cooperative=pa.array([True, False]),
        ucla_1=pa.array([float("nan"), 2.0]),
    )
    delivery = read({"entretiens/x.parquet": content}, tolerance_rejets=1.0)
    table = delivery.tables["entretiens"]
    assert table["lsns_1"].iloc[0] == 3
    assert table["membre_cooperative"].tolist() == [True, False]
    assert table["date"].iloc[0] == pd.Timestamp(2015, 2, 1)
    assert sorted(told(delivery, "ligne", "colonne", "valeur", gravity="rejet")) == [
        (2, "ucla_1", "nan"),
        (3, "lsns_1", "4.5"),
    ]
