"""Which method speaks, in words: what its difference is called, where the crude one stands, and when it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.contract.produced.estimates import ESTIMATIONS
from pipeline.contract.remarks import MASKED_SIZE, holds
from pipeline.french import NBSP, number
from pipeline.report.reason_words import NOT_ADJUSTED
from pipeline.report.remarks import as_reason
from pipeline.statements.statement import Statement, opposite
from pipeline.traced import Cell, traced

_SPOKEN: Mapping[str, str] = {
    "ajustee": "ajusté",
    "ancova": "ajusté",
    "ponderation": "pondéré",
    "imputation": "après imputation",
    "doubles_differences": "de l’inclusion à l’échéance, entre les groupes,",
}
_NAMES: Mapping[str, str] = {
    "ajustee": "l’écart ajusté",
    "ancova": "l’écart ajusté avec interactions",
    "ponderation": "l’écart pondéré",
    "imputation": "l’écart après imputation",
    "doubles_differences": "la double différence",
    "superiorite": "la probabilité de supériorité",
    "rang_composite": "le rang composite",
    "rmst_permutation": "l’écart de durée, avec un intervalle par permutation",
    "rmst": "l’écart de durée",
    "difference_brute": "l’écart brut",
}


def kind_of_gap(e: Statement) -> str:
    """Return « ajusté », « pondéré »…: what goes after « écart »; empty for the crude one."""
    return _SPOKEN.get(e.methode, "")


def opposed(e: Statement) -> bool:
    """True when the crude difference lies on the other side, as both are printed."""
    return e.crude is not None and opposite(e.direction, e.crude.direction)


def masked(e: Statement) -> bool:
    """True where the difference is known, and disclosure control took its numbers."""
    return e.estimation is None and holds(e.note, MASKED_SIZE)


def stands_in(e: Statement) -> str:
    """Return the sentence that says why the plan's method has no figure here; empty when it speaks."""
    if not e.instead_of or e.estimation is None:
        return ""
    planned, here = _NAMES[e.instead_of], _NAMES[e.methode]
    why = as_reason(e.why.partition(";")[0], note_cell(e, e.instead_of)).removesuffix(NOT_ADJUSTED)  # the reason first
    return f"Le plan prévoit {planned}, qui n’est pas calculable ici ({why}) : {here} en tient lieu."


def note_cell(e: Statement, methode: str = "") -> Cell:
    """Return where the note of a statement stands, or of another method's row on the same indicator and wave."""
    named = {c: getattr(e, c) for c in ESTIMATIONS.key} if not methode else {"methode": methode}
    row = {"indicateur": e.indicateur, "vague": e.vague} | named
    return Cell("estimations", ";".join(f"{column}={value}" for column, value in row.items()), "note")


def used_of_known(e: Statement) -> str:
    """Return « sur 34 des 36 ménages » where the estimate leaves some aside of those whose value is known."""
    if e.used is None or sum(e.used) == e.n_accompagnes + e.n_temoins:
        return ""
    used = traced(int(sum(e.used)), replace(note_cell(e), column="n_accompagnes + n_temoins"))
    return f"calculé sur {number(used)}{NBSP}des {number(e.n_accompagnes + e.n_temoins)}{NBSP}ménages"
