"""Where files lie, how their lines and bytes are written, and what their headers lose."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from small_deliveries import LEDGER, LEDGER_ROW, MENAGE, MENAGES, told, write_workbook

from pipeline.ingest.code_pages import code_page_of
from pipeline.ingest.delivery import Delivery
from pipeline.ingest.encoding import decode
from pipeline.ingest.mojibake import repaired

Read = Callable[..., Delivery]
ITEMS = ";".join(f"who5_{i}" for i in range(1, 6))
FRENCH = "Quittancé;Réglé à l’échéance;où ça;forêt;naïf;Noël;Hôpital;sûr;ÉVRY;Île-de-France;Ménage n° 3\n"


def _rules(delivery: Delivery) -> set[object]:
    return {r for (r,) in told(delivery, "regle")} - {"consentement_absent"}


@pytest.mark.parametrize(
    "name",
    ["M24/e.csv", "2016/M24/e.csv", "e", "e.dat", "e.CSV", "export.2016"],
)
def test_data_in_a_folder_of_the_table_are_read_wherever_and_whatever_their_name(read: Read, name: str) -> None:
    delivery = read({f"entretiens/{name}": f"menage_id;vague;{ITEMS}\nHN001;M24;1;2;3;4;5\nHN002;M24;1;1;1;1;1\n"})
    assert delivery.tables["entretiens"]["who5_5"].tolist() == [5, 1]
    assert set(delivery.provenance["entretiens"]["fichier"]) == {f"entretiens/{name}"}
    assert _rules(delivery) == set()


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("entretiens/e.csv.download", f"menage_id;vague;{ITEMS}\nHN001;M24;1;2;3;4;5\n", "fichier_inacheve"),
        ("entretiens/e.bak", f"menage_id;vague;{ITEMS}\nHN001;M24;1;2;3;4;5\n", "fichier_inacheve"),
        ("entretiens/e", "a;b;c\n1;2;3\n4;5;6\n", "entetes_introuvables"),
        ("entretiens/e", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "fichier_illisible"),
        ("entretiens/e.pdf", b"%PDF-1.7\n1;2;3\n1;2;3\n", "fichier_ignore"),
        ("entretiens/notes", "Appeler le bureau d’études lundi.\nRien d’autre.\n", "fichier_ignore"),
    ],
)
def test_what_looks_like_data_and_is_not_read_stops(read: Read, name: str, content: str | bytes, rule: str) -> None:
    delivery = read({name: content})
    assert [f for f in told(delivery, "regle", "fichier") if f[0] != "consentement_absent"] == [(rule, name)]
    blocking = {r for (r,) in told(delivery, "regle", gravity="bloquant")}
    assert blocking == ({rule} if rule != "fichier_ignore" else set())


def test_a_folder_that_names_a_person_is_masked(read: Read) -> None:
    delivery = read({"entretiens/Mme Durand/e.csv": f"menage_id;vague;{ITEMS}\nHN001;M24;1;2;3;4;5\n"})
    assert ("identifiant_direct", "entretiens/[masqué]/e.csv") in told(delivery, "regle", "fichier")
    assert "Durand" not in delivery.findings.to_csv() + delivery.provenance["entretiens"].to_csv()


HEAD = "menage_id;mois;quittance;apl;paiement;solde_impaye;autres_aides;plan_apurement"
ROW = "HN001;2015-0{};500,00;200,00;300,00;12,50;{}"


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (HEAD, [ROW.format(2, "5,00;oui;"), ROW.format(3, ";non;;")]),
        (HEAD + ";", [ROW.format(2, "5,00;oui"), ROW.format(3, ";non")]),
        (HEAD, [ROW.format(2, "5,00;oui"), ROW.format(3, "")[:-1]]),
        ('""' + ";" + HEAD, ['"1";' + ROW.format(2, "5,00;oui"), '"2";' + ROW.format(3, ";non")]),
        (HEAD, ["1;" + ROW.format(2, "5,00;oui"), "2;" + ROW.format(3, ";non")]),
    ],
    ids=["cells too many", "header too long", "cut short", "write.csv of R", "write.table of R"],
)
def test_lines_that_only_lack_or_add_empty_cells_are_read(read: Read, head: str, rows: list[str]) -> None:
    delivery = read({"suivi_locatif/ok.csv": "\n".join([head, *rows]) + "\n"})
    ledger = delivery.tables["suivi_locatif"]
    assert ledger["solde_impaye"].tolist() == [12.5, 12.5]
    assert ledger["autres_aides"].fillna(-1).tolist() == [5.0, -1.0]
    assert ledger["plan_apurement"].iloc[0]
    assert _rules(delivery) == set()


@pytest.mark.parametrize(
    ("line", "cells"), [("HN001;2015-03;500,00200,00;300,00;12,50;5,00;oui", 8), ("HN001;2015-03;500,00;200,00", 4)]
)
def test_a_separator_lost_inside_a_line_shifts_nothing(read: Read, line: str, cells: int) -> None:
    rows = [HEAD, ROW.format(2, "5,00;oui"), line, ROW.format(4, ";non")]
    delivery = read({"suivi_locatif/ok.csv": "\n".join(rows) + "\n"}, tolerance_rejets=1.0)
    assert delivery.tables["suivi_locatif"]["mois"].tolist() == ["2015-02", "2015-04"]
    assert told(delivery, "regle", "ligne", gravity="rejet") == [("ligne_irreguliere", 3)]


@pytest.mark.parametrize("codec", ["cp1252", "cp858", "mac_roman", "utf-8"])
def test_each_code_page_is_recognised(codec: str) -> None:
    text = FRENCH.replace("’", "'") if codec == "cp858" else FRENCH
    assert decode(text.encode(codec)).data.decode() == text


def test_the_euro_sign_of_latin_9() -> None:
    assert decode("Réglé;12,50 €\n".encode("iso8859_15")).data.decode() == "Réglé;12,50 €\n"
    assert code_page_of("prix en ¤uros; Réglé".encode("cp1252")).codec == "cp1252"


@given(
    st.lists(st.sampled_from(["Réglé", "à", "ménage", "ÉVRY", "12 €", "n° 3", "forêt", "ça", "Île", "x"]), min_size=1)
)
def test_windows_1252_is_never_taken_for_another(words: list[str]) -> None:
    text = " ; ".join(words)
    assert decode(text.encode("cp1252")).data.decode() == text


def test_text_encoded_twice_is_repaired_and_said(read: Read) -> None:
    twice = "Impayé à l’inclusion".encode().decode("cp1252").encode().decode()
    households = MENAGES.replace("\n", f";{twice}\n") + MENAGE.replace("\n", ";12,50\n")
    delivery = read({"menages/ok.csv": households})
    assert delivery.tables["menages"]["impaye_inclusion"].tolist() == [12.5]
    assert _rules(delivery) == {"texte_encode_deux_fois"}


@given(st.text(alphabet="éèàùçâêîôûëïüœÉÀÇ°«»’– abc\u00a0€", max_size=30))
def test_french_text_is_never_taken_for_text_encoded_twice(text: str) -> None:
    assume("â€" not in text)  # no French word: what UTF-8 read twice leaves of a quotation mark
    assert repaired(text) == text
    assert repaired(text.encode().decode("cp1252", "replace")) == text or "\ufffd" in text.encode().decode(
        "cp1252", "replace"
    )


def _rewritten(folder: Path, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    book = folder / "b.xlsx"
    write_workbook(book, {"F": [LEDGER.strip().split(";"), ["HN001", "2015-02", 500, 200, 300, 12.5]]})
    out = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(*change(name, source.read(name)))
    return out.getvalue()


STRICT = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)
RELATIONS = (
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
)


@pytest.mark.parametrize(
    "change",
    [
        lambda name, data: (name.replace("/", "\\"), data),
        lambda name, data: (name, data.replace(*STRICT).replace(*RELATIONS)),
    ],
    ids=["backslashes", "strict"],
)
def test_workbooks_of_other_programs(
    read: Read, tmp_path: Path, change: Callable[[str, bytes], tuple[str, bytes]]
) -> None:
    delivery = read({"suivi_locatif/ok.csv": _rewritten(tmp_path, change)})
    assert delivery.tables["suivi_locatif"]["solde_impaye"].tolist() == [12.5]


def test_merged_identifiers_are_one_finding(read: Read) -> None:
    rows = "".join(f"{'HN001' if m == 1 else ''};2015-0{m};500,00;200,00;300,00;0,00\n" for m in range(1, 8))
    rows += "".join(f"{'HN002' if m == 1 else ''};2015-0{m};500,00;200,00;300,00;0,00\n" for m in range(1, 8))
    delivery = read({"suivi_locatif/ok.csv": LEDGER + rows})
    assert told(delivery, "regle", "colonne", gravity="bloquant") == [("identifiant_fusionne", "menage_id")]
    some = rows.replace("HN001;2015-01", ";2015-01")
    assert "identifiant_fusionne" not in _rules(read({"suivi_locatif/ok.csv": LEDGER + some}))


def test_a_merged_landlord_is_one_finding(read: Read) -> None:
    rows = [MENAGE.replace("HN001", f"HN00{i}") for i in range(1, 7)]
    merged = [rows[0], *(row.replace("habitat_du_nord", "") for row in rows[1:])]
    delivery = read({"menages/m.csv": MENAGES + "".join(merged)})
    assert ("valeur_fusionnee", "bailleur") in told(delivery, "regle", "colonne", gravity="bloquant")
    some = [rows[0], rows[1], *merged[2:]]
    assert "valeur_fusionnee" not in _rules(read({"menages/m.csv": MENAGES + "".join(some)}))


@pytest.mark.parametrize(
    ("header", "values", "found"),
    [
        ("Sens", ["D", "C"], True), ("xyz", ["Débit", "Crédit"], True), ("Sens", ["1", "2"], True),
        ("Sens", ["1", "-1"], True), ("nature", ["Dû", "Avoir"], True),
        ("Sens", ["D", "D"], False), ("Agence", ["Nord", "Sud"], False), ("Sens", ["", ""], False),
    ],
)  # fmt: skip
def test_a_column_that_gives_the_sign_leaves_the_debt_open(
    read: Read, header: str, values: list[str], found: bool
) -> None:
    rows = [f"HN001;2015-0{i};500,00;200,00;300,00;12,50;{v}\n" for i, v in enumerate(values, start=2)]
    delivery = read({"suivi_locatif/ok.csv": LEDGER.replace("\n", f";{header}\n") + "".join(rows)})
    blocking = told(delivery, "regle", "colonne", gravity="bloquant")
    assert blocking == ([("colonne_de_sens", "solde_impaye")] if found else [])
    assert delivery.tables["suivi_locatif"]["solde_impaye"].isna().all() == found
    signed = read(
        {"suivi_locatif/ok.csv": LEDGER.replace("\n", f";{header}\n") + "".join(rows).replace("12,50", "-12,50")}
    )
    assert told(signed, "regle", gravity="bloquant") == []


@pytest.mark.parametrize(
    ("header", "gravity", "rule"),
    [
        ("Impay? ? l'inclusion", "bloquant", "colonne_perdue"), ("Consentemant", "bloquant", "colonne_perdue"),
        ("Compositoin", "avertissement", "colonne_ressemblante"), ("Agence", "avertissement", "colonne_inconnue"),
    ],
)  # fmt: skip
def test_a_garbled_header_says_which_column_it_loses(read: Read, header: str, gravity: str, rule: str) -> None:
    delivery = read({"menages/ok.csv": MENAGES.replace("\n", f";{header}\n") + MENAGE.replace("\n", ";z\n")})
    found = {r for (r,) in told(delivery, "regle", gravity=gravity)} - {"consentement_absent"}
    assert found == {rule}


@pytest.mark.parametrize("header", ["WHO-5", "Score OMS-5", "who5_total", "WHO5 (sur 100)", "Total WHO-5"])
def test_an_instrument_given_as_a_total_says_what_is_lost(read: Read, header: str) -> None:
    delivery = read({"entretiens/e.csv": f"menage_id;vague;{header}\nHN001;M24;48\n"})
    ((rule, motif),) = [f for f in told(delivery, "regle", "motif") if f[0] != "consentement_absent"]
    assert rule == "instrument_incomplet"
    assert "« who5 »" in motif
    whole = read({"entretiens/e.csv": f"menage_id;vague;{ITEMS};{header}\nHN001;M24;1;2;3;4;5;60\n"})
    assert _rules(whole) == {"colonne_inconnue"}


@pytest.mark.slow
def test_thousands_of_unknown_columns_are_one_finding(read: Read) -> None:
    extra = ";".join(f"c{i}" for i in range(2_000))
    rows = LEDGER_ROW.replace("\n", ";" + ";".join("x" * 2_000) + "\n")
    delivery = read({"suivi_locatif/ok.csv": LEDGER.replace("\n", f";{extra}\n") + rows})
    assert _rules(delivery) == {"colonnes_en_trop", "colonne_inconnue"}
    assert len(delivery.findings) <= 4
    assert len(delivery.tables["suivi_locatif"]) == 1


def test_all_kinds_of_identifiers_of_a_cell_are_told_at_once(read: Read) -> None:
    delivery = read(
        {"evenements/e.csv": "menage_id;date;type;precision\nHN001;2015-03-02;mutation;Mme Durand 0639981234\n"}
    )
    ((motif,),) = told(delivery, "motif", gravity="bloquant")
    assert "téléphone" in motif
    assert "nom" in motif
