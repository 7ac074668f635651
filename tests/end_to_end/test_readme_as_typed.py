"""Every block of the README: `make repro` in a new clone; the commands that it lists are those that there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.clone import CHEAP, clone_with_environment, edit_params, in_bash, needs_bash
from support.command import Outcome
from support.import_graph import ROOT
from support.typed_lines import blocks

README = ROOT / "README.md"
CLONED = [
    "git clone ADRESSE-DU-DEPOT veille-sociale",  # no address here: the clone is made from what git holds
    "cd veille-sociale",
    "make repro",
    "make test",  # this suite itself
]


def test_there_is_no_other_block() -> None:
    made, without_make, listed = blocks(README, "sh")
    assert made == CLONED
    assert "-m venv" in without_make[0]  # test_readme_commands.py runs these
    assert {line.split()[0] for line in listed} == {"evaluation"}
    assert len(blocks(README, "powershell")) == 1


def test_the_commands_listed_take_what_is_written(evaluation: Callable[..., Outcome]) -> None:
    for line in blocks(README, "sh")[2]:
        words = line.split()[1:]
        named = words[: 2 if words[0] == "plan" else 1]
        told = evaluation(*named, "--help")
        assert told.status == 0, line
        options = re.findall(r"--[a-z-]+", line)
        assert [o for o in options if o not in told.printed] == [], line


def test_every_command_is_listed(evaluation: Callable[..., Outcome]) -> None:
    listed = {line.split()[1] for line in blocks(README, "sh")[2]}
    there = re.findall(r"^  ([a-z]+) {2,}", evaluation("--help").printed, re.MULTILINE)
    assert "executer" in there
    said = README.read_text(encoding="utf-8")
    assert [c for c in there if c not in listed and f"evaluation {c}" not in said] == []


@needs_bash
@pytest.mark.endurance
def test_make_repro_says_where_the_reports_are(tmp_path: Path) -> None:
    """The environment is there already: its installation is what `make` would do first."""
    folder = clone_with_environment(tmp_path / "veille-sociale")
    edit_params(folder, editions={"intermediaire": {"gel": "2016-03-31", "horizon": 12}}, **CHEAP)
    (folder / ".venv" / "installed").touch()
    done = in_bash(folder, "make repro", activated=False)
    assert done.returncode == 0, done.stdout
    told = [line.strip() for line in done.stdout.splitlines() if line.strip().startswith("reports/")]
    names, kinds = ("synthese", "rapport", "annexe"), ("html", "pdf", "docx")
    assert [f"reports/intermediaire/{name}.{kind}" for name in names for kind in kinds] == told[:9]
    assert told[9:] == ["reports/intermediaire/publique/index.html", "reports/validation/index.html"]
    assert all((folder / path).is_file() for path in told)
