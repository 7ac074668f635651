"""The folder of the sockets where processes meet: its server takes it away at its end, were the program itself killed.

The server of `multiprocessing` loads this first, and ends once no process that it serves is left.
"""

from __future__ import annotations

import atexit
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import util

from pipeline.beside import lighten

_TOLD = "EVALUATION_SOCKETS"  # the name of what the server finds the folder in


@contextmanager
def told_to_the_server() -> Iterator[None]:
    """A server started in the block is told the folder, which is made here. Raises `OSError` when it cannot be."""
    os.environ[_TOLD] = util.get_temp_dir()
    try:
        yield
    finally:
        del os.environ[_TOLD]


def _leave(folder: str) -> None:
    """The last thing that the server does: undoing what it has loaded, which nobody needs, would take a second."""
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


if _TOLD in os.environ:
    lighten()
    atexit.register(_leave, os.environ.pop(_TOLD))
