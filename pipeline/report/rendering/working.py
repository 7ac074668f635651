"""Where a renderer works: a hidden folder beside what it makes, gone at the end, or at the next start after a kill."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WORKING = ".rendu"


@contextmanager
def working_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder inside `folder`, for its owner alone; it is removed at the end."""
    work = folder.resolve() / WORKING
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
