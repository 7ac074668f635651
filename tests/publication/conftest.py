"""The programs that the audit solves, solved once a session: one leak at a time is planted in the same facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.publication.audit import bounds

Solved = dict[tuple[bytes, ...], Any]


@pytest.fixture(scope="session", autouse=True)
def _programs_once() -> Iterator[None]:
    known: Solved = {}

    def solve(c: Any, *, integrality: Any, bounds: Bounds, constraints: Sequence[LinearConstraint]) -> Any:
        key = tuple(
            np.ascontiguousarray(a).tobytes() for a in (c, integrality, bounds.lb, bounds.ub, *_told(constraints))
        )
        if key not in known:
            known[key] = milp(c, integrality=integrality, bounds=bounds, constraints=constraints)
        return known[key]

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(bounds, "milp", solve)
        yield


def _told(constraints: Sequence[LinearConstraint]) -> Iterator[Any]:
    for one in constraints:
        yield from (one.A.shape, one.A.data, one.A.indices, one.A.indptr, one.lb, one.ub)
