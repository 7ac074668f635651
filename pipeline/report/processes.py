"""Figures drawn over the machine's cores: each one by one process, the same bytes whichever it is."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any

MOST = 4  # processes: beyond, starting them takes longer than what they draw
_PRELOADED = [
    "pipeline.report.figures", "matplotlib.pyplot", "matplotlib.backends.backend_svg", "plotnine",
    "plotnine._mpl.layout_manager", "typst",
]  # fmt: skip

_work: list[Callable[[str], None]] = []  # of a process of the pool: what it was told to do, once


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def warm_up() -> None:
    """Begin to load what the drawing processes need, while this one does something else; nothing with one core.

    Where no process can be started (a temporary folder whose name is too long for a socket), nothing either: figures
    are drawn here.
    """
    if cores() >= 2 and _context().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        with suppress(OSError):
            forkserver.ensure_running()


def share_out(
    names: Sequence[str], work: Callable[[str], None], advance: Callable[[int, int], None], processes: int | None = None
) -> None:
    """Call `work` with each name, over `processes` (the machine's cores): `work` is pickled, and writes files.

    With one process, or where no other can be started, all is done here. `advance`: told how many are being done.
    """
    most = min(cores(), MOST) if processes is None else processes
    if most < 2 or len(names) < 2:
        return _here(names, work, advance)
    try:
        _spread(names, work, advance, most)
    except (BrokenProcessPool, OSError):
        _here(names, work, advance)


def _here(names: Sequence[str], work: Callable[[str], None], advance: Callable[[int, int], None]) -> None:
    for i, name in enumerate(names, 1):
        advance(i, len(names))
        work(name)


def _spread(
    names: Sequence[str], work: Callable[[str], None], advance: Callable[[int, int], None], processes: int
) -> None:
    with ProcessPoolExecutor(processes, _context(), initializer=_told, initargs=(work,)) as pool:
        tasks = [pool.submit(_do, name) for name in names]
        for i, task in enumerate(as_completed(tasks), 1):
            advance(i, len(names))
            task.result()


def _context() -> Any:
    """Processes that inherit no thread of this one; they come from a server that has loaded all, where there is one."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(_PRELOADED)
    return context


def _told(work: Callable[[str], None]) -> None:
    _work[:] = [work]


def _do(name: str) -> None:
    _work[0](name)
