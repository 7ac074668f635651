"""Bytes to text: UTF-8 with or without BOM, or a code page of one byte a character, decided once for the whole file."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import numpy as np

from pipeline.ingest.code_pages import code_page_of
from pipeline.ingest.mojibake import has_mojibake, repaired

UTF8, UTF8_BOM = "UTF-8", "UTF-8 (BOM)"
# Stands for each byte that does not decode, and for control characters; the cell that holds it is rejected.
UNREADABLE = "\ufffd"
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\r") + b"\x7f"
# Random bytes have one control character in nine; a text typed by people has none.
_NOISE_SHARE = 0.02
_BLOCK = 1 << 18


class NotTextError(Exception):
    """The bytes are no text in an encoding of the contract; the message is the French reason."""


@dataclass(frozen=True)
class Decoded:
    """`data`: UTF-8 bytes without BOM; `encoding`: the file's own; `twice`: it was encoded twice, and is repaired."""

    data: bytes
    encoding: str
    twice: bool = False


def decode(raw: bytes) -> Decoded:
    """Return the file's text as UTF-8, its unreadable bytes as U+FFFD.

    A BOM means UTF-8. Without it, UTF-8 when the bytes decode, or when more sequences decode than fail (accents seldom
    make valid UTF-8 by chance); else the code page in which the accents are those of French words, Windows-1252 where
    nothing tells. Raises `NotTextError`.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotTextError("texte en UTF-16 ; l’enregistrer en UTF-8 ou en Windows-1252")
    controls = _count_controls(raw)
    if controls > _NOISE_SHARE * len(raw):
        raise NotTextError("suite d’octets qui n’est pas un texte")
    encoding = UTF8
    if raw.startswith(codecs.BOM_UTF8):
        raw, encoding = raw[len(codecs.BOM_UTF8) :], UTF8_BOM
    data = raw if raw.isascii() or _is_utf8(raw) else None
    if data is None and (encoding == UTF8_BOM or _mostly_utf8(raw)):
        data = raw.decode("utf-8", "replace").encode()
    if data is None:
        page = code_page_of(raw)
        data, encoding = raw.decode(page.codec, "replace").encode(), page.name
    if controls:
        data = re.sub(b"[" + re.escape(_CONTROL) + b"]", UNREADABLE.encode(), data)
    if not data.isascii() and data.count(UNREADABLE.encode()) > _NOISE_SHARE * len(raw):
        raise NotTextError("suite d’octets qui n’est pas un texte")
    twice = has_mojibake(data)
    return Decoded(repaired(data.decode()).encode() if twice else data, encoding, twice)


def _count_controls(raw: bytes) -> int:
    marks, total = np.frombuffer(raw, np.uint8), 0
    for block in (marks[i : i + _BLOCK] for i in range(0, len(marks), _BLOCK)):
        allowed = (block == 9) | (block == 10) | (block == 13)
        total += int(np.count_nonzero((block < 32) | (block == 127))) - int(np.count_nonzero(allowed))
    return total


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(raw: bytes) -> bool:
    # surrogateescape makes one surrogate of each bad byte, and one character of each valid sequence.
    high = re.sub(r"[\x00-\x7f]+", "", raw.decode("utf-8", "surrogateescape"))
    bad = len(re.findall("[\udc80-\udcff]", high))
    return 0 < bad <= len(high) - bad
