"""Permutation tests within strata: many outcomes share the draws, and one matrix product a chunk of draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pipeline.stats.assignments import Assignments
from pipeline.stats.effect import Booleans, Floats
from pipeline.stats.log_rank import LogRankDesign, log_rank_design

_TIE = 1e-9  # relative: a tie differs by round-off (1e-13), distinct statistics by far more
_ROUND_OFF = 1e-12  # of the sum of the absolute terms: a statistic of 0 computed as 1e-14 is 0


class Statistic(Protocol):
    """What is computed from each exchange of the groups, for one outcome or several.

    `size`: shape (m,), the sum of the absolute terms, to which round-off is compared.
    """

    @property
    def size(self) -> Floats: ...

    def of(self, assignments: Floats) -> Floats:
        """Return the statistics, shape (m, rows), of assignments (rows, n) in the order of the design's columns."""
        ...

    def known_part(self, assignments: Floats) -> Floats | None:
        """Return a part of the statistics whose expectation is 0, shape (m, rows); None when all of them is."""
        ...


@dataclass(frozen=True)
class Means:
    """Σ over the treated of the outcome minus its stratum mean, for m outcomes: the difference in means less its
    expectation given the strata, times a constant (R coin's linear statistic)."""

    columns: Floats  # (m, n), 0 where the outcome is missing
    size: Floats

    def of(self, assignments: Floats) -> Floats:
        product: Floats = self.columns @ assignments.T
        return product

    def known_part(self, assignments: Floats) -> None:  # noqa: ARG002 (the protocol's)
        return None


@dataclass(frozen=True)
class Rates:
    """The difference of the event rates Σ count / Σ time, treated minus control, for m outcomes.

    With e = count − overall rate × time, it is Σ over the treated of e, times (1/Σ treated time + 1/Σ control time).
    Its known part is the same sum, centred by stratum, with the expected times in place of the drawn ones.
    """

    counts: Floats  # (m, n)
    times: Floats  # (m, n)
    linear: Floats  # (m, n)
    size: Floats

    def of(self, assignments: Floats) -> Floats:
        number = len(self.counts)
        product = np.concatenate([self.counts, self.times]) @ assignments.T
        events, time = product[:number], product[number:]
        with np.errstate(divide="ignore", invalid="ignore"):
            treated = events / time
            control = (self.counts.sum(axis=1)[:, None] - events) / (self.times.sum(axis=1)[:, None] - time)
        # A group without observed time has no rate.
        undefined = ~(np.isfinite(treated) & np.isfinite(control))
        return np.where(undefined, np.nan, np.where(undefined, 0.0, treated) - np.where(undefined, 0.0, control))

    def known_part(self, assignments: Floats) -> Floats:
        product: Floats = self.linear @ assignments.T
        return product


@dataclass(frozen=True)
class LogRank:
    """The unstratified log-rank χ², recomputed for each exchange."""

    design: LogRankDesign
    size: Floats

    def of(self, assignments: Floats) -> Floats:
        return self.design.chi_squared(assignments)[None, :]

    def known_part(self, assignments: Floats) -> None:  # noqa: ARG002 (the protocol's)
        return None


def means(outcomes: Floats, design: Assignments) -> Means:
    """Return the statistic of `outcomes`, shape (n, m), `nan` = missing and left out of the sums."""
    columns = _centred(outcomes[design.order], design)
    return Means(columns, np.abs(columns).sum(axis=1))


def rates(counts: Floats, times: Floats, design: Assignments) -> Rates:
    """Return the statistic of event `counts` and observed `times`, both (n, m); a missing one counts as 0 and 0."""
    known = ~(np.isnan(counts) | np.isnan(times))
    counts = np.where(known, counts, 0.0)[design.order]
    times = np.where(known, times, 0.0)[design.order]
    total = np.maximum(times.sum(axis=0), np.finfo(float).tiny)
    rate = counts.sum(axis=0) / total
    share = np.repeat(np.array(design.treated) / np.array(design.sizes), design.sizes)
    expected = share @ times
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.nan_to_num(1 / expected + 1 / (total - expected), nan=0.0, posinf=0.0)
    linear = _centred(counts - rate * times, design) * slope[:, None]
    return Rates(np.ascontiguousarray(counts.T), np.ascontiguousarray(times.T), linear, rate)


def log_rank(durations: Floats, events: Booleans, design: Assignments) -> LogRank:
    """Return the statistic of `durations` > 0 and `events`, both (n,)."""
    return LogRank(log_rank_design(durations[design.order], events[design.order]), np.ones(1))


