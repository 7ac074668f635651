"""One statement: what one method says of one indicator at one wave, on which side it lies, and what is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Indicator
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.contract.produced.entry import Produced
from pipeline.contract.produced.estimates import ESTIMATIONS
from pipeline.contract.remarks import ABSENT
from pipeline.statements.precision import Precision, precision_of
from pipeline.traced import Cell, traced


class Direction(StrEnum):
    """On which side an estimate lies, at the precision at which it is printed; empty when no side is good."""

    FAVOURABLE = "favorable"
    UNFAVOURABLE = "defavorable"
    NULL = "nul"
    UNKNOWN = ""


def opposite(one: Direction, other: Direction) -> bool:
    """Return whether one is an advantage and the other a disadvantage."""
    return {one, other} == {Direction.FAVOURABLE, Direction.UNFAVOURABLE}


def indicator_of(name: str) -> Indicator:
    """Return the catalogue entry of an estimated indicator, `duree_maintien` included."""
    return DUREE_MAINTIEN if name == DUREE_MAINTIEN.name else INDICATORS[name]


@dataclass(frozen=True)
class Inclusion:
    """The difference of the two levels at inclusion, accompanied − control, and the households whose value is known."""

    difference: float
    n_accompagnes: int
    n_temoins: int


@dataclass(frozen=True)
class Statement:
    """One row of `estimations` as it may be said; differences are accompanied − control, missing numbers are None.

    `sens`: +1 when more is good news. `note`: codes of `contract.remarks`, why a number is missing or how it was got.
    Of the one that speaks: `importance`, the smallest difference that would matter; `used`, the households of each
    group that the estimate is of, where the levels are of all those known; `crude`, the plain difference, where it
    reads otherwise; `instead_of`, the plan's method where this one stands in, and `why`, that one's note;
    `at_inclusion`, the gap before anything was done.
    """

    indicateur: str
    vague: str
    famille: str = ""
    methode: str = ""
    mesure: str = ""
    estimation: float | None = None
    erreur_type: float | None = None
    ic_bas: float | None = None
    ic_haut: float | None = None
    niveau: float = 0.95
    p_valeur: float | None = None
    p_ajustee: float | None = None
    n_accompagnes: int = 0
    n_temoins: int = 0
    valeur_accompagnes: float | None = None
    valeur_temoins: float | None = None
    sens: int = 0
    note: str = ""
    importance: float | None = None
    used: tuple[int, int] | None = None
    crude: Statement | None = None
    instead_of: str = ""
    why: str = ""
    at_inclusion: Inclusion | None = None

    @property
    def indicator(self) -> Indicator:
        return indicator_of(self.indicateur)

    @property
    def is_ratio(self) -> bool:
        return self.mesure in MEASURES and MEASURES[self.mesure].kind is MeasureKind.RATIO

    @property
    def null(self) -> float:
        """The value of « no difference » on the scale of the measure; 0 where the measure has none."""
        return (MEASURES[self.mesure].neutral if self.mesure in MEASURES else None) or 0.0

    @property
    def bounded(self) -> bool:
        """True when the estimate and both its bounds are known."""
        return self.estimation is not None and self.ic_bas is not None and self.ic_haut is not None

    @property
    def printed(self) -> float | None:
        """The estimate as the reader sees it."""
        return None if self.estimation is None else precision_of(self.indicator, self.mesure).rounded(self.estimation)

    @property
    def is_null(self) -> bool:
        """True when the difference reads as zero at the printed precision."""
        if self.estimation is None:
            return False
        return precision_of(self.indicator, self.mesure).rounded(self.estimation - self.null) == 0

    @property
    def direction(self) -> Direction:
        """The side of the estimate as it is printed."""
        if self.estimation is None:
            return Direction.UNKNOWN
        return direction_of(self.estimation, self.null, self.sens, precision_of(self.indicator, self.mesure))

    @property
    def side(self) -> int:
        """+1 when the estimate itself, unrounded, favours the accompanied, −1 the controls, 0 neither or not known."""
        if self.estimation is None or self.estimation == self.null:
            return 0
        return self.sens if self.estimation > self.null else -self.sens

    @property
    def exact_p(self) -> float | None:
        """The p of the exact test (or of the score test that stands in for it), which only shares have."""
        crude = self.mesure == "difference_risques" and self.methode == "difference_brute"
        return self.p_valeur if crude else None


def direction_of(estimation: float | None, null: float, favourable: int, precision: Precision) -> Direction:
    """Return the side of an estimate as printed. `null`: no difference; `favourable`: +1, −1, or 0 when none is."""
    if estimation is None:
        return Direction.UNKNOWN
    if precision.rounded(estimation - null) == 0:
        return Direction.NULL
    if not favourable:
        return Direction.UNKNOWN
    return Direction.FAVOURABLE if (estimation > null) == (favourable > 0) else Direction.UNFAVOURABLE


def absent(indicateur: str, vague: str, methode: str) -> Statement:
    """Return the statement of a row that is not there: without numbers, its note says so."""
    return Statement(indicateur, vague, methode=methode, sens=indicator_of(indicateur).favourable, note=ABSENT)


def read_statements(rows: pd.DataFrame, table: Produced = ESTIMATIONS) -> list[Statement]:
    """Return the rows as statements, in their order; each number knows its cell of `table`."""
    return [read_statement(r, table) for r in rows.to_dict("records")]


def read_statement(r: Mapping[Any, Any], table: Produced = ESTIMATIONS) -> Statement:
    """Return one row as a statement; each number knows its cell of `table`."""
    where = ";".join(f"{c}={r[c]}" for c in table.key if c in r)

    def number(column: str) -> Any:
        value = _number(r.get(column))
        return None if value is None else traced(value, Cell(table.name, where, column))

    def count(column: str) -> Any:
        return traced(_count(r.get(column)), Cell(table.name, where, column))

    return Statement(
        indicateur=str(r["indicateur"]),
        vague=str(r["vague"]),
        famille=_text(r.get("famille")),
        methode=str(r["methode"]),
        mesure=str(r["mesure"]),
        estimation=number("estimation"),
        erreur_type=number("erreur_type"),
        ic_bas=number("ic_bas"),
        ic_haut=number("ic_haut"),
        niveau=_number(r.get("niveau")) or 0.95,
        p_valeur=number("p_valeur"),
        p_ajustee=number("p_ajustee"),
        n_accompagnes=count("n_accompagnes"),
        n_temoins=count("n_temoins"),
        valeur_accompagnes=number("valeur_accompagnes"),
        valeur_temoins=number("valeur_temoins"),
        sens=_count(r.get("sens_favorable")),
        note=_text(r.get("note")),
    )


def _number(value: object) -> float | None:
    if value is None or value is pd.NA:
        return None
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None


def _count(value: object) -> int:
    number = _number(value)
    return 0 if number is None else round(number)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
