"""Which files of a delivery belong to which table; nothing outside the delivery is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.contract.fold import fold
from pipeline.contract.markers import ACCEPTED_WARNINGS, CORRECTIONS, SYNTHETIC_MARKER
from pipeline.contract.tables import TABLES
from pipeline.errors import UsageError, reason
from pipeline.ingest.identifiers import names_a_person
from pipeline.ingest.rules import (
    IDENTIFIER_FOUND,
    IGNORED_FILE,
    MASK,
    NOT_A_DELIVERED_FILE,
    OUTSIDE_LINK,
    UNREADABLE_FILE,
    findings,
)
from pipeline.ingest.sniff import holds_data

READ_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet", ".pq")
# Spreadsheets and archives that may hold a landlord's data: to be sent again, not to be passed over.
_REFUSED_SUFFIXES = {
    ".xls": "ancien format Excel (.xls)", ".xlsb": "classeur Excel binaire (.xlsb)",
    ".ods": "classeur OpenDocument (.ods)", ".zip": "archive (.zip)", ".7z": "archive (.7z)",
    ".rar": "archive (.rar)", ".gz": "archive (.gz)",
}  # fmt: skip
# A browser's file in progress and a program's safety copy hold data that nobody meant to deliver.
_UNFINISHED = (".download", ".crdownload", ".part", ".partial", ".tmp", ".bak", ".old", ".orig")
_DEEPEST = 8
# Left there by systems and editors, or explaining the delivery to people: passed over without a word.
_SILENT = ("thumbs.db", "desktop.ini", ACCEPTED_WARNINGS, CORRECTIONS)
_SILENT_STEMS = ("readme", "lisezmoi", "lisez-moi")
_TABLE_OF = {fold(name): name for name in TABLES} | {fold(t.label): t.name for t in TABLES.values()}


@dataclass(frozen=True)
class Source:
    """A file to read as a part of a table. `shown`: its path inside the delivery, fit to be printed."""

    table: str
    path: Path
    shown: str


@dataclass(frozen=True)
class Located:
    """The files to read in a fixed order, tables that a folder or file announces, and what was not read."""

    sources: list[Source]
    announced: set[str]
    findings: list[pd.DataFrame]


def locate(folder: Path) -> Located:
    """List a delivery. Raises `UsageError` when the folder cannot be listed."""
    if not folder.is_dir():
        raise UsageError(f"{folder} : le dossier de la livraison est introuvable.")
    root = folder.resolve()
    located = Located([], set(), [])
    for entry in _listing(folder):
        if _silent(entry.name):
            continue
        table = _TABLE_OF.get(fold(entry.name))
        if entry.is_dir() and table is not None and _inside(entry, root):
            located.announced.add(table)
            _take_folder(entry, entry.name, table, root, located, 0)
        elif entry.is_dir():
            rule = IGNORED_FILE if _inside(entry, root) else OUTSIDE_LINK
            name = MASK if names_a_person(entry.name) else printable(entry.name)
            located.findings.append(findings(rule, _folder_motif(rule is IGNORED_FILE), file=name))
        else:
            # « menages.csv.download » is about households, whatever a browser added to its name.
            _take(entry, entry.name, _TABLE_OF.get(fold(entry.name.partition(".")[0])), root, located)
    return located


def printable(name: str) -> str:
    """A file name fit to be printed: control characters and bytes that are no text are replaced."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def _take_folder(folder: Path, relative: str, table: str, root: Path, located: Located, depth: int) -> None:
    children = list(_listing(folder))
    if not children and depth:
        motif = "Dossier vide : il n’y a rien à lire."
        located.findings.append(findings(IGNORED_FILE, motif, table=table, file=_shown(relative, folder, located)))
    for child in children:
        inner = f"{relative}/{child.name}"
        if not child.is_dir() or _silent(child.name):
            _take(child, inner, table, root, located)
        elif child.is_symlink() or depth >= _DEEPEST:
            motif = "Dossier non lu : lien symbolique, ou dossier rangé trop profond."
            located.findings.append(findings(OUTSIDE_LINK, motif, table=table, file=_shown(inner, child, located)))
        else:
            _take_folder(child, inner, table, root, located, depth + 1)


def _take(path: Path, relative: str, table: str | None, root: Path, located: Located) -> None:
    if _silent(path.name):
        return
    shown, suffix = _shown(relative, path, located), path.suffix.lower()
    if MASK in shown:
        motif = "Identifiant direct dans le nom du fichier : les données doivent rester pseudonymes."
        located.findings.append(findings(IDENTIFIER_FOUND, motif, table=table, file=shown, values=MASK))
    other = suffix not in READ_SUFFIXES and suffix not in _REFUSED_SUFFIXES
    if table is None or (other and not (_inside(path, root) and _regular(path) and holds_data(path))):
        motif = (
            "Fichier ignoré : il n’est dans le dossier d’aucune table, ou son extension n’est pas d’un format admis."
        )
        located.findings.append(findings(IGNORED_FILE, motif, table=table, file=shown))
        return
    located.announced.add(table)
    if suffix in _UNFINISHED:
        motif = (
            f"Fichier « {suffix} » : téléchargement inachevé ou copie de secours, qui ressemble à des données et n’est "
            "pas lu."
        )
        located.findings.append(findings(NOT_A_DELIVERED_FILE, motif, table=table, file=shown))
    elif not _inside(path, root):
        motif = "Lien symbolique qui sort de la livraison ou ne mène nulle part : il n’est pas suivi."
        located.findings.append(findings(OUTSIDE_LINK, motif, table=table, file=shown))
    elif suffix in _REFUSED_SUFFIXES:
        motif = f"Format non admis : {_REFUSED_SUFFIXES[suffix]} ; CSV, TSV, TXT, XLSX ou Parquet est attendu."
        located.findings.append(findings(UNREADABLE_FILE, motif, table=table, file=shown))
    elif not _regular(path):
        motif = "Ce n’est pas un fichier ordinaire (dossier, tube ou périphérique) : il n’est pas lu."
        located.findings.append(findings(IGNORED_FILE, motif, table=table, file=shown))
    else:
        located.sources.append(Source(table, path, shown))


def _shown(relative: str, path: Path, located: Located) -> str:
    """The path inside the delivery, fit to be printed: a folder or a file that names a person is masked."""
    *folders, _ = relative.split("/")
    parts = [MASK if names_a_person(f) else printable(f) for f in folders]
    named = names_a_person(path.stem)
    last = f"{MASK} {len(located.findings) + 1}{path.suffix.lower()}" if named else printable(path.name)
    return "/".join([*parts, last])


def _folder_motif(inside: bool) -> str:
    if inside:
        return f"Dossier ignoré : son nom n’est pas celui d’une table ({', '.join(TABLES)})."
    return "Lien symbolique vers un dossier hors de la livraison : il n’est pas suivi."


def _listing(folder: Path) -> Iterator[Path]:
    try:
        return iter(sorted(folder.iterdir(), key=lambda p: os.fsencode(p.name)))
    except OSError as error:
        raise UsageError(f"{printable(str(folder))} : dossier illisible ({reason(error)}).") from None


def _silent(name: str) -> bool:
    lower = name.lower()
    if name == SYNTHETIC_MARKER:
        return True
    return lower.startswith((".", "~$")) or lower in _SILENT or Path(lower).stem in _SILENT_STEMS


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False
