"""The same files give the same fingerprint on any machine; any change of a file that counts gives another."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.report.fingerprint import LENGTH, code_fingerprint, data_fingerprint, fingerprint
from pipeline.report.versions import versions


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, content in {
        "pipeline/a.py": "A = 1\n",
        "pipeline/sub/b.py": "B = 2\n",
        "pipeline/sub/police.ttf": "lettres",
        "pipeline/__pycache__/a.pyc": "bytecode",
        "reports/rapport.qmd": "texte",
        "reports/sections/_un.qmd": "un",
        "reports/finale/rapport.html": "produit",
        "params.yaml": "plan: {}\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def code_of(root: Path) -> str:
    return code_fingerprint(root / "pipeline", root / "reports", root / "params.yaml")


def test_by_hand(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    expected = hashlib.sha256(hashlib.sha256(b"nom").digest() + hashlib.sha256(b"abc").digest()).hexdigest()
    assert fingerprint([("nom", tmp_path / "f")]) == expected[:LENGTH]


@pytest.mark.parametrize(
    "name",
    ["pipeline/a.py", "pipeline/sub/police.ttf", "reports/rapport.qmd", "reports/sections/_un.qmd", "params.yaml"],
)
def test_what_counts(project: Path, name: str) -> None:
    before = code_of(project)
    (project / name).write_text("autre", encoding="utf-8")
    assert code_of(project) != before


@pytest.mark.parametrize("name", ["pipeline/__pycache__/a.pyc", "reports/finale/rapport.html", "autre.txt"])
def test_what_does_not_count(project: Path, name: str) -> None:
    before = code_of(project)
    (project / name).write_text("autre", encoding="utf-8")
    assert code_of(project) == before


def test_a_renamed_file_counts(project: Path) -> None:
    before = code_of(project)
    (project / "pipeline" / "a.py").rename(project / "pipeline" / "c.py")
    assert code_of(project) != before


def test_bytes_do_not_move_between_name_and_content(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"bc")
    (tmp_path / "y").write_bytes(b"c")
    assert fingerprint([("a", tmp_path / "x")]) != fingerprint([("ab", tmp_path / "y")])


def test_order_of_the_files_does_not_count(project: Path) -> None:
    entries = [("1", project / "params.yaml"), ("2", project / "pipeline" / "a.py")]
    assert fingerprint(entries) == fingerprint(reversed(entries))


def test_defaults_are_part_of_the_code(project: Path) -> None:
    assert code_fingerprint(project / "pipeline", project / "reports", None) != code_of(project)


def test_data_of_the_files_that_were_read(project: Path) -> None:
    delivery = project / "reports"
    named = data_fingerprint(delivery, ["rapport.qmd", "rapport.qmd", "absent.csv"])
    assert named == fingerprint([("rapport.qmd", delivery / "rapport.qmd")])
    assert data_fingerprint(delivery) != named


def test_versions_name_no_correction_of_python_and_no_machine() -> None:
    found = dict(versions())
    assert found["Python"].count(".") == 1
    assert {"numpy", "pandas", "scipy"} <= set(found)
    assert list(found) == [name for name, _ in versions()]
