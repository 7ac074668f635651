"""Where a household's data may lie on this machine, place by place, and where no command can go."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.manifest import read_manifest
from pipeline.commands.output import WORKING
from pipeline.errors import UsageError
from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.removal.search import file_holds, holds_bytes
from pipeline.stages.archived import MANIFEST

_TEMPORARY = ("evaluation-*", "rapport-*")
_NOT_DATA = {".git", ".venv", ".venv-peers", "node_modules"}
# What the repository ships: the pseudonyms of its examples are nobody's, and may be those of a real household too.
_SHIPPED = ("pipeline", "tests", "benchmarks", "data/raw/demonstration", "data/raw/demonstration-verite.json")
_LARGEST_OBJECT = 200_000_000


@dataclass(frozen=True)
class Places:
    """`root`: of the DVC repository that the delivery lies in, None without one. All paths are resolved.

    `outputs`: folders of `--sortie`. `stores`: DVC cache and local remotes. `archives`: folders of `archiver`.
    `unreached`: remotes that are not on this machine, by name.
    """

    delivery: Path
    root: Path | None
    outputs: tuple[Path, ...]
    stores: tuple[Path, ...]
    archives: tuple[Path, ...]
    unreached: tuple[str, ...]

    @property
    def results(self) -> tuple[Path, ...]:
        """Folders of what the chain writes about households: what is there can be made again."""
        own = [(self.root / "data" / "processed", self.root / "reports")] if self.root is not None else []
        pairs = [*own, *((output / "processed", output / "reports") for output in self.outputs)]
        beside = () if self.root is None else (self.root / ".dvc",)
        return (
            *beside,
            *(folder for processed, reports in pairs for folder in (processed, reports / "validation")),
            *(output / WORKING for output in self.outputs),
        )

    def is_made(self, path: Path) -> bool:
        """Whether a file is one that the chain writes, by its folder and, in an output, by what the run says it made.

        What a person wrote there is that person's to change.
        """
        if not any(path.is_relative_to(folder) for folder in self.results):
            return False
        output = next((o for o in self.outputs if path.is_relative_to(o)), None)
        known = read_manifest(output) if output is not None else {}
        if output is None or not known or path.is_relative_to(output / WORKING):
            return True
        return path.relative_to(output).as_posix() in known

    @property
    def searched(self) -> tuple[Path, ...]:
        """All the folders that are looked through, none inside another."""
        named = [self.delivery, *self.outputs, *self.stores, *self.archives, *temporary_folders()]
        if self.root is not None:
            named.append(self.root)
        kept = dict.fromkeys(p.resolve() for p in named if p.exists())
        apart = [s for s in _shipped(self.root) if self.delivery.is_relative_to(s)] if self.root is not None else []
        return tuple(
            p for p in kept if (p == self.delivery and apart) or not any(o != p and p.is_relative_to(o) for o in kept)
        )


def places_of(delivery: Path, outputs: Sequence[Path], archives: Sequence[Path]) -> Places:
    """Return where the data of a delivery may lie. Raises `UsageError` when the repository cannot be read."""
    whole = delivery.resolve()
    root = next((p for p in (whole, *whole.parents) if (p / ".dvc").is_dir()), None)
    stores, unreached = _stores(root) if root is not None else ([], [])
    made = tuple(output.resolve() for output in outputs)
    around = [*made, *((root,) if root is not None else ())]
    found = [p.parent for folder in around for p in folder.rglob(MANIFEST) if not _NOT_DATA & set(p.parts)]
    kept = dict.fromkeys(p.resolve() for p in (*archives, *found))
    return Places(whole, root, made, tuple(stores), tuple(kept), tuple(unreached))


def temporary_folders() -> list[Path]:
    """Return the temporary folders of this program that an interrupted run left."""
    base = Path(tempfile.gettempdir())
    return [path for pattern in _TEMPORARY for path in base.glob(pattern) if path.is_dir() and os.access(path, os.W_OK)]


def holding(folders: Sequence[Path], pseudonyms: Pseudonyms, apart: Path | None = None) -> tuple[list[Path], int]:
    """Return the files below these folders that hold a pseudonym, in their name or inside, and how many were read.

    `apart`: the list of the pseudonyms itself, which is not read.
    """
    found, read = [], 0
    own = apart.resolve() if apart is not None else None
    for path in files_below(folders):
        if path == own:
            continue
        read += 1
        if pseudonyms.in_text(path.name) or file_holds(path, pseudonyms):
            found.append(path)
    return found, read


def files_below(folders: Sequence[Path]) -> Iterator[Path]:
    """Yield the files below these folders, but for git's own and installed programs, and for the repository's examples.

    Links are not followed.
    """
    for folder in folders:
        shipped = _shipped(folder)
        for place, names, files in os.walk(folder):
            names[:] = sorted(n for n in names if n not in _NOT_DATA and Path(place, n) not in shipped)
            found = [Path(place, name) for name in sorted(files)]
            yield from (p for p in found if p.is_file() and not p.is_symlink() and p not in shipped)


def _shipped(folder: Path) -> set[Path]:
    return {folder / name for name in _SHIPPED} if (folder / "pipeline" / "__init__.py").is_file() else set()


def in_git(root: Path | None, pseudonyms: Pseudonyms) -> int:
    """Return how many objects of the git repository around `root` hold a pseudonym, those of its whole history.

    The repository's own examples do not count.
    """
    if root is None or not (root / ".git").exists():
        return 0
    shipped = _shipped_objects(root) if _shipped(root) else set()
    command = ["git", "-C", str(root), "cat-file", "--batch-all-objects", "--batch", "--buffer", "--unordered"]
    found = 0
    try:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            while head := process.stdout.readline().split():
                content = process.stdout.read(int(head[2]) + 1)[:-1]
                if head[1] != b"tree" and head[0] not in shipped and len(content) < _LARGEST_OBJECT:
                    found += holds_bytes(content, pseudonyms)
    except FileNotFoundError:
        return 0
    return found


def _shipped_objects(root: Path) -> set[bytes]:
    """The names of the objects of git that are, or were, files of `_SHIPPED`."""
    command = ["git", "-C", str(root), "rev-list", "--objects", "--all"]
    try:
        listed = subprocess.run(command, capture_output=True, check=False).stdout.splitlines()
    except FileNotFoundError:
        return set()
    named = (line.partition(b" ") for line in listed)
    folders = tuple(name.encode() for name in _SHIPPED)
    return {name for name, _, path in named if path in folders or path.startswith(tuple(f + b"/" for f in folders))}


def _stores(root: Path) -> tuple[list[Path], list[str]]:
    """The DVC cache and the remotes that are folders of this machine; the names of the others."""
    from dvc.exceptions import DvcException
    from dvc.repo import Repo

    try:
        with Repo(str(root)) as repo:
            cache = Path(repo.cache.local.path)
            remotes = {str(name): str(remote.get("url", "")) for name, remote in repo.config["remote"].items()}
    except DvcException:
        raise UsageError(f"{root} : dépôt DVC illisible ; « dvc status » dit pourquoi.") from None
    stores, unreached = [cache.parent.parent if cache.name == "md5" else cache], []
    for name, url in remotes.items():
        folder = Path(url.removeprefix("file://"))
        if "://" in url.removeprefix("file://") or not folder.is_dir():
            unreached.append(name)
        else:
            stores.append(folder)
    return [store for store in stores if store.is_dir()], unreached
