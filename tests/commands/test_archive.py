"""An edition kept: whole, dated, read-only, held to its manifest; and compared with what came after."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import Outcome
from support.small_results import FINDING, NUMBERS, STATEMENT, number_row, write_results

from pipeline.params import Params

Run = Callable[..., Outcome]


@pytest.fixture
def archived(tmp_path: Path, evaluation: Run) -> Path:
    write_results(tmp_path / "sortie")
    out = evaluation("archiver", "finale", "--depuis", tmp_path / "sortie", "--vers", tmp_path / "archives")
    assert out.status == 0, out.printed
    return Path(out.printed.strip())


def test_an_archive_names_the_edition_and_the_day_and_lists_every_file(archived: Path) -> None:
    assert archived.name == f"finale-{dt.date.today().isoformat()}"
    manifest = json.loads((archived / "manifeste-archive.json").read_text(encoding="utf-8"))
    listed = {f["chemin"]: f["sha256"] for f in manifest["fichiers"]}
    there = {p.relative_to(archived).as_posix(): p for p in archived.rglob("*") if p.is_file()}
    assert set(there) - {"manifeste-archive.json"} == set(listed)
    assert {
        "processed/tables/menages.parquet", "processed/finale/indicateurs.parquet", "processed/parametres.json",
        "reports/finale/rapport.html",
    } <= set(listed)  # fmt: skip
    for name, digest in listed.items():
        assert hashlib.sha256(there[name].read_bytes()).hexdigest() == digest
    assert manifest["menages"] == {"accompagne": 24, "temoin": 23}
    assert (manifest["edition"], manifest["gel"], manifest["horizon"]) == ("finale", "2017-03-31", 24)


def test_nobody_writes_in_an_archive_and_households_are_their_owner_s(archived: Path) -> None:
    for path in (archived, *archived.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert not mode & 0o222, path
        if "processed" in path.relative_to(archived).parts:
            assert not mode & 0o077, path
    assert stat.S_IMODE((archived / "reports/finale/rapport.html").stat().st_mode) & 0o044


def test_an_archive_is_never_replaced(archived: Path, evaluation: Run, tmp_path: Path) -> None:
    before = sorted(p.stat().st_mtime_ns for p in archived.rglob("*"))
    out = evaluation("archiver", "finale", "--depuis", tmp_path / "sortie", "--vers", archived.parent)
    assert out.status == 2
    assert "existe déjà" in out.printed
    assert sorted(p.stat().st_mtime_ns for p in archived.rglob("*")) == before


def test_what_is_half_written_is_no_archive(tmp_path: Path, evaluation: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write_results(tmp_path / "sortie")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.commands.archive.close_archive", full)
    out = evaluation("archiver", "finale", "--depuis", tmp_path / "sortie", "--vers", tmp_path / "archives")
    assert out.status == 2
    assert "disque est plein" in out.printed
    assert list((tmp_path / "archives").iterdir()) == []


def test_an_edition_that_was_not_made_is_refused(tmp_path: Path, evaluation: Run) -> None:
    write_results(tmp_path / "sortie")
    out = evaluation("archiver", "parcours", "--depuis", tmp_path / "sortie", "--vers", tmp_path / "archives")
    assert out.status == 2
    assert "Éditions faites : finale" in out.printed
    assert not (tmp_path / "archives").exists()


def test_an_archive_is_what_it_was_made_from(archived: Path, evaluation: Run, tmp_path: Path) -> None:
    out = evaluation("comparer", archived, tmp_path / "sortie")
    assert (out.status, "Aucune différence" in out.printed) == (0, True), out.printed


def test_what_differs_is_said_part_by_part(archived: Path, evaluation: Run, tmp_path: Path) -> None:
    now = write_results(
        tmp_path / "suite",
        numbers=(number_row("+25", "0,25", "estimation"), *NUMBERS[1:]),
        statements=({**STATEMENT, "sens": "nul"},),
        findings=({**FINDING, "colonne": "profil"},),
        files=(("menages/toit_et_joie.csv", "b" * 64), ("menages/logis.csv", "c" * 64)),
        params=Params.model_validate({"seuils": {"impaye_mois": 3.0}}),
    )
    out = evaluation("comparer", archived, now)
    assert out.status == 1
    told = " ".join(out.printed.split())
    for words in (
        "menages/toit_et_joie.csv changé", "menages/logis.csv nouveau", "seuils.impaye_mois 2.0 3.0",
        "menages date_bail 2 0 réglé", "menages profil 0 2 nouveau", "rapport, reponse", "nul : 0,2", "+25",
    ):  # fmt: skip
        assert words in told.replace("\u00a0", " "), words
    assert "TJ001" not in out.printed


def test_between_two_editions_what_one_alone_says_is_counted(archived: Path, evaluation: Run, tmp_path: Path) -> None:
    """Their waves are not the same: only what both say is listed, at a length that can be read."""
    shared = {**STATEMENT, "sens": "defavorable", "estimation": "-0,12345678"}
    only = {**STATEMENT, "vague": "M18"}
    write_results(tmp_path / "suite", edition="parcours", statements=(shared, only), numbers=NUMBERS[:1])
    out = evaluation("comparer", archived, tmp_path / "suite")
    told = " ".join(out.printed.replace("\u00a0", " ").split())
    assert out.status == 1
    assert "énoncés : 1 différence" in told
    assert "défavorable : -0,123 [-0,01 ; 0,41]" in told
    assert "et 1 autre d’un seul côté" in told
    assert f"et {len(NUMBERS) - 1} autre" in told
    assert "M18" not in told


def test_a_file_changed_in_an_archive_makes_it_unreadable(archived: Path, evaluation: Run, tmp_path: Path) -> None:
    page = archived / "reports/finale/rapport.html"
    page.chmod(0o600)
    page.write_text("autre", encoding="utf-8")
    out = evaluation("comparer", archived, tmp_path / "sortie")
    assert out.status == 2
    assert "rapport.html" in out.printed


def test_a_report_that_is_missing_on_one_side_is_said(archived: Path, evaluation: Run, tmp_path: Path) -> None:
    (tmp_path / "sortie/reports/finale/chiffres.csv").unlink()
    out = evaluation("comparer", archived, tmp_path / "sortie")
    assert out.status == 1
    assert "chiffres.csv" in out.printed
