"""The numbered notes under a table: the same note is written once."""

from __future__ import annotations

from pipeline.report.estimates import as_reason
from pipeline.report.markdown import escape
from pipeline.report.wording import capitalised


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
        """« (1) Aucun événement dans les deux groupes. », in order."""
        # A bracketed number at the start of a paragraph would open a list.
        return tuple(f"\\({number}\\) {_sentence(note)}." for note, number in self._numbers.items())


def _sentence(note: str) -> str:
    """A capital, but for « p » that names the p-value."""
    return escape(note if note.startswith("p ") else capitalised(note))
