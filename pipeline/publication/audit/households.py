"""One household's amount or score: a cell of one, alone or left when other cells are taken away."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from pipeline.contract.indicators import INDICATORS
from pipeline.publication.audit.facts import ListedFact
from pipeline.publication.audit.finding import DisclosureFinding, Leak
from pipeline.publication.audit.population import CellPopulation, rows_of, table_row
from pipeline.publication.audit.where import GROUP, Where

_NEAR = 0.1  # an amount bounded to within this share of itself is known
SCORE_STEPS = {
    "who5": 4.0,
    "lsns6": 1.0,
    "ucla3": 1.0,
    "procedure_max": 1.0,
}  # scores and ranks take these values alone


def household_values(
    told: Sequence[Where], people: CellPopulation, dimensions: frozenset[str]
) -> Iterator[DisclosureFinding]:
    """Yield the cells of one household of which the facts bound the amount within 10 %, or the score to one value."""
    if not people.s:
        return
    cells: set[tuple[tuple[str, str], ...]] = {((GROUP, atom[GROUP]),) for atom in people.atoms}
    cells |= {((GROUP, atom[GROUP]), (d, atom[d])) for atom in people.atoms for d in dimensions}
    cells |= {tuple((d, atom[d]) for d in (GROUP, *sorted(dimensions))) for atom in people.atoms}
    for cell in sorted(cells):
        atoms = people.chosen(cell)
        if people.solver.whole_values(people.total(people.n, atoms), 2) != (1,):
            continue
        bounds = people.solver.range(people.total(people.s, atoms))
        if bounds is not None:
            yield from _known(told, bounds, " ; ".join(f"{d}={v}" for d, v in cell))


def households_between(told: Sequence[Where]) -> Iterator[DisclosureFinding]:
    """Yield the households that two tables or editions differ by: same cell, one household more, another mean.

    Taken two by two: they are those that one population could not hold together.
    """
    rows = rows_of(told)
    by_cell: dict[tuple[object, ...], list[tuple[ListedFact, ListedFact]]] = {}
    for w in told:
        size = rows[table_row(w.fact)].get(("n", w.fact.group))
        if (w.fact.is_mean or w.fact.is_sum) and size is not None and size.is_exact:
            key = (w.fact.named.get("indicateur", ""), w.fact.named.get("vague", ""), w.of, w.but, w.fact.measure)
            by_cell.setdefault(key, []).append((w.fact, size))
    for (_, _, of, *_), pairs in by_cell.items():
        named = " ; ".join(f"{d}={v}" for d, v in of) if isinstance(of, tuple) else ""
        for (first, n1), (second, n2) in itertools.combinations(pairs, 2):
            if abs(n1.low - n2.low) == 1:
                more, fewer = sorted(((_sum(first, n1), n1.low), (_sum(second, n2), n2.low)), key=lambda pair: -pair[1])
                bounds = more[0][0] - fewer[0][1], more[0][1] - fewer[0][0]
                yield from _known([Where(first, ()), Where(second, ())], bounds, f"{named} ; un ménage de plus")


def _sum(fact: ListedFact, size: ListedFact) -> tuple[float, float]:
    times = 1.0 if fact.is_sum else size.low
    return fact.low * times, fact.high * times


def _known(told: Sequence[Where], bounds: tuple[float, float], cell: str) -> Iterator[DisclosureFinding]:
    fact = told[0].fact
    indicator = fact.named.get("indicateur", "")
    low, high = bounds
    step = SCORE_STEPS.get(indicator)
    limits = INDICATORS[indicator].limits if indicator in INDICATORS else None
    if limits is not None:
        low, high = max(low, limits[0]), min(high, limits[1])
    if not math.isfinite(low) or not math.isfinite(high) or low > high + 1e-6:
        return
    if step is not None:
        values = math.floor(high / step + 1e-6) - math.ceil(low / step - 1e-6) + 1
        leak, known = Leak.HOUSEHOLD_SCORE, values == 1
        why = "une seule valeur reste possible."
    else:
        leak, known = Leak.HOUSEHOLD_AMOUNT, high - low <= 2 * _NEAR * abs(low + high) / 2
        why = "connu à moins de 10 % près."
    if known:
        named = f"{cell} ; indicateur={indicator} ; vague={fact.named.get('vague', '')}"
        files = ", ".join(dict.fromkeys(w.fact.file for w in told))
        yield DisclosureFinding(
            leak, files, ", ".join(dict.fromkeys(f"élément {w.fact.element}" for w in told)), named, why
        )
