"""Where files, titles, headers, totals and lines may be; what a delivery lacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from small_deliveries import LEDGER, LEDGER_ROW, MENAGE, MENAGES, told, write_workbook

from pipeline.errors import UsageError
from pipeline.ingest.delivery import Delivery, read_delivery
from pipeline.params import Donnees

Read = Callable[..., Delivery]


def test_a_good_delivery_has_no_finding(read: Read) -> None:
    delivery = read({})
    assert told(delivery, "regle") == [("consentement_absent",)]
    assert delivery.tables["menages"]["consentement"].tolist() == [True]
    assert delivery.tables["menages"]["statut_occupation"].tolist() == ["bail_direct"]
    assert delivery.tables["suivi_locatif"]["autres_aides"].tolist() == [0.0]
    assert set(delivery.tables) == {"menages", "suivi_locatif"}


@pytest.mark.parametrize(
    "name", ["suivi_locatif.csv", "Suivi locatif/mars.CSV", "SUIVI_LOCATIF/a.txt", "Suivi-Locatif.tsv"]
)
def test_folders_and_files_match_without_case_accents_and_marks(read: Read, name: str) -> None:
    delivery = read({"Ménages.csv": MENAGES + MENAGE, name: LEDGER + LEDGER_ROW}, alone=True)
    assert len(delivery.tables["suivi_locatif"]) == 1
    assert delivery.provenance["suivi_locatif"]["fichier"].tolist() == [name]
    assert delivery.provenance["menages"]["fichier"].tolist() == ["Ménages.csv"]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_encodings_titles_blank_lines_and_totals(
    read: Read, separator: str, encoding: str, end: str
) -> None:
    lines = ["Extraction, du 3 avril; Évry", "", "ID|Période|Quittancé|APL|Règlements|Solde impayé".replace("|",
    separator), "",
             "HN001|févr-15|500|200|300|0".replace("|", separator), "", "||||".replace("|", separator) + separator,
             "HN001|mars-15|500|200|300|0".replace("|", separator), "", "TOTAL général||1000|400|600|".replace("|",
             separator), ""]  # fmt: skip
    delivery = read({"suivi_locatif/ok.csv": end.join(lines).encode(encoding)})
    assert delivery.tables["suivi_locatif"]["mois"].tolist() == ["2015-02", "2015-03"]
    assert delivery.provenance["suivi_locatif"]["ligne"].tolist() == [5, 8]
    assert told(delivery, "regle") == [("consentement_absent",)]
    report = next(f for f in delivery.files if f.table == "suivi_locatif")
    assert report.encodage == {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 (BOM)", "cp1252": "Windows-1252"}[encoding]
    assert report.colonnes["Période"] == "mois"


def test_a_total_line_with_fewer_cells_is_no_rejection(read: Read) -> None:
    delivery = read({"suivi_locatif/ok.csv": LEDGER + LEDGER_ROW + "\nTOTAL;;500\n"})
    assert len(delivery.tables["suivi_locatif"]) == 1
    assert told(delivery, "regle", gravity="rejet") == []


@pytest.mark.parametrize("words", ["TOTAL DES QUITTANCES", "Total HDN", "Total (25 ménages)", "Grand total 2015 :"])
def test_a_closing_total_in_any_words_above_a_note(read: Read, tmp_path: Path, words: str) -> None:
    rows = [LEDGER.strip().split(";"), LEDGER_ROW.strip().split(";")]
    write_workbook(
        tmp_path / "livraison/suivi_locatif/ok.xlsx",
        {"2015": [*rows, [words, None, 500], [], ["Édité le 12 avril 2017"]]},
    )
    delivery = read({"suivi_locatif/ok.csv": LEDGER + LEDGER_ROW.replace("02", "03") + f";{words};500;;;\n"})
    assert len(delivery.tables["suivi_locatif"]) == 2
    # The note is told, the total is no row.
    assert {n for (n,) in told(delivery, "ligne", gravity="rejet")} == {5}
    assert told(delivery, "regle", gravity="bloquant") == [("tolerance_depassee",)] * 2


def test_what_only_begins_like_a_total_is_a_row(read: Read) -> None:
    delivery = read({"couts.csv": "poste;semestre;montant\nI-1;2015-S1;12\nTotalement inconnu;2015-S2;13\n"})
    assert told(delivery, "ligne", "colonne", gravity="rejet") == [(3, "poste")]


def test_a_total_in_the_middle_is_a_rejected_row(read: Read) -> None:
    text = LEDGER + LEDGER_ROW + "TOTAL;;500;;;\n" + LEDGER_ROW.replace("02", "03")
    delivery = read({"suivi_locatif/ok.csv": text}, tolerance_rejets=1.0)
    assert len(delivery.tables["suivi_locatif"]) == 2
    assert ("identifiant_mal_forme", 3) in told(delivery, "regle", "ligne")


def test_two_headers_for_one_column_are_named(read: Read) -> None:
    delivery = read({"suivi_locatif/ok.csv": LEDGER.strip() + ";Solde impayé\n" + LEDGER_ROW.strip() + ";12\n"})
    [(gravity, column, motif)] = told(delivery, "gravite", "colonne", "motif", gravity="bloquant")
    assert (gravity, column) == ("bloquant", "solde_impaye")
    assert "« solde_impaye »" in motif
    assert "« Solde impayé »" in motif
    assert delivery.tables["suivi_locatif"]["solde_impaye"].isna().all()


def test_unknown_columns_sheets_folders_and_files_are_ignored_with_a_warning(read: Read, tmp_path: Path) -> None:
    write_workbook(
        tmp_path / "livraison" / "couts" / "c.xlsx",
        {"Lisez-moi": [["Bonjour"]], "2015": [["Poste", "Semestre", "Montant", "Agence"], ["I-1", "S1 2015",
        12.5, "Évry"]],
         "2016": [["Dépenses"], [], ["Montant", "Poste", "Semestre"], [7, "I 1", "2016-S1"]]},
    )  # fmt: skip
    delivery = read({"photos/a.png": b"x", "menages/plan.pdf": b"%PDF-1", "notes.txt": "bonjour", "README.md": "x",
                     "menages/.~lock.ok.csv#": "x"})  # fmt: skip
    assert delivery.tables["couts"]["montant"].tolist() == [12.5, 7.0]
    assert delivery.provenance["couts"][["feuille", "ligne"]].to_numpy().tolist() == [["2015", 2], ["2016", 4]]
    warned = told(delivery, "regle", "fichier", "feuille", "colonne", gravity="avertissement")
    assert set(warned) == {
        ("fichier_ignore", "photos", None, None),
        ("fichier_ignore", "menages/plan.pdf", None, None),
        ("fichier_ignore", "notes.txt", None, None),
        ("feuille_ignoree", "couts/c.xlsx", "Lisez-moi", None),
        ("colonne_inconnue", "couts/c.xlsx", "2015", "Agence"),
        ("consentement_absent", None, None, "consentement"),
    }


@pytest.mark.parametrize("column", ["menage_id", "mois", "quittance", "apl", "paiement", "solde_impaye"])
def test_each_mandatory_column_is_missed(read: Read, column: str) -> None:
    names = [n for n in LEDGER.strip().split(";") if n != column]
    delivery = read({"suivi_locatif/ok.csv": ";".join(names) + "\n" + ";".join(["1"] * 5) + "\n"})
    assert ("colonne_absente", "suivi_locatif/ok.csv", column) in told(
        delivery, "regle", "fichier", "colonne", gravity="bloquant"
    )


def test_missing_tables(read: Read) -> None:
    assert told(read({}, alone=True), "regle", "table") == [
        ("table_absente", "menages"),
        ("table_absente", "suivi_locatif"),
    ]


def test_a_mandatory_table_without_a_row_blocks_an_optional_one_warns(read: Read) -> None:
    delivery = read({"suivi_locatif/ok.csv": LEDGER, "couts.csv": "poste;semestre;montant\n"})
    assert ("aucune_ligne_lisible", "suivi_locatif") in told(delivery, "regle", "table", gravity="bloquant")
    assert ("aucune_ligne", "couts") in told(delivery, "regle", "table", gravity="avertissement")
    assert delivery.tables["couts"].empty


def test_ragged_lines_are_rejected_with_their_line(read: Read) -> None:
    text = LEDGER + LEDGER_ROW * 1 + "HN001;2015-03;500,00;200,00;300,00\n" + "HN001;2015-04;1;1;1;1;1\n"
    delivery = read({"suivi_locatif/ok.csv": text}, tolerance_rejets=1.0)
    assert told(delivery, "regle", "ligne", "valeur", gravity="rejet") == [
        ("ligne_irreguliere", 3, None),
        ("ligne_irreguliere", 4, None),
    ]
    assert len(delivery.tables["suivi_locatif"]) == 1
    assert "tolerance_depassee" in {r for (r,) in told(read({"suivi_locatif/ok.csv": text}), "regle")}


def test_bytes_that_do_not_decode_reject_their_cell(read: Read) -> None:
    head = "menage_id;date;type;precision\n"
    utf8 = (head + "HN001;2015-02-01;décès;bien é\n").encode() + b"HN001;2015-02-02;mutation;caf\xe9\n"
    cp1252 = (head + "HN001;2015-02-01;décès;éé\nHN001;2015-02-02;mutation;").encode("cp1252") + b"caf\x81\n"
    for content in (utf8, b"\xef\xbb\xbf" + utf8, cp1252):
        delivery = read({"evenements/e.csv": content}, tolerance_rejets=1.0)
        assert told(delivery, "regle", "ligne", "colonne", gravity="rejet") == [("cellule_illisible", 3, "precision")]
        assert delivery.tables["evenements"]["type"].tolist() == ["deces", "mutation"]


def test_rows_without_their_key_are_rejected_whole(read: Read) -> None:
    text = LEDGER + LEDGER_ROW + ";2015-03;1;1;1;1\nHN001;NR;1;1;1;1\nhn001;2015-05;1;1;1;1\n"
    delivery = read({"suivi_locatif/ok.csv": text}, tolerance_rejets=1.0)
    assert len(delivery.tables["suivi_locatif"]) == 1
    rejected = told(delivery, "regle", "ligne", "colonne", gravity="rejet")
    assert sorted(rejected) == [
        ("identifiant_mal_forme", 5, "menage_id"),
        ("ligne_sans_cle", 3, "menage_id"),
        ("ligne_sans_cle", 4, "mois"),
    ]
    assert all("ligne entière" in m for (m,) in told(delivery, "motif", gravity="rejet"))


def test_exact_duplicates_are_dropped_with_a_key_kept_without(read: Read) -> None:
    events = "menage_id;date;type\n" + "HN001;2015-05-25;plainte_voisinage\n" * 2
    delivery = read(
        {
            "suivi_locatif/ok.csv": LEDGER + LEDGER_ROW + LEDGER_ROW.replace(";0,00", ";0.0"),
            "menages/autre.csv": MENAGES + MENAGE,
            "evenements/e.csv": events,
        }
    )
    assert [len(delivery.tables[t]) for t in ("menages", "suivi_locatif", "evenements")] == [1, 1, 2]
    assert [len(delivery.provenance[t]) for t in ("menages", "suivi_locatif", "evenements")] == [1, 1, 2]
    warned = told(delivery, "regle", "table", "ligne", "menage_id", gravity="avertissement")
    assert ("doublon_ecarte", "suivi_locatif", 3, "HN001") in warned
    assert ("doublon_ecarte", "menages", 2, "HN001") in warned
    assert ("doublon_garde", "evenements", 3, "HN001") in warned


def test_different_rows_with_one_key_are_all_kept(read: Read) -> None:
    delivery = read({"suivi_locatif/ok.csv": LEDGER + LEDGER_ROW + LEDGER_ROW.replace("500,00", "501,00")})
    assert len(delivery.tables["suivi_locatif"]) == 2


def test_odd_years_are_warned_of_a_lease_may_be_old(read: Read) -> None:
    menages = MENAGES.replace("\n", ";date_bail\n") + MENAGE.replace("2015-01-31\n", "1915-01-31;1987-06-01\n")
    ledger = LEDGER + LEDGER_ROW + LEDGER_ROW.replace("2015-02", "2018-03") + LEDGER_ROW.replace("2015-02", "2018-04")
    delivery = read({"menages/ok.csv": menages, "suivi_locatif/ok.csv": ledger})
    odd = delivery.findings[delivery.findings["regle"] == "date_hors_periode"]
    assert odd[["table", "colonne", "ligne"]].to_numpy().tolist() == [
        ["menages", "date_inclusion", 2],
        ["suivi_locatif", "mois", 4],
    ]
    assert len(delivery.tables["suivi_locatif"]) == 3


def test_the_tolerance_counts_cells_that_are_not_empty_over_all_files(read: Read) -> None:
    rows = [f"HN001;{2013 + i // 12}-{i % 12 + 1:02d};1;1;1;{'x1' if i == 0 else 1}" for i in range(20)]
    exactly = read({"suivi_locatif/ok.csv": LEDGER + "\n".join(rows)})
    assert told(exactly, "regle", gravity="bloquant") == []  # 1 of 20 = 5 %: not above
    rows[-1] = rows[-1][:-1]  # one cell empty: 1 of 19
    above = read({"suivi_locatif/ok.csv": LEDGER + "\n".join(rows)})
    assert told(above, "regle", "table", "colonne", gravity="bloquant") == [
        ("tolerance_depassee", "suivi_locatif", "solde_impaye")
    ]


def test_an_order_of_dates_declared_for_a_sender(read: Read) -> None:
    files = {"evenements/hdn_e.csv": "menage_id;date;type\nHN001;03/04/2015;mutation\n"}
    assert told(read(files), "regle", "ligne", "colonne", gravity="bloquant") == [("dates_ambigues", 2, "date")]
    delivery = read(files, ordre_dates={"hdn": "jour_mois"})
    assert delivery.tables["evenements"]["date"].tolist() == [pd.Timestamp(2015, 4, 3)]


def test_sheets_of_one_workbook_settle_an_order_together(read: Read, tmp_path: Path) -> None:
    write_workbook(
        tmp_path / "livraison" / "evenements" / "e.xlsx",
        {"a": [["menage_id", "date", "type"], ["HN001", "03/04/2015", "mutation"]],
         "b": [["type", "menage_id", "date"], ["mutation", "HN001", "25/04/2015"]]},
    )  # fmt: skip
    assert read({}).tables["evenements"]["date"].dt.strftime("%d/%m").tolist() == ["03/04", "25/04"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="introuvable"):
        read_delivery(tmp_path / "rien", Donnees(), communes=[], last_freeze=pd.Timestamp(2017, 3, 31).date())


def test_a_file_without_the_consent_column_that_others_have(read: Read) -> None:
    delivery = read(
        {"menages/b.csv": MENAGES.replace("\n", ";Consentement\n") + MENAGE.replace("001", "002").replace("\n", ";o\n")}
    )
    assert told(delivery, "regle", "fichier", "colonne") == [("consentement_absent", "menages/ok.csv", "consentement")]
    consent = delivery.tables["menages"].set_index("menage_id")["consentement"]
    assert consent["HN002"]
    assert pd.isna(consent["HN001"])
