"""Permutation test of a covariate-adjusted difference: residuals of the model without the groups are exchanged."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from pipeline.stats.design import independent_columns
from pipeline.stats.effect import Booleans, Effect, Floats, Integers, Reason

_CHUNK = 1_000
_TIE = 1e-9
_FULL_LEVERAGE = 1e-9
_NULL = 1e-13


def freedman_lane(
    outcome: Floats,
    treated: Booleans,
    covariates: Floats,
    strata: Integers,
    *,
    draws: int,
    rng: np.random.Generator,
) -> Effect:
    """Return the least-squares coefficient of the group, with the p-value of Freedman & Lane's permutation.

    y on 1, covariates and g. Residuals of y on 1 and covariates are permuted within strata and added back; the
    statistic is t = β̂/√V with V the HC3 variance Σ a²ê²/(1 − h)², a the weights of β̂. p = (b + 1)/(B + 1), two-sided,
    ties included. What is added back is in the space of the covariates: it changes neither β̂* nor ê*, so that a draw
    costs two matrix products.

    `outcome`: (n,), whose unit the result has; `covariates`: (n, c); `strata`: numbers, (n,). `std_error`: HC3.
    Reference: Freedman & Lane 1983, Journal of Business & Economic Statistics 1:292-298; Winkler et al. 2014,
    NeuroImage 92:381-397; DiCiccio & Romano 2017, JASA 112:1211-1220 for the studentised statistic.

    >>> y, g = np.array([1.0, 2.0, 3.0, 7.0, 8.0, 9.5]), np.array([0, 0, 0, 1, 1, 1], bool)
    >>> effect = freedman_lane(y, g, np.empty((6, 0)), np.zeros(6, int), draws=99, rng=np.random.default_rng(1))
    >>> round(effect.estimate, 4)
    6.1667
    """
    if treated.all() or not treated.any():
        return Effect(reason=Reason.EMPTY_GROUP)
    n = len(outcome)
    others = np.column_stack([np.ones(n), covariates])
    others = others[:, independent_columns(others)]
    group = treated.astype(float)
    reduced = np.linalg.qr(others)[0]
    apart = group - reduced @ (reduced.T @ group)
    size = float(apart @ apart)
    if size <= 1e-10:
        return Effect(reason=Reason.ONE_ARRANGEMENT)
    if n <= others.shape[1] + 1:
        return Effect(estimate=float(apart @ outcome) / size, reason=Reason.FEW_HOUSEHOLDS)
    weights = apart / size
    full = np.column_stack([reduced, apart / math.sqrt(size)])
    slack = 1 - (full**2).sum(axis=1)
    share = np.where(slack > _FULL_LEVERAGE, (weights / np.where(slack > _FULL_LEVERAGE, slack, 1.0)) ** 2, 0.0)
    residuals = outcome - reduced @ (reduced.T @ outcome)
    estimate = float(weights @ residuals)
    variance = float(share @ (residuals - full @ (full.T @ residuals)) ** 2)
    if variance <= (_NULL * np.abs(outcome).max(initial=0.0)) ** 2:
        return Effect(estimate=estimate, reason=Reason.NO_VARIATION)
    observed = abs(estimate) / math.sqrt(variance)
    extreme = 0
    for exchanged in _exchanges(residuals, strata, draws, rng):
        numerators = exchanged @ weights
        variances = (exchanged - (exchanged @ full) @ full.T) ** 2 @ share
        extreme += int((np.abs(numerators) >= observed * np.sqrt(variances) * (1 - _TIE)).sum())
    return Effect(estimate=estimate, std_error=math.sqrt(variance), p_value=(extreme + 1) / (draws + 1))


def _exchanges(residuals: Floats, strata: Integers, draws: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Yield `residuals` permuted within strata, one row a draw, chunk after chunk."""
    places = [np.flatnonzero(strata == s) for s in np.unique(strata)]
    for done in range(0, draws, _CHUNK):
        rows = min(_CHUNK, draws - done)
        exchanged = np.empty((rows, len(residuals)))
        for place in places:
            order = rng.random((rows, len(place))).argsort(axis=1)
            exchanged[:, place] = residuals[place][order]
        yield exchanged
