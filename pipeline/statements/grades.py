"""How large a difference is, in classes cut at the smallest one that would matter; no class begins or ends at zero."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.statements.few import of_a_few
from pipeline.statements.precision import precision_of
from pipeline.statements.statement import Statement

# In importances, the upper edge of each class, itself included but for the first one's.
_NIL, _EDGES = 0.25, (1.0, 2.0, 3.0)


class Size(IntEnum):
    """How many times the smallest difference that matters: under ¼, to 1, to 2, to 3, above."""

    NIL = 0
    SMALL = 1
    MODERATE = 2
    LARGE = 3
    VERY_LARGE = 4


@dataclass(frozen=True, order=True)
class Grade:
    """`level`: from −4, a very large disadvantage of the accompanied, to +4; 0 is next to nothing."""

    level: int

    @property
    def size(self) -> Size:
        return Size(abs(self.level))

    @property
    def side(self) -> int:
        """+1 for an advantage, −1 for a disadvantage, 0 for next to nothing."""
        return (self.level > 0) - (self.level < 0)


@dataclass(frozen=True)
class Graded:
    """An estimate and the two ends of its interval, worst first; None where the number is missing."""

    estimate: Grade
    worst: Grade | None
    best: Grade | None


def grade(advantage: float, importance: float) -> Grade:
    """Return the class of a difference. `advantage`: of the accompanied, in the unit of `importance` (> 0).

    >>> [grade(x, 10.0).level for x in (44.9, 23.1, 10.0, 4.0, -0.7, -10.1)]
    [4, 3, 1, 1, 0, -2]
    """
    times = round(abs(advantage) / importance, 9)  # an edge is an edge, whatever binary makes of the ratio
    size = 0 if times < _NIL else 1 + sum(times > edge for edge in _EDGES)
    return Grade(size if advantage > 0 else -size)


def graded(e: Statement) -> Graded | None:
    """Return the classes of a statement, of its numbers as they are printed.

    None where its words are numbers alone: no estimate, no importance in the plan, no good side, or a measure that is
    not a difference in the indicator's own unit; or a group so small that a class would be that of one household.
    """
    if e.estimation is None or e.importance is None or not e.sens or not _in_the_unit_of_the_importance(e):
        return None
    if of_a_few(e):
        return None
    precision, sens = precision_of(e.indicator, e.mesure), e.sens
    importance = precision.scale * e.importance

    def of(value: float) -> Grade:
        return grade(sens * precision.rounded(value), importance)

    worst, best = (e.ic_bas, e.ic_haut) if sens > 0 else (e.ic_haut, e.ic_bas)
    return Graded(of(e.estimation), None if worst is None else of(worst), None if best is None else of(best))


def _in_the_unit_of_the_importance(e: Statement) -> bool:
    return e.mesure in MEASURES and MEASURES[e.mesure].kind is MeasureKind.DIFFERENCE
