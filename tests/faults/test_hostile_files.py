"""Files made to harm, or harmed on the way: each is named, the others are read, nothing runs, nothing crashes."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_deliveries import LEDGER, LEDGER_ROW, told, write_workbook

from pipeline.ingest.delivery import Delivery

Read = Callable[..., Delivery]
NOISE = random.Random(20150101).randbytes(20_000)


def _blocking(delivery: Delivery) -> list[tuple[object, ...]]:
    return told(delivery, "regle", "table", "fichier", gravity="bloquant")


def _workbook_bytes(tmp_path: Path, rows: int = 40) -> bytes:
    path = tmp_path / "w.xlsx"
    write_workbook(
        path, {"S": [LEDGER.strip().split(";"), *[["HN001", f"20{i:02d}-01", 1, 1, 1, 1] for i in range(rows)]]}
    )
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", NOISE), ("a.xlsx", NOISE), ("a.parquet", NOISE), ("a.csv", b"\x00" * 1000),
        ("a.csv", b"PK\x03\x04" + NOISE),
        ("a.csv", b"PAR1" + NOISE + b"PAR1"), ("a.xlsx", b"\xd0\xcf\x11\xe0" + NOISE),
        ("a.csv", LEDGER.encode("utf-16")),
        ("a.xls", NOISE), ("a.ods", NOISE), ("a.csv", b"%PDF-1.4 rien"), ("a.xlsx", b"menage_id;mois"),
        ("a.csv", b"\xff" * 500), ("a.csv", b"<html><table><tr><td>menage_id</td></tr></table></html>"),
        ("a.csv", b'"' * 5000), ("a.csv", b";" * 100_000), ("a.csv", b"a" * 1_000_000), ("a.parquet", b"PAR1"),
        ("a.csv", b"\r\r\r"),
        ("a.csv", b"\xef\xbb\xbf"), ("a.csv", b"\n \n\t\n"), ("a.zip", b"PK\x03\x04"),
        ("a.txt", b"PK\x05\x06" + bytes(18)),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_named_and_the_rest_is_read(read: Read, name: str, content: bytes) -> None:
    delivery = read({f"suivi_locatif/{name}": content})
    assert [(table, file) for _, table, file in _blocking(delivery)] == [("suivi_locatif", f"suivi_locatif/{name}")]
    assert len(delivery.tables["suivi_locatif"]) == 1


def test_a_workbook_cut_anywhere_never_crashes(read: Read, tmp_path: Path) -> None:
    whole = _workbook_bytes(tmp_path)
    files = {f"suivi_locatif/{n}.xlsx": whole[:n] for n in range(1, len(whole), len(whole) // 25)}
    delivery = read(files)
    assert {file for _, _, file in _blocking(delivery)} == set(files)


def test_a_workbook_with_bytes_changed_never_crashes(read: Read, tmp_path: Path) -> None:
    whole, dice = _workbook_bytes(tmp_path), random.Random(7)
    files: dict[str, str | bytes | list[list[object]]] = {}
    for n in range(40):
        damaged = bytearray(whole)
        for _ in range(8):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        files[f"suivi_locatif/{n}.xlsx"] = bytes(damaged)
    delivery = read(files)
    assert len(delivery.tables["suivi_locatif"]) >= 1
    assert set(delivery.findings["gravite"]) <= {"bloquant", "avertissement", "rejet"}


def test_a_parquet_file_with_bytes_changed_never_crashes(read: Read, tmp_path: Path) -> None:
    sink = io.BytesIO()
    pq.write_table(pa.table({n: ["HN001"] * 50 for n in LEDGER.strip().split(";")}), sink)
    whole, dice = sink.getvalue(), random.Random(11)
    files: dict[str, str | bytes | list[list[object]]] = {}
    for n in range(40):
        damaged = bytearray(whole)
        for _ in range(4):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        files[f"suivi_locatif/{n}.parquet"] = bytes(damaged)
    assert len(read(files).tables["suivi_locatif"]) >= 1


def _archive(parts: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return sink.getvalue()


def test_a_decompression_bomb_is_refused_before_it_is_unpacked(read: Read) -> None:
    bomb = _archive({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(30_000_000)})
    delivery = read({"suivi_locatif/b.xlsx": bomb})
    assert _blocking(delivery) == [("fichier_trop_gros", "suivi_locatif", "suivi_locatif/b.xlsx")]


@pytest.mark.parametrize("prolog", ["", " " * 2_000_000])
def test_entities_in_a_workbook_are_refused(read: Read, tmp_path: Path, prolog: str) -> None:
    with zipfile.ZipFile(io.BytesIO(_workbook_bytes(tmp_path))) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(10))
    sheet = f'<?xml version="1.0"?><!--{prolog}--><!DOCTYPE x [{entities}]><worksheet>&l9;</worksheet>'
    delivery = read({"suivi_locatif/x.xlsx": _archive(parts | {"xl/worksheets/sheet1.xml": sheet.encode()})},
                    ratio_decompression_max=1e6)  # fmt: skip
    assert _blocking(delivery) == [("fichier_illisible", "suivi_locatif", "suivi_locatif/x.xlsx")]


def test_a_cell_at_the_end_of_the_grid_costs_nothing(read: Read, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(LEDGER.strip().split(";"))
    book.active.append(["HN001", "2015-03", 1, 1, 1, 1])
    book.active["XFD1048576"] = "x"
    path = tmp_path / "livraison" / "suivi_locatif" / "loin.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    delivery = read({})
    assert len(delivery.tables["suivi_locatif"]) == 2


def test_the_size_limit(read: Read) -> None:
    delivery = read({"suivi_locatif/gros.csv": LEDGER + "x" * 20_000}, taille_max_mo=0.01)
    assert _blocking(delivery) == [("fichier_trop_gros", "suivi_locatif", "suivi_locatif/gros.csv")]


def test_nul_bytes_reject_their_cell(read: Read) -> None:
    text = (
        LEDGER
        + LEDGER_ROW
        + "HN001;2015-03;5\x000,00;1;1;1\n"
        + "".join(LEDGER_ROW.replace("2015-02", f"2016-{m:02d}") for m in range(1, 13))
    )
    delivery = read({"suivi_locatif/ok.csv": text}, tolerance_rejets=0.5)
    assert told(delivery, "ligne", "colonne", gravity="rejet") == [(3, "quittance")]


def test_one_enormous_line_is_a_rejection(read: Read) -> None:
    text = (
        "menage_id;date;type;precision\nHN001;2015-02-01;mutation;" + "é" * 6_000_000 + "\nHN001;2015-02-02;décès;ok\n"
    )
    delivery = read({"evenements/e.csv": text}, tolerance_rejets=1.0)
    assert told(delivery, "ligne", "colonne", gravity="rejet") == [(2, "precision")]
    assert delivery.findings["valeur"].str.len().max() <= 200
    assert delivery.tables["evenements"]["type"].tolist() == ["mutation", "deces"]


def test_odd_names_are_shown_without_harm(read: Read) -> None:
    names = ["=cmd.csv", "a\nb.csv", "<script>.csv", "é'\"`$(x).csv", "-rf.csv"]
    delivery = read({f"suivi_locatif/{n}": LEDGER + LEDGER_ROW for n in names})
    shown = set(delivery.provenance["suivi_locatif"]["fichier"]) | set(delivery.findings["fichier"].dropna())
    assert "suivi_locatif/a\ufffdb.csv" in shown
    assert not any("\n" in s for s in shown)


def test_a_name_that_is_no_text(read: Read, tmp_path: Path) -> None:
    folder = tmp_path / "livraison" / "suivi_locatif"
    folder.mkdir(parents=True)
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.csv")).write_text(LEDGER + LEDGER_ROW.replace("02", "03"))
    delivery = read({})
    assert "suivi_locatif/caf\ufffd.csv" in set(delivery.provenance["suivi_locatif"]["fichier"])
    delivery.findings.to_csv().encode()


def test_links_that_leave_the_delivery_are_not_followed(read: Read, tmp_path: Path) -> None:
    outside = tmp_path / "dehors"
    outside.mkdir()
    (outside / "s.csv").write_text(LEDGER + LEDGER_ROW.replace("02", "03"))
    folder = tmp_path / "livraison" / "suivi_locatif"
    folder.mkdir(parents=True)
    (folder / "lien.csv").symlink_to(outside / "s.csv")
    (folder / "mort.csv").symlink_to(outside / "rien.csv")
    (folder / "boucle.csv").symlink_to(folder / "boucle.csv")
    (tmp_path / "livraison" / "entretiens").symlink_to(outside)
    delivery = read({})
    assert {(rule, file) for rule, _, file in _blocking(delivery)} == {
        ("lien_sortant", "suivi_locatif/lien.csv"), ("lien_sortant", "suivi_locatif/mort.csv"),
        ("lien_sortant", "suivi_locatif/boucle.csv"), ("lien_sortant", "entretiens"),
    }  # fmt: skip
    assert len(delivery.tables["suivi_locatif"]) == 1


def test_pipes_and_folders_in_the_place_of_files_are_passed_over(read: Read, tmp_path: Path) -> None:
    folder = tmp_path / "livraison" / "suivi_locatif"
    (folder / "dossier.csv").mkdir(parents=True)
    os.mkfifo(folder / "tube.csv")
    delivery = read({})
    assert {f for (f,) in told(delivery, "fichier", gravity="avertissement") if f} == {
        "suivi_locatif/dossier.csv",
        "suivi_locatif/tube.csv",
    }


def test_a_file_that_may_not_be_read(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "secret.csv":
            raise PermissionError(13, "Permission non accordée")
        return real(self, *args, **kwargs)  # type: ignore[arg-type, call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "write_bytes", lambda self, data: real(self, "wb").write(data))
    delivery = read({"suivi_locatif/secret.csv": LEDGER})
    assert _blocking(delivery) == [("fichier_illisible", "suivi_locatif", "suivi_locatif/secret.csv")]


def test_markup_and_formulas_are_text(read: Read) -> None:
    text = (
        "menage_id;date;type;precision\nHN001;2015-02-01;mutation;<script>alert(1)</script>\nHN001;2015-02-02;=1+1;ok\n"
    )
    delivery = read({"evenements/e.csv": text}, tolerance_rejets=1.0)
    assert delivery.tables["evenements"]["precision"].tolist() == ["<script>alert(1)</script>", "ok"]
    assert told(delivery, "valeur", gravity="rejet") == [("=1+1",)]


def test_no_sentence_repeats_a_value_or_a_pseudonym(read: Read) -> None:
    text = LEDGER + LEDGER_ROW + "HN777x;20I5-03;5O;zut;1;1\nHN778;2015-03;5O;zut;1;1\n"
    delivery = read({"suivi_locatif/ok.csv": text})
    sentences = " ".join(delivery.findings["motif"])
    assert not any(v in sentences for v in ("HN777", "HN778", "20I5", "5O", "zut"))
