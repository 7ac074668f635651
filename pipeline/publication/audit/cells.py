"""Small cells that facts together give away: arm × place, masks undone, exits between editions; by whole numbers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.publication.audit.facts import ListedFact
from pipeline.publication.audit.finding import DisclosureFinding, Leak
from pipeline.publication.audit.households import household_values, households_between
from pipeline.publication.audit.population import SIZES, CellPopulation, cell_population
from pipeline.publication.audit.where import GROUP, PLACES, Where, subject, where

FEWEST_VALUES = 4  # a cell is safe when it may still have so many
_SMALL = frozenset(range(1, 5))


def disclosed_cells(facts: Sequence[ListedFact]) -> Iterator[DisclosureFinding]:
    """Yield the sensitive cells, masks and single households that `facts`, all together, bound too narrowly.

    A cell (or its complement) is given away when fewer than four whole values remain and one of them is 1 to 4; a
    household's amount when bounded within 10 %, its score when one value remains. Facts on one subject (indicator and
    wave) are taken together over elements and editions, as far as they can be true together.
    """
    wheres = [where(f) for f in facts if not f.is_frame and _counts(f)]
    for told in _grouped(wheres, _counted).values():
        for dimensions in _components(told):
            yield from _of_subject(told, dimensions)
        yield from households_between(told)


def _counts(fact: ListedFact) -> bool:
    return fact.is_count or fact.is_share or fact.is_mean or fact.is_sum or fact.measure == "estimation"


def _counted(w: Where) -> tuple[str, ...]:
    """The subject, and what is counted where it is no number of households known."""
    counted = "" if not w.fact.is_count or w.fact.measure in SIZES else w.fact.measure
    return (*(f"{name}={value}" for name, value in subject(w.fact)), counted)


def _grouped(wheres: Iterable[Where], key: Callable[[Where], tuple[str, ...]]) -> dict[tuple[str, ...], list[Where]]:
    found: dict[tuple[str, ...], list[Where]] = {}
    for w in wheres:
        found.setdefault(key(w), []).append(w)
    return found


def _components(wheres: Sequence[Where]) -> list[frozenset[str]]:
    """Dimensions that stand together in some fact; those that never meet are looked at apart, each with the totals."""
    components: list[frozenset[str]] = []
    for w in wheres:
        found = w.dimensions - {GROUP}
        meeting = [c for c in components if c & found]
        components = [c for c in components if c not in meeting] + ([frozenset(found).union(*meeting)] if found else [])
    return components or [frozenset()]


def _of_subject(told: Sequence[Where], dimensions: frozenset[str]) -> Iterator[DisclosureFinding]:
    """Look at all facts together; where they contradict each other, at as many as can be true at once."""
    relevant = [w for w in told if w.dimensions <= dimensions | {GROUP}]
    for part in _consistent(relevant, dimensions):
        people = cell_population(part, dimensions)
        if people is not None:
            yield from _small(part, people, dimensions)
            yield from _undone(part, people)
            yield from household_values(part, people, dimensions)
        elif dimensions & PLACES:
            fact = part[0].fact
            yield DisclosureFinding(
                Leak.CONTRADICTION, fact.file, f"élément {fact.element}", _named(part, {}),
                "ces faits ne peuvent pas être vrais ensemble : rien ne peut être prouvé d’eux.",
            )  # fmt: skip


def _consistent(told: Sequence[Where], dimensions: frozenset[str]) -> list[list[Where]]:
    """Facts in as few parts as possible, each of facts that can be true together.

    Methods leave different households aside, so that all facts on a subject may contradict each other. Tables by
    method are then put together one by one, those that tell of places first, as long as they agree.
    """
    if cell_population(told, dimensions) is not None:
        return [list(told)]
    tables = _grouped(told, lambda w: (w.fact.edition, w.fact.element, w.fact.named.get("methode", "")))
    left = sorted(tables.values(), key=lambda table: -max(len(w.dimensions) for w in table))
    parts: list[list[Where]] = []
    while left:
        part, others = list(left[0]), left[1:]
        left = []
        for table in others:
            if cell_population([*part, *table], dimensions) is None:
                left.append(table)
            else:
                part += table
        parts.append(part)
    return parts


def _small(told: Sequence[Where], people: CellPopulation, dimensions: frozenset[str]) -> Iterator[DisclosureFinding]:
    """Arm × place (each place alone, and all together): who is known there, and who of them has the outcome."""
    places = sorted(dimensions & PLACES)
    sets = {(p,) for p in places} | ({tuple(places)} if places else set())
    for names in sorted(sets):
        if not any(set(names) <= w.dimensions for w in told):
            continue
        for cell in sorted({tuple(atom[n] for n in (GROUP, *names)) for atom in people.atoms}):
            of = dict(zip((GROUP, *names), cell, strict=True))
            inside = people.chosen(of.items())
            around = people.chosen([(GROUP, of[GROUP])])
            given = [
                what for what, combination in _questions(people, inside, around) if _given_away(people, combination)
            ]
            if given:
                yield _finding(Leak.SMALL_CELL, told, _named(told, of), given)


def _questions(
    people: CellPopulation, inside: Sequence[int], around: Sequence[int]
) -> Iterator[tuple[str, dict[int, float]]]:
    yield "effectif", people.total(people.n, inside)
    rest = [i for i in around if i not in set(inside)]
    if rest:
        yield "complément de l’effectif", people.total(people.n, rest)
    if people.k:
        yield "avec", people.total(people.k, inside)
        yield "sans", people.total(people.n, inside) | people.total(people.k, inside, -1.0)


def _given_away(people: CellPopulation, combination: dict[int, float]) -> bool:
    values = people.solver.whole_values(combination, FEWEST_VALUES)
    return values is not None and bool(_SMALL & set(values))


def _undone(told: Sequence[Where], people: CellPopulation) -> Iterator[DisclosureFinding]:
    """Counts published as a mask (« moins de 5 »), or as all but a few, that the other facts bound more narrowly."""
    for w in told:
        fact = w.fact
        if not fact.is_count or fact.is_exact:
            continue
        atoms = people.held(w)
        counted = people.k if people.k and any(fact.measure == m for m in SIZES[1:]) else people.n
        around = [i for i in people.chosen([p for p in w.of if p[0] == GROUP]) if i not in set(atoms)]
        if _given_away(people, people.total(counted, atoms)) or (
            around and counted is people.n and _given_away(people, people.total(people.n, around))
        ):
            yield DisclosureFinding(
                Leak.MASK_UNDONE, fact.file, f"élément {fact.element}", fact.cell, "d’autres faits le resserrent."
            )


def exits_between_editions(facts: Sequence[ListedFact], order: Sequence[str]) -> Iterator[DisclosureFinding]:
    """Yield the causes of exit of which two editions give, by difference, how many there were between them.

    `order`: editions, the earliest first. A cause is cumulative: who has left at 12 months has left at 18.
    """
    told = [f for f in facts if f.is_count and f.cause and not f.is_frame]
    by_cell: dict[tuple[str, str, str], dict[str, tuple[float, float, ListedFact]]] = {}
    for fact in told:
        at = by_cell.setdefault((fact.cause, fact.group, fact.measure), {})
        low, high, _ = at.get(fact.edition, (fact.low, fact.high, fact))
        at[fact.edition] = (max(low, fact.low), min(high, fact.high), fact)
    for (cause, group, _), at in sorted(by_cell.items()):
        editions = [e for e in order if e in at]
        for before, after in itertools.pairwise(editions):
            low, high = at[after][0] - at[before][1], at[after][1] - at[before][0]
            values = range(max(0, round(low)), round(high) + 1)
            if len(values) < FEWEST_VALUES and _SMALL & set(values):
                fact = at[after][2]
                cell = f"cause={cause}" + (f" ; groupe={group}" if group else "") + f" ; {before} → {after}"
                yield DisclosureFinding(
                    Leak.EXITS_BY_DIFFERENCE, fact.file, f"élément {fact.element}", cell,
                    "les deux éditions ensemble disent combien sont sortis entre elles.",
                )  # fmt: skip


def _finding(leak: Leak, told: Sequence[Where], cell: str, given: Sequence[str]) -> DisclosureFinding:
    files = ", ".join(dict.fromkeys(w.fact.file for w in told))
    elements = ", ".join(dict.fromkeys(w.fact.element for w in told))
    return DisclosureFinding(
        leak, files, f"éléments {elements}", cell, f"moins de quatre valeurs restent : {', '.join(given)}."
    )


def _named(told: Sequence[Where], of: dict[str, str]) -> str:
    return " ; ".join(f"{name}={value}" for name, value in (*of.items(), *subject(told[0].fact)))
