"""Facts on one subject become a program: households by group and dimension, how many have the outcome, their sums."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.contract.indicators import INDICATORS
from pipeline.publication.audit.bounds import Combination, Program, Solver
from pipeline.publication.audit.facts import ListedFact
from pipeline.publication.audit.where import GROUP, PLACES, Where, values_of

REST = "(autres)"
_MOST_ATOMS = 1500
_MOST_HOUSEHOLDS = 1e6
SIZES = ("n", "effectif", "menages", "atteint", "observes", "analyses")  # households known of, in a row
_DIFFERENCES = frozenset({"difference_risques", "difference_moyennes"})
Atom = dict[str, str]
Row = tuple[str, str, tuple[tuple[str, str], ...]]  # edition, element, key without the group
Rows = Mapping[Row, Mapping[tuple[str, str], ListedFact]]  # then measure and group


@dataclass(frozen=True)
class CellPopulation:
    """A program over `atoms`. `n`, `k`, `s`: variables of households known, with the outcome, and of their sum."""

    atoms: tuple[Atom, ...]
    n: tuple[int, ...]
    k: tuple[int, ...]
    s: tuple[int, ...]
    program: Program
    sizes: Mapping[str, float]  # exact size of each group, where given

    @cached_property
    def solver(self) -> Solver:
        """What answers questions on it."""
        return self.program.solved()

    def chosen(self, of: Iterable[tuple[str, str]]) -> tuple[int, ...]:
        """The atoms that have all the values `of`."""
        wanted = tuple(of)
        return tuple(i for i, atom in enumerate(self.atoms) if all(atom.get(d) == v for d, v in wanted))

    def held(self, w: Where) -> tuple[int, ...]:
        """The atoms that a fact tells of."""
        return tuple(i for i, atom in enumerate(self.atoms) if w.holds(atom))

    def total(self, variables: Sequence[int], atoms: Iterable[int], sign: float = 1.0) -> dict[int, float]:
        """The sum of `variables` over `atoms`, as a combination."""
        return {variables[i]: sign for i in atoms}


def cell_population(wheres: Sequence[Where], dimensions: frozenset[str]) -> CellPopulation | None:
    """Return the population that facts on one subject describe over `dimensions`.

    None when they contradict each other, or when it is too large to be looked at.

    The values of a dimension are those that facts name and those that everyone knows; where these do not add up to
    the whole, a rest is added.
    """
    told = [w for w in wheres if w.dimensions <= dimensions | {GROUP}]
    for rest in (False, True):
        built = _built(told, tuple(sorted(dimensions | {GROUP})), rest=rest)
        if built is None or built.solver.feasible:
            return built
    return None


def rows_of(wheres: Iterable[Where]) -> Rows:
    """Return facts by row of their table, then by measure and group."""
    rows: dict[Row, dict[tuple[str, str], ListedFact]] = {}
    for w in wheres:
        rows.setdefault(table_row(w.fact), {})[w.fact.measure, w.fact.group] = w.fact
    return rows


def table_row(fact: ListedFact) -> Row:
    """The row of a fact, the same for both groups."""
    return fact.edition, fact.element, tuple(pair for pair in fact.key if pair[0] != GROUP)


def _built(wheres: Sequence[Where], dimensions: tuple[str, ...], *, rest: bool) -> CellPopulation | None:
    axes = [(*values_of(d, wheres), *((REST,) if rest and d != GROUP else ())) or (REST,) for d in dimensions]
    if math.prod(map(len, axes)) > _MOST_ATOMS:
        return None
    atoms = tuple(dict(zip(dimensions, values, strict=True)) for values in itertools.product(*axes))
    facts = [w.fact for w in wheres]
    program = Program()
    n = tuple(program.variable(0, _MOST_HOUSEHOLDS, whole=True) for _ in atoms)
    k: tuple[int, ...] = ()
    s: tuple[int, ...] = ()
    rows = rows_of(wheres)
    if any((w.fact.is_share and not _is_class(w)) or _is_numerator(w, rows) for w in wheres):
        k = tuple(program.variable(0, _MOST_HOUSEHOLDS, whole=True) for _ in atoms)
        for one_n, one_k in zip(n, k, strict=True):
            program.fact({one_n: 1.0, one_k: -1.0}, 0.0, math.inf)
    if any(f.is_mean or f.is_sum for f in facts):
        s = tuple(program.variable(-math.inf, math.inf, whole=False) for _ in atoms)
        _limits(program, facts, n, s)
    sizes = {
        w.fact.group: w.fact.low
        for w in wheres
        if w.dimensions == {GROUP} and w.fact.measure == "n" and w.fact.is_exact
    }
    people = CellPopulation(atoms, n, k, s, program, sizes)
    for w in wheres:
        _state(people, w, rows)
    return people


def _limits(program: Program, facts: Sequence[ListedFact], n: Sequence[int], s: Sequence[int]) -> None:
    known = INDICATORS.get(facts[0].named.get("indicateur", ""))
    if known is None or known.limits is None:
        return
    for one_n, one_s in zip(n, s, strict=True):
        program.fact({one_s: 1.0, one_n: -known.limits[0]}, 0.0, math.inf)
        program.fact({one_s: 1.0, one_n: -known.limits[1]}, -math.inf, 0.0)


def _is_class(w: Where) -> bool:
    """A share of those who have one value among several (`modalite`, `classe`), not of a yes."""
    return not w.fact.binary and bool(w.classes)


def _is_numerator(w: Where, rows: Rows) -> bool:
    """A count beside `n` in its row: those of n who have the thing."""
    counted = w.fact.measure in SIZES[1:]
    return counted and ("n", w.fact.group) in rows[table_row(w.fact)] and not _is_class(w)


def _state(people: CellPopulation, w: Where, rows: Rows) -> None:
    """Add what one fact says to the program."""
    fact, atoms, program = w.fact, people.held(w), people.program
    row = rows[table_row(fact)]
    whole = people.held(_without_class(w)) if _is_class(w) else atoms
    if fact.is_count:
        low, high = math.ceil(fact.low - 1e-9), math.floor(fact.high + 1e-9)
        beside = any((m, fact.group) in row for m in SIZES[1:])
        if _is_numerator(w, rows):
            program.fact(people.total(people.k, atoms), low, high)
        else:
            counted = whole if fact.measure == "n" and beside else atoms
            program.fact(people.total(people.n, counted), low, high)
    elif fact.is_share:
        low_share, high_share = fact.share_bounds
        top = people.total(people.n if _is_class(w) else people.k, atoms)
        for bound, at_least in ((low_share, True), (high_share, False)):
            _ratio(program, top, people.total(people.n, whole), bound, at_least=at_least)
    elif fact.is_mean:
        for bound, at_least in ((fact.low, True), (fact.high, False)):
            _ratio(program, people.total(people.s, atoms), people.total(people.n, atoms), bound, at_least=at_least)
    elif fact.is_sum:
        program.fact(people.total(people.s, atoms), fact.low, fact.high)
    elif fact.measure == "estimation":
        program.fact(_difference(people, w, row), fact.low, fact.high)


def _ratio(program: Program, top: Combination, bottom: Combination, bound: float, *, at_least: bool) -> None:
    """top / bottom ≥ bound (or ≤): linear in both, so that sizes need not be known."""
    line = dict(top)
    for variable, coefficient in bottom.items():
        line[variable] = line.get(variable, 0.0) - bound * coefficient
    program.fact(line, 0.0 if at_least else -math.inf, math.inf if at_least else 0.0)


def _without_class(w: Where) -> Where:
    return Where(w.fact, tuple(pair for pair in w.of if pair[0] not in w.classes), w.but)


def _difference(people: CellPopulation, w: Where, row: Mapping[tuple[str, str], ListedFact]) -> dict[int, float]:
    """A crude difference, or an interaction (difference here less difference elsewhere), where sizes are exact."""
    named = w.fact.named
    counted = people.k or people.s
    here = {g: _exact(row.get(("n", g))) for g in ("accompagne", "temoin")}
    crude = named.get("methode") == "difference_brute" and named.get("mesure", "") in _DIFFERENCES
    interaction = named.get("methode") == "interaction" and bool(set(dict(w.of)) & PLACES)
    if not counted or not all(here.values()) or not (crude or interaction):
        return {}
    line: dict[int, float] = {}
    for group, sign in (("accompagne", 1.0), ("temoin", -1.0)):
        of_group = Where(w.fact, (*w.of, (GROUP, group)), w.but)
        inside = people.held(of_group)
        for i in inside:
            line[counted[i]] = sign / here[group]
        if interaction:
            everyone = people.chosen([(GROUP, group)])
            total = people.sizes.get(group, 0.0)
            if total <= here[group]:
                return {}
            for i in set(everyone) - set(inside):
                line[counted[i]] = -sign / (total - here[group])
    return line


def _exact(fact: ListedFact | None) -> float:
    return fact.low if fact is not None and fact.is_exact else 0.0
