"""Persons that a delivery names: masked wherever they stand, blocking where they must."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from small_deliveries import LEDGER, LEDGER_ROW, MENAGE, MENAGES, told, write_workbook

from pipeline.ingest.delivery import Delivery

Read = Callable[..., Delivery]


def test_identifiers_are_masked_wherever_they_stand(read: Read) -> None:
    secrets = ["06 39 98 12 34", "Mme Durand", "a.b@example.org", "MARTIN Claire"]
    delivery = read(
        {
            "evenements/e.csv": "menage_id;date;type;precision;Agence\n"
            f"HN001;2015-02-01;mutation;voir {secrets[1]};{secrets[0]}\n"
            f"HN001;2015-02-02;{secrets[0]};ok;Évry\n"
            f"{secrets[3]};2015-02-02;mutation;ok;Évry\n"
            f"HN001;2015-02-02;{secrets[2]}\n",
            "couts.csv": f"poste;semestre;montant\nI-1;2015-S1;{secrets[0].replace(' ', '')}\n",
        },
        tolerance_rejets=1.0,
    )
    found = told(delivery, "table", "ligne", "colonne", "valeur", gravity="bloquant")
    assert set(found) == {
        ("evenements", 2, "precision", "[masqué]"),
        ("evenements", 2, "Agence", "[masqué]"),
        ("evenements", 3, "type", "[masqué]"),
        ("evenements", 4, "menage_id", "[masqué]"),
        ("evenements", 5, None, "[masqué]"),
        ("couts", 2, "montant", "[masqué]"),
    }
    everything = (
        delivery.findings.to_csv() + "".join(t.to_csv() for t in delivery.tables.values()) + str(delivery.files)
    )
    for secret in [*secrets, "0639981234", "639981234"]:
        assert secret not in everything


def test_a_telephone_above_the_table_is_a_warning_not_a_household(read: Read) -> None:
    delivery = read({"suivi_locatif/ok.csv": "Contact : 01 99 00 12 34\n" + LEDGER + LEDGER_ROW})
    assert ("coordonnees_hors_donnees", 1, "[masqué]") in told(
        delivery, "regle", "ligne", "valeur", gravity="avertissement"
    )
    assert told(delivery, "regle", gravity="bloquant") == []


def test_a_person_named_by_a_header_a_file_or_a_sheet_blocks_and_is_masked(read: Read, tmp_path: Path) -> None:
    rows = [LEDGER.strip().split(";"), LEDGER_ROW.strip().split(";")]
    write_workbook(tmp_path / "livraison/suivi_locatif/b.xlsx", {"Mme Durand": rows, "janvier 2015 12 30": rows})
    delivery = read(
        {
            "menages/vu_M._Martin.csv": MENAGES.strip() + ";vu Mme Diallo\n" + MENAGE.strip() + ";1\n",
            "menages/ok.csv": MENAGES + MENAGE,
            "suivi_locatif/export_M_Loyers_2015_01_31_12_30_45.csv": LEDGER + LEDGER_ROW,
        }
    )
    blocking = told(delivery, "fichier", "valeur", "motif", gravity="bloquant")
    assert [value for _, value, _ in blocking] == ["[masqué]"] * 3
    assert [file for file, _, _ in blocking] == [
        "menages/[masqué] 1.csv",
        "menages/[masqué] 1.csv",
        "suivi_locatif/b.xlsx",
    ]
    everything = delivery.findings.to_csv() + str(delivery.files) + delivery.provenance["suivi_locatif"].to_csv()
    everything += delivery.provenance["menages"].to_csv()
    assert not any(name in everything for name in ("Durand", "Diallo", "Martin"))


@pytest.mark.parametrize(
    ("header", "cell", "blocks"),
    [("Téléphone", 639981234, True), ("N° sécurité sociale", 1850578006084, True), ("Téléphone", "oui", False),
     ("Locataire", 123456789, False), ("Adresse", "bât. B", True)],
)  # fmt: skip
def test_numbers_below_a_header_of_contacts(read: Read, header: str, cell: object, blocks: bool) -> None:
    rows = [[*MENAGES.strip().split(";"), header], [*MENAGE.strip().split(";"), cell]]
    delivery = read({"menages/ok.xlsx": rows, "suivi_locatif/ok.csv": LEDGER + LEDGER_ROW}, alone=True)
    assert told(delivery, "regle", "colonne", gravity="bloquant") == [("identifiant_direct", header)] * blocks


def test_a_column_of_names_blocks_once_and_an_empty_one_does_not(read: Read) -> None:
    menages = MENAGES.replace("\n", ";Nom et prénom;Prénom\n") + MENAGE.replace("\n", ";DURAND Paul;\n")
    delivery = read({"menages/ok.csv": menages})
    assert told(delivery, "regle", "colonne", gravity="bloquant") == [("identifiant_direct", "Nom et prénom")]
    assert ("colonne_inconnue", "Prénom") in told(delivery, "regle", "colonne")
    assert "DURAND" not in delivery.findings.to_csv()
