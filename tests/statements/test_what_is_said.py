"""What the report says of itself, recomputed from its tables: each statement, each number, and none left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.claims import CLAIMS
from support.random_delivery import random_delivery
from support.said import Said, said_of
from support.written_texts import written

QUICK, LONG, ALL = 1, 60, 300
EDITIONS = ("finale", "finale", "parcours", "intermediaire")


def _seed(seed: int):
    marks = () if seed < QUICK else pytest.mark.slow if seed < LONG else pytest.mark.claims
    return pytest.param(seed, marks=marks)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_what_the_demonstration_says_is_its_rows(claim: Callable[[Said], None], said: Said) -> None:
    claim(said)


@pytest.mark.parametrize("seed", [_seed(seed) for seed in range(ALL)])
def test_what_a_random_delivery_says_is_its_rows(seed: int) -> None:
    said = said_of(written(random_delivery(seed), EDITIONS[seed % len(EDITIONS)]))
    for claim in CLAIMS:
        claim(said)
