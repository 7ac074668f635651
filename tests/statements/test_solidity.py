"""The mark of solidity: the design's cap, less one each for what fails, never under one."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.statements.solidity import Criterion, Facts, solidity

SOUND = Facts(biased=False, unknown=0.06, detectable=1.5, locked=True)


@pytest.mark.parametrize(
    ("changes", "mark", "lost"),
    [
        ({}, 3, set()),
        ({"biased": True}, 2, {Criterion.BIAS}),
        ({"biased": None}, 2, {Criterion.BIAS}),
        ({"unknown": 0.20}, 3, set()),
        ({"unknown": 0.201}, 2, {Criterion.UNKNOWN}),
        ({"unknown": None}, 2, {Criterion.UNKNOWN}),
        ({"detectable": 2.0}, 3, set()),
        ({"detectable": 2.01}, 2, {Criterion.DETECTABLE}),
        ({"detectable": math.inf}, 2, {Criterion.DETECTABLE}),
        ({"locked": False}, 2, {Criterion.LOCK}),
        ({"biased": True, "locked": False}, 1, {Criterion.BIAS, Criterion.LOCK}),
        ({"biased": True, "unknown": 0.5, "detectable": 3.0, "locked": False}, 1, set(Criterion)),
    ],
)
def test_each_thing_that_fails_takes_one_off(changes: dict[str, object], mark: int, lost: set[Criterion]) -> None:
    found = solidity(replace(SOUND, **changes))  # type: ignore[arg-type]  # the caller's words
    assert (found.mark, found.cap, found.lost) == (mark, 3, lost)


def test_a_drawn_study_starts_from_five() -> None:
    assert solidity(SOUND, randomised=True).mark == 5
    assert solidity(Facts(None, None, None, None), randomised=True).mark == 1


shares = st.none() | st.floats(0, 1)
ratios = st.none() | st.floats(0, 10) | st.just(math.inf)
booleans = st.none() | st.booleans()


@given(st.builds(Facts, booleans, shares, ratios, booleans), st.booleans())
def test_the_mark_is_between_one_and_the_cap(facts: Facts, randomised: bool) -> None:
    found = solidity(facts, randomised=randomised)
    assert 1 <= found.mark <= found.cap
    assert found.mark == max(1, found.cap - len(found.lost))
