"""What a piece of work says while it runs, kept to be said when its turn comes."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from typing import Any

from pipeline.progress import heard, tell

Said = list[tuple[str, tuple[Any, ...]]]  # (« tell », « stdout », « stderr »; its arguments)


def overheard(work: Callable[[], None]) -> Said:
    """Do `work`; return, in order, what it told of its progress and wrote on the two streams: nothing is shown."""
    said: Said = []

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
        work()
    return said


def say(said: Said) -> None:
    """Say it, in the step that runs."""
    for how, what in said:
        if how == "tell":
            tell(*what)
        else:
            getattr(sys, how).write(*what)
