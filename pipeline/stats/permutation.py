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
    """What is computed from each exchange of the groups, for one outcome or several, shape (m, …).

    `centred`: True when its expectation is 0 under every exchange; else the mean of the draws is subtracted.
    `size`: shape (m,), the sum of the absolute terms, to which round-off is compared.
    """

    centred: bool
    size: Floats

    def of(self, assignments: Floats) -> Floats:
        """Return the statistics, shape (m, rows), of assignments (rows, n) in the order of the design's columns."""
        ...


@dataclass(frozen=True)
class Means:
    """Σ over the treated of the outcome minus its stratum mean, for m outcomes: the difference in means less its
    expectation given the strata, times a constant (R coin's linear statistic)."""

    columns: Floats  # (m, n), 0 where the outcome is missing
    size: Floats
    centred: bool = True

    def of(self, assignments: Floats) -> Floats:
        product: Floats = self.columns @ assignments.T
        return product


@dataclass(frozen=True)
class Rates:
    """The difference of the event rates Σ count / Σ time, treated minus control, for m outcomes."""

    counts: Floats  # (m, n)
    times: Floats  # (m, n)
    size: Floats
    centred: bool = False

    def of(self, assignments: Floats) -> Floats:
        number = len(self.counts)
        product = np.concatenate([self.counts, self.times]) @ assignments.T
        events, time = product[:number], product[number:]
        with np.errstate(divide="ignore", invalid="ignore"):
            difference: Floats = events / time - (self.counts.sum(axis=1)[:, None] - events) / (
                self.times.sum(axis=1)[:, None] - time
            )
        return difference


@dataclass(frozen=True)
class LogRank:
    """The unstratified log-rank χ², recomputed for each exchange."""

    design: LogRankDesign
    size: Floats
    centred: bool = True

    def of(self, assignments: Floats) -> Floats:
        return self.design.chi_squared(assignments)[None, :]


def means(outcomes: Floats, design: Assignments) -> Means:
    """Return the statistic of `outcomes`, shape (n, m), `nan` = missing and left out of the sums."""
    values = outcomes[design.order]
    known = ~np.isnan(values)
    stratum = design.stratum
    filled = np.where(known, values, 0.0)
    starts = np.concatenate([[0], np.cumsum(design.sizes)[:-1]]).astype(np.int64)
    numbers = np.add.reduceat(known.astype(float), starts, axis=0)
    averages = np.add.reduceat(filled, starts, axis=0) / np.maximum(numbers, 1)
    columns = np.where(known, filled - averages[stratum], 0.0).T
    # What centring leaves of a constant is round-off: it must not become a statistic.
    negligible = 1e-13 * np.abs(filled).max(axis=0, initial=0.0)
    columns = np.ascontiguousarray(np.where(np.abs(columns) <= negligible[:, None], 0.0, columns))
    return Means(columns, np.abs(columns).sum(axis=1))


def rates(counts: Floats, times: Floats, design: Assignments) -> Rates:
    """Return the statistic of event `counts` and observed `times`, both (n, m); a missing one counts as 0 and 0."""
    known = ~(np.isnan(counts) | np.isnan(times))
    ordered_counts = np.ascontiguousarray(np.where(known, counts, 0.0)[design.order].T)
    ordered_times = np.ascontiguousarray(np.where(known, times, 0.0)[design.order].T)
    return Rates(
        ordered_counts, ordered_times, ordered_counts.sum(axis=1) / np.maximum(ordered_times.sum(axis=1), 1e-300)
    )


def log_rank(durations: Floats, events: Booleans, design: Assignments) -> LogRank:
    """Return the statistic of `durations` > 0 and `events`, both (n,)."""
    return LogRank(log_rank_design(durations[design.order], events[design.order]), np.ones(1))


def permutation_p(
    statistics: Sequence[Statistic], design: Assignments, draws: int, rng: np.random.Generator
) -> list[Floats]:
    """Return the two-sided p-values of `statistics`, one array (m,) each, from the same `draws` exchanges.

    p = (b + 1)/(B + 1), b the number of draws T* with |T* − E| ≥ |T − E|, ties included; E is 0 for a centred
    statistic, else the mean of the draws. p is at least 1/(B + 1). A statistic that is undefined as observed gives
    `nan`; a draw where it is undefined counts as extreme.
    Reference: Phipson & Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9:39; R coin.
    """
    exceeding: list[Floats] = [np.zeros(len(s.size)) for s in statistics]
    kept = {i: np.empty((len(s.size), draws)) for i, s in enumerate(statistics) if not s.centred}
    observed = [s.of(design.observed[None, :])[:, 0] for s in statistics]
    limits = [_limits(np.abs(o), s) for o, s in zip(observed, statistics, strict=True)]
    done = 0
    for chunk in design.draw(draws, rng):
        for i, statistic in enumerate(statistics):
            drawn = statistic.of(chunk)
            if i in kept:
                kept[i][:, done : done + len(chunk)] = drawn
            else:
                exceeding[i] += _count(np.abs(drawn, out=drawn), limits[i])
        done += len(chunk)
    for i, drawn in kept.items():
        centre = np.nanmean(drawn, axis=1) if draws else np.zeros(len(drawn))
        limit = _limits(np.abs(observed[i] - centre), statistics[i])
        exceeding[i] = _count(np.abs(drawn - centre[:, None]), limit)
    return [np.where(np.isnan(o), np.nan, (b + 1) / (draws + 1)) for o, b in zip(observed, exceeding, strict=True)]


def joint_draws(
    statistics: Sequence[Statistic], design: Assignments, draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return the observed statistics (m,) and their draws (B, m), all in standard deviations of the draws.

    Each is centred (see `Statistic`) and divided by the standard deviation of its draws: comparable between outcomes of
    different units. One that does not vary is `nan`.
    """
    rows = np.empty((sum(len(s.size) for s in statistics), draws))
    done = 0
    for chunk in design.draw(draws, rng):
        rows[:, done : done + len(chunk)] = np.concatenate([s.of(chunk) for s in statistics])
        done += len(chunk)
    observed = np.concatenate([s.of(design.observed[None, :])[:, 0] for s in statistics])
    size = np.concatenate([s.size for s in statistics])
    centre = np.concatenate([np.zeros(len(s.size)) if s.centred else np.full(len(s.size), np.nan) for s in statistics])
    centre = np.where(np.isnan(centre), rows.mean(axis=1), centre)
    spread = np.sqrt(((rows - rows.mean(axis=1)[:, None]) ** 2).mean(axis=1))
    spread = np.where(spread > _TIE * size, spread, np.nan)
    return (observed - centre) / spread, ((rows - centre[:, None]) / spread[:, None]).T


def _limits(observed: Floats, statistic: Statistic) -> Floats:
    limits: Floats = observed * (1 - _TIE) - _ROUND_OFF * statistic.size
    return limits


def _count(drawn: Floats, limits: Floats) -> Floats:
    # Counting what lies below makes an undefined draw count as extreme.
    below: Floats = np.count_nonzero(drawn < limits[:, None], axis=1).astype(float)
    exceeding: Floats = drawn.shape[1] - below
    return exceeding
