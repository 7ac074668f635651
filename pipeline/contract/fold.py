"""How headers and labels are compared: without case, accents, spaces and punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})

_OTHER_PLUS = re.compile(r"(?<!\d)\+")


@lru_cache(maxsize=4096)  # the same headers and labels come back in every sheet
def fold(text: str) -> str:
    """Return `text` reduced to its lower-case letters and digits, accents and ligatures removed.

    `+` is kept after a digit, since it tells `60+` from `60`.

    >>> fold(" N° Ménage "), fold("impayé_à-l'inclusion"), fold("60 +"), fold("Social + précarité")
    ('nmenage', 'impayealinclusion', '60+', 'socialprecarite')
    """
    # NFD and not NFKD: « N° » must not become « No ».
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    kept = "".join(c for c in decomposed.casefold() if (c.isalnum() and not unicodedata.combining(c)) or c == "+")
    return _OTHER_PLUS.sub("", kept)
