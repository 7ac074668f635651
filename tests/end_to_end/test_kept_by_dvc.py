"""The evaluator's way with DVC, as the guide types it: added, run, shared, taken up again; nothing is lost."""

from __future__ import annotations

import hashlib
import shlex
import shutil
from pathlib import Path

import pytest
from support.clone import CHEAP, clone_with_environment, edit_params, in_bash, needs_bash
from support.import_graph import ROOT

DELIVERIES = ROOT / "tests" / "deliveries"
CLEAN = DELIVERIES / "propre" / "livraison"
BLOCKED = sorted((DELIVERIES / "fautive").iterdir())[0]
FINAL = {"finale": {"gel": "2017-03-31", "horizon": 24}}
PRODUCED = ("data/processed", "reports/finale")


def run(folder: Path, *words: str, status: int = 0) -> str:
    """Type a line of the guide in `folder`."""
    done = in_bash(folder, shlex.join(words))
    assert done.returncode == status, done.stdout
    return done.stdout


def deliver(folder: Path, source: Path, name: str) -> str:
    """Put a delivery where the guide says, and give it to DVC."""
    target = folder / "data" / "raw" / "etude" / name
    shutil.copytree(source, target)
    relative = target.relative_to(folder).as_posix()
    run(folder, "dvc", "add", relative)
    return relative


def hashes(folder: Path) -> dict[str, str]:
    files = [f for part in PRODUCED for f in (folder / part).rglob("*") if f.is_file()]
    return {f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def blocked_delivery() -> Path:
    inner = BLOCKED / "livraison"
    return inner if inner.is_dir() else BLOCKED


@needs_bash
@pytest.mark.slow
def test_a_delivery_is_added_run_shared_and_taken_up_again(tmp_path: Path) -> None:
    repository = clone_with_environment(tmp_path / "dépôt")
    first = deliver(repository, CLEAN, "2017-04")
    run(repository, "git", "add", "data/raw/etude")
    staged = set(run(repository, "git", "-c", "core.quotePath=false", "diff", "--cached", "--name-only").split())
    assert staged == {"data/raw/etude/.gitignore", "data/raw/etude/2017-04.dvc"}, "no record of a household goes to git"

    edit_params(repository, donnees={"source": first}, editions=FINAL, **CHEAP)
    run(repository, "dvc", "repro")
    made = hashes(repository)
    assert any(name.endswith("rapport.pdf") for name in made)
    run(repository, "git", "add", "data/raw/etude", "dvc.lock", "params.yaml", "reports")
    run(repository, "git", "commit", "-qm", "Livraison d’avril 2017")

    # A blocked delivery in between: said, and neither the first delivery nor its results are lost.
    second = deliver(repository, blocked_delivery(), "2017-05")
    edit_params(repository, donnees={"source": second})
    assert "Arrêt avant toute estimation" in run(repository, "dvc", "repro", status=255)
    edit_params(repository, donnees={"source": first})
    run(repository, "dvc", "repro")
    assert hashes(repository) == made

    # A parameter changed, and changed back.
    edit_params(repository, seuils={"impaye_mois": 3.0})
    run(repository, "dvc", "repro")
    assert hashes(repository) != made
    edit_params(repository, seuils={"impaye_mois": 2.0})
    run(repository, "dvc", "repro")
    assert hashes(repository) == made
    run(repository, "dvc", "checkout", "--force")
    assert hashes(repository) == made
    assert sorted(f.name for f in (repository / first).iterdir()) == sorted(f.name for f in CLEAN.iterdir())

    run(repository, "dvc", "remote", "add", "-d", "bureau", str(tmp_path / "partage"))
    run(repository, "dvc", "push")
    run(repository, "git", "commit", "-qam", "Partage du bureau")
    other = tmp_path / "autre poste"
    run(repository, "git", "clone", "-q", ".", str(other))
    (other / ".venv").symlink_to(repository / ".venv")
    run(other, "dvc", "pull")
    assert hashes(other) == made
    assert "up to date" in run(other, "dvc", "repro")
