"""The French sentences behind the codes of a note: why a number is missing, how it was got. Written here, once."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.contract.remarks import codes_of
from pipeline.french import NARROW, NBSP, enumeration
from pipeline.report.remark_words import ROUTINE, WORDS
from pipeline.traced import Cell, traced

_FOR_ALL = f"pour tous{NBSP}: "
_GLUED = (NARROW, " ", ",")  # how words begin that go on with the sentence before them


def sentences(note: str, cell: Cell | None = None) -> str:
    """Return a note as sentences; what is no code (a note of the report's own) is left as it is.

    `cell`: where the note stands, for the numbers that it holds.
    """
    codes = list(codes_of(note))
    if not all(code in WORDS for code, _ in codes):
        return note
    text = ""
    for code, values in codes:
        words = WORDS[code](*(_value(v, cell) for v in values))
        between = "" if not text or words.startswith(_GLUED) else ". "
        text += between + words if words else ""
    return f"{text}." if text else ""


def particular(note: str) -> str:
    """Return the note without what is said of its method in general: what the row alone has is left."""
    codes = [part for part in note.split(";") if part]
    return ";".join(part for part in codes if part.partition("=")[0] not in ROUTINE)


def as_reason(note: str, cell: Cell | None = None) -> str:
    """Return a note as the end of a sentence: sentences joined by « ; », small first letters, no final full stop.

    `cell`: where the note stands, for the numbers that it holds.
    """
    parts = [s.strip(f" ;,{NARROW}").rstrip(".") for s in sentences(note, cell).split(". ") if s.strip(" .")]
    return " ; ".join(s if s[1:2].isupper() else s[0].lower() + s[1:] for s in parts) or "raison non précisée"


def by_reason(named: Iterable[tuple[str, str]]) -> list[str]:
    """Return names with their reasons, each reason once: « A (why) », « B, C et D (pour tous : why) »."""
    names: dict[str, list[str]] = {}
    for name, why in named:
        names.setdefault(why, []).append(name)
    whose = {1: "", 2: f"pour les deux{NBSP}: "}
    return [f"{enumeration(of_it)} ({whose.get(len(of_it), _FOR_ALL)}{why})" for why, of_it in names.items()]


def _value(text: str, cell: Cell | None) -> str | float:
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        return number if cell is None else traced(number, cell)
    return text
