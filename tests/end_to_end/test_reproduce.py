"""`evaluation reproduire`: DVC's English lines have a French one before them, and the stage's status comes through."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import dvc.cli
import pytest
from dvc.exceptions import DvcException, NotDvcRepoError, ReproductionError
from dvc.lock import LockError, make_lock
from dvc.stage.exceptions import StageCmdFailedError
from support.command import Outcome


def stopped(status: int) -> ReproductionError:
    error = ReproductionError("failed to reproduce 'validate'")
    error.__cause__ = StageCmdFailedError("python -m pipeline.stages.validate", status)
    return error


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (stopped(1), 1, "L’étape que DVC va nommer s’est arrêtée"),
        (stopped(2), 2, "L’étape que DVC va nommer s’est arrêtée"),
        (LockError("Unable to acquire lock."), 2, "Une autre commande de DVC travaille dans ce dépôt"),
        (NotDvcRepoError("you are not inside of a DVC repository"), 2, "n’est pas dans un dépôt DVC"),
        (DvcException("something else"), 2, "Ses mots, en anglais"),
    ],
)
def test_french_comes_before_english(
    error: Exception, status: int, said: str, evaluation: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(arguments: list[str]) -> int:
        assert arguments == ["repro", "validate"]
        try:
            raise error
        except Exception:  # as DVC's own main catches whatever a stage raises, and logs it
            logging.getLogger("dvc.cli").exception("")
        return 255

    monkeypatch.setattr(dvc.cli, "main", failing)
    monkeypatch.setenv("PATH", os.environ["PATH"])
    out = evaluation("reproduire", "validate")
    assert out.status == status
    assert said in out.printed
    assert os.environ["PATH"].split(os.pathsep)[0] == str(Path(sys.executable).parent)
    heard = [type(handler).__name__ for handler in logging.getLogger("dvc").handlers]
    assert "_French" not in heard, "nothing is left for the next command"


def test_a_chain_that_ends_well_says_nothing_more(
    evaluation: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dvc.cli, "main", lambda _: 0)
    monkeypatch.setenv("PATH", os.environ["PATH"])
    assert evaluation("reproduire") == Outcome(0, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "held", "stays"),
    [("", False, False), ('{"write": {"a"', False, False), ('{"write": {}}', False, True), ("", True, True)],
    ids=["empty", "cut short", "whole", "held by a command at work"],
)
def test_a_list_of_locks_that_a_kill_cut_short_is_taken_away(
    content: str, held: bool, stays: bool, evaluation: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    """DVC empties it before it writes it: killed in between, it would refuse every later command."""
    folder = tmp_path / ".dvc" / "tmp"
    folder.mkdir(parents=True)
    (folder / "rwlock").write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(dvc.cli, "main", lambda _: 0)
    monkeypatch.setenv("PATH", os.environ["PATH"])
    with make_lock(str(folder / "rwlock.lock"), tmp_dir=str(folder)) if held else nullcontext():
        out = evaluation("reproduire")
    assert out.status == 0
    assert (folder / "rwlock").exists() == stays
    assert ("incomplet" in out.printed) != stays
