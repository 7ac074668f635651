"""Codes, booleans, identifiers and free text."""

from __future__ import annotations

import numpy as np

from pipeline.contract.fold import fold
from pipeline.ingest.reading import Context, Distinct, Problem, Reading, of
from pipeline.ingest.rules import BAD_IDENTIFIER, NOT_ALLOWED, UNKNOWN_GROUP, UNREADABLE_CELL

_TRUE, _FALSE = ("oui", "o", "vrai", "true", "1"), ("non", "n", "faux", "false", "0")
# « 1.0 » and « 0.0 »: what statistical software writes in a column of yes and no with gaps.
_BOOLEAN_OF = dict.fromkeys((*_TRUE, "1.0", "1,0"), True) | dict.fromkeys((*_FALSE, "0.0", "0,0"), False)
_CROSS = "x"

_NO_BOOLEAN = Problem(UNREADABLE_CELL, "Ni oui ni non ; oui/non, o/n, vrai/faux ou 1/0 est attendu.")
_STRAY_CROSS = Problem(
    UNREADABLE_CELL, "Croix dans une colonne qui porte aussi autre chose ; « x » ou vide partout, ou oui/non partout."
)
# An unknown code is a rejection, save where the whole study hangs on it.
_GRAVER_RULES = {"groupe": UNKNOWN_GROUP}
_ORPHANS = " ; dans les autres tables, les lignes de ce ménage seront orphelines"


def read_codes(distinct: Distinct, context: Context) -> Reading:
    """Return codes; labels match by `fold`."""
    import pyarrow as pa

    column = context.column
    codes = [column.code_of.get(fold(t)) for t in distinct.list()]
    unknown = np.array([c is None for c in codes], bool)
    rule = _GRAVER_RULES.get(column.name, NOT_ALLOWED)
    problem = Problem(rule, f"Code inconnu ; admis : {', '.join(c.value for c in column.codes)}.")
    found, problems = of([(unknown, problem)], len(distinct))
    return Reading(pa.array(codes, pa.string()), found, problems)


def read_booleans(distinct: Distinct, _: Context) -> Reading:
    """Return booleans; a column of `x` and empty cells, nothing else, means true and false."""
    import pyarrow as pa

    folded = [t.casefold() for t in distinct.list()]  # not `fold`, for which « -1 » is « 1 »
    cross = np.array([f == _CROSS for f in folded], bool)
    if len(folded) and cross.all() and not distinct.other_marks:
        return Reading(pa.array([True] * len(folded)), np.zeros(len(folded), np.int8), empty_value=False)
    values = [_BOOLEAN_OF.get(f) for f in folded]
    unknown = np.array([v is None for v in values], bool)
    codes, problems = of([(cross, _STRAY_CROSS), (unknown, _NO_BOOLEAN)], len(distinct))
    return Reading(pa.array(values, pa.bool_()), codes, problems)


def read_identifiers(distinct: Distinct, context: Context) -> Reading:
    """Return identifiers as written (spaces around aside); an ill-formed one is refused, never repaired."""
    import pyarrow as pa
    import pyarrow.compute as pc

    well_formed = pc.match_substring_regex(distinct.texts, context.column.pattern)
    bad = ~well_formed.to_numpy(zero_copy_only=False)
    orphans = _ORPHANS if context.table == "menages" else ""
    problem = Problem(
        BAD_IDENTIFIER,
        "Identifiant de ménage mal formé : une à quatre majuscules puis deux à six chiffres sont attendus ; la ligne "
        f"entière est rejetée{orphans}.",
    )
    codes, problems = of([(bad, problem)], len(distinct))
    return Reading(pc.if_else(well_formed, distinct.texts, pa.scalar(None, pa.string())), codes, problems)


def read_texts(distinct: Distinct, context: Context) -> Reading:
    """Return texts; those that match a reference spelling by `fold` take it."""
    import pyarrow as pa

    texts = distinct.texts
    if context.spellings:
        texts = pa.array([context.spellings.get(fold(t), t) for t in distinct.list()], pa.string())
    return Reading(texts, np.zeros(len(distinct), np.int8))
