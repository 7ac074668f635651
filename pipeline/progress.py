"""What the evaluator sees while a step runs: a moving line on a terminal, plain lines elsewhere. Never data."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

Advance = Callable[[int, int], None]
Show = Callable[[int, int, str], None]

# One title a stage, for the whole chain in one process and for DVC alike.
TITLES = {
    "ingest": "Lecture des fichiers",
    "validate": "Contrôles",
    "indicators": "Indicateurs",
    "estimate": "Estimations",
    "scheme": "Mise en œuvre, coûts, couverture",
    "pathways": "Parcours",
    "sensitivity": "Analyses de sensibilité",
    "elements": "Figures, tableaux, phrases",
    "render": "Documents",
    "publish": "Publication",
}


def _nothing(_done: int, _total: int, _what: str) -> None:
    """What is told outside a step is not shown."""


_shown: ContextVar[Show] = ContextVar("shown", default=_nothing)


def tell(done: int, total: int, what: str = "") -> None:
    """Show how far the step that runs is: « Figures : finale, figure 12 sur 31… »; (being done, total, of what).

    A terminal shows each; elsewhere there is a line for each new `what`, which says how many there will be.
    """
    _shown.get()(done, total, what)


def tell_document(documents: Sequence[str], edition: str, line: str) -> None:
    """Show which of `documents` is being made; anything else that a renderer says is a line that stays."""
    document = line.split()[-1]
    if document in documents:
        tell(documents.index(document) + 1, len(documents), f"{edition}, {line},")
    else:
        print(line, file=sys.stderr)


@contextmanager
def step(title: str) -> Iterator[Advance]:
    """Show `title` on stderr while the block runs. The block is given `tell`, for what counts without naming."""
    if sys.stderr.isatty():
        from rich.console import Console

        with (
            Console(stderr=True).status(f"{title}…") as status,
            heard(lambda *how: status.update(_line(title, *how))),
        ):
            yield tell
        return
    print(f"{title}…", file=sys.stderr, flush=True)
    named: set[str] = set()

    def line(done: int, total: int, what: str) -> None:
        if what and what not in named:
            named.add(what)
            print(_line(title, done, total, what), file=sys.stderr, flush=True)

    with heard(line):
        yield tell


@contextmanager
def heard(show: Show) -> Iterator[None]:
    """Have what is told in the block go to `show`."""
    token = _shown.set(show)
    try:
        yield
    finally:
        _shown.reset(token)


def _line(title: str, done: int, total: int, what: str) -> str:
    return f"{title} : {what} {done} sur {total}…" if what else f"{title}, {done} sur {total}…"
