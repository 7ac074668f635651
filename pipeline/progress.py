"""What the evaluator sees while a step runs: a moving line on a terminal, a plain line elsewhere. Never data."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int, int], None]


@contextmanager
def step(title: str) -> Iterator[Advance]:
    """Show `title` on stderr while the block runs.

    The block is given what tells how far it is, « title, 7 sur 31… »: (being done, total). Only a terminal shows it.
    """
    if not sys.stderr.isatty():
        print(f"{title}…", file=sys.stderr, flush=True)
        yield lambda _done, _total: None
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{title}…") as status:
        yield lambda done, total: status.update(f"{title}, {done} sur {total}…")
