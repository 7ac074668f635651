"""`registre.csv`: what was taken out, when and why; never of whom."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError, reason
from pipeline.spreadsheet import ENCODING, SEPARATOR, csv_text
from pipeline.storage import replacing

COLUMNS = ("date", "action", "motif", "menages", "tables", "lignes", "non_atteint")


@dataclass(frozen=True)
class Entry:
    """One removal. `action`: `retrait` or `purge`; `tables`, `unreached`: enumerated; `rows`: of the delivery."""

    action: str
    motif: str
    households: int
    tables: tuple[str, ...]
    rows: int
    unreached: tuple[str, ...]


def add_entry(path: Path, entry: Entry) -> None:
    """Add a line to the record in `path`, which is made when there is none. Raises `UsageError`."""
    lines = _lines(path)
    new = (
        dt.date.today().isoformat(), entry.action, entry.motif, str(entry.households), ", ".join(entry.tables),
        str(entry.rows), ", ".join(entry.unreached),
    )  # fmt: skip
    text = csv_text([COLUMNS, *lines, new])
    with replacing(path) as temporary:
        temporary.write_text("\ufeff" + text, encoding="utf-8", newline="")


def _lines(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding=ENCODING)
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "ce n’est pas un texte"
        raise UsageError(f"{path} : registre illisible ({why}).") from None
    head, *lines = list(csv.reader(io.StringIO(text), delimiter=SEPARATOR)) or [[]]
    if tuple(head) != COLUMNS:
        raise UsageError(f"{path} : ce fichier n’est pas un registre ; « --registre » en désigne un autre.")
    return lines
