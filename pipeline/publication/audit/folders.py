"""The audit of finished folders: all facts together, then each document of each folder against them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.publication.audit.facts import FILE, Fact, read_facts
from pipeline.publication.audit.finding import DisclosureFinding, Leak


def audit_folders(folders: Sequence[Path]) -> tuple[DisclosureFinding, ...]:
    """Return what `folders` disclose, all editions together, in a steady order; empty when nothing.

    A folder holds `publication.csv` and finished documents (HTML, PDF, DOCX, XLSX, SVG), and needs nothing beside it.
    Raises `UsageError` when a folder or a file cannot be read.
    """
    return tuple(dict.fromkeys(_findings([_readable(folder) for folder in folders])))


def _readable(folder: Path) -> Path:
    if not folder.is_dir():
        raise UsageError(f"« {folder} » : dossier introuvable. Donner un dossier de publication (reports/*/publique).")
    return folder


def _findings(folders: Sequence[Path]) -> Iterator[DisclosureFinding]:
    facts: list[Fact] = []
    for folder in folders:
        if (folder / FILE).is_file():
            facts += read_facts(folder / FILE)
        else:
            yield DisclosureFinding(
                Leak.NO_LIST, str(folder), "", "", "rien n’y dit ce qui est publié : ce dossier ne peut pas l’être."
            )
