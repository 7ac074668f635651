"""Numbers and dates in French prose: found, read, and told apart from names that have digits."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_SPACES = "\u00a0\u202f\u2009"
# Names, not numbers: instruments, waves, variances, standards, budget lines, a landlord, programs.
_NAMES = re.compile(
    r"\b(?:WHO-5|UCLA-3|LSNS-6|HC[0-3]|CR2|M12|M18|M24|T0|H?(?:abitat )?62/59|(?:PDF/)?UA-1|E9\(R1\)|UTF-8|SHA-256|"
    r"(?:I|II|III|IV)-\d|CC BY(?:-SA)? \d\.\d|L\.?\s?\d+(?:-\d+)+|"
    r"(?:Typst|[Pp]andoc|Microsoft Word|Microsoft Excel|[Oo]penpyxl|LibreOffice|Matplotlib v|Quarto|PDF)"
    r"[ /-]?\d+(?:\.\d+)*)"
)
_PLACES_ON_THE_NET = re.compile(r"(?:https?://|www\.|urn:|doi:)\S+|\b10\.\d{4,}/\S+")
_PRINT = re.compile(r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{12,}\b")
# « Figure 3 », « page 12 »: the place of something in the document itself.
_STRUCTURE = re.compile(
    rf"\b(?:Figures?|Fig\.|Tableaux?|Sections?|Pages?|p\.|Annexes?|Notes?|Chapitres?|Encadrés?)[ {_SPACES}]*"
    r"\d+(?:\.\d+)*(?:(?:,? | et | à )\d+(?:\.\d+)+)*",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+Z?)?\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_SPELLED = re.compile(rf"\b(\d{{1,2}})(?:er)?[ {_SPACES}]+({'|'.join(MONTHS)})[ {_SPACES}]+(\d{{4}})\b", re.IGNORECASE)
_PEOPLE = (
    r"(?:ménages?|familles?|foyers?|locataires?|accompagnée?s?|témoins?|personnes?|décès|expulsions?|abandons?|"
    r"départs?|sorties?|mutations?|retraits?)"
)
_FOUND = re.compile(
    rf"(?<![\d,.])(?P<whole>\d{{1,3}}(?:[ {_SPACES}]\d{{3}})+|\d+)(?:[,.](?P<part>\d+))?"
    rf"(?P<unit>[ {_SPACES}]*(?:%|€|points?\b|mois\b|ans?\b|{_PEOPLE}\b))?",
    re.IGNORECASE,
)
_WORDS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt", "vingt-et-un",
    "vingt-deux", "vingt-trois", "vingt-quatre", "vingt-cinq",
)  # fmt: skip
_COUNTED = re.compile(_PEOPLE, re.IGNORECASE)
_IN_WORDS = re.compile(
    rf"\b(?P<word>un seul|une seule|{'|'.join(_WORDS[:1] + _WORDS[2:])})\s+{_PEOPLE}\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Number:
    """A number as printed. `readings`: what it may be (« 25 240 » may be one number or two); `at`: where it begins.

    `unit`: the word behind it; « ménages » whatever name people, or what happened to each of them, go by.
    """

    readings: tuple[tuple[float, ...], ...]
    unit: str
    at: int


def dates(text: str) -> Iterator[tuple[dt.date, int]]:
    """Yield each date given to the day, and where it begins."""
    for pattern, order in ((_ISO, (0, 1, 2)), (_SLASHED, (2, 1, 0))):
        for found in pattern.finditer(text):
            yield from _dated([int(found[i + 1]) for i in order], found.start())
    for found in _SPELLED.finditer(text):
        yield from _dated([int(found[3]), 1 + MONTHS.index(found[2].lower()), int(found[1])], found.start())


def _dated(parts: list[int], at: int) -> Iterator[tuple[dt.date, int]]:
    try:
        yield dt.date(*parts), at
    except ValueError:
        return


def numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of `text`, but those of dates, of names, of addresses and of the document's own parts."""
    bare = text
    for pattern in (_PLACES_ON_THE_NET, _ISO, _SLASHED, _SPELLED, _PRINT, _NAMES, _STRUCTURE):
        bare = pattern.sub(lambda found: " " * len(found[0]), bare)
    for found in _FOUND.finditer(bare):
        parts = re.split(rf"[ {_SPACES}]", found["whole"])
        decimals = f".{found['part']}" if found["part"] else ""
        one = (float("".join(parts) + decimals),)
        several = tuple(float(p) for p in (*parts[:-1], parts[-1] + decimals))
        unit = (found["unit"] or "").strip(f" {_SPACES}")
        unit = "ménages" if _COUNTED.fullmatch(unit) else unit
        yield Number((one, several) if len(parts) > 1 else (one,), unit, found.start())
    for found in _IN_WORDS.finditer(text):
        word = found["word"].lower()
        value = 1.0 if word.startswith(("un ", "une ")) else float(_WORDS.index(word))
        yield Number(((value,),), "ménages", found.start())


def single_number(text: str) -> float | None:
    """Return the number that `text` is, with at most a sign and a unit, else None.

    >>> single_number("25 %"), single_number("−5"), single_number("Sans 5")
    (25.0, -5.0, None)
    """
    bare = re.sub(rf"[{_SPACES} ]", "", text).replace("−", "-").replace(",", ".")
    found = re.fullmatch(r"([-+]?\d+(?:\.\d+)?)(?:%|€|k€|points?|mois)?", bare)
    return float(found[1]) if found else None
