"""The corrections of a delivery without those of the rows removed, whose cells they would not find any more."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.contract.fold import fold
from pipeline.ingest.corrections import read_corrections
from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.removal.rewritten import Mention, Rewritten


def without_corrections(
    path: Path, removed: Iterable[tuple[str, str | None, int]], pseudonyms: Pseudonyms, *, mask: bool
) -> Rewritten:
    """Return the file of corrections without the lines about the rows `removed`: file, sheet and line of each.

    A correction whose old or new value is a pseudonym goes too. Lines are emptied, the others keep their numbers.
    """
    gone = {(name, fold(sheet or ""), line) for name, sheet, line in removed}
    anywhere = {(name, line) for name, _, line in gone}
    lines = path.read_bytes().splitlines(keepends=True)
    emptied = []
    for one in read_corrections(path):
        name = one.fichier.replace("\\", "/")
        of_row = (name, fold(one.feuille), one.ligne) in gone or (not one.feuille and (name, one.ligne) in anywhere)
        if of_row or pseudonyms.is_one(one.ancienne) or pseudonyms.is_one(one.nouvelle):
            emptied.append(one.number)
            line = lines[one.number - 1]
            lines[one.number - 1] = line[len(line.rstrip(b"\r\n")) :]
    if mask:
        lines = [pseudonyms.masked(line) for line in lines]
    mentions = tuple(Mention(None, at) for at, line in enumerate(lines, start=1) if pseudonyms.in_bytes(line))
    return Rewritten(b"".join(lines), tuple((None, number) for number in emptied), mentions)
