"""What a run made below `--sortie`, file by file: the only files that a later run may take away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pipeline.storage import replacing

MANIFEST = Path("processed", "manifeste.json")
_COMMON = ("tables", "provenance", "validation")  # folders of `processed` and `reports` that are no edition's

Manifest = Mapping[str, str]
"""Path below the output folder, with `/` → SHA-256 of what was written there; two, if a run was cut short."""


def read_manifest(output: Path) -> dict[str, str]:
    """Return what earlier runs say they made; nothing when there is no manifest, or one that cannot be read."""
    try:
        written = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
        return {str(path): str(digest) for path, digest in written["fichiers"].items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}


def write_manifest(output: Path, files: Manifest) -> None:
    """Write what was made, in the order of the paths: the same files give the same bytes."""
    content = {"fichiers": dict(sorted(files.items()))}
    with replacing(output / MANIFEST) as temporary:
        temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")


def edition_of(path: str) -> str:
    """Return the edition that a file of the output belongs to, empty when it is common to all."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[1] not in _COMMON else ""
