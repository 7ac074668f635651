"""The table of the calibration as the report reads it: of which design it speaks, its rows, what it warns of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import pandas as pd

from pipeline.contract.calibration import CALIBRATION_KEY, COVERAGE_NORM, NO_EFFECT, looks_together
from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.flow import INCLUS
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Indicator
from pipeline.contract.methods import MEASURES, METHODS
from pipeline.french import NBSP, enumeration, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.results import EditionResults
from pipeline.report.units import Unit, unit_of
from pipeline.traced import Cell, plain, traced


@dataclass(frozen=True)
class Behaviour:
    """What one method does on one indicator under one simulated effect: a row of the table."""

    row: Mapping[str, Any]

    def number(self, name: str) -> float:
        value: float = traced(float(self.row[name]), Cell("calibration", self._key, name))
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
        """The share of the intervals that hold the true effect; the value aimed at, where there is none."""
        return percent(self.number(self.covering), 1)

    @property
    def covering(self) -> str:
        """The column of that share."""
        known = math.isfinite(float(self.row["couverture_vraie"]))
        return "couverture_vraie" if known else "couverture"

    @property
    def threats(self) -> tuple[str, ...]:
        """What threatens these studies, by the names of the parameters."""
        return tuple(part.split("=")[0] for part in str(self.row["menaces"]).split(";") if part)


@dataclass(frozen=True)
class SimulatedDesign:
    """Which studies were simulated: households a group, waves looked at, and what the plan and the cut-offs were."""

    accompanied: int
    controls: int
    waves: tuple[str, ...]
    plan: Mapping[str, Any]
    cutoffs: Mapping[str, Any]


def simulated_design(results: EditionResults) -> SimulatedDesign | None:
    """Return the design that the calibration simulated; None when it was not made, or does not say."""
    settings = results.calibration_reglages
    design, given = settings.get("dessin"), settings.get("parametres", {})
    if results.calibration.empty or not design:
        return None
    accompanied, controls = (
        traced(int(design[name]), Cell("calibration", "reglages.json", name)) for name in ("accompagnes", "temoins")
    )
    return SimulatedDesign(
        accompanied, controls, tuple(design["vagues"]), given.get("plan", {}), given.get("seuils", {})
    )


def not_spoken_of(results: EditionResults, context: ReportContext) -> list[str]:
    """Return why the simulated studies do not speak of this edition, in words; empty when they do."""
    design = simulated_design(results)
    if design is None:
        return ["elle n’a pas été faite avec cette version"]
    wave = [] if context.vague in design.waves else [f"son échéance est de {number(context.horizon)}{NBSP}mois"]
    return [*_other_sizes(results, design), *wave, *_other_plan(design, context)]


def spoken(results: EditionResults, context: ReportContext) -> pd.DataFrame:
    """Return the rows of the calibration that speak of this edition, at its wave; none when its design is another."""
    table = results.calibration
    if table.empty or not_spoken_of(results, context):
        return table.iloc[:0]
    return table[table["vague"] == context.vague]


def repeated_looks(results: EditionResults, context: ReportContext) -> Behaviour | None:
    """Return how often, without any effect, one of the editions' looks at the primary indicator leaves equality out.

    `number("annonces")` is the share of the studies, `number("annonces_mc")` its Monte-Carlo error, `studies` their
    number. None where there is one look only; when the calibration was not made, or for other sizes, another plan or
    other editions.
    """
    design = simulated_design(results)
    waves = sorted({edition.wave for edition in context.params.editions.values()})
    if design is None or len(waves) < 2 or _other_sizes(results, design) or _other_plan(design, context):
        return None
    wanted = {"effet": NO_EFFECT, "indicateur": context.plan.indicateur_principal, "vague": looks_together(waves)}
    return next(iter(behaviours(results.calibration, **wanted)), None)


def _other_sizes(results: EditionResults, design: SimulatedDesign) -> list[str]:
    """Sizes further than a tenth from those simulated; a delivery whose sizes are not known is not spoken of."""
    with_, without = (count_of(results.flux, INCLUS, group) for group in (ACCOMPAGNE, TEMOIN))
    if with_ is None or without is None:
        return ["ses effectifs ne sont pas connus"]
    pairs = ((with_, design.accompanied), (without, design.controls))
    if all(abs(plain(n) - plain(size)) <= _NEAR * plain(size) for n, size in pairs):
        return []
    return [f"elle inclut {number(with_)}{NBSP}ménages accompagnés et {number(without)}{NBSP}témoins"]


def _other_plan(design: SimulatedDesign, context: ReportContext) -> list[str]:
    plan, cutoffs = context.plan.model_dump(mode="json"), context.params.seuils.model_dump(mode="json")
    now = {**{k: v for k, v in plan.items() if k not in _NOT_THE_PLAN}, **cutoffs}
    then = {**design.plan, **design.cutoffs}
    other = [key for key, value in now.items() if then.get(key, value) != value]
    return [f"son plan est un autre ({enumeration(other)})"] if other else []


_NEAR = 0.10
# Draws change the last digit, words and editions what is said: none of them what a method does.
_NOT_THE_PLAN = ("graine", "tirages", "reechantillonnages", "imputations", "importance", "edition_de_conclusion")


def behaviours(table: pd.DataFrame, **wanted: str) -> list[Behaviour]:
    """Return the rows whose columns have the `wanted` values, in the order of the table."""
    chosen = table
    if wanted:
        chosen = table[reduce(and_, (table[column].to_numpy() == value for column, value in wanted.items()))]
    names = [str(c) for c in table.columns]
    return [Behaviour(dict(zip(names, row, strict=True))) for row in chosen.to_numpy(dtype=object)]


def effects_of(table: pd.DataFrame) -> list[str]:
    """Return the simulated effects other than none, without any threat, weakest first."""
    rows = table[(table["effet"] != NO_EFFECT) & (table["menaces"] == "")]
    rows = rows.drop_duplicates("effet").sort_values("force", kind="stable")
    return [str(name) for name in rows["effet"]]


def threats_of(table: pd.DataFrame) -> list[str]:
    """Return the settings in which something threatens the comparison, in the order of the table."""
    return [str(name) for name in table.loc[table["menaces"] != "", "effet"].drop_duplicates()]


def outside_norm(table: pd.DataFrame, indicators: Sequence[str]) -> Iterator[list[Behaviour]]:
    """Yield, for each of these indicators and each method whose coverage leaves the norm, the rows where it does.

    Where something threatens the comparison, no method is held to it.
    """
    if table.empty:
        return
    free = table[table["menaces"] == ""]
    chosen = free[free["indicateur"].isin(list(indicators)) & free["hors_norme"].astype(bool)]
    for _, part in chosen.groupby(["indicateur", "methode"], sort=False):
        yield behaviours(part)


def norm_text() -> str:
    """« 93 à 97 % »."""
    low, high = COVERAGE_NORM
    return f"{number(100 * low)} à {percent(high)}"
