"""The pseudonyms to take out, and how they are recognised in a cell, in a text and in bytes. They are never printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.contract.fold import fold
from pipeline.contract.tables import MENAGE_ID_PATTERN
from pipeline.errors import UsageError

_PATTERN = re.compile(MENAGE_ID_PATTERN)
# Whole words only. Letters and digits together in any case; apart (« HN-012 ») in capitals, for « a 12 mois » is prose.
_MARK = rb"(?:[-_. ]|\xc2\xa0|\xa0)"
_TOGETHER = rb"(?<![A-Za-z0-9])([A-Za-z]{1,4}[0-9]{2,6})(?![A-Za-z0-9])"
_APART = rb"(?<![A-Za-z0-9])([A-Z]{2,4}" + _MARK + rb"[0-9]{2,6})(?![A-Za-z0-9])"
_WORD = re.compile(_TOGETHER + rb"|" + _APART)
_NOT_KEPT = re.compile(rb"[^A-Za-z0-9]")
GONE = b"[retire]"  # what stands in the place of a pseudonym that a text mentioned


@dataclass(frozen=True, repr=False)
class Pseudonyms:
    """`names`: as the contract writes them. Nothing shows them: neither `repr` nor a message."""

    names: frozenset[str] = field(repr=False)

    @classmethod
    def read(cls, texts: Iterable[str]) -> Pseudonyms:
        """Return those that people typed, spaces around dropped. Raises `UsageError` when one cannot be a pseudonym."""
        names = [text.strip() for text in texts if text.strip()]
        wrong = [rank for rank, name in enumerate(names, start=1) if not _PATTERN.match(name)]
        if wrong:
            ranks = ", ".join(map(str, wrong))
            raise UsageError(
                f"Pseudonyme n° {ranks} : il n’a pas la forme du contrat (une à quatre capitales, puis deux à six "
                "chiffres). Il n’est pas répété ici."
            )
        if not names:
            raise UsageError("Aucun pseudonyme : les donner à la suite de la commande, ou par « --fichier ».")
        return cls(frozenset(names))

    def __len__(self) -> int:
        return len(self.names)

    def is_one(self, cell: str) -> bool:
        """Whether a cell holds a pseudonym and nothing else, whatever its case, spaces and punctuation."""
        return fold(cell) in self._folded

    def in_bytes(self, data: bytes) -> bool:
        """Whether bytes hold a pseudonym as a word: UTF-8, a code page of one byte a character, UTF-16 or UTF-32."""
        return any(True for _ in self.places(data)) or (_is_wide(data) and self.in_bytes(data.replace(b"\0", b"")))

    def in_text(self, text: str) -> bool:
        """Whether a text holds a pseudonym as a word."""
        return any(True for _ in self.places(text.encode("utf-8", "replace")))

    def places(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Where each pseudonym stands in bytes of one byte a digit and letter: start and end."""
        if not self._may_be_in(data):
            return
        for match in _WORD.finditer(data):
            if _NOT_KEPT.sub(b"", match[0]).lower() in self._lower:
                yield match.span()

    def masked(self, data: bytes) -> bytes:
        """Return the bytes with `GONE` in the place of each pseudonym."""
        for start, end in reversed(list(self.places(data))):
            data = data[:start] + GONE + data[end:]
        return data

    def _may_be_in(self, data: bytes) -> bool:
        """Whether the letters of a pseudonym stand before its digits: one quick reading for each beginning."""
        lower = data.lower()
        return any(
            letters + match[1] in self._lower
            for letters, pattern in self._beginnings.items()
            for match in pattern.finditer(lower)
        )

    @cached_property
    def _beginnings(self) -> dict[bytes, re.Pattern[bytes]]:
        letters = sorted({name.rstrip(b"0123456789") for name in self._lower})
        return {start: re.compile(re.escape(start) + _MARK + rb"?([0-9]{2,6})") for start in letters}

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(fold(name) for name in self.names)

    @cached_property
    def _lower(self) -> frozenset[bytes]:
        return frozenset(name.lower().encode("ascii") for name in self.names)


def _is_wide(data: bytes) -> bool:
    """Whether every second byte or more is empty, as in UTF-16 and UTF-32 texts of ours."""
    head = data[:4096]
    return head.count(0) * 3 >= len(head) > 0
