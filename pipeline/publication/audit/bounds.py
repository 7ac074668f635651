"""What linear facts leave possible of whole numbers of households and of sums: least, largest, how many values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

# HiGHS holds a constraint to 1e-7 of its scale; a whole number of households is never nearer to another.
_SLACK = 1e-6
Combination = Mapping[int, float]  # variable → coefficient


@dataclass
class Program:
    """Variables (whole numbers or not) with bounds, and facts `low` ≤ combination ≤ `high`."""

    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[Combination, float, float]] = field(default_factory=list)

    def variable(self, low: float, high: float, *, whole: bool) -> int:
        """Add a variable and return its number."""
        self.lows.append(low)
        self.highs.append(high)
        self.whole.append(whole)
        return len(self.lows) - 1

    def fact(self, combination: Combination, low: float, high: float) -> None:
        """Add `low` ≤ combination ≤ `high`."""
        if combination:
            self.rows.append((combination, low, high))

    def solved(self) -> Solver:
        """Return what answers questions on these facts."""
        return Solver(self)


class Solver:
    """Feasible ranges by `scipy.optimize.milp` (HiGHS), over all facts of a program at once."""

    def __init__(self, program: Program) -> None:
        self._size = len(program.lows)
        self._bounds = Bounds(np.array(program.lows), np.array(program.highs))
        self._whole = np.array(program.whole, dtype=int)
        self._rows = list(program.rows)
        self._constraints = self._built(self._rows)

    @property
    def feasible(self) -> bool:
        """False when the facts contradict each other."""
        return self._best({}, self._constraints) is not None

    def range(self, combination: Combination) -> tuple[float, float] | None:
        """Return the least and the largest value of a combination, ±inf where nothing bounds it; None if infeasible."""
        low = self._best(combination, self._constraints)
        high = self._best({v: -c for v, c in combination.items()}, self._constraints)
        return None if low is None or high is None else (low, -high)

    def whole_values(self, combination: Combination, most: int) -> tuple[int, ...] | None:
        """Return the whole values that a combination can take, if fewer than `most`; None when there are more.

        Values between the bounds may be impossible: each is asked for, until `most` are found.
        """
        bounds = self.range(combination)
        if bounds is None or not all(map(math.isfinite, bounds)):
            return None
        low, high = math.ceil(bounds[0] - _SLACK), math.floor(bounds[1] + _SLACK)
        possible = [v for v in dict.fromkeys((low, high)) if low <= high]
        for value in range(low + 1, high):
            if len(possible) >= most:
                return None
            if self._best({}, self._built([*self._rows, (combination, value - _SLACK, value + _SLACK)])) is not None:
                possible.append(value)
        return None if len(possible) >= most else tuple(sorted(possible))

    def _built(self, rows: Sequence[tuple[Combination, float, float]]) -> list[LinearConstraint]:
        if not rows:
            return []
        at = [(i, v, c) for i, (combination, _, _) in enumerate(rows) for v, c in combination.items()]
        lines, columns, values = zip(*at, strict=True)
        matrix = csr_array((values, (lines, columns)), shape=(len(rows), self._size))
        return [LinearConstraint(matrix, [low - _SLACK for _, low, _ in rows], [high + _SLACK for _, _, high in rows])]

    def _best(self, combination: Combination, constraints: list[LinearConstraint]) -> float | None:
        """The least value of a combination: None when infeasible, −inf when unbounded."""
        if not self._size:  # nothing is told of any household: nothing contradicts anything
            return 0.0
        cost = np.zeros(self._size)
        for variable, coefficient in combination.items():
            cost[variable] = coefficient
        result = milp(cost, integrality=self._whole, bounds=self._bounds, constraints=constraints)
        if result.status == 2:
            return None
        return float(result.fun) if result.status in {0, 1} and result.fun is not None else -math.inf
