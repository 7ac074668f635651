"""Which files a piece of code reads and writes: every opening that Python or Arrow makes, every file that changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
import pytest


@dataclass
class Accesses:
    """Resolved paths. What was both written and read is in `written` alone: a stage may read its own outputs again."""

    read: set[Path] = field(default_factory=set)
    written: set[Path] = field(default_factory=set)


_WATCHED: list[set[str]] = []  # an audit hook is for the life of the process: it is idle when nothing is watched


def _hook(event: str, args: tuple[object, ...]) -> None:
    if event == "open" and _WATCHED and isinstance(args[0], (str, bytes, os.PathLike)):
        _WATCHED[-1].add(os.fsdecode(args[0]))


sys.addaudithook(_hook)


@contextmanager
def recorded(monkeypatch: pytest.MonkeyPatch, folder: Path, *others: Path) -> Iterator[Accesses]:
    """Yield the accesses of what runs inside, complete at the end: readings below any of the paths, writings below
    `folder`."""
    opened: set[str] = set()
    read_parquet = pq.read_table

    def read_table(source: object, *args: object, **options: object) -> object:
        opened.add(str(source))
        return read_parquet(source, *args, **options)

    before = _state(folder)
    found = Accesses()
    _WATCHED.append(opened)
    with monkeypatch.context() as patch:
        patch.setattr(pq, "read_table", read_table)
        try:
            yield found
        finally:
            _WATCHED.pop()
    after = _state(folder)
    found.written |= {path for path, state in after.items() if before.get(path) != state}
    paths = {Path(name).resolve() for name in opened}
    below = {p for p in paths if any(p.is_relative_to(root.resolve()) for root in (folder, *others)) and p.is_file()}
    found.read |= below - found.written


def _state(folder: Path) -> dict[Path, tuple[int, int]]:
    files = (path for path in folder.resolve().rglob("*") if path.is_file())
    return {path: ((s := path.stat()).st_mtime_ns, s.st_ino) for path in files}
