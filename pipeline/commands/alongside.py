"""A stage done by another process while this one does others; what it says is said when its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pipeline.beside import Beside, NotDone, cores
from pipeline.commands.overheard import Said, overheard, say
from pipeline.report.processes import worker_context


@contextmanager
def alongside(run: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Begin `run` (it is pickled, and writes files); yield what waits for it and says what it said.

    With one core, where no process can be started, or when it fails there, it is done here, at that moment: its errors
    are raised as ever. What is still being done at the end of the block is given up.
    """
    beside = _begun()
    try:
        answer = _asked(beside, run)
        yield lambda: _finish(answer, run)
    finally:
        if beside is not None:
            beside.end()


def _begun() -> Beside | None:
    with suppress(NotDone):
        return Beside(worker_context()) if cores() >= 2 else None
    return None


def _asked(beside: Beside | None, run: Callable[[], None]) -> Callable[[], Any] | None:
    with suppress(NotDone):
        return beside.ask(overheard, run) if beside is not None else None
    return None


def _finish(answer: Callable[[], Said] | None, run: Callable[[], None]) -> None:
    try:
        said = answer() if answer is not None else None
    except NotDone:
        said = None
    if said is None:
        run()
    else:
        say(said)
