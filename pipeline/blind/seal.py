"""The seal: a key file, kept out of git and of every output, from which come the draw of A and B and the new names."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

_KEY = re.compile(r"[0-9a-f]{64}")
KEY_BYTES = 32


@dataclass(frozen=True)
class Seal:
    """`swapped`: False when A is the accompanied group, True when A is the control group. `salt`: 31 secret bytes."""

    swapped: bool
    salt: bytes

    def rank_of(self, name: str) -> bytes:
        """Return where a pseudonym falls in an order that only the key gives: HMAC-SHA256, 32 bytes."""
        return hmac.new(self.salt, name.encode("utf-8"), hashlib.sha256).digest()


def read_key(text: str) -> Seal | None:
    """Return the seal of a key file's content, 64 hexadecimal digits; None when it is not a key.

    The draw is the lowest bit of the last byte, the salt the other bytes: two keys that differ by that bit alone give
    the same names and the opposite groups.

    >>> read_key("00" * 31 + "01").swapped, read_key("00" * 32).swapped, read_key("une phrase")
    (True, False, None)
    """
    if not _KEY.fullmatch(text.strip().lower()):
        return None
    key = bytes.fromhex(text.strip())
    return Seal(swapped=bool(key[-1] & 1), salt=key[:-1])


def key_fingerprint(text: str) -> str:
    """Return the SHA-256 of a key (64 hexadecimal digits): what the locked plan may hold of it."""
    return hashlib.sha256(text.strip().lower().encode("ascii")).hexdigest()
