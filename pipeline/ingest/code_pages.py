"""Which code page of one byte a character a text is in: the one whose accents stand where French puts them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SEARCHED = 1 << 20  # bytes; accents come early
_FEWEST_GOOD = 0.9  # share of the accents that another page must explain before it is believed
_MOST_GOOD = 0.5  # share above which Windows-1252, the contract's, is not doubted

# A small accented letter beside letters, a capital one in a word of capitals or at its start, and typed marks.
_GOOD = re.compile(
    r"(?<![A-ZÀ-Þ]{2})[éèêëàâäîïôöùûüçœ](?=[a-zéèêëàâäîïôöùûüçœ]|\b)"
    r"|(?<![a-zéèêëàâäîïôöùûüçœ])[ÉÈÊËÀÂÎÏÔÛÙÇŒ](?=[\w’'])|(?<=[A-Z])[ÉÈÊËÀÂÎÏÔÛÙÇŒ](?![a-z])"
    r"|(?<=[A-Za-z])[’](?=\w)|(?<=\d)[\u00a0\u202f](?=[\d€])|(?<=[\d\s\u00a0])€|(?<=[NnMm])°|[«»](?=[\s\u00a0\w])"
    r"|(?<=[\w\s])[–…·²](?=[\s\w.,;:]|$)|(?<=\s)\u00a0|[\u00a0](?=[;:!?»€])|(?<=\d)€"
)


@dataclass(frozen=True)
class CodePage:
    """`name` as people say it, `codec` as Python does."""

    name: str
    codec: str


WINDOWS_1252 = CodePage("Windows-1252", "cp1252")
_LATIN_9 = CodePage("ISO-8859-15", "iso8859_15")
# 858 is 850 with the euro sign in the place of a letter that French has not.
_OTHERS = (CodePage("page de codes 850 (DOS)", "cp858"), CodePage("MacRoman", "mac_roman"))
_EURO_OF_LATIN_9 = re.compile(rb"(?<=[\d\s\xa0])\xa4(?![\w])")


def code_page_of(raw: bytes) -> CodePage:
    """Return the code page of a text that is not UTF-8; Windows-1252 unless its accents are nonsense there."""
    sample = raw[:_SEARCHED]
    if _EURO_OF_LATIN_9.search(raw) and not re.search(rb"[\x80-\x9f]", raw):
        return _LATIN_9
    if _share_good(sample, WINDOWS_1252) >= _MOST_GOOD:
        return WINDOWS_1252
    best = max(_OTHERS, key=lambda page: _share_good(sample, page))
    return best if _share_good(sample, best) >= _FEWEST_GOOD else WINDOWS_1252


def _share_good(raw: bytes, page: CodePage) -> float:
    """The share of the characters above ASCII that stand where French writes them."""
    text = raw.decode(page.codec, "replace")
    high = sum(1 for c in text if c > "\x7f")
    return sum(1 for m in _GOOD.finditer(text) if m[0] > "\x7f") / max(high, 1)
