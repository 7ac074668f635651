"""Names that tell where or who: landlords, regions, communes, profiles, groups; and pseudonyms."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache

from pipeline.contract.codes import ACCOMPAGNE, BAILLEURS, PROFILS, REGIONS, TEMOIN
from pipeline.contract.tables import MENAGE_ID_PATTERN
from pipeline.shipped import reference_folder

# Words that are also ordinary French, or a standard's: known only as their data write them.
_ORDINARY = frozenset({"Autre", "Centre", "Paris", "DCD"})
_WAVES = frozenset({"M12", "M18", "M24"})
_PSEUDONYM = re.compile(rf"(?<![\w-]){MENAGE_ID_PATTERN.strip('^$')}(?![\w-])")
_GROUPS = {
    ACCOMPAGNE: re.compile(r"\baccompagn(?:é|és|ée|ées)\b|\bacc\.", re.IGNORECASE),
    TEMOIN: re.compile(r"\btémoins?\b|\btém\.", re.IGNORECASE),
}


def pseudonyms(text: str) -> int:
    """Return how many pseudonyms stand in `text`; waves (M24) look like one and are none."""
    return sum(found not in _WAVES for found in _PSEUDONYM.findall(text))


def without_pseudonyms(text: str) -> str:
    """Return `text` with each pseudonym replaced: what may be printed of a key or of the name of a file."""
    return _PSEUDONYM.sub(lambda found: found[0] if found[0] in _WAVES else "▢", text)


def places_in(text: str) -> Iterator[str]:
    """Yield the codes of the landlords, regions, profiles, and the names of the communes, that `text` names."""
    for code, pattern in _known().items():
        if pattern.search(text):
            yield code


def groups_in(text: str) -> Iterator[str]:
    """Yield the codes of the groups that `text` names."""
    for code, pattern in _GROUPS.items():
        if pattern.search(text):
            yield code


def without_names(text: str) -> str:
    """Return `text` without the names of places, of which some have digits, and without pseudonyms, told apart."""
    for pattern in (*_known().values(), _PSEUDONYM):
        text = pattern.sub(" ", text)
    return text


@cache
def _known() -> dict[str, re.Pattern[str]]:
    spelled: dict[str, set[str]] = {}
    for codes in (BAILLEURS, REGIONS, PROFILS):
        for code in codes:
            spelled.setdefault(code.value, set()).update({code.label, *code.aliases} - _ORDINARY)
    with (reference_folder() / "sites_pilotes.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            spelled.setdefault(row["commune"], set()).update({row["commune"], row["nom_officiel"]} - _ORDINARY)
    return {
        code: re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(_flexible, names), key=len, reverse=True))})(?!\w)")
        for code, names in spelled.items()
        if names
    }


def _flexible(name: str) -> str:
    """Spaces, hyphens and apostrophes as one writes them here or there."""
    return (
        re.sub(r"(?:\\?[ \u00a0\u202f-])+", lambda _: r"[\s-]+", re.escape(name))
        .replace("'", "['’]")
        .replace("’", "['’]")
    )
