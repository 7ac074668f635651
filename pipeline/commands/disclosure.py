"""What `evaluation divulgation` does: finished folders audited, and what they disclose said without repeating it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from pipeline.commands.restricted_reasons import STAYS
from pipeline.french import count
from pipeline.publication.audit import DisclosureFinding, Leak, audit_folders
from pipeline.publication.record import FACTS
from pipeline.report.wording import no_break

_SHOWN = 12  # of one kind in one file: more say nothing new


def disclosure(folders: Sequence[Path]) -> bool:
    """Print what `folders` disclose, kind by kind, and return whether anything does; no value, no pseudonym.

    Of restricted folders alone, each kind says why it stays, or that it must be mended.

    Raises `UsageError` when a folder or a file cannot be read.
    """
    found = audit_folders(folders)
    names = ", ".join(str(folder) for folder in folders)
    if not found:
        print(no_break(f"Rien à signaler dans {names}."))
        return False
    print(no_break(f"{count(len(found), 'divulgation')} dans {names}."))
    order = list(Leak)
    restricted = not any((folder / FACTS).is_file() for folder in folders)
    for leak, group in groupby(sorted(found, key=lambda f: (order.index(f.leak), f.file)), lambda f: f.leak):
        rows = list(group)
        print(no_break(f"\n{leak} : {len(rows)}"))
        if restricted and leak in STAYS:
            print(no_break(f"  Dans un document restreint : {STAYS[leak]}"))
        for file, of_file in groupby(rows, lambda f: f.file):
            _print_file(file, list(of_file))
    return True


def _print_file(file: str, rows: Sequence[DisclosureFinding]) -> None:
    print(f"  {file}")
    for row in rows[:_SHOWN]:
        print(no_break("    - " + " ; ".join(part for part in (row.place, row.cell, row.reason) if part)))
    if len(rows) > _SHOWN:
        print(no_break(f"    - et {count(len(rows) - _SHOWN, 'autre')} dans ce fichier"))
