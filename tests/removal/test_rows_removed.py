"""Households out of files of every format: their rows gone, every other row and byte as it was, nothing left inside."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

from pipeline.contract.tables import ENTRETIENS, MENAGES
from pipeline.errors import UsageError
from pipeline.ingest.delivery import Delivery, read_delivery
from pipeline.params import Donnees
from pipeline.removal.delivery import files_without
from pipeline.removal.parquet_rows import without_in_parquet
from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.removal.search import file_holds, holds_bytes
from pipeline.removal.text_rows import without_in_text
from pipeline.removal.workbook_rows import without_in_workbook

GONE = Pseudonyms.read(["HN012"])
HEAD = "N° ménage;Groupe;Commune;Paire\r\n"


def _text(folder: Path, content: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "menages.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("cell", ["HN012", " HN012 ", "hn012", "HN-012", '"HN012"', "HN\u00a0012"])
def test_the_cell_of_the_household_is_known_however_it_is_typed(tmp_path: Path, cell: str) -> None:
    data = (HEAD + f"HN001;temoin;Lens;P1\r\n{cell};temoin;Lens;P2\r\nHN0123;temoin;Lens;P3\r\n").encode()
    new = without_in_text(_text(tmp_path, data), MENAGES, GONE, mask=False)
    assert new.rows == ((None, 3),)
    assert new.content == (HEAD + "HN001;temoin;Lens;P1\r\n\r\nHN0123;temoin;Lens;P3\r\n").encode()


def test_a_title_a_total_and_bytes_of_another_encoding_stay(tmp_path: Path) -> None:
    data = ("Suivi 2015 – Région\r\n" + HEAD + "HN012;temoin;Béthune;P1\r\nHN001;temoin;Béthune;\r\nTOTAL;2;;").encode(
        "cp1252"
    )
    new = without_in_text(_text(tmp_path, data), MENAGES, GONE, mask=False)
    assert new.content == data.replace("HN012;temoin;Béthune;P1".encode("cp1252"), b"")


def test_a_record_of_several_lines_goes_whole_and_a_ragged_line_too(tmp_path: Path) -> None:
    data = (
        HEAD + 'HN012;temoin;"Lens\r\nLiévin";P1\r\nHN001;temoin;Lens;P2\r\nHN012;temoin;Lens;P1;de trop\r\n'
    ).encode()
    new = without_in_text(_text(tmp_path, data), MENAGES, GONE, mask=False)
    assert new.content == (HEAD + "\r\n\r\nHN001;temoin;Lens;P2\r\n\r\n").encode()
    assert new.mentions == ()


def test_a_mention_in_another_row_is_told_by_its_place_or_masked(tmp_path: Path) -> None:
    path = _text(tmp_path, (HEAD + "HN001;temoin;voisin de HN012;P2\r\nHN002;temoin;Lens;HN012\r\n").encode())
    told = without_in_text(path, MENAGES, GONE, mask=False)
    assert [(m.line, m.column) for m in told.mentions] == [(2, "Commune"), (3, "Paire")]
    assert all("HN012" not in m.words for m in told.mentions)
    masked = without_in_text(path, MENAGES, GONE, mask=True)
    assert not masked.mentions
    assert masked.content.splitlines()[1:] == [b"HN001;temoin;voisin de [retire];P2", b"HN002;temoin;Lens;[retire]"]


def _workbook(path: Path) -> Path:
    book = Workbook()
    data, other = book.active, book.create_sheet("Bilan")
    data.title = "Données"
    for row in (
        ["Entretiens"], ["Identifiant", "Vague", "Date", "WHO5_1"],
        ["HN001", "T0", dt.date(2015, 3, 1), 3], ["HN012", "T0", dt.date(2015, 3, 2), 4],
        ["HN012", "M12", dt.date(2016, 3, 2), 4], ["HN002", "T0", dt.date(2015, 3, 3), 5],
        ["", "", "Somme", "=SUM(D3:D6)"],
    ):  # fmt: skip
        data.append(row)
    other.append(["Retenus"])
    other.append(["HN012"])
    other.append(["HN001"])
    book.save(path)
    return path


def test_the_rows_of_a_workbook_go_in_all_its_sheets_and_the_others_keep_their_places(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "entretiens.xlsx")
    new = without_in_workbook(path, ENTRETIENS, GONE, mask=False)
    assert new.rows == (("Données", 4), ("Données", 5), ("Bilan", 2))
    assert new.mentions == ()
    assert not holds_bytes(new.content, GONE)
    book, before = load_workbook(io.BytesIO(new.content)), load_workbook(path)
    for title in before.sheetnames:
        for row in before[title].iter_rows():
            for cell in row:
                expected = None if (title, cell.row) in set(new.rows) else cell.value
                assert book[title][cell.coordinate].value == expected
                assert book[title][cell.coordinate].number_format == cell.number_format or expected is None


def test_a_note_in_a_workbook_is_told_and_can_be_masked(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "entretiens.xlsx")
    book = load_workbook(path)
    book["Données"]["B3"] = "vu avec HN012"
    book.save(path)
    (mention,) = without_in_workbook(path, ENTRETIENS, GONE, mask=False).mentions
    assert (mention.sheet, mention.line, mention.column) == ("Données", 3, "Vague")
    masked = without_in_workbook(path, ENTRETIENS, GONE, mask=True)
    assert not masked.mentions
    assert load_workbook(io.BytesIO(masked.content))["Données"]["B3"].value == "vu avec [retire]"


def test_no_value_stays_in_the_dictionary_of_a_parquet_column() -> None:
    out = io.BytesIO()
    ids = pa.array(["HN001", "HN012", "HN002"]).dictionary_encode()
    pq.write_table(pa.table({"menage_id": ids, "mois": ["2015-01"] * 3, "paiement": [1.0, 2.0, 3.0]}), out)
    new = without_in_parquet(out.getvalue(), None, GONE, mask=False)
    assert b"HN012" not in new.content
    assert not holds_bytes(new.content, GONE)
    assert pq.read_table(io.BytesIO(new.content)).to_pydict() == {
        "menage_id": ["HN001", "HN002"], "mois": ["2015-01"] * 2, "paiement": [1.0, 3.0],
    }  # fmt: skip


def test_a_pseudonym_is_found_whatever_packs_it(tmp_path: Path) -> None:
    compressed, packed = tmp_path / "a", tmp_path / "b"
    pq.write_table(pa.table({"x": ["rien", "cf. HN012."]}), compressed, compression="zstd")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.txt", "HN012" * 1 + " " * 999)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", inner.getvalue())
    wide = tmp_path / "c"
    wide.write_text("ménage HN012\n", encoding="utf-16")
    assert all(file_holds(path, GONE) for path in (compressed, packed, wide))
    for word in (b"XHN012", b"HN0123", b"0HN012", b"HN 12", b"hn 012 mois"):
        assert not GONE.in_bytes(word), word


def test_the_rest_of_a_delivery_is_read_as_before(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "data/raw/demonstration"
    gone = Pseudonyms.read(["TJ023", "EH008"])

    def read(folder: Path) -> Delivery:
        return read_delivery(folder, Donnees(), communes=(), last_freeze=dt.date(2017, 3, 31))

    before = read(source)
    for path in source.rglob("*"):
        if path.is_file():
            copy = tmp_path / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    for file in files_without(tmp_path, gone, mask=False):
        assert file.new is not None
        assert not file.new.mentions
        file.path.write_bytes(file.new.content)
    after = read(tmp_path)
    for name, frame in before.tables.items():
        kept = ~frame["menage_id"].isin(gone.names) if "menage_id" in frame else frame.index >= 0
        pd.testing.assert_frame_equal(frame[kept].reset_index(drop=True), after.tables[name])
        provenance = before.provenance[name][kept].reset_index(drop=True)
        pd.testing.assert_frame_equal(provenance, after.provenance[name])
    assert len(after.tables["menages"]) == len(before.tables["menages"]) - 2


def test_the_corrections_of_a_row_removed_go_with_it(tmp_path: Path) -> None:
    _text(tmp_path / "menages", (HEAD + "HN001;temoin;Lens;P1\r\nHN012;temoin;Lens;P2\r\n").encode())
    head = "fichier;feuille;ligne;colonne;ancienne;nouvelle;motif;auteur;date\r\n"
    kept = "menages/menages.csv;;2;Commune;Lens;Liévin;oubli;AB;2016-01-02\r\n"
    gone = "menages/menages.csv;;3;Commune;Lens;Béthune;oubli;AB;2016-01-02\r\n"
    beside = tmp_path / "corrections.csv"
    beside.write_bytes((head + gone + kept).encode())
    delivered, corrections = files_without(tmp_path, GONE, mask=False)
    assert delivered.new is not None
    assert corrections.new is not None
    assert delivered.new.rows == ((None, 3),)
    assert corrections.new.content == (head + "\r\n" + kept).encode()


def test_what_is_refused_never_repeats_a_pseudonym() -> None:
    with pytest.raises(UsageError) as refused:
        Pseudonyms.read(["HN012", "Dupont 12"])
    assert "Dupont" not in refused.value.message
    assert "n° 2" in refused.value.message
    assert "HN012" not in repr(GONE)
