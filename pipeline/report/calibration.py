"""The table of the calibration as the report reads it: one row of it, and what is outside the norm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.contract.calibration import CALIBRATION_KEY, COVERAGE_NORM, NO_EFFECT
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Indicator
from pipeline.contract.methods import MEASURES, METHODS
from pipeline.french import number, percent
from pipeline.report.units import Unit, unit_of
from pipeline.traced import Cell, traced


@dataclass(frozen=True)
class Behaviour:
    """What one method does on one indicator under one simulated effect: a row of the table."""

    row: dict[str, object]

    def number(self, name: str) -> float:
        value: float = traced(float(self.row[name]), Cell("calibration", self._key, name))  # type: ignore[arg-type]
        return value

    @property
    def _key(self) -> str:
        return ";".join(f"{column}={self.row[column]}" for column in CALIBRATION_KEY if column in self.row)

    @property
    def studies(self) -> int:
        return round(self.number("etudes"))

    @property
    def indicator(self) -> Indicator | None:
        """The indicator; None for the row of a family."""
        name = str(self.row["indicateur"])
        return DUREE_MAINTIEN if name == DUREE_MAINTIEN.name else INDICATORS.get(name)

    @property
    def label(self) -> str:
        return self.indicator.label if self.indicator else "Une au moins des secondaires, p ajustées"

    @property
    def method(self) -> str:
        return METHODS[str(self.row["methode"])].label

    @property
    def unit(self) -> Unit:
        """The unit of bias and width; none for a ratio, whose logarithm they are of."""
        if self.indicator is None or not MEASURES[str(self.row["mesure"])].in_the_indicators_unit:
            return Unit(2)
        return unit_of(self.indicator)

    @property
    def outside(self) -> bool:
        return bool(self.row["hors_norme"])

    @property
    def announced(self) -> str:
        """« 4,8 % », the share of the studies in which the method announces a difference."""
        return percent(self.number("annonces"), 1)

    @property
    def coverage(self) -> str:
        return percent(self.number("couverture"), 1)


def behaviours(table: pd.DataFrame, **wanted: str) -> list[Behaviour]:
    """Return the rows whose columns have the `wanted` values, in the order of the table."""
    for column, value in wanted.items():
        table = table[table[column] == value]
    return [Behaviour({str(k): v for k, v in row.items()}) for row in table.to_dict("records")]


def effects_of(table: pd.DataFrame) -> list[str]:
    """Return the simulated effects other than none, weakest first."""
    rows = table[table["effet"] != NO_EFFECT].drop_duplicates("effet").sort_values("force", kind="stable")
    return [str(name) for name in rows["effet"]]


def outside_norm(table: pd.DataFrame, indicators: Sequence[str]) -> Iterator[list[Behaviour]]:
    """Yield, for each of these indicators and each method whose coverage leaves the norm, the rows where it does."""
    if table.empty:
        return
    chosen = table[table["indicateur"].isin(list(indicators)) & table["hors_norme"].astype(bool)]
    for _, part in chosen.groupby(["indicateur", "methode"], sort=False):
        yield behaviours(part)


def norm_text() -> str:
    """« 93 à 97 % »."""
    low, high = COVERAGE_NORM
    return f"{number(100 * low)} à {percent(high)}"
