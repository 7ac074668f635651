"""The rows of `sensibilite` as sentences, tables and figures read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.contract.indicators import INDICATORS, Indicator, Scale
from pipeline.contract.methods import MEASURES, METHODS
from pipeline.contract.produced.sensitivity import CAUSES_CACHEES, SENSIBILITE
from pipeline.contract.remarks import PLANNED, codes_of, holds
from pipeline.french import MISSING, NBSP, number
from pipeline.report.remarks import as_reason
from pipeline.report.results import EditionResults
from pipeline.report.units import Unit, unit_of
from pipeline.statements.difference import Difference
from pipeline.statements.few import FEWEST, without_bounds_of_a_few
from pipeline.statements.statement import Direction, Statement, direction_of, read_statements
from pipeline.traced import Cell, stated, traced

_BARE = Unit(2)
WITHOUT = "sans:"  # how the variants that leave one landlord out begin


@dataclass(frozen=True)
class Result:
    """One row: `estimate` holds the numbers, missing ones as None; `table`: where it stands."""

    analyse: str
    variante: str
    libelle: str
    estimate: Statement
    table: str = SENSIBILITE.name

    @property
    def indicator(self) -> Indicator:
        """The catalogue's entry, or one made of the label for what is only known at inclusion."""
        name = self.estimate.indicateur
        if name in INDICATORS:
            return INDICATORS[name]
        return Indicator(name, self.libelle, Scale.CONTINUOUS, (self.estimate.vague,), 0, "impayes", "", "€")

    @property
    def unit(self) -> Unit:
        if not MEASURES[self.estimate.mesure].in_the_indicators_unit:
            return _BARE
        if self.estimate.mesure == "difference_moyennes" and self.indicator.scale is Scale.BINARY:
            return _BARE  # outcomes in classes, in the place of a yes or no
        unit = unit_of(self.indicator)
        if self.variante.startswith(WITHOUT) and unit.scale == 100:
            return replace(unit, decimals=0)  # disclosure control rounds what is left without one landlord
        return unit

    def text(self, value: float | None) -> str:
        """A value of the measure, signed where it is a difference: « −353 », « 0,29 »."""
        return self.unit.plain(value, sign=MEASURES[self.estimate.mesure].signed)

    @property
    def gap(self) -> str:
        """« −353 [−935 ; +228] »; without estimate, the bounds alone; without either, « – »."""
        e = self.estimate
        bounds = "" if e.ic_bas is None and e.ic_haut is None else self.bounds
        if e.estimation is None:
            return bounds or MISSING
        return f"{self.text(e.estimation)} {bounds}".strip()

    @property
    def amount(self) -> str:
        """« −353 € [−935 ; +228] » for a sentence: the estimate with its unit; with one bound, « (au moins −935) »."""
        e = self.estimate
        value = self.unit.difference(e.estimation, sign=MEASURES[self.estimate.mesure].signed)
        if e.ic_bas is None and e.ic_haut is None:
            return value
        if e.ic_haut is None:
            return f"{value} (au moins {self.text(e.ic_bas)}, sans borne haute)"
        if e.ic_bas is None:
            return f"{value} (au plus {self.text(e.ic_haut)}, sans borne basse)"
        return f"{value} {self.bounds}"

    @property
    def bounds(self) -> str:
        """« [−935 ; +228] »."""
        return f"[{self.text(self.estimate.ic_bas)}{NBSP};{NBSP}{self.text(self.estimate.ic_haut)}]"

    @property
    def sizes(self) -> str:
        """« 23 / 22 »."""
        e = self.estimate
        if not (e.n_accompagnes or e.n_temoins):
            return MISSING  # masked
        return f"{number(e.n_accompagnes)}{NBSP}/{NBSP}{number(e.n_temoins)}"

    @property
    def method(self) -> str:
        return METHODS[self.estimate.methode].brief

    def cell(self, column: str) -> Cell:
        """Where a number of this row stands in `sensibilite`."""
        e = self.estimate
        named = {"analyse": self.analyse, "variante": self.variante, "cause": self.variante}
        keys = (SENSIBILITE if self.table == SENSIBILITE.name else CAUSES_CACHEES).key
        return Cell(self.table, ";".join(f"{c}={named[c] if c in named else getattr(e, c)}" for c in keys), column)

    @property
    def reason(self) -> str:
        """Why a number is missing, as the end of a sentence."""
        return as_reason(self.estimate.note, self.cell("note"))

    def parameters(self, code: str) -> tuple[float, ...]:
        """The numbers that go with a code of the note; none where the note does not have it."""
        return tuple(traced(float(v), self.cell("note")) for v in dict(codes_of(self.estimate.note)).get(code, ()))

    @property
    def rejects_nothing(self) -> bool:
        """True where landlords are so few that no difference, either way, would have a small p: it says nothing."""
        e = self.estimate
        return holds(e.note, "sans_borne_d_un_cote") and e.ic_bas is None and e.ic_haut is None

    @property
    def planned(self) -> bool:
        """True for the plan's own definition."""
        return holds(self.estimate.note, PLANNED)

    def stating(self, words: str) -> str:
        """Return `words`, which print this difference."""
        e = self.estimate
        source = "/".join(part for part in (self.table, self.analyse, self.variante) if part)
        names = (source, e.indicateur, e.vague, e.methode, e.mesure, e.famille)
        return stated(words, Difference(*names, e.estimation, e.ic_bas, e.ic_haut, self.direction))

    @property
    def favours(self) -> int:
        """+1 when the estimate, as printed, favours the accompanied, −1 the controls, 0 neither (or not known)."""
        return {Direction.FAVOURABLE: 1, Direction.UNFAVOURABLE: -1}.get(self.direction, 0)

    @property
    def direction(self) -> Direction:
        """The side of the estimate as it is printed."""
        return direction_of(self.estimate.estimation, self.estimate.null, self.estimate.sens, self.unit)


def results_of(results: EditionResults, analyse: str) -> list[Result]:
    """Return the rows of one analysis, in their order; under five households in a group, no interval of a mean."""
    frame = results.sensibilite
    chosen = frame[frame["analyse"] == analyse] if len(frame) else frame
    estimates = read_statements(chosen, SENSIBILITE)
    return [
        Result(analyse, str(row["variante"]), str(row["libelle"]), _of_a_few(e))
        for row, e in zip(chosen.to_dict("records"), estimates, strict=True)
    ]


def _of_a_few(e: Statement) -> Statement:
    """Bounds that stand without an estimate are no interval, and stay."""
    if e.estimation is None:
        return e
    if e.indicateur in INDICATORS:
        return without_bounds_of_a_few(e)
    return e if min(e.n_accompagnes, e.n_temoins) >= FEWEST else replace(e, ic_bas=None, ic_haut=None)


def only(
    found: Sequence[Result], variante: str, indicateur: str | None = None, methode: str | None = None, mesure: str = ""
) -> Result | None:
    """Return the first result of that variant (and indicator, method, measure), None when there is none."""
    for r in found:
        e = r.estimate
        fits = r.variante == variante and indicateur in (None, e.indicateur) and methode in (None, e.methode)
        if fits and mesure in ("", e.mesure):
            return r
    return None
