"""Stages done while this process would only wait, before it is known whether they are wanted; told in their turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from pipeline.commands.overheard import Said, overheard, say
from pipeline.progress import step, tell

Stages = Sequence[tuple[str, Callable[[Sequence[str]], None]]]  # the title of each; what does it for some editions


class Ahead:
    """Stages, edition by edition, that write files: as many as there is time for by `begin`, the others by `finish`."""

    def __init__(self, stages: Stages, editions: Sequence[str]) -> None:
        self._stages, self._editions = stages, editions
        self._done: dict[tuple[str, str], Said] = {}

    def begin(self, awaited: Callable[[], bool]) -> None:
        """Do them one after the other until `awaited` is there, and say nothing.

        One that fails ends this: `finish` does it again, and its error is raised as ever.
        """
        with suppress(Exception):  # whatever it is: of a delivery that may be refused, or said by `finish`
            for title, run in self._stages:
                for edition in self._editions:
                    if awaited():
                        return
                    self._done[title, edition] = overheard(partial(run, [edition]))

    def finish(self) -> None:
        """Do those that are left, and show each stage as if it were done now."""
        for title, run in self._stages:
            with step(title):
                for i, edition in enumerate(self._editions, 1):
                    tell(i, len(self._editions), f"{edition},")
                    done = self._done.get((title, edition))
                    if done is None:
                        run([edition])
                    else:
                        say(done)
