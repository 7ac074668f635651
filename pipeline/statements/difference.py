"""A difference that a sentence prints from another table than `estimations`, and on which side it lies."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.contract.produced.estimates import FAMILLES
from pipeline.statements.statement import Direction

EXPLORATORY = FAMILLES[-1]  # the family of what the plan does not name


@dataclass(frozen=True)
class Difference:
    """Accompanied − control (or its ratio), with what names its row; missing numbers are None."""

    indicateur: str
    vague: str
    methode: str
    mesure: str
    famille: str
    estimation: float | None
    ic_bas: float | None
    ic_haut: float | None
    direction: Direction
