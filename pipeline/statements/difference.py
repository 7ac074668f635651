"""A difference that a sentence prints from another table than `estimations`, and on which side it lies."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.contract.produced.estimates import FAMILLES
from pipeline.statements.statement import Direction

EXPLORATORY = FAMILLES[-1]  # the family of what the plan does not name


@dataclass(frozen=True)
class Difference:
    """Accompanied − control (or its ratio), with what names its row; missing numbers are None.

    `source`: the table and, where the indicator, the wave and the method do not say it, which of its rows.
    """

    source: str
    indicateur: str
    vague: str
    methode: str
    mesure: str
    famille: str
    estimation: float | None
    ic_bas: float | None
    ic_haut: float | None
    direction: Direction

    @property
    def spoken(self) -> str:
        """« sensibilite/troncature/dette_sortie/difference_brute »: where it stands and its method."""
        return f"{self.source}/{self.methode}"
