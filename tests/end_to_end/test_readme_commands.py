"""The README's lines without `make`, as they are printed, from an environment that is installed already."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.dvc_repository import DELIVERY, repository, set_params

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ENVIRONMENT = Path(sys.prefix)

unix = pytest.mark.skipif(
    not (ENVIRONMENT / "bin" / "activate").is_file() or shutil.which("bash") is None,
    reason="no environment of Unix to activate",
)


def lines(language: str) -> list[str]:
    """The block that makes an environment, in one of the two shells."""
    blocks = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    (block,) = (b.splitlines() for b in blocks if "-m venv" in b)
    return block


def in_bash(commands: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run lines typed one after the other by someone who has no Python of theirs on the path."""
    bare = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")}
    return subprocess.run(
        ["bash", "-e", "-c", "\n".join(commands)],
        cwd=folder, env=bare | {"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_both_shells_do_the_same_and_activate_on_a_line_of_its_own() -> None:
    unix_lines, windows = lines("sh"), lines("powershell")
    assert unix_lines[1] == "source .venv/bin/activate"
    assert windows[1] == r".venv\Scripts\Activate.ps1"
    assert unix_lines[2:] == windows[2:]


@unix
def test_once_activated_python_dvc_and_evaluation_are_the_environment_s(tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(ENVIRONMENT)
    done = in_bash([lines("sh")[1], "command -v python dvc evaluation"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert {Path(path).parent for path in done.stdout.split()} == {ENVIRONMENT / "bin"}


@unix
@pytest.mark.slow
@pytest.mark.parametrize("activated", [True, False])
def test_the_chain_finds_its_python(activated: bool, tmp_path: Path) -> None:
    """Also without the activation: « .venv/bin/evaluation reproduire » is enough."""
    folder = repository(tmp_path / "depot")
    shutil.copytree(DELIVERY, folder / "livraison")
    set_params(folder, {"premiere": {"gel": "2016-03-31", "horizon": 12}})
    (folder / ".venv").symlink_to(ENVIRONMENT)
    typed = [line for line in lines("sh")[1:] if "pip install" not in line and "rapports" not in line]
    assert typed[1:] == ["evaluation reproduire"]
    if not activated:
        typed = [".venv/bin/evaluation reproduire"]
    done = in_bash([f"{line} plan" if line.endswith("reproduire") else line for line in typed], folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "data" / "processed" / "plan.json").is_file()


def test_what_runs_is_locked_apart_from_what_develops() -> None:
    names = {
        file: set(re.findall(r"^([\w.-]+)==", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE))
        for file in ("requirements.lock", "requirements-dev.lock")
    }
    assert names["requirements.lock"] < names["requirements-dev.lock"]
    assert not names["requirements.lock"] & {"mypy", "ruff", "dask", "distributed", "hypothesis", "pytest"}
    pinned = {
        file: set(re.findall(r"^[\w.-]+==\S+", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE))
        for file in names
    }
    assert pinned["requirements.lock"] < pinned["requirements-dev.lock"], "the same versions in both"
    assert f"{len(names['requirements.lock'])} paquets" in README.replace("\xa0", " ")
