"""A stage done by another process while this one does others; what it says is said when its turn comes."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from pipeline.beside import Beside, NotDone, cores
from pipeline.commands.overheard import Said, overheard, say
from pipeline.report.processes import worker_context

Work = Callable[[], None]


@contextmanager
def alongside(module: str) -> Iterator[Callable[[Work], Work]]:
    """Start a process that loads `module` (« pipeline.stages.publish »), which takes a second; yield what has it begin
    a stage of it (pickled; it writes files) and returns what waits for the end and says what was said.

    With one core, where no process can be started, or when the stage fails there, it is done here, when it is waited
    for: its errors are raised as ever. What is still being done at the end of the block is given up.
    """
    beside = _begun(module)
    try:
        yield lambda run: partial(_finish, _asked(beside, run), run)
    finally:
        if beside is not None:
            beside.end()


def _begun(module: str) -> Beside | None:
    with suppress(NotDone):
        if cores() >= 2:
            beside = Beside(worker_context())
            beside.ask(_load, module)
            return beside
    return None


def _load(module: str) -> None:
    importlib.import_module(module)


def _asked(beside: Beside | None, run: Work) -> Callable[[], Any] | None:
    with suppress(NotDone):
        return beside.ask(overheard, run) if beside is not None else None
    return None


def _finish(answer: Callable[[], Said] | None, run: Work) -> None:
    try:
        said = answer() if answer is not None else None
    except NotDone:
        said = None
    if said is None:
        run()
    else:
        say(said)
