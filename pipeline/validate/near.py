"""Identifiers near one another: the same but for their writing, or one slip of the keyboard apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from string import ascii_uppercase, digits

# What hands and eyes take for one another.
_ALIKE = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1"})
_PARTS = re.compile(r"^([A-Z]*?)([0OQIL]*[0-9][0-9OQIL]*)$")
_KEYS = ascii_uppercase + digits
# Every slip of a longer text is many; an identifier has ten characters at most.
_LONGEST = 20


class Identifiers:
    """The identifiers that others may stand for; asking for the near ones does not grow with their number."""

    def __init__(self, known: Iterable[str]) -> None:
        self._same: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._plain: dict[str, set[str]] = defaultdict(set)
        for identifier in known:
            self._same[_canonical(identifier)].add(identifier)
            self._plain[identifier.upper()].add(identifier)

    def near(self, written: str) -> list[str]:
        """Return those that `written` may stand for, sorted; none where nothing is near.

        Those that differ by case, spaces, punctuation, O for 0 or leading zeros only come alone; else those that one
        character added, left out, changed, or two exchanged, lead to.

        >>> known = Identifiers(["EH003", "EH004"])
        >>> known.near("eh003"), known.near("EH-03"), known.near("EHO03"), known.near("HE003")
        (['EH003'], ['EH003'], ['EH003'], ['EH003'])
        """
        same = self._same.get(_canonical(written), set()) - {written}
        if same or len(written) > _LONGEST:
            return sorted(same)
        slips = (self._plain.get(slip, ()) for slip in set(_slips(written.upper())))
        return sorted({identifier for found in slips for identifier in found} - {written})


def _canonical(identifier: str) -> tuple[str, str]:
    plain = re.sub(r"[\W_]", "", identifier.upper())
    parts = _PARTS.match(plain)
    if parts is None:
        return plain, ""
    return parts[1], parts[2].translate(_ALIKE).lstrip("0")


def _slips(text: str) -> Iterator[str]:
    """Yield all that one character left out, changed or added, or two neighbours exchanged, make of `text`."""
    for i in range(len(text) + 1):
        head, tail = text[:i], text[i:]
        yield from (head + key + tail for key in _KEYS)
        if tail:
            yield head + tail[1:]
            yield from (head + key + tail[1:] for key in _KEYS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
