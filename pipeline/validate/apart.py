"""Great Expectations in a process of its own: it loads, judges and writes while a delivery is read, results made."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from pipeline.beside import Answer, Beside, NotDone, cores

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.params import Controles
    from pipeline.validate.expectations import SuiteRun

MOST = 500_000  # rows: beyond, a second copy of the tables would weigh more than the wait

_last: list[SuiteRun] = []  # of the other process: its context never leaves it


class SuitesApart:
    """The process of the suites, and what was left to it."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self._judged = False  # there, the last time
        self._left: list[tuple[Answer, Callable[[], object]]] = []

    def run(
        self,
        tables: Mapping[str, pd.DataFrame],
        controls: Controles,
        *,
        for_data_docs: bool = False,
        advance: Callable[[int, int], None] | None = None,
        meanwhile: Callable[[Callable[[], bool]], None] | None = None,
    ) -> SuiteRun:
        """Return what `run_suites` returns, without a context when it was run there; here where that cannot be.

        `meanwhile`: done while the other process judges, and told what says whether it has.
        """
        from pipeline.validate.expectations import SuiteRun, run_suites

        self._judged = sum(map(len, tables.values())) <= MOST
        try:
            if self._judged:
                answer = self._beside.ask(_judge, tables, controls, for_data_docs)
                if meanwhile is not None:
                    meanwhile(answer.there)
                return SuiteRun(None, answer())
        except NotDone:
            self._judged = False
        return run_suites(tables, controls, for_data_docs=for_data_docs, advance=advance)

    def leave(self, work: Callable[..., object], *arguments: object, otherwise: Callable[[], object]) -> None:
        """Have `work(run, *arguments)` done there, `run` being the last one with its context.

        `finish` waits for it; `otherwise` is done when it was not, or at once when the last run was made here.
        """
        try:
            if self._judged:
                self._left.append((self._beside.ask(_continue, work, *arguments), otherwise))
                return
        except NotDone:
            pass
        otherwise()

    def finish(self) -> None:
        """Wait for what was left."""
        left, self._left = self._left, []
        for answer, otherwise in left:
            try:
                answer()
            except NotDone:
                otherwise()

    def end(self) -> None:
        """End the process, whatever it does; once it has ended, nothing."""
        self._beside.end()


@contextmanager
def suites_apart(served: Any = None) -> Iterator[SuitesApart | None]:
    """Hold the process during the block; None with one core.

    It loads the library from now on. `served`: how it is started where a server is loading half of that library
    (`multiprocessing.get_context`); it is begun when tables are to be judged then.
    """
    if cores() < 2:
        yield None
        return
    beside = Beside(served or multiprocessing.get_context("spawn"))
    try:
        with suppress(NotDone):
            if served is None:
                beside.ask(_load)
        yield SuitesApart(beside)
    finally:
        beside.end()


@contextmanager
def ended_with(apart: SuitesApart | None) -> Iterator[None]:
    """End the process when the block is left before its end: it would write on in a folder that is being put away."""
    try:
        yield
    except BaseException:
        if apart is not None:
            apart.end()
        raise


def _load() -> None:
    from pipeline.validate.expectations import quiet_context

    quiet_context()


def _judge(tables: Mapping[str, pd.DataFrame], controls: Controles, for_data_docs: bool) -> Mapping[str, Any]:
    from pipeline.validate.expectations import run_suites

    _last[:] = [run_suites(tables, controls, for_data_docs=for_data_docs)]
    return _last[0].failures


def _continue(work: Callable[..., object], *arguments: object) -> None:
    work(_last[0], *arguments)
