"""Boschloo's exact test of two proportions, two-sided; beyond a million tables, the score test."""

from __future__ import annotations

import math
from functools import cache, lru_cache

import numpy as np
from scipy.special import gammaln, xlog1py, xlogy

from pipeline.stats.effect import Floats, Integers, Reason
from pipeline.stats.student import z_p_value

MAX_TABLES = 1_000_000
_TIE = 1e-9  # relative: Fisher p-values of distinct tables differ by far more, round-off by far less
_GRID = 256  # nuisance values scanned before refining; the power function bends over 1/√N at least
_SMALL_GROUP = 40  # households: a larger table costs more than a simulation gains
_KEPT: set[tuple[int, int]] = set()  # sizes whose table answers
_STEPS = 40  # golden-section steps: the bracket shrinks by 0.618 ** 40 = 4e-9, the maximum is flat there


def boschloo_p(x1: int, n1: int, x0: int, n0: int) -> tuple[float, Reason | None]:
    """Return the two-sided p-value of the equality of two proportions, and a remark.

    One-sided: the statistic is Fisher's one-sided p; p = sup over π in (0, 1) of the probability, under two binomials
    of the same π, of a table whose Fisher p is at most the observed one. Given the total k of events a table is
    hypergeometric, so p = sup over π of Σ_k a_k · Binomial(k; N, π), a_k being the conditional probability of
    rejection. Two-sided: twice the smaller one-sided p, at most 1.

    `x1`, `n1`: events and size of the treated group; `x0`, `n0`: of the control group, sizes ≥ 1. Above 10⁶ possible
    tables (n1 + 1)(n0 + 1): the score test, and the remark `Reason.SCORE_TEST`.
    Reference: Boschloo 1970, Statistica Neerlandica 24:1-9; R package Exact (`method = "boschloo"`).

    >>> round(boschloo_p(22, 25, 17, 25)[0], 4)
    0.1189
    """
    if (n1 + 1) * (n0 + 1) > MAX_TABLES:
        return _score_p(x1, n1, x0, n0), Reason.SCORE_TEST
    if (n1, n0) in _KEPT:
        return float(_all_outcomes(n1, n0)[x1, x0]), None
    return _boschloo(x1, n1, x0, n0), None


def boschloo_table(n1: int, n0: int) -> Floats:
    """Return the two-sided p-values of all outcomes, shape (n1 + 1, n0 + 1), indexed by [x1, x0].

    For simulations, where one table answers thousands of studies of the same sizes (up to about a hundred a group:
    the cost grows as the fifth power of the size). A single study is answered faster by `boschloo_p`.

    >>> round(float(boschloo_table(25, 25)[20, 12]), 4)
    0.0206
    """
    return _all_outcomes(n1, n0).copy()


def keep_table(n1: int, n0: int) -> None:
    """Build the table of these sizes once; from then on `boschloo_p` looks it up. Without effect on large groups.

    >>> keep_table(25, 25)
    >>> round(boschloo_p(22, 25, 17, 25)[0], 4)
    0.1189
    """
    if max(n1, n0) <= _SMALL_GROUP and min(n1, n0) > 0 and (n1, n0) not in _KEPT:
        _all_outcomes(n1, n0)
        _KEPT.add((n1, n0))


def forget_tables() -> None:
    """Let go of all tables and of what was computed: for measures of time, and of memory."""
    _KEPT.clear()
    for cached in (_all_outcomes, _boschloo, _tails):
        cached.cache_clear()


@lru_cache(maxsize=4096)
def _boschloo(x1: int, n1: int, x0: int, n0: int) -> float:
    if n1 > n0:  # the two-sided test is symmetric in the groups; indexing by the smaller one bounds the memory
        x1, n1, x0, n0 = x0, n0, x1, n1
    sides = [_rejection(tail, tail[[x1 + x0], [x1]]) for tail in _tails(n1, n0)]
    return min(1.0, 2 * float(_supremum(np.concatenate(sides)).min()))


