"""Signals that end a run, trapped: what it was writing is put away, one line says so, the status is the signal's."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # the last is Windows' own; a system knows some of them
_LOOK = 0.5  # seconds between two looks at the parent


class Interrupted(BaseException):
    """A signal asked the run to end. No `Exception`: what catches errors of a library must not catch it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_status = 128 + number
        by = "" if number == signal.SIGINT else f" par le système ({signal.Signals(number).name})"
        self.message = f"Interrompu{by}."


@contextmanager
def trapped_signals() -> Iterator[None]:
    """Raise `Interrupted` in the block at the first signal that ends a run; later ones wait for what it puts away.

    Outside the main thread nothing is trapped. A signal that was ignored (`nohup`) stays so.
    """
    before: dict[int, Any] = {}

    def handle(number: int, _frame: FrameType | None) -> None:
        for trapped in before:
            signal.signal(trapped, signal.SIG_IGN)
        raise Interrupted(number)

    if threading.current_thread() is threading.main_thread():
        known = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        before = {s: signal.getsignal(s) for s in known if signal.getsignal(s) is not signal.SIG_IGN}
        for number in before:
            signal.signal(number, handle)
    try:
        yield
    finally:
        for number, action in before.items():
            signal.signal(number, action)


def end_with_parent() -> None:
    """Have this process receive SIGTERM once the program that started it is gone.

    DVC, killed, leaves the stage that it started to run on: it would write beside the next `dvc repro`.
    """
    if not hasattr(os, "getppid") or os.name == "nt":
        return
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
