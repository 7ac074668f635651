"""How often the same households are looked at, and what repeated looks do to an interval."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.calibration import repeated_looks
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults

# Of the first calibration: three looks, no effect, the primary indicator's crude interval. It serves where the one
# at hand does not speak of this edition.
_FIRST_MEASURED = 0.102


@dataclass(frozen=True)
class Looks:
    """`rank`: which look this edition is; `planned`: how many there are.

    `chance`: the share of studies without any effect in which one look at least leaves zero out of the interval, None
    when it is not known. `studies`: how many were simulated; None for a figure of the first calibration.
    """

    rank: int
    planned: int
    chance: float | None
    studies: int | None


def concludes(context: ReportContext) -> bool:
    """True for the edition that answers, which the plan names."""
    return context.nom == context.plan.edition_de_conclusion


def looks_of(results: EditionResults, context: ReportContext) -> Looks:
    """Return the looks of this edition: the editions frozen no later than it are those before it, and itself."""
    editions = sorted(context.params.editions.values(), key=lambda e: (e.gel, e.horizon))
    rank = sum((e.gel, e.horizon) <= (context.gel, context.horizon) for e in editions)
    together = repeated_looks(results, context)
    if together is not None:
        return Looks(rank, len(editions), together.number("annonces"), together.studies)
    return Looks(rank, len(editions), _FIRST_MEASURED if len(editions) == 3 else None, None)
