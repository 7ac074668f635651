"""Permutation test of a covariate-adjusted difference: residuals of the model without the groups are exchanged."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pipeline.stats.design import independent_columns
from pipeline.stats.effect import Booleans, Effect, Floats, Integers, Reason

_CHUNK_CELLS = 50_000  # draws × households at a time: what is gathered of them stays in a processor's cache
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
    ties included.

    `outcome`: (n,), whose unit the result has; `covariates`: (n, c); `strata`: numbers, (n,). `std_error`: HC3.
    Reference: Freedman & Lane 1983, Journal of Business & Economic Statistics 1:292-298; Winkler et al. 2014,
    NeuroImage 92:381-397; DiCiccio & Romano 2017, JASA 112:1211-1220 for the studentised statistic.

    >>> y, g = np.array([1.0, 2.0, 3.0, 7.0, 8.0, 9.5]), np.array([0, 0, 0, 1, 1, 1], bool)
    >>> effect = freedman_lane(y, g, np.empty((6, 0)), np.zeros(6, int), draws=99, rng=np.random.default_rng(1))
    >>> round(effect.estimate, 4)
    6.1667
    """
    return freedman_lane_each(outcome[:, None], treated, covariates, strata, draws=draws, rng=rng)[0]


def freedman_lane_each(
    outcomes: Floats,
    treated: Booleans,
    covariates: Floats,
    strata: Integers,
    *,
    draws: int,
    rng: np.random.Generator,
) -> list[Effect]:
    """Return what `freedman_lane` gives for each of several `outcomes`, (n, m), with the same design and draws.

    >>> y, g = np.array([[1.0, 2.0, 3.0, 7.0, 8.0, 9.5]]).T, np.array([0, 0, 0, 1, 1, 1], bool)
    >>> one, two = freedman_lane_each(
    ...     np.hstack([y, -2 * y]), g, np.empty((6, 0)), np.zeros(6, int), draws=99, rng=np.random.default_rng(1))
    >>> one.p_value == two.p_value, round(two.estimate, 4)
    (True, -12.3333)
    """
    n, m = outcomes.shape
    if treated.all() or not treated.any():
        return [Effect(reason=Reason.EMPTY_GROUP)] * m
    model = _model(treated, covariates, strata)
    if model is None:
        return [Effect(reason=Reason.ONE_ARRANGEMENT)] * m
    residuals = outcomes - model.reduced @ (model.reduced.T @ outcomes)
    estimates = model.weights @ residuals
    if n <= model.reduced.shape[1] + 1:
        return [Effect(estimate=float(b), reason=Reason.FEW_HOUSEHOLDS) for b in estimates]
    fitted = model.full @ (model.full.T @ residuals)
    variances = model.share @ (residuals - fitted) ** 2
    varying = variances > (_NULL * np.abs(outcomes).max(axis=0, initial=0.0)) ** 2
    observed = np.abs(estimates) / np.sqrt(np.where(varying, variances, 1.0))
    extreme = np.zeros(m)
    places = [np.flatnonzero(strata == s) for s in np.unique(strata)]
    rows = max(_CHUNK_CELLS // n, 1)
    for done in range(0, draws, rows):
        numerators, drawn = model.moments(residuals, _orders(places, n, min(rows, draws - done), rng))
        extreme += (numerators**2 >= (observed**2)[:, None] * drawn * (1 - _TIE) ** 2).sum(axis=1)
    return [
        Effect(estimate=float(b), std_error=math.sqrt(v), p_value=float(e + 1) / (draws + 1))
        if some
        else Effect(estimate=float(b), reason=Reason.NO_VARIATION)
        for b, v, e, some in zip(estimates, variances, extreme, varying, strict=True)
    ]


def freedman_lane_t(
    outcome: Floats, treated: Booleans, covariates: Floats, strata: Integers, orders: Integers
) -> Floats:
    """Return t of `freedman_lane` with the residuals in given `orders`, (B, n), each within strata; shape (B,).

    >>> y, g = np.array([1.0, 2.0, 3.0, 7.0, 8.0, 9.5]), np.array([0, 0, 0, 1, 1, 1], bool)
    >>> freedman_lane_t(y, g, np.empty((6, 0)), np.zeros(6, int), np.arange(6)[None, :]).round(3).tolist()
    [5.426]
    """
    model = _model(treated, covariates, strata)
    if model is None:
        return np.full(len(orders), np.nan)
    residuals = (outcome - model.reduced @ (model.reduced.T @ outcome))[:, None]
    inverse = orders.argsort(axis=1)
    numerators, variances = model.moments(residuals, inverse)
    t: Floats = numerators[0] / np.sqrt(variances[0])
    return t


@dataclass(frozen=True)
class _Model:
    """The regression's design. `reduced`: orthonormal basis of the covariates, (n, r); `full`: with the group.

    `weights`: of β̂, (n,); `share`: a²/(1 − h)², (n,); `fixed`: how many first columns are constant in each stratum.
    """

    reduced: Floats
    full: Floats
    weights: Floats
    share: Floats
    fixed: int

    def moments(self, residuals: Floats, places: Integers) -> tuple[Floats, Floats]:
        """Return β̂* and V* of each outcome and draw, (m, B); the residual of household i goes to `places`[b, i].

        Instead of the residuals of each outcome, the rows of the design move, once for all outcomes: with e* exchanged,
        c = Fᵀe* and s = `share`, V* = Σ s e*² − 2 cᵀ Fᵀ(s e*) + cᵀ (Fᵀ s F) c. What the residuals are orthogonal to by
        stratum stays so: those columns of F have c = 0. What was added back, in the space of the covariates, changes
        neither β̂* nor V*.
        """
        moving = self.full[:, self.fixed :].T
        at = np.ascontiguousarray(places.T)
        turned = np.ascontiguousarray(residuals.T)
        c = [turned @ column.take(at) for column in moving]
        variances = turned**2 @ self.share.take(at)
        cross = moving @ (self.share[:, None] * moving.T)
        for i, column in enumerate(moving):
            slope = -2 * (turned @ (column * self.share).take(at))
            for j in range(len(moving)):
                slope += cross[i, j] * c[j]
            variances += c[i] * slope
        # The last column is the group's own direction: β̂ is its coordinate over its length.
        return c[-1] * math.sqrt(float(self.weights @ self.weights)), np.maximum(variances, 0.0)


def _model(treated: Booleans, covariates: Floats, strata: Integers) -> _Model | None:
    """Return the design, or None where the covariates determine the groups."""
    n = len(treated)
    others = np.column_stack([np.ones(n), covariates])
    others = others[:, independent_columns(others)]
    by_stratum = (strata[:, None] == np.unique(strata)).astype(float)
    basis = np.linalg.qr(others)[0]
    if np.abs(by_stratum - basis @ (basis.T @ by_stratum)).max() > 1e-9:
        by_stratum = np.ones((n, 1))  # strata are not all among the covariates: the constant alone is fixed
    ordered = np.column_stack([by_stratum, others])
    reduced = np.linalg.qr(ordered[:, independent_columns(ordered)])[0]
    group = treated.astype(float)
    apart = group - reduced @ (reduced.T @ group)
    size = float(apart @ apart)
    if size <= 1e-10:
        return None
    full = np.column_stack([reduced, apart / math.sqrt(size)])
    slack = 1 - (full**2).sum(axis=1)
    known = slack > _FULL_LEVERAGE
    share = np.where(known, (apart / size / np.where(known, slack, 1.0)) ** 2, 0.0)
    return _Model(reduced, full, apart / size, share, by_stratum.shape[1])


def _orders(places: list[Integers], n: int, rows: int, rng: np.random.Generator) -> Integers:
    """Return where each household's residual goes, one row a draw, (rows, n): elsewhere in its stratum."""
    orders = np.empty((rows, n), dtype=np.int64)
    for place in places:
        orders[:, place] = rng.permuted(np.broadcast_to(place, (rows, len(place))), axis=1)
    return orders
