"""At which precision a number is printed: what reads as zero is said to be none."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.contract.indicators import Indicator
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.french import rounded


@dataclass(frozen=True)
class Precision:
    """`scale`: factor before writing (100 for a share); `decimals`: places written."""

    decimals: int
    scale: float = 1.0

    def rounded(self, x: float) -> float:
        """The number that the reader sees."""
        return float(rounded(self.scale * x, self.decimals))


_PERCENT = Precision(1, 100.0)
BARE = Precision(2)
BY_UNIT: dict[str, Precision] = {
    "%": _PERCENT,
    "ratio": _PERCENT,
    "€": Precision(0),
    "€/mois": Precision(1),
    "€/jour": Precision(1),
    "mois": Precision(1),
    "points": Precision(1),
    "rang 0–8": Precision(2),
    "par an": Precision(2),
    "jours": Precision(1),
}


def precision_of(indicator: Indicator, mesure: str) -> Precision:
    """Return how an estimate and its bounds are written: the indicator's precision, or the measure's own."""
    measure = MEASURES.get(mesure)
    if measure is None or measure.in_the_indicators_unit:
        return BY_UNIT.get(indicator.unit, BARE)
    return BY_UNIT["€"] if measure.kind is MeasureKind.AMOUNT else BARE
