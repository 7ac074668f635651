"""What whole numbers remain possible, against every table that could be: each one tried, one by one."""

from __future__ import annotations

import itertools
import random

import pytest

from pipeline.publication.audit.bounds import Program

_MOST = 6  # households a cell


def _tables() -> list[tuple[int, ...]]:
    return list(itertools.product(range(_MOST + 1), repeat=4))


@pytest.mark.parametrize("seed", range(12))
def test_the_values_left_are_those_of_the_tables_that_fit(seed: int) -> None:
    """Four cells, of which a total, a part and a rounded share are told; cell 0 is asked for."""
    draw = random.Random(seed)
    truth = tuple(draw.randint(0, _MOST) for _ in range(4))
    part = draw.sample(range(4), 2)
    share = (truth[0] + truth[1]) / max(1, sum(truth))
    low, high = round(share, 1) - 0.05, round(share, 1) + 0.05

    def fits(table: tuple[int, ...]) -> bool:
        told = sum(table) == sum(truth) and sum(table[i] for i in part) == sum(truth[i] for i in part)
        top, whole = table[0] + table[1], sum(table)
        return told and low * whole - 1e-9 <= top <= high * whole + 1e-9

    possible = sorted({table[0] for table in _tables() if fits(table)})
    program = Program()
    cells = [program.variable(0, _MOST, whole=True) for _ in range(4)]
    program.fact(dict.fromkeys(cells, 1.0), sum(truth), sum(truth))
    program.fact({cells[i]: 1.0 for i in part}, sum(truth[i] for i in part), sum(truth[i] for i in part))
    for bound, least, most in ((low, 0.0, 1e9), (high, -1e9, 0.0)):
        program.fact({c: (1.0 if i < 2 else 0.0) - bound for i, c in enumerate(cells)}, least, most)
    assert program.solved().whole_values({cells[0]: 1.0}, 20) == tuple(possible)


def test_holes_between_the_bounds_are_not_counted() -> None:
    """2x + 3y = 12: x is 0, 3 or 6, never in between."""
    program = Program()
    x, y = (program.variable(0, 10, whole=True) for _ in range(2))
    program.fact({x: 2.0, y: 3.0}, 12, 12)
    assert program.solved().whole_values({x: 1.0}, 4) == (0, 3, 6)
    assert program.solved().whole_values({x: 1.0}, 3) is None


def test_facts_that_contradict_each_other_are_known() -> None:
    program = Program()
    x = program.variable(0, 10, whole=True)
    program.fact({x: 1.0}, 2, 3)
    program.fact({x: 1.0}, 4, 5)
    assert not program.solved().feasible
