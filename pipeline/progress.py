"""What the evaluator sees while a step runs: a moving line on a terminal, a plain line elsewhere. Never data."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show `title` on stderr while the block runs."""
    if not sys.stderr.isatty():
        print(title, file=sys.stderr, flush=True)
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(title):
        yield
