"""A calculation names its cells so that a reader can do it again: sums of sums stand bare, the rest in parentheses."""

from __future__ import annotations

import pytest

from pipeline.traced import Cell, Traced, traced


def cell(value: float, column: str) -> Traced:
    return traced(value, Cell("t", "k=1", column))


def test_a_calculation_is_written_as_it_was_done() -> None:
    a, b, c = cell(3.0, "a"), cell(4.0, "b"), cell(14.0, "c")
    known = (a + b) / c
    assert float(known) == 0.5
    assert known.cell.column == "(a + b) ÷ c"
    missing = 1 - known
    assert float(missing) == pytest.approx(0.5)
    assert missing.cell.column == "1 − ((a + b) ÷ c)"
    assert (a + b + c).cell.column == "a + b + c"
    assert (a - (b - c)).cell.column == "a − (b − c)"
