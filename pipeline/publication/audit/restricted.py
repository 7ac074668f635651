"""A restricted folder read as an attacker would: the tables and curves beside its documents become facts.

Nothing there was rounded to protect anybody: each number is known to the digits that are written. A cell that a table
leaves empty, or calls « masqué », is a mask of fewer households than the threshold.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.contract.codes import ACCOMPAGNE
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, WAVE_MONTHS
from pipeline.errors import UsageError, reason
from pipeline.publication.audit.facts import ListedFact

_TABLES = ("tableaux/*.csv", "courbes/*.csv")
_THRESHOLD = 5
_ANY_NUMBER = 10_000.0  # more households than any study of this kind has
_KEYS = frozenset(
    ("indicateur", "vague", "methode", "mesure", "variante", "famille", "groupe", "dimension", "modalite", "variable",
     "aide", "cause", "de", "vers", "etat", "population", "etape", "motif", "mois", "echeance")
)  # fmt: skip
# Tables of the study's design, of simulations, of money spent, of months: none counts households.
_OF_NOBODY = frozenset(
    ("calibration", "couts", "couts_ratios", "parametres", "qualite", "versions", "normes", "causes_cachees",
     "precision", "puissance", "menaces", "calendrier", "transitions", "mois_par_etat")
)  # fmt: skip
_BESIDE_OURS = "reperes"  # a published figure, and the population that it is of, beside our own numbers
_RENAMED = {"echeance": "vague"}
_DIGITS = 6  # significant ones, with which tables are written
_COUNT_IN_WORDS = re.compile(r"^(?P<value>[-−+]?[\d\s\u00a0\u202f]+(?:,\d+)?)\D{0,3}\((?P<n>\d+)\)$")
_MONTHS = re.compile(r"(?P<months>\d+)[\s\u00a0]mois")


def restricted_facts(folder: Path) -> tuple[ListedFact, ...]:
    """Return what the tables and curves of a restricted folder say. Raises `UsageError` when one cannot be read."""
    paths = [path for pattern in _TABLES for path in sorted(folder.glob(pattern)) if path.stem not in _OF_NOBODY]
    return tuple(fact for path in paths for fact in _table(path, folder.name))


def _table(path: Path, edition: str) -> Iterator[ListedFact]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "n’est pas en UTF-8"
        raise UsageError(f"« {path} » : {why}.") from None
    first = text.partition("\n")[0]
    rows = list(csv.DictReader(text.splitlines(), delimiter=";" if ";" in first else ","))
    columns = list(rows[0]) if rows else []
    written = _KEYS & set(columns)
    for row in rows:
        yield from _row(row, path, edition) if written else _printed_row(row, columns, path, edition)


def _row(row: Mapping[str, str], path: Path, edition: str) -> Iterator[ListedFact]:
    named = {_RENAMED.get(name, name): row[name] for name in row if name in _KEYS and row[name]}
    if named.get("mesure", "") in INDICATORS:
        named.setdefault("indicateur", named.pop("mesure"))
    elif "indicateur" not in named and "mesure" in named:
        named["question"] = named.pop("mesure")
    of_others: frozenset[str] = frozenset()
    if path.stem == _BESIDE_OURS:
        named.pop("population", None)
        of_others = frozenset({"valeur"})
    key = tuple(named.items())
    for column, cell in row.items():
        if column in _KEYS | of_others or column is None:
            continue
        bounds = _bounds(cell or "")
        if bounds is None and column.startswith("effectif") and not cell and "groupe" in named:
            bounds = (1.0, _THRESHOLD - 1.0)
        if bounds is not None:
            yield ListedFact(edition, path.stem, key, _column(column), *bounds, str(path))


def _column(column: str) -> str:
    """`accompagne` and `temoin`, columns of the flow, hold numbers of households."""
    return {"accompagne": "effectif_accompagnes", "temoin": "effectif_temoins"}.get(column, column)


def _printed_row(row: Mapping[str, str], columns: Sequence[str], path: Path, edition: str) -> Iterator[ListedFact]:
    """« Bien-être (WHO-5), 24 mois » and « 49,8 (9) » by class: a mean, and of how many accompanied households.

    A class alone masked is of few; beside another, it may be the next smallest, of any number.
    """
    label = row[columns[0]] or ""
    indicator = next((i.name for i in (*INDICATORS.values(), DUREE_MAINTIEN) if label.startswith(i.label)), "")
    months = _MONTHS.search(label)
    if not indicator or months is None:
        return
    wave = next((w for w, m in WAVE_MONTHS.items() if m == int(months["months"])), "")
    alone = sum(row[column] == "masqué" for column in columns[1:]) == 1
    for column in columns[1:]:
        key = (("classe", column), ("groupe", ACCOMPAGNE), ("indicateur", indicator), ("vague", wave))
        cell = row[column] or ""
        found = _COUNT_IN_WORDS.match(cell)
        if cell == "masqué":
            yield ListedFact(edition, path.stem, key, "n", 0, _THRESHOLD - 1 if alone else _ANY_NUMBER, str(path))
        elif found:
            value, half = _printed(re.sub(r"[\s\u00a0\u202f]", "", found["value"]).replace("−", "-"))
            low, high = value - half, value + half
            if "%" in cell:
                low, high = max(0.0, low / 100), min(1.0, high / 100)
            yield ListedFact(edition, path.stem, key, "valeur", low, high, str(path))
            yield ListedFact(edition, path.stem, key, "n", float(found["n"]), float(found["n"]), str(path))


def _bounds(cell: str) -> tuple[float, float] | None:
    """The exact value that a cell tells, to half a unit of its last written digit; whole numbers are what they are."""
    if not re.fullmatch(r"-?\d+(?:[,.]\d+)?", cell):
        return None
    value = float(cell.replace(",", "."))
    if "," not in cell and "." not in cell:
        return value, value
    half = 0.5 * 10.0 ** (math.floor(math.log10(abs(value))) + 1 - _DIGITS) if value else 0.0
    return value - half, value + half


def _printed(words: str) -> tuple[float, float]:
    """A number as prose prints it, and half a unit of its last decimal."""
    return float(words.replace(",", ".")), 0.5 * 10.0 ** -len(words.partition(",")[2])
