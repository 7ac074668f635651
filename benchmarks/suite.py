"""The default tests, in processor time of all their processes, beside the imports that any of them pays."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable

from benchmarks.chain import IMPORTS
from benchmarks.measure import Absent, Row, python, run

REPEATS = 5
BAR = 90.0


def measures() -> list[Row | Absent]:
    """`make test` within 90 × the imports; processor time, which another program on the machine hardly moves.

    The imports are measured before and after, warm: the tests take minutes, and the machine may change its pace.
    """
    if os.name != "posix":
        return [Absent("make test", "imports", "le temps de processeur des processus fils ne se lit pas ici")]
    python("-c", IMPORTS)
    before = [_cpu_seconds(_imports) for _ in range(REPEATS)]
    ours_s = _cpu_seconds(lambda: run(["make", "test"]))
    after = [_cpu_seconds(_imports) for _ in range(REPEATS)]
    peer = "processus qui importe pandas, scipy.stats, statsmodels et great_expectations (processeur)"
    return [
        Row("make test, tous processus (temps de processeur)", ours_s, peer, statistics.median(before + after), BAR)
    ]


def _imports() -> str:
    return python("-c", IMPORTS)


def _cpu_seconds(action: Callable[[], object]) -> float:
    """Return the processor time, user and system, of the processes that `action` starts and waits for."""
    start = os.times()
    action()
    end = os.times()
    return end.children_user + end.children_system - start.children_user - start.children_system
