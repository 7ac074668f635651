"""What costs seconds is computed once for all the workers of a run for the same inputs, compared by their content."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd
from filelock import FileLock
from pydantic import BaseModel


class Once:
    """`function`, called once for each content of its arguments; each caller gets a copy of what it returned.

    `folder`: where the workers of a run find what another of them computed; None: each process computes for itself.
    """

    folder: ClassVar[Path | None] = None

    def __init__(self, function: Callable[..., Any], *, keep: Callable[[Any], Any] = copy.deepcopy) -> None:
        self._function, self._keep = function, keep
        self._name = f"{function.__module__}.{function.__qualname__}".replace("<locals>.", "")
        self._known: dict[str, Any] = {}

    def __call__(self, *args: Any, **named: Any) -> Any:
        key = fingerprint([args, named])
        if key not in self._known:
            self._known[key] = self._found_or_made(key, args, named)
        return self._keep(self._known[key])

    def _found_or_made(self, key: str, args: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
        if self.folder is None:
            return self._function(*args, **named)
        kept = self.folder / f"{self._name}-{key[:32]}"
        with FileLock(f"{kept}.lock"):
            if kept.is_file():
                return pickle.loads(kept.read_bytes())
            made = self._function(*args, **named)
            kept.write_bytes(pickle.dumps(made))
        return made


def fingerprint(value: Any) -> str:
    """Return a digest of the content of `value`: equal digests, equal content (values, types, order, names)."""
    digest = hashlib.sha256()
    _feed(digest.update, value)
    return digest.hexdigest()


def _feed(update: Callable[[bytes], None], value: Any) -> None:
    if isinstance(value, pd.DataFrame):
        update(repr((value.shape, list(value.index), list(value.columns))).encode())
        for column in value:
            update(repr((str(value[column].dtype), value[column].tolist())).encode())
    elif isinstance(value, Mapping):
        update(f"{len(value)} entries".encode())
        for name, content in value.items():
            update(repr(name).encode())
            _feed(update, content)
    elif isinstance(value, list | tuple):
        update(f"{len(value)} items".encode())
        for item in value:
            _feed(update, item)
    elif isinstance(value, BaseModel):
        update(f"{type(value).__qualname__} {value.model_dump_json()}".encode())
    elif dataclasses.is_dataclass(value):
        _feed(update, {field.name: getattr(value, field.name) for field in dataclasses.fields(value)})
    elif value is None or isinstance(value, str | int | float | Path):
        update(repr(value).encode())
    else:
        raise TypeError(f"no content known for {type(value)}")


def shared_folder(base: Path, name: str, make: Callable[[Path], object]) -> Path:
    """Return `base`/`name`, filled by `make` the first time a worker asks; the others wait for it, and only read."""
    folder = base / name
    with FileLock(base / f"{name}.lock"):
        if not (base / f"{name}.made").is_file():
            folder.mkdir()
            make(folder)
            (base / f"{name}.made").touch()
    return folder
