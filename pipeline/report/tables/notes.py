"""The numbered notes under a table: the same note is written once."""

from __future__ import annotations

import re

from pipeline.french import NARROW
from pipeline.report.markdown import escape
from pipeline.report.remarks import as_reason
from pipeline.report.wording import capitalised

_BETWEEN = re.compile(r"\s; ")
_LONGEST = 220  # characters of a note under a table; the file of the table has it whole
_CUT = " […]"


class Notes:
    """Collects notes in the order in which cells call for them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, note: str) -> str:
        """Return « (1) », the number of `note`; empty for an empty note."""
        if not note.strip():
            return ""
        return f"({self._numbers.setdefault(as_reason(note), len(self._numbers) + 1)})"

    def paragraphs(self) -> tuple[str, ...]:
        """« (1) Aucun événement dans les deux groupes. », in order; what is left out of a long one is said once."""
        shown = {number: _shortened(note) for note, number in self._numbers.items()}
        # A bracketed number at the start of a paragraph would open a list.
        lines = [f"\\({number}\\) {_sentence(note)}." for number, note in shown.items()]
        if any(note.endswith(_CUT) for note in shown.values()):
            lines.append("« […] » : la suite de la note est dans le fichier du tableau.")
        return tuple(lines)


def _shortened(note: str) -> str:
    """The clauses that fit, whole, and a mark in the place of the others."""
    clauses = _BETWEEN.split(note)
    kept = clauses[:1]
    for clause in clauses[1:]:
        if len(f"{NARROW}; ".join([*kept, clause])) > _LONGEST:
            return f"{NARROW}; ".join(kept) + _CUT
        kept.append(clause)
    return note


def _sentence(note: str) -> str:
    """A capital, but for « p » that names the p-value."""
    return escape(note if note.startswith("p ") else capitalised(note), _LONGEST + len(_CUT))
