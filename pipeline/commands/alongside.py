"""A stage done by another process while this one does others; what it says is said when its turn comes."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pipeline.beside import Beside, NotDone, cores
from pipeline.progress import heard, tell
from pipeline.report.processes import worker_context

_Said = list[tuple[str, tuple[Any, ...]]]  # (« tell », « stdout », « stderr »; its arguments)


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
        return beside.ask(_done, run) if beside is not None else None
    return None


def _finish(answer: Callable[[], _Said] | None, run: Callable[[], None]) -> None:
    try:
        said = answer() if answer is not None else None
    except NotDone:
        said = None
    if said is None:
        run()
    for how, what in said or ():
        if how == "tell":
            tell(*what)
        else:
            getattr(sys, how).write(*what)


def _done(run: Callable[[], None]) -> _Said:
    said: _Said = []

    class Ear(io.StringIO):
        def __init__(self, name: str) -> None:
            super().__init__()
            self._name = name

        def write(self, text: str) -> int:
            said.append((self._name, (text,)))
            return len(text)

    with (
        contextlib.redirect_stdout(Ear("stdout")), contextlib.redirect_stderr(Ear("stderr")),
        heard(lambda *how: said.append(("tell", how))),
    ):  # fmt: skip
        run()
    return said
