"""Differences in means of many outcomes with BCa bootstrap intervals, from the same resampled households."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.stats.bca import acceleration, bca_intervals
from pipeline.stats.effect import Booleans, Effect, Floats, Reason

UNDEFINED = 0.05  # share of the draws without a known value in a group that an interval bears
_CHUNK_CELLS = 24_000  # draws × households counted at a time: 192 kB, which stay in a processor's cache
_FEWEST_ROWS = 4  # draws at a time at least: each chunk reads all outcomes once
_VARIES = 1e-13  # of the largest value: what centring leaves of a constant is round-off


def bootstrap_differences(
    outcomes: Floats, treated: Booleans, *, draws: int, rng: np.random.Generator, level: float = 0.95
) -> list[Effect]:
    """Return the difference in means treated − control of each outcome, BCa interval and p, in the outcome's unit.

    In each draw the households of either group are drawn with replacement within it, as many as there are, and the same
    for all outcomes; a mean is Σ c y / Σ c over the known values, c how often a household was drawn. A missing outcome
    is so a trait of the household, drawn with it: the number known varies from draw to draw as it would from study
    to study (Efron 1994). Without missing values this is the plain stratified bootstrap. `std_error`: the standard
    deviation of the draws. p: the level at which the interval meets 0.

    `outcomes`: (n, m), `nan` where missing. `treated`: (n,). The group of the first household is drawn first:
    exchanging the names of the groups changes the signs alone. Undefined draws (no known value in a group) are left
    out; beyond `UNDEFINED` of them there is no interval.
    References: Efron 1987, JASA 82:171-185; Efron 1994, JASA 89:463-475; Davison & Hinkley 1997, § 5.3.2 (groups).

    >>> outcomes = np.array([[3.0, 1.0], [5.0, 1.0], [7.0, 2.0], [1.0, 1.0], [2.0, 1.0], [3.0, np.nan]])
    >>> treated = np.array([True, True, True, False, False, False])
    >>> found = bootstrap_differences(outcomes, treated, draws=999, rng=np.random.default_rng(1))
    >>> round(found[0].estimate, 6), 0 < found[0].low < 3 < found[0].high, round(found[1].estimate, 6)
    (3.0, True, 0.333333)
    """
    if treated.all() or not treated.any():
        return [Effect(reason=Reason.EMPTY_GROUP)] * outcomes.shape[1]
    first, second = (_group(outcomes[group]) for group in (treated == treated[0], treated != treated[0]))
    drawn = np.empty((outcomes.shape[1], draws))
    for part, means in _resampled(first, draws, rng):
        drawn[:, part] = means
    for part, means in _resampled(second, draws, rng):
        drawn[:, part] -= means
    if not treated[0]:
        np.negative(drawn, out=drawn)
    one, zero = (first, second) if treated[0] else (second, first)
    return _effects(one, zero, drawn, level)


@dataclass(frozen=True)
class _Group:
    """One group of n households: `apart` (n, m) from the mean, 0 where not `known`; `number` known and `mean`, (m,)."""

    apart: Floats
    known: Booleans
    number: Floats
    mean: Floats

    def without_each(self) -> Floats:
        """The means without each household in turn, less those of all: (n, m), `nan` where one value is known."""
        with np.errstate(invalid="ignore"):
            moved: Floats = -self.apart / np.where(self.number > 1, self.number - 1, np.nan)
        return moved


def _group(values: Floats) -> _Group:
    known = ~np.isnan(values)
    number = known.sum(axis=0).astype(float)
    with np.errstate(invalid="ignore"):
        mean = np.where(known, values, 0.0).sum(axis=0) / number
    apart = np.where(known, values - mean, 0.0)
    # A constant that centring left round-off of does not vary.
    apart[:, np.abs(apart).max(axis=0) <= _VARIES * np.abs(mean)] = 0.0
    return _Group(apart, known, number, mean)


def _resampled(group: _Group, draws: int, rng: np.random.Generator) -> Iterator[tuple[slice, Floats]]:
    """Yield Σ c y / Σ c over the known, (m, rows), chunk after chunk of the draws `rng.integers(0, n, (draws, n))`."""
    n, m = group.apart.shape
    complete = bool(group.known.all())
    columns = np.ascontiguousarray((group.apart / n if complete else np.column_stack([group.apart, group.known])).T)
    rows = max(_CHUNK_CELLS // n, _FEWEST_ROWS)
    first = np.repeat(n * np.arange(rows), n)
    once = np.ones(rows * n)
    for start in range(0, draws, rows):
        size = min(rows, draws - start)
        chosen = rng.integers(0, n, (size, n)).ravel()
        chosen += first[: size * n]
        # Counted as floats, which the product takes.
        counts = np.bincount(chosen, once[: size * n], size * n).reshape(size, n)
        sums: Floats = columns @ counts.T
        with np.errstate(invalid="ignore"):
            yield slice(start, start + size), sums if complete else sums[:m] / sums[m:]


def _effects(one: _Group, zero: _Group, drawn: Floats, level: float) -> list[Effect]:
    """Return the effects from `drawn`, (m, B): the differences of the draws less the observed one."""
    estimates = one.mean - zero.mean
    rates, spreads = acceleration([one.without_each(), -zero.without_each()])
    certain = bool(one.known.all() and zero.known.all())
    lost = np.zeros(len(drawn)) if certain else np.isnan(drawn).mean(axis=1)
    reasons = _reasons(one, zero, lost)
    effects = [Effect(estimate=float(e), reason=reason) for e, reason in zip(estimates, reasons, strict=True)]
    for rows in _alike(lost, reasons):
        draws = drawn if len(rows) == len(drawn) else drawn[rows]
        if lost[rows[0]]:
            draws = draws[:, ~np.isnan(draws[0])]
        draws.sort(axis=1)
        error = _deviations(draws)
        low, high, p_value = bca_intervals(
            np.zeros(len(rows)), draws, rates[rows], spreads[rows], level, -estimates[rows]
        )
        for i, *found in zip(rows, error, low, high, p_value, strict=True):
            std_error, below, above, p = map(float, found)
            estimate = float(estimates[i])
            effects[i] = Effect(estimate, std_error, estimate + below, estimate + above, p)
    return effects


def _deviations(draws: Floats) -> Floats:
    """Return the standard deviation of each row, whose mean is next to 0: the square of it takes no digit away."""
    count = draws.shape[1]
    squares = np.einsum("ij,ij->i", draws, draws)
    deviations: Floats = np.sqrt((squares - draws.sum(axis=1) ** 2 / count) / (count - 1))
    return deviations


def _alike(lost: Floats, reasons: list[Reason | None]) -> Iterator[list[int]]:
    """Yield the outcomes that have an interval: together those of which no draw is lost, each other one alone."""
    possible = [i for i, reason in enumerate(reasons) if reason is None]
    whole = [i for i in possible if not lost[i]]
    if whole:
        yield whole
    yield from ([i] for i in possible if lost[i])


def _reasons(one: _Group, zero: _Group, lost: Floats) -> list[Reason | None]:
    """Return why an outcome has no interval, None where it has one."""
    fewest = np.minimum(one.number, zero.number)
    conditions = (
        (fewest == 0, Reason.EMPTY_GROUP),
        (fewest < 2, Reason.FEW_VALUES),
        (~np.any(one.apart != 0, axis=0) & ~np.any(zero.apart != 0, axis=0), Reason.NO_VARIATION),
        (lost > UNDEFINED, Reason.UNDEFINED_DRAWS),
    )
    return [next((reason for holds, reason in conditions if holds[i]), None) for i in range(len(fewest))]
