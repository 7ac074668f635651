"""Another process that works beside this one: asked one thing after the other, it answers in that order.

What fails there, or where no process can be started, is for the caller to do here: the same work, the same words.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from pickle import PicklingError
from queue import SimpleQueue
from types import ModuleType
from typing import Any


class NotDone(Exception):
    """The other process could not be started, is gone, or failed at what it was asked."""


@dataclass(frozen=True)
class Answer:
    """What is awaited of the other process: called, it waits for the result; `NotDone` when there is none."""

    _wait: Callable[[], Any]
    there: Callable[[], bool]  # whether a call would not wait

    def __call__(self) -> Any:
        return self._wait()


class Beside:
    """A process that does what it is asked, begun when it is first asked; it ends with this one, at the latest.

    `context`: how it is started (`multiprocessing.get_context`).
    """

    def __init__(self, context: Any) -> None:
        self._context, self._asked = context, 0
        self._answers: dict[int, tuple[bool, Any]] = {}
        self._begun: tuple[Connection, Any] | None = None  # the way to the process, and the process
        self._ended = False

    def ask(self, work: Callable[..., Any], *arguments: Any) -> Answer:
        """Have `work(*arguments)` done there (all of it is pickled), once it has done what it was asked before.

        Raises `NotDone` when it cannot be started or asked.
        """
        pipe = self._way()
        try:
            pipe.send((work, arguments))
        except (OSError, ValueError, AttributeError, TypeError, PicklingError) as error:  # gone; or nothing to send
            raise NotDone from error
        number, self._asked = self._asked, self._asked + 1
        return Answer(partial(self._answer, number), partial(self._has_answered, number))

    def end(self) -> None:
        """End the process, whatever it does; it is not begun again."""
        self._ended = True
        if self._begun is not None:
            pipe, process = self._begun
            pipe.close()
            process.terminate()
            process.join()

    def _way(self) -> Connection:
        if self._begun is None:
            if self._ended:
                raise NotDone
            self._begun = self._start()
        return self._begun[0]

    def _start(self) -> tuple[Connection, Any]:
        here, there = self._context.Pipe()
        process = self._context.Process(target=_work, args=(there,), daemon=True)
        try:
            with starting():
                process.start()
        except (OSError, EOFError, RuntimeError) as error:  # EOFError: the server that would start it ended
            here.close()
            self._ended = True  # it could not be, and is not tried again
            raise NotDone from error
        finally:
            there.close()
        return here, process

    def _answer(self, number: int) -> Any:
        while number not in self._answers:
            self._read()
        done, result = self._answers[number]
        self._answers[number] = (done, None)  # it is read once
        if not done:
            raise NotDone(result)
        return result

    def _has_answered(self, number: int) -> bool:
        with suppress(NotDone, OSError):
            while number not in self._answers and self._way().poll():
                self._read()
            return number in self._answers
        return True  # it is gone, and a call says so

    def _read(self) -> None:
        try:
            self._answers[len(self._answers)] = self._way().recv()
        except (OSError, EOFError) as error:
            raise NotDone from error


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def starting() -> Iterator[None]:
    """Where processes are started: none loads the program again, nor hears of the keyboard, were it still loading."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    masked = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]) if masked else ()
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if masked:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def lighten() -> None:
    """Look for cycles of dead objects less often: imports make objects by the hundred thousand, and nearly all stay."""
    gc.set_threshold(100_000, 20, 20)


def leave_with_parent() -> threading.Thread | None:
    """In a process of `multiprocessing`: leave the keyboard to the one that started it, and end once that one is gone.

    Return the thread that waits for it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lighten()
    parent = multiprocessing.parent_process()
    if parent is None:
        return None
    thread = threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True)
    thread.start()
    return thread


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _work(pipe: Connection) -> None:
    watching = leave_with_parent()
    if "fork" in multiprocessing.get_all_start_methods():
        # A lock that a library makes then leaves no name behind, which would be said in English were this one ended.
        multiprocessing.set_start_method("fork", force=True)
    asked: SimpleQueue[bytes | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, asked), daemon=True).start()
    with suppress(OSError):
        while (message := asked.get()) is not None:
            work, arguments = pickle.loads(message)
            try:
                answer = (True, work(*arguments))
            except Exception as error:  # done again by the one who asked, which says what is wrong
                answer = (False, type(error).__name__)
            pipe.send(answer)
    if watching is not None:
        watching.join()  # nothing more to do: this process ends with the other, or is ended by it


def _listen(pipe: Connection, asked: SimpleQueue[bytes | None]) -> None:
    """Take what is asked as it comes: the one who asks never waits for the end of what was asked before."""
    with suppress(EOFError, OSError):
        while True:
            asked.put(pipe.recv_bytes())
    asked.put(None)
