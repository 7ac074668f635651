"""Reasons and remarks as codes: `code` or `code=value,…`, several joined by « ; ». `report.remarks` writes them."""

from __future__ import annotations

from collections.abc import Iterator

ABSENT = "estimation_absente"
OUTSIDE_NORM = "hors_norme"
SCORE_INTERVAL = "intervalle_de_score"
SCORE_TEST = "test_du_score"  # too many tables for an exact test
PLANNED = "definition_du_plan"


def remark(code: str, *values: object) -> str:
    """Return a code with its values: `menages_laisses_de_cote=2`, `aucune_valeur=accompagnes,temoins`."""
    return f"{code}={','.join(_written(v) for v in values)}" if values else code


def _written(value: object) -> str:
    """A number at the precision of a note: what is zero but for rounding errors is zero on every machine."""
    if isinstance(value, float):
        value = round(value, 9) + 0.0
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def joined(*notes: str) -> str:
    """Return several notes as one; empty ones are left out."""
    return ";".join(note for note in notes if note)


def codes_of(note: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each code of a note with its values.

    >>> list(codes_of("intervalle_de_score;menages_laisses_de_cote=2"))
    [('intervalle_de_score', ()), ('menages_laisses_de_cote', ('2',))]
    """
    for part in note.split(";"):
        if part:
            code, equals, values = part.partition("=")
            yield code, tuple(values.split(",")) if equals else ()


def holds(note: str, code: str) -> bool:
    """True when `code` is one of the note's."""
    return any(found == code for found, _ in codes_of(note))
