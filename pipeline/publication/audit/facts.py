"""`publication.csv` read back: each published fact, the cell it tells of, and the bounds of its exact value."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.contract.codes import CENSURES, MUTATION, SORTIES_NEGATIVES
from pipeline.contract.indicators import INDICATORS, Scale
from pipeline.errors import UsageError, reason
from pipeline.publication.audit.places import without_pseudonyms

FILE = "publication.csv"
COLUMNS = ("edition", "element", "cle", "colonne", "bas", "haut")
FRAME = "cadre"  # the element of constants: thresholds, horizons, years, planned sizes
EXITS = frozenset({*SORTIES_NEGATIVES, *CENSURES, MUTATION})
_WHOLE = 1.5  # above, a share is in percent: a bound rounded up may pass 1
GROUPS = {"accompagnes": "accompagne", "temoins": "temoin"}

_COUNTS = re.compile(r"^(n|n_.*|effectif.*|menages.*|atteint|nombre.*|taille.*|observes|analyses|manquants?|sorties?)$")
_SHARES = re.compile(r"^(part.*|proportion.*|probabilite.*|survie.*|annonces)$")
_MEANS = re.compile(r"^(moyenne.*|valeur.*)$")
_SUMS = re.compile(r"^(somme.*|total.*|montant.*)$")


@dataclass(frozen=True)
class ListedFact:
    """The exact value of `column`, for the cell that `key` names, lies between `low` and `high`, in the table's unit.

    `group`: « accompagne », « temoin », or empty where both are told of; from the key, or from the column's ending.
    """

    edition: str
    element: str
    key: tuple[tuple[str, str], ...]
    column: str
    low: float
    high: float
    file: str

    @cached_property
    def named(self) -> dict[str, str]:
        """The key as column → value."""
        return dict(self.key)

    @cached_property
    def group(self) -> str:
        """The group that the value is of."""
        return self.named.get("groupe") or next((g for end, g in GROUPS.items() if self.column.endswith("_" + end)), "")

    @cached_property
    def measure(self) -> str:
        """The column without the group's ending: `n_accompagnes` and `n` of a row with `groupe` are both `n`."""
        for ending in GROUPS:
            if self.column.endswith("_" + ending):
                return self.column[: -len(ending) - 1]
        return self.column

    @cached_property
    def cause(self) -> str:
        """The way out that it counts, if it counts exits."""
        motive = self.named.get("motif", "")
        return self.named.get("cause", motive if motive in EXITS else "")

    @property
    def is_frame(self) -> bool:
        """A constant of the study, known before any result."""
        return self.element == FRAME

    @property
    def is_exact(self) -> bool:
        """Nothing was rounded away."""
        return math.isclose(self.low, self.high, rel_tol=1e-9, abs_tol=1e-12)

    @cached_property
    def binary(self) -> bool:
        """Its indicator is a yes or a no: the mean of a group is a share."""
        known = INDICATORS.get(self.named.get("indicateur", ""))
        return known is not None and known.scale is Scale.BINARY

    @cached_property
    def is_count(self) -> bool:
        """A number of households."""
        return bool(_COUNTS.match(self.measure))

    @cached_property
    def is_share(self) -> bool:
        """A share of households, between 0 and 1 (or 0 and 100 where the table has it so)."""
        return bool(_SHARES.match(self.measure)) or (self.binary and bool(_MEANS.match(self.measure)))

    @cached_property
    def is_mean(self) -> bool:
        """A mean over households."""
        return not self.is_share and bool(_MEANS.match(self.measure))

    @cached_property
    def is_sum(self) -> bool:
        """A total over households."""
        return bool(_SUMS.match(self.measure))

    @property
    def share_bounds(self) -> tuple[float, float]:
        """Bounds of a share between 0 and 1."""
        unit = 100.0 if max(abs(self.low), abs(self.high)) > _WHOLE else 1.0
        return self.low / unit, self.high / unit

    @property
    def cell(self) -> str:
        """Where the fact is from and of which cell: what may be printed of it."""
        key = " ; ".join(f"{k}={v}" for k, v in self.key)
        return without_pseudonyms(f"{self.edition}, {self.element}, {self.column}" + (f" ({key})" if key else ""))


def listed_facts(path: Path) -> tuple[ListedFact, ...]:
    """Return the facts of one `publication.csv`.

    Raises `UsageError`, with the line, when the file is not what contract §8.20 describes.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"« {path} » : {reason(error)}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"« {path} » n’est pas en UTF-8 : le refaire par l’étape de publication.") from None
    rows = csv.reader(text.splitlines(), delimiter=";")
    header = next(rows, [])
    if tuple(header) != COLUMNS:
        raise UsageError(f"« {path} », ligne 1 : colonnes attendues « {' ; '.join(COLUMNS)} ».")
    return tuple(_facts(rows, path))


def _facts(rows: Iterator[list[str]], path: Path) -> Iterator[ListedFact]:
    for line, row in enumerate(rows, start=2):
        if len(row) != len(COLUMNS):
            raise UsageError(f"« {path} », ligne {line} : {len(COLUMNS)} champs attendus, séparés par « ; ».")
        edition, element, key, column, low, high = row
        bounds = [_number(cell, path, line) for cell in (low, high)]
        if bounds[0] > bounds[1]:
            raise UsageError(f"« {path} », ligne {line} : « bas » dépasse « haut ».")
        yield ListedFact(edition, element, parsed_key(key), column, bounds[0], bounds[1], str(path))


def parsed_key(text: str) -> tuple[tuple[str, str], ...]:
    """Return « colonne=valeur;… » as pairs.

    >>> parsed_key("indicateur=maintien;vague=M24")
    (('indicateur', 'maintien'), ('vague', 'M24'))
    """
    parts = [part.partition("=") for part in text.split(";") if part.strip()]
    return tuple((name.strip(), value.strip()) for name, _, value in parts)


def _number(text: str, path: Path, line: int) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise UsageError(f"« {path} », ligne {line} : « bas » et « haut » sont des nombres, à virgule décimale.")
    return value
