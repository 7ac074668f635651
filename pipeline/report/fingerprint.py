"""Fingerprints: a short hash of what a report was made from, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

LENGTH = 16  # hexadecimal digits shown: 64 bits, enough to tell two deliveries or two versions apart

_NOT_CODE = frozenset({"__pycache__", "_shipped"})
_BYTECODE = (".pyc", ".pyo")


def fingerprint(entries: Iterable[tuple[str, Path]]) -> str:
    """Return the hash of named files: names and contents, in the order of the names, whatever order they come in.

    SHA-256 over, file by file, the SHA-256 of the name and that of the content (fixed lengths, so that no bytes can
    move from a name to a content); the first `LENGTH` hexadecimal digits. Dates, owners and folders above do not count.
    """
    return fingerprint_of_digests({name: _digest(path) for name, path in entries})


def fingerprint_of_digests(digests: Mapping[str, str]) -> str:
    """Return the same hash from the names and the SHA-256 (hexadecimal) of the contents, without the files."""
    total = hashlib.sha256()
    for name, digest in sorted(digests.items()):
        total.update(hashlib.sha256(name.encode("utf-8")).digest())
        total.update(bytes.fromhex(digest))
    return total.hexdigest()[:LENGTH]


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def code_fingerprint(package: Path, sources: Path, params: Path | None) -> str:
    """Return the hash of the code, of the report's text and of the parameters.

    `package`: the folder of `pipeline`, every file of it but bytecode. `sources`: the folder of `rapport.qmd`, of
    which the `.qmd` files count and those of `sections/`. `params`: the parameter file, None for the defaults, which
    are part of the code. A commit's name is left out: it changes when nothing that counts does.
    """
    entries = [(f"pipeline/{name}", path) for name, path in _files(package)]
    entries += [
        (f"reports/{path.relative_to(sources).as_posix()}", path)
        for pattern in ("*.qmd", "sections/*.qmd", "_quarto.yml", "presentation/*")
        for path in sources.glob(pattern)
        if path.is_file()
    ]
    if params is not None:
        entries.append(("params.yaml", params))
    return fingerprint(entries)


def data_fingerprint(folder: Path, names: Iterable[str] | None = None) -> str:
    """Return the hash of the delivery's files as they were received.

    `names`: paths inside `folder`, the files that were read; None for all. Raw bytes and not the tables made of
    them: the sender can compute the same hash, and a new version of the reader does not change it.
    """
    if names is None:
        return fingerprint(_files(folder))
    return fingerprint((name, folder / name) for name in set(names) if (folder / name).is_file())


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if path.is_file() and not _NOT_CODE & set(relative.parts) and path.suffix not in _BYTECODE:
            yield relative.as_posix(), path
