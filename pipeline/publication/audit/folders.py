"""The audit of finished folders: all facts together, then each document of each folder against them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.publication.audit.cells import disclosed_cells, exits_between_editions
from pipeline.publication.audit.documents import (
    audit_document,
    audit_names,
    labels_of,
    read_document,
    readable_drawings,
)
from pipeline.publication.audit.facts import FILE, ListedFact, listed_facts
from pipeline.publication.audit.finding import DisclosureFinding, Leak
from pipeline.publication.audit.forbidden import forbidden
from pipeline.publication.audit.listed import misplaced
from pipeline.publication.audit.listing import Listing
from pipeline.publication.audit.places import pseudonyms, without_pseudonyms
from pipeline.publication.audit.restricted import restricted_facts
from pipeline.publication.audit.times import dated_exits

EDITIONS = ("intermediaire", "parcours", "finale")  # contract §2, the earliest first
_FINISHED = frozenset({".html", ".pdf", ".docx", ".xlsx", ".svg"})
_RECORD = "publication.yaml"  # once released
# Contract §8.17.
_EXPECTED = frozenset(
    {"index.html", "classeur.xlsx", _RECORD}
    | {f"{name}.{kind}" for name in ("synthese", "rapport") for kind in ("html", "pdf", "docx")}
)


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
    facts: dict[Path, tuple[ListedFact, ...]] = {}
    for folder in folders:
        if (folder / FILE).is_file():
            facts[folder] = listed_facts(folder / FILE)
        else:
            facts[folder] = restricted_facts(folder)
            yield DisclosureFinding(
                Leak.NO_LIST, str(folder), "", "", "rien n’y dit ce qui est publié : ce dossier ne peut pas l’être."
            )
    together = tuple(fact for of_folder in facts.values() for fact in of_folder)
    yield from forbidden(together)
    yield from misplaced([fact for folder in folders if (folder / FILE).is_file() for fact in facts[folder]])
    yield from dated_exits(together)
    yield from disclosed_cells(together)
    yield from exits_between_editions(together, _by_horizon(together))
    for folder in folders:
        yield from _documents(folder, facts[folder]) if (folder / FILE).is_file() else _names(folder)


def _names(folder: Path) -> Iterator[DisclosureFinding]:
    """Without a list, no number is published: what documents say of people, and draw of them, is told alone."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in _FINISHED and "validation" not in path.parts:
            yield from audit_names(path, read_document(path))


def _documents(folder: Path, facts: tuple[ListedFact, ...]) -> Iterator[DisclosureFinding]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / FILE]
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if pseudonyms(name):
            yield DisclosureFinding(
                Leak.PSEUDONYM, str(folder / without_pseudonyms(name)), "", "", "le nom du fichier en est un."
            )
        elif path.is_dir() and not any(path.iterdir()):
            yield DisclosureFinding(Leak.UNLISTED_FILE, str(path), "", "", "un dossier vide n’est rien qu’un nom.")
    listing = Listing(facts)
    for path in files:
        name = path.relative_to(folder).as_posix()
        if name not in _EXPECTED and name not in listing.files:
            yield DisclosureFinding(
                Leak.UNLISTED_FILE,
                str(folder / without_pseudonyms(name)),
                "",
                "",
                "une publication n’a que ses documents finis.",
            )
    readings = {path: read_document(path) for path in files}
    for record in (path for path in files if path.name == _RECORD):
        # The day on which somebody released it is not one of a household.
        said = tuple(p for p in readings[record].passages if not p.text.startswith("le: "))
        readings[record] = replace(readings[record], passages=said)
    labels = frozenset().union(*(labels_of(reading) for reading in readings.values()))
    drawings = frozenset().union(*(readable_drawings(reading) for reading in readings.values()))
    for path, reading in readings.items():
        yield from audit_document(path, reading, listing, labels, drawings)


def _by_horizon(facts: Sequence[ListedFact]) -> list[str]:
    """Editions from the one that looks least far to the one that looks furthest; then as they come."""
    furthest: dict[str, str] = {}
    for fact in facts:
        wave = fact.named.get("vague", "")
        furthest[fact.edition] = max(furthest.get(fact.edition, ""), wave if wave.startswith("M") else "")
    known = {name: at for at, name in enumerate(EDITIONS)}
    return sorted(furthest, key=lambda name: (known.get(name, len(known)), furthest[name]))
