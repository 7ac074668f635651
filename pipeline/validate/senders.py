"""Who sent a file: told from its name, since the files of one sender carry it (`habitat_du_nord_menages.xlsx`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import PurePosixPath

import pandas as pd

from pipeline.contract.codes import BAILLEURS
from pipeline.contract.fold import fold
from pipeline.contract.schema import Code
from pipeline.contract.tables import TABLES

DELIVERY = "Livraison"

# Who sends without being a landlord, under the names that their files bear without accent nor apostrophe.
_PARTNERS = (
    Code("bureau_etudes", "Bureau d’études", ("bureau_d_etudes", "BE")),
    Code("cellule_veille", "Cellule de veille", ("cellule_de_veille", "cellule_veille_sociale", "veille_sociale")),
    Code("habitat_reuni", "Habitat Réuni"),
    Code("federation", "Fédération"),
    Code("associations", "Associations", ("association",)),
)

_WORDS = re.compile(r"[^\W_]+(?:&[^\W_]+)?")
# What a file name says beside its sender: a year or a date, a version, a copy.
_NOISE = re.compile(r"(?:19|20)\d{2}(?:\d{2}){0,2}|v\d+|\d+e?envoi|copie|final|finale|def|definitif")


def sender_of(path: str | None, names: Mapping[str, str]) -> str:
    """Return the label of the sender of the file at `path` (inside the delivery).

    `names`: pattern (`donnees.expediteurs`, as `fnmatch`, on the path or the file name) → name, the first that fits
    wins. Else the file's stem without the words of a table's name: a landlord's or a partner's label where it is
    one of its spellings, « Livraison » where nothing is left, or where there is no file.

    >>> sender_of("menages/habitat_62_59_menages.csv", {}), sender_of("menages/menages.csv", {})
    ('Habitat 62/59 Picardie', 'Livraison')
    """
    if path is None or pd.isna(path):
        return DELIVERY
    file = PurePosixPath(path)
    for pattern, name in names.items():
        if fnmatchcase(path, pattern) or fnmatchcase(file.name, pattern):
            return name
    return _from_stem(unicodedata.normalize("NFC", file.stem))


def senders_of(files: pd.Series, names: Mapping[str, str]) -> pd.Series:
    """Return the sender of each file of a Series (missing: « Livraison »)."""
    known = {f: sender_of(f, names) for f in files.dropna().unique()}
    return files.astype("str").fillna("").map({"": DELIVERY, **known}).astype("str")


@cache
def _from_stem(stem: str) -> str:
    words = _without_tables(_WORDS.findall(stem))
    landlord = _landlord(words)
    if landlord:
        return landlord
    kept = [w for w in words if not _NOISE.fullmatch(fold(w))]
    partners = {spelling: p.label for p in _PARTNERS for spelling in p.spellings()}
    label = partners.get(fold("".join(kept))) or " ".join(kept)
    return label[:1].upper() + label[1:] if label else DELIVERY


def _without_tables(words: list[str]) -> list[str]:
    """Return the words that are not a table's name, its label included, wherever they stand."""
    kept = list(words)
    for length in (2, 1):
        start = 0
        while start + length <= len(kept):
            if fold("".join(kept[start : start + length])) in _table_words():
                del kept[start : start + length]
            else:
                start += 1
    return kept


def _landlord(words: list[str]) -> str | None:
    """Return the label of the landlord whose longest spelling is a run of whole words."""
    labels = {s: b.label for b in BAILLEURS for s in b.spellings()}
    runs = {fold("".join(words[i:j])): j - i for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    known = [run for run in runs if run in labels]
    return labels[max(known, key=len)] if known else None


@cache
def _table_words() -> frozenset[str]:
    names = {fold(n) for table in TABLES.values() for n in (table.name, table.label)}
    return frozenset(names | {n.rstrip("s") for n in names})
