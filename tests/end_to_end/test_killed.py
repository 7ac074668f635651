"""Ended at any moment: nothing is lost, the next run gives the same bytes, and nothing of the ended one is left."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.dvc_repository import DELIVERY, environment, repository, set_params

from pipeline.commands.output import WORKING
from pipeline.stages.guard import guarded
from pipeline.stages.interruption import Interrupted

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of Unix")

ROOT = Path(__file__).parents[2]
EDITION = {"premiere": {"gel": "2016-03-31", "horizon": 12}}
ENDS = (signal.SIGTERM, signal.SIGKILL, signal.SIGHUP, signal.SIGINT)
MOMENTS = int(os.environ.get("EVALUATION_MOMENTS", "30"))
PARAMS = (
    'editions: {{premiere: {{gel: "2016-03-31", horizon: 12}}}}\nplan: {{tirages: {draws}, reechantillonnages: 99}}\n'
)
MAIN = "from pipeline.cli import main; main()"


def digests(folder: Path) -> dict[str, str]:
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and WORKING not in p.parts)
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def start(command: list[object], folder: Path, variables: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """Start a program in a session of its own, so that a test may end it, or all that it started."""
    return subprocess.Popen(
        [sys.executable, *map(str, command)],
        cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (signal.SIGINT, "Interrompu.\n"),
        (signal.SIGTERM, "Interrompu par le système (SIGTERM).\n"),
        (signal.SIGHUP, "Interrompu par le système (SIGHUP).\n"),
    ],
)
def test_a_signal_is_one_french_line_and_its_own_status(
    number: signal.Signals, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
    inherited = signal.signal(number, before)  # a shell's background job ignores some of them
    try:
        assert guarded(lambda: os.kill(os.getpid(), number)) == 128 + number
        assert signal.getsignal(number) == before
    finally:
        signal.signal(number, inherited)
    assert capsys.readouterr().err == said


def test_a_second_signal_waits_for_what_the_first_puts_away() -> None:
    put_away: list[bool] = []

    def work() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            put_away.append(True)

    assert guarded(work) == 128 + signal.SIGTERM
    assert put_away


def test_a_signal_that_was_ignored_stays_so() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert guarded(lambda: os.kill(os.getpid(), signal.SIGHUP)) == 0
    finally:
        signal.signal(signal.SIGHUP, before)


def test_what_catches_a_library_s_errors_does_not_catch_a_signal() -> None:
    assert not issubclass(Interrupted, Exception)


def test_a_stage_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    """DVC, killed, leaves the stage that runs; it must not write beside the next `dvc repro`."""
    child = (
        "import time; from pathlib import Path; from pipeline.stages.interruption import end_with_parent; "
        "end_with_parent(); Path('la').touch(); time.sleep(60)"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    process = start(["-c", parent], tmp_path, {**os.environ, "PYTHONPATH": str(ROOT)})
    until(lambda: (tmp_path / "la").exists())
    process.kill()
    process.wait()
    assert process.stderr is not None
    process.stderr.read()  # ends when the child, which holds it too, has ended


def until(ready: Callable[[], bool]) -> None:
    limit = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < limit
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "left"), [(signal.SIGTERM, False), (signal.SIGKILL, True)])
def test_a_run_ended_while_it_works_leaves_what_was_there(number: signal.Signals, left: bool, tmp_path: Path) -> None:
    """The working folder goes with the run; after a kill, which nothing can trap, at the next start."""
    (tmp_path / "notes.txt").write_text("à garder", encoding="utf-8")
    process = start(["-c", MAIN, "executer", "--source", DELIVERY, "--sortie", tmp_path], ROOT)
    until(lambda: (tmp_path / WORKING / "processed" / "plan.json").exists())
    process.send_signal(number)
    _, said = process.communicate()
    assert process.returncode == (-number if left else 128 + number)
    assert left or said.endswith("Interrompu par le système (SIGTERM).\n")
    assert (tmp_path / WORKING).exists() == left
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != WORKING) == ["notes.txt"]


@pytest.mark.endurance
def test_executer_ended_at_any_moment(tmp_path: Path) -> None:
    """A first run with other draws lies there: each file is the old one or the new one, and in the end the new one."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    variables = {**os.environ, "TMPDIR": str(temporary)}
    references, duration = {}, 0.0
    for draws in (99, 199):
        (tmp_path / f"{draws}.yaml").write_text(PARAMS.format(draws=draws), encoding="utf-8")
        began = time.monotonic()
        assert run(tmp_path, f"{draws}", draws, variables).wait() == 0
        duration = time.monotonic() - began
        references[draws] = digests(tmp_path / f"{draws}")
    old, new = references[99], references[199]
    assert old != new
    assert any(name.endswith("rapport.pdf") for name in new)
    shutil.copytree(tmp_path / "99", tmp_path / "sortie")
    chance = random.Random(20150407)
    for moment in range(MOMENTS):
        number = ENDS[moment % len(ENDS)]
        process = run(tmp_path, "sortie", 199, variables)
        time.sleep(chance.uniform(0.0, 1.05 * duration))
        process.send_signal(number)
        status = process.wait()
        assert status in (0, -number, 128 + number)
        for name, digest in digests(tmp_path / "sortie").items():
            assert digest in (old.get(name), new.get(name)) or name == "processed/manifeste.json", (moment, name)
        if number != signal.SIGKILL and status == 128 + number:
            assert not (tmp_path / "sortie" / WORKING).exists()
    assert run(tmp_path, "sortie", 199, variables).wait() == 0
    assert digests(tmp_path / "sortie") == new
    assert not list((tmp_path / "sortie").rglob(".*"))
    assert list(temporary.iterdir()) == []


def run(base: Path, output: str, draws: int, variables: dict[str, str]) -> subprocess.Popen[str]:
    words = ["executer", "--source", DELIVERY, "--sortie", base / output, "--params", base / f"{draws}.yaml"]
    return start(["-c", MAIN, *words], ROOT, variables)


@pytest.mark.endurance
def test_dvc_repro_ended_at_any_moment(tmp_path: Path) -> None:
    """DVC alone is ended, or all that it started: « evaluation reproduire » ends with what an undisturbed one wrote.

    It takes away a list of locks that DVC was writing when it was killed, at which « dvc repro » would stop: it is run
    four times of eight, with each signal.
    """
    places = [repository(tmp_path / name) for name in ("calme", "agite")]
    for place in places:
        shutil.copytree(DELIVERY, place / "livraison")
        set_params(place, EDITION)
    calm, stirred = places
    began = time.monotonic()
    assert repro(calm, again=False).wait() == 0
    duration = time.monotonic() - began
    chance = random.Random(20150408)
    for moment in range(MOMENTS):
        if moment % 6 == 0:  # from the beginning again
            shutil.rmtree(stirred / ".dvc" / "cache", ignore_errors=True)
            (stirred / "dvc.lock").unlink(missing_ok=True)
        process = repro(stirred, again=bool(moment // 4 % 2))
        time.sleep(chance.uniform(0.0, duration))
        number = ENDS[moment % len(ENDS)]
        if process.poll() is None and moment % 2:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        process.wait()
    assert repro(stirred, again=True).wait() == 0
    for folder in ("data/processed", "reports"):
        assert digests(stirred / folder) == digests(calm / folder)
    locks = [(place / "dvc.lock").read_text(encoding="utf-8") for place in places]
    assert locks[0] == locks[1]


def repro(place: Path, *, again: bool) -> subprocess.Popen[str]:
    command = ["-c", MAIN, "reproduire"] if again else ["-m", "dvc", "repro", "--quiet"]
    return start(command, place, environment(place))
