"""Libraries that are slow to load, loaded while this process waits for another one."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Thread

SLOW = (
    "statsmodels.regression.linear_model", "statsmodels.genmod.generalized_linear_model",
    "statsmodels.discrete.discrete_model", "statsmodels.duration.survfunc", "statsmodels.stats.proportion",
)  # fmt: skip


def load_meanwhile() -> Thread:
    """Begin to load what the estimates need; return the thread that does. What cannot be loaded is said by its user."""
    thread = Thread(target=_load)
    thread.start()
    return thread


def _load() -> None:
    with suppress(ImportError):
        for name in SLOW:
            import_module(name)