def permutation_p(
    statistics: Sequence[Statistic], design: Assignments, draws: int, rng: np.random.Generator
) -> list[Floats]:
    """Return the two-sided p-values of `statistics`, one array (m,) each, from the same `draws` exchanges.

    p = (b + 1)/(B + 1), b the number of draws T* with |T* − E| ≥ |T − E|, ties included; p is at least 1/(B + 1). E is
    0 where all of the statistic has expectation 0, else the mean of the draws, less that of the known part: the same
    expectation, without most of its Monte-Carlo error, which discrete statistics would pass on to p. A statistic that
    is undefined as observed gives `nan`; a draw where it is undefined counts as extreme.
    Reference: Phipson & Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9:39; R coin.
    """
    observed = [s.of(design.observed[None, :])[:, 0] for s in statistics]
    limits = [_limits(np.abs(o), s) for o, s in zip(observed, statistics, strict=True)]
    exceeding = [np.zeros(len(s.size)) for s in statistics]
    known = [np.zeros(len(s.size)) for s in statistics]
    kept: dict[int, Floats] = {}
    done = 0
    for chunk in design.draw(draws, rng):
        for i, statistic in enumerate(statistics):
            drawn = statistic.of(chunk)
            part = statistic.known_part(chunk)
            if part is None:
                exceeding[i] += _count(np.abs(drawn, out=drawn), limits[i])
            else:
                known[i] += np.where(np.isnan(drawn), 0.0, part).sum(axis=1)
                kept.setdefault(i, np.empty((len(drawn), draws)))[:, done : done + len(chunk)] = drawn
        done += len(chunk)
    for i, drawn in kept.items():
        centre = _mean(drawn, known[i])
        limit = _limits(np.abs(observed[i] - centre), statistics[i])
        exceeding[i] = _count(np.abs(drawn - centre[:, None]), limit)
    return [np.where(np.isnan(o), np.nan, (b + 1) / (draws + 1)) for o, b in zip(observed, exceeding, strict=True)]


def joint_draws(
    statistics: Sequence[Statistic], design: Assignments, draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return the observed statistics (m,) and their draws (B, m), all in standard deviations of the draws.

    Each is centred as in `permutation_p` and divided by the standard deviation of its draws: comparable between
    outcomes of different units. One that does not vary is `nan`; a draw where one is undefined counts as extreme.
    """
    drawn = np.empty((sum(len(s.size) for s in statistics), draws))
    known = np.zeros(len(drawn))
    whole = np.zeros(len(drawn), dtype=bool)  # True where all of the statistic has expectation 0
    done = 0
    for chunk in design.draw(draws, rng):
        first = 0
        for statistic in statistics:
            rows = slice(first, first + len(statistic.size))
            values = statistic.of(chunk)
            drawn[rows, done : done + len(chunk)] = values
            part = statistic.known_part(chunk)
            whole[rows] = part is None
            known[rows] += 0.0 if part is None else np.where(np.isnan(values), 0.0, part).sum(axis=1)
            first = rows.stop
        done += len(chunk)
    observed = np.concatenate([s.of(design.observed[None, :])[:, 0] for s in statistics])
    size = np.concatenate([s.size for s in statistics])
    undefined = np.isnan(drawn)
    gap = np.where(undefined, 0.0, drawn - _mean(drawn, np.zeros(len(drawn)))[:, None])
    spread = np.sqrt((gap**2).sum(axis=1) / np.maximum(draws - np.count_nonzero(undefined, axis=1), 1))
    spread = np.where(spread > _TIE * size, spread, np.nan)
    centre = np.where(whole, 0.0, _mean(drawn, known))
    standard = (drawn - centre[:, None]) / spread[:, None]
    standard[undefined & ~np.isnan(spread)[:, None]] = np.inf
    return (observed - centre) / spread, standard.T


def _centred(values: Floats, design: Assignments) -> Floats:
    """Return `values` (n, m), in the order of the design, less their stratum means; (m, n), 0 where missing."""
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    starts = np.concatenate([[0], np.cumsum(design.sizes)[:-1]]).astype(np.int64)
    numbers = np.add.reduceat(known.astype(float), starts, axis=0)
    averages = np.add.reduceat(filled, starts, axis=0) / np.maximum(numbers, 1)
    centred = np.where(known, filled - averages[design.stratum], 0.0)
    # What centring leaves of a constant is round-off: it must not become a statistic.
    negligible = 1e-13 * np.abs(filled).max(axis=0, initial=0.0)
    return np.ascontiguousarray(np.where(np.abs(centred) <= negligible, 0.0, centred).T)


def _mean(drawn: Floats, known: Floats) -> Floats:
    """Return the mean of the defined draws (m, B) less `known` (m,), the sum of their known parts."""
    defined = ~np.isnan(drawn)
    total = np.where(defined, drawn, 0.0).sum(axis=1) - known
    mean: Floats = total / np.maximum(np.count_nonzero(defined, axis=1), 1)
    return mean


def _limits(observed: Floats, statistic: Statistic) -> Floats:
    limits: Floats = observed * (1 - _TIE) - _ROUND_OFF * statistic.size
    return limits


def _count(drawn: Floats, limits: Floats) -> Floats:
    # Counting what lies below makes an undefined draw count as extreme.
    below: Floats = np.count_nonzero(drawn < limits[:, None], axis=1).astype(float)
    exceeding: Floats = drawn.shape[1] - below
    return exceeding
