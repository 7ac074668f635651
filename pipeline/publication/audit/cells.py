"""Small cells that facts together give away: arm × place, masks undone, exits between editions; by whole numbers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.publication.audit.facts import Fact
from pipeline.publication.audit.finding import DisclosureFinding, Leak
from pipeline.publication.audit.households import household_values, households_between
from pipeline.publication.audit.population import SIZES, Population, population
from pipeline.publication.audit.where import GROUP, KNOWN, PLACES, Where, where

FEWEST_VALUES = 4  # a cell is safe when it may still have so many
_SMALL = frozenset(range(1, 5))
_SUBJECT = ("indicateur", "vague", "variable", "aide", "poste", "question", "etat", "de", "vers")
Subject = tuple[str, ...]


def disclosed_cells(facts: Sequence[Fact]) -> Iterator[DisclosureFinding]:
    """Yield the sensitive cells, masks and single households that `facts`, all together, bound too narrowly.

    A cell (or its complement) is given away when fewer than four whole values remain and one of them is 1 to 4; a
    household's amount when bounded within 10 %, its score when one value remains. Facts on one subject (indicator and
    wave) are taken together over elements and editions; where they contradict each other, since methods leave
    different households aside, they are taken by edition, then by method, then by element.
    """
    wheres = [where(f) for f in facts if not f.is_frame and _counts(f)]
    for subject, told in _grouped(wheres, _subject).items():
        for dimensions in _components(told):
            if "cause" not in dimensions:
                yield from _of_subject(subject, told, dimensions)
        yield from households_between(told)


def _counts(fact: Fact) -> bool:
    return fact.is_count or fact.is_share or fact.is_mean or fact.is_sum or fact.measure == "estimation"


def _subject(w: Where) -> Subject:
    fact = w.fact
    counted = "" if not fact.is_count or fact.measure in SIZES else fact.measure
    return (*(fact.named.get(name, "") for name in _SUBJECT), counted)


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


_NARROWER: tuple[Callable[[Where], tuple[str, ...]], ...] = (
    lambda _: (),
    lambda w: (w.fact.edition,),
    lambda w: (w.fact.edition, w.fact.named.get("methode", "")),
    lambda w: (w.fact.edition, w.fact.named.get("methode", ""), w.fact.element),
)


def _of_subject(subject: Subject, told: Sequence[Where], dimensions: frozenset[str]) -> Iterator[DisclosureFinding]:
    """Look at all facts together; where that is impossible, at fewer, down to one table of one method."""
    relevant = [w for w in told if w.dimensions <= dimensions | {GROUP}]
    left = [relevant]
    for narrower in _NARROWER:
        parts = [part for group in left for part in _grouped(group, narrower).values()]
        left = []
        for part in parts:
            people = population(part, dimensions)
            if people is None:
                left.append(part)
            else:
                yield from _small(subject, part, people, dimensions)
                yield from _undone(part, people)
                yield from household_values(part, people, dimensions)
        if not left:
            return
    for part in left:
        if dimensions <= set(KNOWN):
            fact = part[0].fact
            yield DisclosureFinding(
                Leak.CONTRADICTION, fact.file, f"élément {fact.element}", _named(subject, {}),
                "ces faits ne peuvent pas être vrais ensemble : rien ne peut être prouvé d’eux.",
            )  # fmt: skip


def _small(
    subject: Subject, told: Sequence[Where], people: Population, dimensions: frozenset[str]
) -> Iterator[DisclosureFinding]:
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
                yield _finding(Leak.SMALL_CELL, told, _named(subject, of), given)


def _questions(
    people: Population, inside: Sequence[int], around: Sequence[int]
) -> Iterator[tuple[str, dict[int, float]]]:
    yield "effectif", people.total(people.n, inside)
    rest = [i for i in around if i not in set(inside)]
    if rest:
        yield "complément de l’effectif", people.total(people.n, rest)
    if people.k:
        yield "avec", people.total(people.k, inside)
        yield "sans", people.total(people.n, inside) | people.total(people.k, inside, -1.0)


def _given_away(people: Population, combination: dict[int, float]) -> bool:
    values = people.solver.whole_values(combination, FEWEST_VALUES)
    return values is not None and bool(_SMALL & set(values))


def _undone(told: Sequence[Where], people: Population) -> Iterator[DisclosureFinding]:
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


def exits_between_editions(facts: Sequence[Fact], order: Sequence[str]) -> Iterator[DisclosureFinding]:
    """Yield the causes of exit of which two editions give, by difference, how many there were between them.

    `order`: editions, the earliest first. A cause is cumulative: who has left at 12 months has left at 18.
    """
    told = [f for f in facts if f.is_count and "cause" in f.named and not f.is_frame]
    by_cell: dict[tuple[str, str, str], dict[str, tuple[float, float, Fact]]] = {}
    for fact in told:
        at = by_cell.setdefault((fact.named["cause"], fact.group, fact.measure), {})
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


def _named(subject: Subject, of: dict[str, str]) -> str:
    parts = [f"{name}={value}" for name, value in zip(_SUBJECT, subject, strict=False) if value]
    return " ; ".join([*(f"{name}={value}" for name, value in of.items()), *parts])
