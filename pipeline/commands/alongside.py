"""Stages done by another process while this one does others; what they say is said when their turn comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from pipeline.beside import Answer, Beside, NotDone, cores
from pipeline.commands.overheard import Said, overheard, say
from pipeline.report.processes import worker_context

Work = Callable[[], None]


@contextmanager
def alongside() -> Iterator[Callable[[Work], Work]]:
    """Yield what has another process begin a piece of work (pickled; it writes files) and returns what waits for its
    end and says what was said; it does one after the other.

    With one core, where no process can be started, or when the work fails there, it is done here, when it is waited
    for: its errors are raised as ever. What was to follow a failure is done here too, and not on what it left behind.
    What is still being done at the end of the block is given up.
    """
    beside = Beside(worker_context()) if cores() >= 2 else None
    try:
        yield lambda run: partial(_finish, beside, _asked(beside, run), run)
    finally:
        if beside is not None:
            beside.end()


def _asked(beside: Beside | None, run: Work) -> Answer | None:
    with suppress(NotDone):
        return beside.ask(overheard, run) if beside is not None else None
    return None


def _finish(beside: Beside | None, answer: Answer | None, run: Work) -> None:
    said: Said | None = None
    try:
        said = answer() if answer is not None else None
    except NotDone:
        if beside is not None:
            beside.end()  # it writes no more, and no later piece counts as done
    if said is None:
        run()
    else:
        say(said)
