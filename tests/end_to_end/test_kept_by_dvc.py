"""The evaluator's way with DVC, as the guide types it: added, run, shared, taken up again; nothing is lost."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from support.import_graph import ROOT

DELIVERIES = ROOT / "tests" / "deliveries"
CLEAN = DELIVERIES / "propre" / "livraison"
BLOCKED = sorted((DELIVERIES / "fautive").iterdir())[0]
CHEAP: dict[str, dict[str, Any]] = {
    "plan": {"tirages": 99, "reechantillonnages": 99},
    "parcours": {"reechantillonnages": 20},
    "editions": {"finale": {"gel": "2017-03-31", "horizon": 24}},
}
PRODUCED = ("data/processed", "reports/finale")


def run(folder: Path, *words: str, status: int = 0) -> str:
    """Run a line of the guide in `folder`, as an ordinary user with the environment activated."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {
        "PATH": path,
        "PYTHONPATH": str(folder),
        "GIT_AUTHOR_NAME": "Évaluation",
        "GIT_COMMITTER_NAME": "Évaluation",
        "GIT_AUTHOR_EMAIL": "evaluation@example.org",
        "GIT_COMMITTER_EMAIL": "evaluation@example.org",
    }
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def clone(folder: Path) -> Path:
    """What git holds of the repository, committed in a repository of its own."""
    listed = run(ROOT, "git", "ls-files", "-z").split("\0")
    for name in filter(None, listed):
        if (ROOT / name).exists() and not name.startswith(("tests/", "data/raw/demonstration/", "benchmarks/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    run(folder, "git", "init", "-q")
    run(folder, "git", "add", "-A")
    run(folder, "git", "commit", "-qm", "Le dépôt")
    return folder


def set_params(folder: Path, **changes: dict[str, Any]) -> None:
    yaml = YAML()
    file = folder / "params.yaml"
    params = yaml.load(file.read_text(encoding="utf-8"))
    for section, values in changes.items():
        if section == "editions":
            params[section] = values
        else:
            params[section].update(values)
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(params, stream)


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


@pytest.mark.slow
def test_a_delivery_is_added_run_shared_and_taken_up_again(tmp_path: Path) -> None:
    repository = clone(tmp_path / "dépôt")
    first = deliver(repository, CLEAN, "2017-04")
    run(repository, "git", "add", "data/raw/etude")
    staged = set(run(repository, "git", "-c", "core.quotePath=false", "diff", "--cached", "--name-only").split())
    assert staged == {"data/raw/etude/.gitignore", "data/raw/etude/2017-04.dvc"}, "no record of a household goes to git"

    set_params(repository, donnees={"source": first}, **CHEAP)
    run(repository, "dvc", "repro")
    made = hashes(repository)
    assert any(name.endswith("rapport.pdf") for name in made)
    run(repository, "git", "add", "data/raw/etude", "dvc.lock", "params.yaml", "reports")
    run(repository, "git", "commit", "-qm", "Livraison d’avril 2017")

    # A blocked delivery in between: said, and neither the first delivery nor its results are lost.
    second = deliver(repository, blocked_delivery(), "2017-05")
    set_params(repository, donnees={"source": second})
    assert "Arrêt avant toute estimation" in run(repository, "dvc", "repro", status=255)
    set_params(repository, donnees={"source": first})
    run(repository, "dvc", "repro")
    assert hashes(repository) == made

    # A parameter changed, and changed back.
    set_params(repository, seuils={"impaye_mois": 3.0})
    run(repository, "dvc", "repro")
    assert hashes(repository) != made
    set_params(repository, seuils={"impaye_mois": 2.0})
    run(repository, "dvc", "repro")
    assert hashes(repository) == made
    run(repository, "dvc", "checkout", "--force")
    assert hashes(repository) == made
    assert sorted(f.name for f in (repository / first).iterdir()) == sorted(f.name for f in CLEAN.iterdir())

    run(repository, "dvc", "remote", "add", "-d", "bureau", str(tmp_path / "partage"))
    run(repository, "dvc", "push")
    run(repository, "git", "commit", "-qam", "Partage du bureau")
    other = tmp_path / "autre poste"
    run(tmp_path, "git", "clone", "-q", str(repository), str(other))
    run(other, "dvc", "pull")
    assert hashes(other) == made
    assert "up to date" in run(other, "dvc", "repro")
