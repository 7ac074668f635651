"""A whole run opens no connection but loopback, and leaves no household's data outside its output folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.watch import WATCH

ROOT = Path(__file__).parents[2]
SCRIPT = shutil.which("evaluation", path=str(Path(sys.executable).parent))
PSEUDONYM = re.compile(rb"\b(?:EH|HN|HP|LT|PL|TJ)[0-9]{3}\b")


@pytest.fixture(scope="session")
def run(watched_run: Path) -> dict[str, Path]:
    return {name: watched_run / name for name in ("hook", "home", "tmp", "out", "cwd", "said")} | {
        "log": watched_run / "connections"
    }


def test_the_watch_would_see_a_connection(tmp_path: Path) -> None:
    log = tmp_path / "log"
    (tmp_path / "sitecustomize.py").write_text(WATCH.format(log=str(log)), encoding="utf-8")
    code = "import socket\ntry: socket.create_connection(('192.0.2.1', 9), timeout=0.01)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=True)
    assert "192.0.2.1" in log.read_text()


def test_the_console_script_is_installed(tmp_path: Path) -> None:
    assert SCRIPT is not None
    done = subprocess.run([SCRIPT, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Utilisation : evaluation")


def test_no_connection_is_opened(run: dict[str, Path]) -> None:
    assert not run["log"].exists(), run["log"].read_text()


def test_no_temporary_file_is_left(run: dict[str, Path]) -> None:
    assert [p for p in run["tmp"].rglob("*") if p.is_file()] == []
    assert list(run["cwd"].iterdir()) == []


def test_no_pseudonym_in_a_cache_or_in_what_is_printed(run: dict[str, Path]) -> None:
    told = [p for p in run["home"].rglob("*") if p.is_file() and PSEUDONYM.search(p.read_bytes())]
    assert told == []
    assert not PSEUDONYM.search(run["said"].read_bytes())


def test_no_pseudonym_in_the_report(run: dict[str, Path]) -> None:
    report = run["out"] / "reports" / "finale"
    files = [
        p for p in report.rglob("*") if p.is_file() and p.suffix in {".md", ".html", ".csv", ".json", ".svg", ".yml"}
    ]
    assert len(files) > 20
    assert [p for p in files if PSEUDONYM.search(p.read_bytes())] == []


def test_dvc_with_our_settings_opens_no_connection(tmp_path: Path) -> None:
    log = tmp_path / "connections"
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(WATCH.format(log=str(log)), encoding="utf-8")
    repository = tmp_path / "repository"
    (repository / ".dvc").mkdir(parents=True)
    (repository / ".dvc" / "config").write_text(
        (ROOT / ".dvc" / "config").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (repository / "dvc.yaml").write_text("stages: {one: {cmd: python -c pass}}", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(hook), "HOME": str(tmp_path / "home"), "DVC_TEST": "false"}
    environment.pop("CI", None)  # DVC sends nothing where CI is set, whatever its settings
    for command in (["git", "init", "-q"], [sys.executable, "-m", "dvc", "repro"]):
        done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert not log.exists(), log.read_text()
