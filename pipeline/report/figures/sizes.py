"""The households behind a number, as figures write them."""

from __future__ import annotations

from pipeline.french import number
from pipeline.statements.statement import Statement


def both_sizes(e: Statement) -> str:
    """« 23 accompagnés et 22 témoins »: those that the estimate compares; « effectifs masqués » where they are."""
    if not (e.n_accompagnes or e.n_temoins):
        return "effectifs masqués"
    return f"{number(e.n_accompagnes)} accompagnés et {number(e.n_temoins)} témoins"
