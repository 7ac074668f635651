"""A published fact, and what stands in its place where nothing is published; `publication.csv` lists the facts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.spreadsheet import csv_text

COLUMNS = ("edition", "element", "cle", "colonne", "bas", "haut")


@dataclass(frozen=True)
class Rounded:
    """A number as it is published. The exact one lies between `bas` and `haut`, in the unit of its produced column.

    `nombre`: the number alone, as it is printed; `texte`: with its unit. `valeur`: the same as a number, for a
    spreadsheet; None where a class is printed (« moins de 5 »).
    """

    bas: float
    haut: float
    nombre: str
    texte: str
    valeur: float | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """Where the exact number is."""
        return self.bas, self.haut


@dataclass(frozen=True)
class PublishedFact:
    """One published number: `cle` names the row of the element (`column=value;…`), `colonne` the column."""

    edition: str
    element: str
    cle: str
    colonne: str
    rounded: Rounded

    @property
    def texte(self) -> str:
        return self.rounded.texte

    @property
    def nombre(self) -> str:
        return self.rounded.nombre


@dataclass(frozen=True)
class Masked:
    """A cell that is not published, and why, in French."""

    edition: str
    element: str
    cle: str
    colonne: str
    motif: str

    @property
    def texte(self) -> str:
        return self.motif

    @property
    def nombre(self) -> str:
        return self.motif


Cell = PublishedFact | Masked


def key_of(**named: object) -> str:
    """Return « column=value;… », in the order given, as `chiffres.csv` writes it."""
    return ";".join(f"{column}={value}" for column, value in named.items())


def key_parts(cle: str) -> Mapping[str, str]:
    """Return what `key_of` was given, as texts."""
    return dict(part.split("=", 1) for part in cle.split(";") if part)


def publication_csv(facts: Iterable[PublishedFact]) -> str:
    """Return `publication.csv`: `;`, a byte-order mark, decimal comma, every field quoted."""
    rows = ([f.edition, f.element, f.cle, f.colonne, *map(bound_text, f.rounded.bounds)] for f in facts)
    return "\ufeff" + csv_text([COLUMNS, *rows])


def released_facts(text: str, where: str) -> list[PublishedFact]:
    """Return the facts of a `publication.csv`, with no other words than their bounds.

    Raises `UsageError` naming `where` when it is none.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    try:
        return [_fact(row) for row in rows]
    except (KeyError, ValueError, AttributeError, TypeError):
        raise UsageError(f"{where} : ce fichier n’a pas les colonnes attendues ({', '.join(COLUMNS)}).") from None


def bound_text(value: float) -> str:
    """Return a number as the file writes it: decimal comma, twelve significant digits."""
    return f"{value:.12g}".replace(".", ",")


def _fact(row: Mapping[str, str]) -> PublishedFact:
    low, high = (float(row[c].replace(",", ".")) for c in ("bas", "haut"))
    words = f"{row['bas']} à {row['haut']}"
    return PublishedFact(row["edition"], row["element"], row["cle"], row["colonne"], Rounded(low, high, words, words))
