"""The households behind a figure: both groups' sizes, or that they are masked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from pipeline.report.figures.sizes import both_sizes
from pipeline.statements.statement import Statement


@pytest.mark.parametrize(
    ("sizes", "words"), [((23, 22), "23 accompagnés et 22 témoins"), ((0, 0), "effectifs masqués")]
)
def test_a_masked_size_is_no_zero(sizes: tuple[int, int], words: str) -> None:
    counted = SimpleNamespace(n_accompagnes=sizes[0], n_temoins=sizes[1])
    assert both_sizes(cast("Statement", counted)) == words
