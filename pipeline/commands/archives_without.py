"""Archives without some households: the rows of their tables taken out, the manifest written anew, and saying so."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Sequence
from pathlib import Path

from pipeline.commands.archive import close_archive, open_folders
from pipeline.removal.parquet_rows import without_in_parquet
from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.removal.rewritten import NotRewritableError
from pipeline.removal.search import file_holds, holds_bytes
from pipeline.stages.archived import MANIFEST, archive_manifest
from pipeline.storage import digest_of


def take_out_of_archive(folder: Path, pseudonyms: Pseudonyms, action: str, *, whole_tables: bool = False) -> list[Path]:
    """Take the households out of the archive in `folder` and return the files changed or removed.

    A Parquet table loses their rows; any other file that holds a pseudonym is removed (rejections, senders' pages).
    `whole_tables`: the tables too are removed whole. The documents, which name nobody, stay as they were published.
    """
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != MANIFEST and file_holds(p, pseudonyms)]
    if not files:
        return []
    manifest = archive_manifest(folder)
    open_folders(folder)
    try:
        for path in files:
            new = None if whole_tables else _without(path, pseudonyms)
            if new is None:
                path.unlink()
            else:
                _replace(path, new)
        listed = {entry["chemin"]: entry for entry in manifest["fichiers"]}
        for path in files:
            name = path.relative_to(folder).as_posix()
            if path.exists():
                listed[name] |= {"octets": path.stat().st_size, "sha256": digest_of(path)}
            else:
                listed.pop(name, None)
        manifest["fichiers"] = list(listed.values())
        changed = [p.relative_to(folder).as_posix() for p in files]
        note = {"jour": dt.date.today().isoformat(), "action": action, "fichiers": changed}
        manifest["retraits"] = [*manifest.get("retraits", []), note]
        _replace(folder / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
    finally:
        close_archive(folder)
    return files


def _without(path: Path, pseudonyms: Pseudonyms) -> bytes | None:
    data = path.read_bytes()
    if not data.startswith(b"PAR1"):
        return None
    try:
        new = without_in_parquet(data, None, pseudonyms, mask=True)
    except NotRewritableError:
        return None
    return None if holds_bytes(new.content, pseudonyms) else new.content


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def archives_among(files: Sequence[Path], archives: Sequence[Path]) -> list[Path]:
    """Return the archives that one of these files lies in."""
    return [folder for folder in archives if any(path.is_relative_to(folder) for path in files)]
