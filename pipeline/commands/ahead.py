"""Stages done before it is known whether they are wanted, by another process or while this one waits; told in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from pipeline.commands.overheard import overheard, say
from pipeline.progress import step, tell

Work = Callable[[], None]
Stages = Sequence[tuple[str, Callable[[Sequence[str]], None]]]  # the title of each; what does it for some editions


class Ahead:
    """Stages, edition by edition, that write files: as many as there is time for by `begin`, the others by `finish`.

    `begun`: has another process begin a piece of work, and returns what waits for its end and says what was said; all
    is left to it. None where there is none: this process does them.
    """

    def __init__(self, stages: Stages, editions: Sequence[str], begun: Callable[[Work], Work] | None = None) -> None:
        self._stages, self._editions, self._begun = stages, editions, begun
        self._said: dict[tuple[str, str], Work] = {}  # of what is done, or left to the other process: what says it

    def begin(self, awaited: Callable[[], bool]) -> None:
        """Leave them to the other process, or do them one after the other until `awaited` is there, and say nothing.

        One that fails ends this: `finish` does it again, and its error is raised as ever.
        """
        with suppress(Exception):  # whatever it is: of a delivery that may be refused, or said by `finish`
            for title, run in self._stages:
                for edition in self._editions:
                    work = partial(run, [edition])
                    if self._begun is not None:
                        self._said[title, edition] = self._begun(work)
                    elif awaited():
                        return
                    else:
                        self._said[title, edition] = partial(say, overheard(work))

    def finish(self) -> None:
        """Do those that are left, and show each stage as if it were done now."""
        for title, run in self._stages:
            with step(title):
                for i, edition in enumerate(self._editions, 1):
                    tell(i, len(self._editions), f"{edition},")
                    said = self._said.get((title, edition))
                    if said is None:
                        run([edition])
                    else:
                        said()
