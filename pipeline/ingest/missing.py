"""Cells that are missing, and cells that are refused before their kind is looked at."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.ingest.calendar_text import is_null_date
from pipeline.ingest.cells import Cells, Nature
from pipeline.ingest.encoding import UNREADABLE
from pipeline.ingest.reading import Flags, Problem
from pipeline.ingest.rules import UNREADABLE_CELL

MARKS = ("", "na", "n/a", "nd", "nr", "nc", ".", "-", "?")
# Marks that programs write and that senders do not agree on: refused in every column, free text too.
_PSEUDO_MARKS = (
    "nan",
    "inf",
    "-inf",
    "+inf",
    "infinity",
    "-infinity",
    "n.c.",
    "n.c",
    "n.d.",
    "n.a.",
    "n.r.",
    "#n/a",
    "#na",
)
_SPREADSHEET_ERROR = r"^#(N/A|REF!|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|NUM!|NOMBRE!|NULL!|NUL!)$"
LONGEST_CELL = 10_000
_DASH = r"^(?:€\s*)?[\-\x{2010}-\x{2015}\x{2212}](?:[\s\x{00a0}\x{202f}]*(?:€|(?i:eur)))?$"
# Spaces of any width, and marks without width, around a cell.
_EDGES = " \t\r\n\v\f\u00a0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200C)))

_PROBLEMS = {
    name: Problem(UNREADABLE_CELL, motif)
    for name, motif in {
        "formula": "Formule sans résultat enregistré : elle n’est pas calculée ici ; une valeur est attendue.",
        "error": "Erreur de tableur ; une valeur est attendue, ou une cellule vide.",
        "bytes": "Caractères illisibles dans l’encodage du fichier.",
        "long": "Cellule de plus de 10 000 caractères.",
        "mark": "Marque de valeur manquante non admise ; laisser vide, ou écrire NA, N/A, ND, NR ou NC.",
    }.items()
}


def trimmed(texts: Any) -> Any:
    """Return Arrow texts without spaces around."""
    import pyarrow.compute as pc

    return pc.utf8_trim(texts, _EDGES)


def missing(texts: Any) -> Flags:
    """Which trimmed texts are missing-value marks (upper or lower case)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    flags: Flags = pc.is_in(pc.utf8_lower(texts), pa.array(MARKS)).to_numpy(zero_copy_only=False)
    return flags


def null_dates(texts: Any) -> Flags:
    """Which trimmed texts a program wrote for « no date »."""
    return np.array([is_null_date(t) for t in texts.to_pylist()], bool)


def dashes(texts: Any) -> Flags:
    """Which trimmed texts are a dash, with or without a currency: a zero in the accounting format of spreadsheets."""
    import pyarrow.compute as pc

    flags: Flags = pc.match_substring_regex(texts, _DASH).to_numpy(zero_copy_only=False)
    return flags


def refused(cells: Cells, texts: Any) -> list[tuple[Flags, Problem]]:
    """Return which texts cannot be read in any column, with why."""
    import pyarrow as pa
    import pyarrow.compute as pc

    def flags(array: Any) -> Flags:
        out: Flags = array.to_numpy(zero_copy_only=False)
        return out

    error = flags(pc.match_substring_regex(texts, _SPREADSHEET_ERROR, ignore_case=True))
    return [
        (cells.natures == Nature.FORMULA, _PROBLEMS["formula"]),
        (error | (cells.natures == Nature.ERROR), _PROBLEMS["error"]),
        (flags(pc.match_substring(texts, UNREADABLE)), _PROBLEMS["bytes"]),
        (np.asarray(flags(pc.utf8_length(texts)) > LONGEST_CELL), _PROBLEMS["long"]),
        (flags(pc.is_in(pc.utf8_lower(texts), pa.array(_PSEUDO_MARKS))), _PROBLEMS["mark"]),
    ]
