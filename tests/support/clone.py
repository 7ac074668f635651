"""A clone of this repository in a folder of its own, and lines typed in it by an ordinary user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from support.import_graph import ROOT

ENVIRONMENT = Path(sys.prefix)
CHEAP: dict[str, dict[str, Any]] = {
    "plan": {"tirages": 99, "reechantillonnages": 99},
    "parcours": {"reechantillonnages": 20},
    "rapport": {"moteur": "pandoc"},
}
_SOMEBODY = {
    "GIT_AUTHOR_NAME": "Évaluation", "GIT_COMMITTER_NAME": "Évaluation",
    "GIT_AUTHOR_EMAIL": "evaluation@example.org", "GIT_COMMITTER_EMAIL": "evaluation@example.org",
}  # fmt: skip
_OF_THIS_SESSION = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "DVC_ROOT")

needs_bash = pytest.mark.skipif(
    not (ENVIRONMENT / "bin" / "activate").is_file() or shutil.which("bash") is None,
    reason="no environment of Unix to activate",
)


def clone_with_environment(folder: Path) -> Path:
    """What git holds of the repository, as it lies here, in a repository of its own; its environment is this one.

    `.venv` is a folder whose parts are links: no package is installed again.
    """
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").mkdir()
    for part in ("bin", "lib", "pyvenv.cfg"):
        (folder / ".venv" / part).symlink_to(ENVIRONMENT / part)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Le dépôt"]):
        subprocess.run(["git", *words], cwd=folder, env={**os.environ, **_SOMEBODY}, check=True)
    return folder


def in_bash(
    folder: Path, line: str, answer: str = "", activated: bool = True, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Type `line` in a shell whose path holds no Python of ours until the environment is activated.

    `answer`: what is typed when the command asks. The package is the clone's, although the environment is shared.
    """
    bare = {k: v for k, v in os.environ.items() if k not in _OF_THIS_SESSION}
    first = "source .venv/bin/activate\n" if activated else ""
    return subprocess.run(
        ["bash", "-c", first + line],
        cwd=folder,
        env={**bare, **_SOMEBODY, "PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), "BROWSER": "true", **variables},
        input=answer,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def edit_params(folder: Path, **changes: dict[str, Any]) -> None:
    """Change keys of the sections named, `editions` as a whole, in the clone's `params.yaml`; comments stay."""
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
