"""As on a Windows machine: a console that is no UTF-8, a path with spaces and accents, files with its ends of line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DELIVERY = ROOT / "tests" / "deliveries" / "propre" / "livraison"
PARAMS = 'editions: {premiere: {gel: "2016-03-31", horizon: 12}}\nplan: {tirages: 99, reechantillonnages: 99}\n'
MAIN = "from pipeline.cli import main; main()"


def as_on_windows(*arguments: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    variables = {
        **os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder as one is named on a desk, with the clean delivery in it, its lines ended by CR LF."""
    folder = tmp_path / "Étude n° 2 – été"
    for path in DELIVERY.rglob("*.csv"):
        copy = folder / "livraison d’avril" / path.relative_to(DELIVERY)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    return folder


def written(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_stage_s_french_is_printed_whatever_the_console_is() -> None:
    program = "from pipeline.stages.guard import guarded; guarded(lambda: print('→ être œuvré à 5\u202f%'))"
    done = as_on_windows("-c", program)
    assert (done.stdout.rstrip(), done.stderr, done.returncode) == ("→ être œuvré à 5\u202f%", "", 0)


@pytest.mark.slow
def test_verifier_reads_and_writes_there_as_anywhere(desk: Path) -> None:
    done = as_on_windows("-c", MAIN, "verifier", "livraison d’avril", "--sortie", "résultats (1)", folder=desk)
    assert done.returncode == 0, done.stderr
    assert "→ " in done.stdout
    assert f"Fait : {(desk / 'résultats (1)').resolve() / 'processed' / 'rejets.xlsx'}" in done.stdout.splitlines()
    assert (desk / "résultats (1)" / "reports" / "validation" / "index.html").is_file()


@pytest.mark.slow
def test_executer_gives_the_same_bytes_there_as_here(desk: Path, tmp_path: Path) -> None:
    for name, ends in (("ici.yaml", b"\n"), ("là.yaml", b"\r\n")):
        (desk / name).write_bytes(PARAMS.encode().replace(b"\n", ends))
    words = ("-c", MAIN, "executer", "--source", "livraison d’avril", "--params")
    there = as_on_windows(*words, "là.yaml", "--sortie", "résultats (1)", folder=desk)
    assert there.returncode == 0, there.stderr
    here = subprocess.run(
        [sys.executable, *words, "ici.yaml", "--sortie", tmp_path / "ici"],
        cwd=desk, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert here.returncode == 0, here.stderr
    ours, theirs = written(tmp_path / "ici"), written(desk / "résultats (1)")
    # The annex names the parameter file by its digest, whose bytes are not the same.
    assert [name for name in ours if ours[name] != theirs.get(name) and "annexe." not in name] == [
        "processed/manifeste.json", "reports/premiere/moteur.md",
    ]  # fmt: skip


def test_what_is_hashed_has_one_end_of_line_on_every_system() -> None:
    """Git would give Windows others, and every stage would run again there."""
    asked = ["pipeline/cli/plan.py", "params.yaml", "dvc.yaml", "reports/rapport.qmd", "data/raw/reference/budget.csv"]
    told = subprocess.run(
        ["git", "check-attr", "eol", "--", *asked], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert {line.rsplit(": ", 1)[1] for line in told.stdout.splitlines()} == {"lf"}
    sent = "data/raw/demonstration/couts/habitat_reuni_couts.csv"
    told = subprocess.run(
        ["git", "check-attr", "text", "--", sent], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert told.stdout.rstrip().endswith("text: unset"), "a delivery is as its sender wrote it"
