"""How solid the answer is, from 1 to 5: what the design allows, less one for each thing that fails. Our own mark."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

RANDOMISED, CHOSEN = 5, 3  # the most that a design allows; chosen controls, measured at inclusion
LEAST = 1
UNKNOWN_AT_MOST = 0.20  # of the households included, for the primary indicator
DETECTABLE_AT_MOST = 2.0  # times the smallest difference that matters


class Criterion(StrEnum):
    """What takes one off, in the order in which the rule is printed."""

    BIAS = "biais"
    UNKNOWN = "inconnus"
    DETECTABLE = "decelable"
    LOCK = "verrou"


@dataclass(frozen=True)
class Facts:
    """What the rule reads; None is not known, and what is not known takes one off.

    `biased`: ROBINS-I judges the risk serious or worse. `unknown`: share of the households included whose primary
    indicator is not known. `detectable`: the smallest difference found eight times in ten, in smallest differences that
    matter; infinite where nothing is. `locked`: the plan was locked before results, and has not changed since.
    """

    biased: bool | None
    unknown: float | None
    detectable: float | None
    locked: bool | None


@dataclass(frozen=True)
class Solidity:
    """`mark`: 1 to 5; `cap`: what the design allows; `lost`: what took one off."""

    mark: int
    cap: int
    lost: frozenset[Criterion]


def solidity(facts: Facts, *, randomised: bool = False) -> Solidity:
    """Return the mark: 3 for chosen controls (5 if drawn), less one a criterion that fails, 1 at the least.

    >>> solidity(Facts(biased=True, unknown=0.06, detectable=2.98, locked=True)).mark
    1
    """
    fails = {
        Criterion.BIAS: facts.biased is None or facts.biased,
        Criterion.UNKNOWN: facts.unknown is None or facts.unknown > UNKNOWN_AT_MOST,
        Criterion.DETECTABLE: facts.detectable is None or facts.detectable > DETECTABLE_AT_MOST,
        Criterion.LOCK: not facts.locked,
    }
    lost = frozenset(criterion for criterion, failed in fails.items() if failed)
    cap = RANDOMISED if randomised else CHOSEN
    return Solidity(max(LEAST, cap - len(lost)), cap, lost)
