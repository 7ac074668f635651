"""Identifiers near one another: the same but for their writing, or one slip of the keyboard apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What hands and eyes take for one another.
_ALIKE = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1"})
_PARTS = re.compile(r"^([A-Z]*?)([0OQIL]*[0-9][0-9OQIL]*)$")


def nearest(written: str, known: Iterable[str]) -> list[str]:
    """Return the identifiers of `known` that `written` may stand for, sorted; none where nothing is near.

    Those that differ by case, spaces, punctuation, O for 0 or leading zeros only come alone; else those that one
    character added, left out, changed, or two exchanged, lead to.

    >>> nearest("eh003", ["EH003", "EH004"]), nearest("EH-03", ["EH003"]), nearest("EHO03", ["EH003", "EH004"])
    (['EH003'], ['EH003'], ['EH003'])
    >>> nearest("EH0003X", ["EH003"]), nearest("HE003", ["EH003", "EH004"])
    ([], ['EH003'])
    """
    others = sorted(set(known) - {written})
    same = [k for k in others if _canonical(k) == _canonical(written)]
    return same or [k for k in others if _one_slip(written.upper(), k.upper())]


def _canonical(identifier: str) -> tuple[str, str]:
    plain = re.sub(r"[\W_]", "", identifier.upper())
    parts = _PARTS.match(plain)
    if parts is None:
        return plain, ""
    return parts[1], parts[2].translate(_ALIKE).lstrip("0")


def _one_slip(a: str, b: str) -> bool:
    if len(a) == len(b):
        wrong = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            return a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]  # two exchanged
        return len(wrong) == 1
    short, long = sorted((a, b), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
