"""Welch's studentised difference of means for permutation draws: many outcomes, one matrix product a chunk of draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.stats.assignments import Assignments
from pipeline.stats.effect import Floats
from pipeline.stats.permutation import means

_NO_VARIANCE = 1e-13  # of the square of the outcome's size: what round-off leaves of a variance of 0


@dataclass(frozen=True)
class Studentised:
    """Welch's t of each exchange, for m outcomes centred on their stratum means.

    `columns`: the outcomes, their squares, and 1 where known, one above the other, shape (3m, n), 0 where missing.
    `known`, `squares`: number of known values and sum of the squares, shape (m, 1). `full`: True when every exchange
    leaves two known values or more in both groups. `size`: 1, and 0 for an outcome that does not vary, shape (m,).
    """

    columns: Floats
    known: Floats
    squares: Floats
    full: bool
    size: Floats

    def of(self, assignments: Floats) -> Floats:
        """Return the statistics, shape (m, rows), of assignments (rows, n) in the order of the design's columns.

        With s, q, n₁ the sums over the treated and n₀, q₀ the rest, the centred outcomes summing to 0:
        t = N s/√(n₀² (n₁q − s²)/(n₁ − 1) + n₁² (n₀q₀ − s²)/(n₀ − 1)). All of it is written over the product.
        """
        m = len(self.size)
        product = self.columns @ assignments.T
        total, squares, treated = product[:m], product[m : 2 * m], product[2 * m :]
        control = self.known - treated
        few = None if self.full else (treated < 2) | (control < 2)
        with np.errstate(divide="ignore", invalid="ignore"):
            square = total * total
            rest = self.squares - squares
            rest *= control
            rest -= square
            rest *= treated
            rest *= treated
            rest /= control - 1
            squares *= treated
            squares -= square
            squares *= control
            squares *= control
            treated -= 1
            squares /= treated
            squares += rest
            np.maximum(squares, _NO_VARIANCE * self.known**2 * self.squares, out=squares)
            np.sqrt(squares, out=squares)
            total *= self.known
            total /= squares
        if few is not None:
            total[few] = np.nan
        return total

    def known_part(self, assignments: Floats) -> None:  # noqa: ARG002 (the protocol's)
        return None

    def draws(self, design: Assignments, number: int, rng: np.random.Generator) -> Floats:
        """Return the statistics of `number` exchanges, shape (number, m); `inf` where a group has under two values."""
        drawn = np.empty((len(self.size), number))
        done = 0
        for chunk in design.draw(number, rng):
            drawn[:, done : done + len(chunk)] = self.of(chunk)
            done += len(chunk)
        if not self.full:
            drawn[np.isnan(drawn) & (self.size > 0)[:, None]] = np.inf
        return drawn.T


def studentised(outcomes: Floats, design: Assignments) -> Studentised:
    """Return Welch's statistic of `outcomes`, shape (n, m), `nan` = missing and left out of every sum.

    t = (ȳ₁ − ȳ₀)/√(s₁²/n₁ + s₀²/n₀), the outcomes centred before on the mean of the known values of their stratum.
    Given how many known values of each stratum fall among the treated, every subset of them is as likely as another,
    and their centred sum has expectation 0: so has ȳ₁ − ȳ₀, whatever the strata and whatever is missing, and no draw
    needs a centre of its own. Without strata, centring changes nothing. In complete data ȳ₁ − ȳ₀ is the linear
    statistic of `means` times N/(n₁n₀).

    Exact, like every permutation test, when accompaniment changes nothing for anyone. When only the means are equal,
    and variances differ, it is right in large samples, as the difference itself is not, if both groups have the same
    share of each stratum. An outcome that does not vary is `nan`; so is an exchange that leaves under two known values
    in a group. Reference: Janssen 1997, Statistics & Probability Letters 36:9-21; Chung & Romano 2013, Annals of
    Statistics 41:484-507; R multtest `mt.maxT(test = "t")`.

    >>> from pipeline.stats.assignments import assignments
    >>> design = assignments(np.array([True, True, True, False, False, False]), np.zeros(6, dtype=np.int64))
    >>> statistic = studentised(np.array([[3.0], [5.0], [7.0], [1.0], [2.0], [3.0]]), design)
    >>> round(float(statistic.of(design.observed[None, :])[0, 0]), 4)  # (5 − 2)/√(4/3 + 1/3)
    2.3238
    """
    centred = means(outcomes, design)
    present = np.ascontiguousarray((~np.isnan(outcomes[design.order])).T.astype(float))
    squares = centred.columns**2
    number, total = present.sum(axis=1)[:, None], squares.sum(axis=1)[:, None]
    return Studentised(
        np.concatenate([centred.columns, squares, present]),
        number,
        total,
        _both_groups_seen(present, design),
        (centred.size > 0).astype(float),
    )


def studentised_draws(
    outcomes: Floats, design: Assignments, draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return the observed statistics (m,) and their draws (B, m), as `step_down_max_t` takes them.

    Studentised, they are on one scale already: nothing is divided by the spread of the draws.
    """
    statistic = studentised(outcomes, design)
    observed = statistic.of(design.observed[None, :])[:, 0]
    return observed, statistic.draws(design, draws, rng)


def _both_groups_seen(present: Floats, design: Assignments) -> bool:
    """True when even the exchange that hides the most leaves two known values of each outcome in both groups."""
    starts = np.concatenate([[0], np.cumsum(design.sizes)[:-1]]).astype(np.int64)
    known = np.add.reduceat(present, starts, axis=1)
    treated = np.array(design.treated, dtype=float)
    control = np.array(design.sizes, dtype=float) - treated
    fewest = [np.maximum(known - others, 0).sum(axis=1) for others in (control, treated)]
    return bool(np.min(fewest, initial=np.inf) >= 2)