@cache
def _all_outcomes(n1: int, n0: int) -> Floats:
    if n1 > n0:
        return _all_outcomes(n0, n1).T
    x1, x0 = np.arange(n1 + 1)[:, None], np.arange(n0 + 1)[None, :]
    sides = []
    for tail in _tails(n1, n0):
        levels, where = np.unique(tail[x1 + x0, x1], return_inverse=True)
        sides.append(_supremum(_rejection(tail, levels))[where].reshape(n1 + 1, n0 + 1))
    table: Floats = np.minimum(1.0, 2 * np.minimum(*sides))
    return table


@lru_cache(maxsize=8)
def _tails(n1: int, n0: int) -> tuple[Floats, Floats]:
    """Return P(X ≥ x | k) and P(X ≤ x | k), shape (n1 + n0 + 1, n1 + 1), X hypergeometric given k events in all."""
    total = n1 + n0
    k, x = np.arange(total + 1)[:, None], np.arange(n1 + 1)[None, :]
    possible = (k - x >= 0) & (k - x <= n0)
    rest = np.clip(k - x, 0, n0)
    density = np.where(
        possible, np.exp(_log_choose(n1, x) + _log_choose(n0, rest) - _log_choose(total, k)), 0.0
    )  # summed from the small end, so that small tails keep their relative precision
    upper = np.minimum(1.0, np.cumsum(density[:, ::-1], axis=1)[:, ::-1])
    lower = np.minimum(1.0, np.cumsum(density, axis=1))
    return upper, lower


def _rejection(tail: Floats, levels: Floats) -> Floats:
    """Return a[j, k]: conditional probability, given k events, of a Fisher p at most `levels[j]`."""
    limits = levels * (1 + _TIE)
    rows = np.sort(tail, axis=1)
    padded = np.concatenate([np.zeros((len(rows), 1)), rows], axis=1)
    found = np.stack([np.searchsorted(row, limits, side="right") for row in rows], axis=1)
    rejection: Floats = padded[np.arange(len(rows))[None, :], found]
    return rejection


def _supremum(rejection: Floats) -> Floats:
    """Return, for each row a of `rejection`, the supremum over π of Σ_k a_k · Binomial(k; N, π)."""
    # π = sin²θ: the binomial law has the same width everywhere on this scale.
    theta = np.linspace(0, np.pi / 2, _GRID)
    power = rejection @ _binomial(rejection.shape[1] - 1, theta).T
    best = np.argmax(power, axis=1)
    low, high = theta[np.maximum(best - 1, 0)], theta[np.minimum(best + 1, _GRID - 1)]
    ratio = (np.sqrt(5) - 1) / 2
    left, right = high - ratio * (high - low), low + ratio * (high - low)
    at_left, at_right = _power(rejection, left), _power(rejection, right)
    for _ in range(_STEPS):
        keep_left = at_left > at_right
        high, low = np.where(keep_left, right, high), np.where(keep_left, low, left)
        probe = np.where(keep_left, high - ratio * (high - low), low + ratio * (high - low))
        at_probe = _power(rejection, probe)
        left, right = np.where(keep_left, probe, right), np.where(keep_left, left, probe)
        at_left, at_right = np.where(keep_left, at_probe, at_right), np.where(keep_left, at_left, at_probe)
    found: Floats = np.maximum(power.max(axis=1), np.maximum(at_left, at_right))
    return np.minimum(1.0, found)


def _power(rejection: Floats, theta: Floats) -> Floats:
    power: Floats = np.einsum("jk,jk->j", rejection, _binomial(rejection.shape[1] - 1, theta))
    return power


def _binomial(total: int, theta: Floats) -> Floats:
    """Return Binomial(k; total, sin²θ), shape (len(theta), total + 1)."""
    k = np.arange(total + 1)
    p = np.sin(theta)[:, None] ** 2
    density: Floats = np.exp(_log_choose(total, k) + xlogy(k, p) + xlog1py(total - k, -p))
    return density


def _log_choose(n: int, k: Integers) -> Floats:
    result: Floats = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return result


def _score_p(x1: int, n1: int, x0: int, n0: int) -> float:
    pooled = (x1 + x0) / (n1 + n0)
    if pooled in (0.0, 1.0):
        return 1.0
    return z_p_value((x1 / n1 - x0 / n0) / math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0)))
