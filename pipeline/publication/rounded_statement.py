"""A planned outcome as it is published: its cells, and the words of the classes that its rounding leaves possible."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.contract.indicators import Indicator, Scale
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.french import NBSP
from pipeline.publication.fact import Cell, PublishedFact, key_parts
from pipeline.publication.publication import Publication
from pipeline.report.context import ReportContext
from pipeline.report.grade_words import possible_words, range_words
from pipeline.statements.grades import Grade, grade, graded
from pipeline.statements.statement import Statement

ELEMENT = "resultats"


@dataclass(frozen=True)
class PublishedOutcome:
    """One outcome; a cell that is not published holds its reason."""

    indicator: Indicator
    sizes: tuple[Cell, Cell]  # accompanied, controls
    levels: tuple[Cell, Cell]
    gap: Cell
    low: Cell
    high: Cell
    statement: Statement  # of the rounded numbers

    @property
    def reason(self) -> str:
        """Why the difference is not published, empty when it is."""
        return "" if isinstance(self.gap, PublishedFact) else self.gap.texte

    @property
    def kind(self) -> MeasureKind:
        """What sort of number the difference is."""
        measure = MEASURES.get(self.statement.mesure)
        return MeasureKind.DIFFERENCE if measure is None else measure.kind

    @property
    def gap_text(self) -> str:
        """« +25 points », « rapport de 0,4 », « probabilité de 0,4 »."""
        before = {MeasureKind.RATIO: "rapport de ", MeasureKind.SUPERIORITY: "probabilité de "}
        return before.get(self.kind, "") + self.gap.texte

    @property
    def interval(self) -> str:
        """« [0 ; +45] », empty when a bound is not published."""
        if not isinstance(self.low, PublishedFact) or not isinstance(self.high, PublishedFact):
            return ""
        return f"[{self.low.nombre}{NBSP};{NBSP}{self.high.nombre}]"

    @property
    def shows_its_gap(self) -> bool:
        """Whether the printed levels lie as the printed difference says; each is rounded on its own."""
        one, other = (_middle(c) for c in self.levels)
        gap = self.statement.estimation
        return None in (one, other, gap) or _sign((one or 0) - (other or 0)) == _sign((gap or 0) - self.statement.null)

    @property
    def adds_up(self) -> bool:
        """Whether the printed difference is that of the printed levels; True where one of them is a class."""
        values = [c.rounded.valeur for c in (*self.levels, self.gap) if isinstance(c, PublishedFact)]
        known = [v for v in values if v is not None]
        if self.kind is not MeasureKind.DIFFERENCE or len(known) < len((*self.levels, self.gap)):
            return True
        return math.isclose(known[0] - known[1], known[2], abs_tol=1e-9)

    @property
    def class_words(self) -> str:
        """« un grand avantage pour les accompagnés », both classes where the rounding leaves two possible.

        Empty where the plan says not what would matter.
        """
        if graded(self.statement) is None:
            return ""
        grades = self._possible(self.gap)
        return possible_words(grades) + (" pour les accompagnés" if any(g.side for g in grades) else "")

    @property
    def range_words(self) -> str:
        """« d’un écart pratiquement nul à un très grand avantage », empty without bounds or classes."""
        grades = graded(self.statement)
        if grades is None or grades.worst is None or grades.best is None:
            return ""
        ends = [self._possible(c) for c in (self.low, self.high)[:: self.statement.sens]]
        if all(len(set(end)) == 1 for end in ends):
            return range_words(grades.worst, grades.best)
        if grades.worst.side == grades.best.side:
            ends.sort(key=lambda end: abs(end[0].level))
        return f"{possible_words(ends[0], 'd’')} à {possible_words(ends[1])}"

    def _possible(self, c: Cell) -> tuple[Grade, Grade]:
        """The lowest and the highest class that the exact number may have, beside what is published of it."""
        if not isinstance(c, PublishedFact) or self.statement.importance is None:
            raise ValueError(f"« {self.indicator.name} » : aucune classe sans nombre publié")
        low, high = c.rounded.bounds
        inside = (high - low) * 1e-6  # a bound itself is of the next rounded number
        one, other = (grade(self.statement.sens * x, self.statement.importance) for x in (low + inside, high - inside))
        return min(one, other), max(one, other)

    @property
    def subject(self) -> str:
        """« la part de ménages maintenus dans les lieux », « l’impayé moyen »."""
        share = self.indicator.scale is Scale.BINARY
        return f"la part de {self.indicator.phrase}" if share else self.indicator.phrase


def published(publication: Publication, context: ReportContext, indicator: Indicator) -> PublishedOutcome:
    """Return what is published of `indicator`. Raises `KeyError` when it is not a planned outcome."""

    def cell(column: str) -> Cell:
        return publication.cell(ELEMENT, column, indicateur=indicator.name)

    def value(column: str) -> float | None:
        found = cell(column)
        return found.rounded.valeur if isinstance(found, PublishedFact) else None

    def at_least(column: str) -> int:
        found = cell(column)
        return int(found.rounded.bas or 0) if isinstance(found, PublishedFact) else 0

    named = key_parts(cell("estimation").cle)
    statement = Statement(
        indicator.name,
        context.vague,
        methode=named.get("methode", ""),
        mesure=named.get("mesure", ""),
        n_accompagnes=at_least("n_accompagnes"),
        n_temoins=at_least("n_temoins"),
        estimation=value("estimation"),
        ic_bas=value("ic_bas"),
        ic_haut=value("ic_haut"),
        sens=indicator.favourable,
        importance=context.plan.importance_of(indicator),
    )
    return PublishedOutcome(
        indicator,
        (cell("n_accompagnes"), cell("n_temoins")),
        (cell("valeur_accompagnes"), cell("valeur_temoins")),
        cell("estimation"),
        cell("ic_bas"),
        cell("ic_haut"),
        statement,
    )


def _middle(c: Cell) -> float | None:
    return (c.rounded.bas + c.rounded.haut) / 2 if isinstance(c, PublishedFact) else None


def _sign(x: float) -> int:
    return (x > 1e-9) - (x < -1e-9)
