"""Another process beside this one: what it is asked, what it says, and what happens when it cannot."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from pipeline.beside import Beside, NotDone
from pipeline.commands import alongside as commands_alongside
from pipeline.commands.alongside import alongside
from pipeline.progress import step, tell

ROOT = Path(__file__).parents[2]


def speak(path: Path) -> None:
    tell(1, 2, "finale, synthese.html,")
    print("sur la sortie")
    print("sur l’autre", file=sys.stderr)
    tell(2, 2, "finale, synthese.pdf,")
    path.write_text(str(os.getpid()), encoding="utf-8")


def refuse(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "x" if path.exists() else "x", encoding="utf-8")
    raise ValueError("refus")


def add_who(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")


def only_here(path: Path) -> None:
    if multiprocessing.parent_process() is not None:
        raise ValueError("refus")
    add_who(path)


def wait_for(path: Path) -> None:
    while not path.exists():
        time.sleep(0.01)


def test_answers_come_whatever_the_order_in_which_they_are_waited_for() -> None:
    beside = Beside(multiprocessing.get_context("spawn"))
    first, second, third = (beside.ask(divmod, number, 2) for number in (7, 8, 9))
    assert third() == (4, 1)
    assert (first(), second()) == ((3, 1), (4, 0))
    failed = beside.ask(divmod, 1, 0)
    with pytest.raises(NotDone, match="ZeroDivisionError"):
        failed()
    assert beside.ask(divmod, 5, 2)() == (2, 1)
    beside.end()
    with pytest.raises(NotDone):
        beside.ask(divmod, 5, 2)


def test_who_asks_does_not_wait_while_it_works(tmp_path: Path) -> None:
    """More than a pipe holds is taken from the one who asks, who is told when the answer is there."""
    beside = Beside(multiprocessing.get_context("spawn"))
    mark = tmp_path / "fini"
    beside.ask(wait_for, mark)
    length = beside.ask(len, b"x" * 10_000_000)
    assert not length.there()
    mark.touch()
    limit = time.monotonic() + 60
    while not length.there() and time.monotonic() < limit:
        time.sleep(0.01)
    assert length.there()
    assert length() == 10_000_000
    beside.end()
    assert length.there()


def test_what_cannot_be_sent_is_not_done_there() -> None:
    beside = Beside(multiprocessing.get_context("spawn"))
    with pytest.raises(NotDone):
        beside.ask(lambda: None)
    assert beside.ask(divmod, 5, 2)() == (2, 1)
    beside.end()


@pytest.mark.parametrize("refusal", [OSError, EOFError, RuntimeError])
def test_one_that_cannot_be_started_is_not_tried_again(
    refusal: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def refused(_: object) -> None:
        tried.append("ici")
        raise refusal

    context = multiprocessing.get_context("spawn")
    monkeypatch.setattr(context.Process, "start", refused)
    beside = Beside(context)
    for _ in range(2):
        with pytest.raises(NotDone):
            beside.ask(divmod, 5, 2)
    beside.end()
    assert tried == ["ici"]


def test_a_process_that_is_gone_answers_no_more() -> None:
    beside = Beside(multiprocessing.get_context("spawn"))
    with pytest.raises(NotDone):
        (answer := beside.ask(os._exit, 3))()
    assert answer.there()
    beside.end()


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_it_ends_with_the_one_that_started_it_even_killed(tmp_path: Path) -> None:
    mark = tmp_path / "la"
    program = (
        "import os, pathlib, time\n"
        "from pipeline.beside import Beside\n"
        "from pipeline.report.processes import warm_up, worker_context\n"
        "warm_up()\n"
        "beside = Beside(worker_context())\n"
        f"beside.ask(pathlib.Path({str(mark)!r}).touch)()\n"
        "beside.ask(time.sleep, 60)\n"
        f"pathlib.Path({str(mark)!r}).rename({str(mark) + '2'!r})\n"
        "time.sleep(60)\n"
    )
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(temporary)}
    )
    limit = time.monotonic() + 60
    while not mark.with_name("la2").exists():
        assert time.monotonic() < limit
        time.sleep(0.05)
    assert len(list(temporary.iterdir())) == 1
    process.kill()
    assert process.stderr is not None
    assert process.stderr.read() == b""  # ends when the other, which holds it too, has ended
    process.wait()
    assert time.monotonic() < limit
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("cores", [1, 2])
def test_what_a_stage_says_alongside_is_said_when_its_turn_comes(
    cores: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(commands_alongside, "cores", lambda: cores)
    with alongside() as begun:
        finished = begun(partial(speak, tmp_path / "fait"))
        with step("Documents"):
            print("un document", file=sys.stderr)
        with step("Publication"):
            finished()
    assert ((tmp_path / "fait").read_text(encoding="utf-8") == str(os.getpid())) == (cores == 1)
    said = capfd.readouterr()
    assert said.out == "sur la sortie\n"
    assert said.err.splitlines() == [
        "Documents…", "un document", "Publication…", "Publication : finale, synthese.html, 1 sur 2…", "sur l’autre",
        "Publication : finale, synthese.pdf, 2 sur 2…",
    ]  # fmt: skip


def test_what_fails_alongside_is_done_here_and_its_error_raised(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(commands_alongside, "cores", lambda: 2)
    with pytest.raises(ValueError, match="refus"), alongside() as begun:
        begun(partial(refuse, tmp_path / "fois"))()
    assert (tmp_path / "fois").read_text(encoding="utf-8") == "xx"


def test_what_follows_a_failure_alongside_is_done_here_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It would have been made there from what the failed piece left behind."""
    monkeypatch.setattr(commands_alongside, "cores", lambda: 2)
    with alongside() as begun:
        first, second, third = (begun(partial(work, tmp_path / "qui")) for work in (only_here, add_who, add_who))
        for finished in (first, second, third, begun(partial(add_who, tmp_path / "qui"))):
            finished()
    last = (tmp_path / "qui").read_text(encoding="utf-8").split()[-4:]
    assert last == [str(os.getpid())] * 4
