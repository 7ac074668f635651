"""Figures drawn over the machine's cores: each one by one process, the same bytes whichever it is."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import Any

from pipeline.beside import cores, leave_with_parent, starting
from pipeline.report.meeting_place import told_to_the_server

MOST = 4  # processes: beyond, starting them takes longer than what they draw
# First what takes the server's folder away, then what the stages set for every process: one thread of computing, and no
# English line of Matplotlib's.
_PRELOADED = [
    "pipeline.report.meeting_place", "pipeline.stages", "pipeline.report.figures", "pipeline.report.rendering.render",
    "matplotlib.pyplot", "matplotlib.backends.backend_svg", "plotnine", "plotnine._mpl.layout_manager", "typst",
]  # fmt: skip

_work: list[Callable[[str], None]] = []  # of a process of the pool: what it was told to do, once


def warm_up(*more: str) -> Any:
    """Begin to load what the drawing processes need, while this one does something else; return how they are started.

    None with one core, and where no process can be started (a temporary folder whose name is too long for a socket):
    figures are drawn here then. `more`: modules that other processes of the program need.
    """
    context = worker_context()
    if cores() >= 2 and context.get_start_method() == "forkserver":
        from multiprocessing import forkserver

        context.set_forkserver_preload([*_PRELOADED, *more])
        with suppress(OSError), starting(), told_to_the_server():
            forkserver.ensure_running()
            return context
    return None


@contextmanager
def shared_out(
    names: Sequence[str], work: Callable[[str], None], advance: Callable[[int, int], None], processes: int | None = None
) -> Iterator[None]:
    """Call `work` with each name, over `processes` (the machine's cores): `work` is pickled, and writes files.

    It is begun before the block, which is done meanwhile, and finished after it. With one process, or where no other
    can be started, all is done here after the block. `advance`: told how many are being done.
    """
    most = min(cores(), MOST) if processes is None else processes
    pool = _pool(names, work, most) if most >= 2 and len(names) >= 2 else None
    if pool is None:
        yield
        return _here(names, work, advance)
    executor, tasks = pool
    with executor:
        try:
            yield
        except BaseException:
            executor.shutdown(cancel_futures=True)
            raise
        try:
            for i, task in enumerate(as_completed(tasks), 1):
                advance(i, len(names))
                task.result()
        except (BrokenProcessPool, OSError):
            _here(names, work, advance)


def _here(names: Sequence[str], work: Callable[[str], None], advance: Callable[[int, int], None]) -> None:
    for i, name in enumerate(names, 1):
        advance(i, len(names))
        work(name)


def _pool(
    names: Sequence[str], work: Callable[[str], None], processes: int
) -> tuple[ProcessPoolExecutor, list[Future[None]]] | None:
    try:
        executor = ProcessPoolExecutor(processes, worker_context(), initializer=_told, initargs=(work,))
    except OSError:
        return None
    try:
        with starting():
            return executor, [executor.submit(_do, name) for name in names]
    except BaseException as error:
        executor.shutdown(cancel_futures=True)  # nobody writes on in a folder that is being put away
        if isinstance(error, (BrokenProcessPool, OSError, EOFError)):
            return None
        raise


def worker_context() -> Any:
    """Processes that inherit no thread of this one; they come from a server that has loaded all, where there is one."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(_PRELOADED)
    return context


def _told(work: Callable[[str], None]) -> None:
    leave_with_parent()
    _work[:] = [work]


def _do(name: str) -> None:
    _work[0](name)
