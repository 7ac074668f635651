"""Text that was encoded in UTF-8 twice (« Ã© » for « é »): recognised by sequences that no French text has."""

from __future__ import annotations

import re

# What the second encoding took the first one's bytes for: Windows-1252, Latin-1 where that has no character.
_HIGH = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(0x80, 0xC0))
_CONTINUED = f"[{re.escape(_HIGH)}]"
_TWICE = re.compile(f"[ÂÃÅ]{_CONTINUED}|â[€‚„]{_CONTINUED}|Ã(?=[ \u00a0]|$)")
# The first characters of such sequences, in UTF-8: looked for before anything else.
_FIRST = tuple(start.encode() for start in ("Ã", "Â", "Å", "â€", "â‚"))


def has_mojibake(data: bytes) -> bool:
    """Whether UTF-8 bytes hold a sequence that is one character encoded twice."""
    return any(f in data for f in _FIRST) and _TWICE.search(data.decode("utf-8", "replace")) is not None


def is_mangled(text: str) -> bool:
    """Whether a text holds such a sequence."""
    return _TWICE.search(text) is not None


def repaired(text: str) -> str:
    """Return a text with its sequences encoded twice made one character each.

    >>> repaired("ImpayÃ© Ã\\u00a0 l'inclusion"), repaired("Évry")
    ("Impayé à l'inclusion", 'Évry')
    """
    return _TWICE.sub(_once, text)


def _once(found: re.Match[str]) -> str:
    text = found[0]
    if text == "Ã":  # the no-break space that followed became a plain one
        return "à"
    raw = b"".join(c.encode("cp1252") if _in_cp1252(c) else bytes([ord(c)]) for c in text)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text


def _in_cp1252(character: str) -> bool:
    try:
        character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
