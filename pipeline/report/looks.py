"""How often the same households are looked at, and what repeated looks do to an interval."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.calibration import repeated_looks
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults

_RANKS = ("premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième")


@dataclass(frozen=True)
class Looks:
    """`rank`: which look this edition is; `planned`: how many there are.

    `chance`: the share of studies without any effect in which one look at least leaves zero out of the interval, and
    `studies` how many were simulated; None where the calibration does not speak of this design.
    """

    rank: int
    planned: int
    chance: float | None
    studies: int | None


def concludes(context: ReportContext) -> bool:
    """True for the edition that answers, which the plan names."""
    return context.nom == context.plan.edition_de_conclusion


def rank_words(rank: int) -> str:
    """« premier », « deuxième », « 12ᵉ »: which look an edition is.

    >>> rank_words(2), rank_words(12)
    ('deuxième', '12ᵉ')
    """
    return _RANKS[rank - 1] if rank <= len(_RANKS) else f"{rank}ᵉ"


def looks_of(results: EditionResults, context: ReportContext) -> Looks:
    """Return the looks of this edition: the editions frozen no later than it are those before it, and itself."""
    editions = sorted(context.params.editions.values(), key=lambda e: (e.gel, e.horizon))
    rank = sum((e.gel, e.horizon) <= (context.gel, context.horizon) for e in editions)
    found = repeated_looks(results, context)
    if found is None:
        return Looks(rank, len(editions), None, None)
    return Looks(rank, len(editions), found.number("annonces"), found.studies)
