"""A file as it will be without the households, and what is left to do by hand."""

from __future__ import annotations

from dataclasses import dataclass


class NotRewritableError(Exception):
    """The file cannot be rewritten without harm; the message is the French reason, without any value."""


@dataclass(frozen=True)
class Mention:
    """A pseudonym in another household's row, in a title, a comment…: where, as the sender sees it."""

    sheet: str | None = None
    line: int | None = None
    column: str = ""

    @property
    def words(self) -> str:
        """« feuille « Données », ligne 12, colonne precision »."""
        parts = [
            f"feuille « {self.sheet} »" if self.sheet else "",
            f"ligne {self.line}" if self.line else "",
            f"colonne « {self.column} »" if self.column else "",
        ]
        return ", ".join(p for p in parts if p) or "hors des lignes de données"


@dataclass(frozen=True)
class Rewritten:
    """`content`: the new bytes; `rows`: sheet and line of each row removed; `mentions`: where one stands still."""

    content: bytes
    rows: tuple[tuple[str | None, int], ...] = ()
    mentions: tuple[Mention, ...] = ()
