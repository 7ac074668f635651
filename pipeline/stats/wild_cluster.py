"""Wild cluster bootstrap of a difference between two groups, for a handful of clusters."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from pipeline.stats.design import independent_columns
from pipeline.stats.effect import Booleans, Effect, Floats, Integers, Reason

WEBB = np.array([-math.sqrt(1.5), -1.0, -math.sqrt(0.5), math.sqrt(0.5), 1.0, math.sqrt(1.5)])
ALL_PATTERNS = 50_000  # up to here every pattern of weights is taken, and nothing is drawn
_TIE = 1e-9
_NULL = 1e-12  # of the outcome's size: a statistic that has no variance
_HALVINGS = 42  # of two standard errors: 2 / 2 ** 42, far below what is written


def wild_cluster_difference(
    outcome: Floats,
    treated: Booleans,
    covariates: Floats,
    cluster: Integers,
    *,
    draws: int,
    rng: np.random.Generator,
    level: float = 0.95,
) -> Effect:
    """Return the least-squares difference treated − control with the p-value of the wild cluster restricted bootstrap.

    y on 1, g and `covariates`; t = β̂/√V, V = Σ_clusters (Σ a ê)² with a the weights of β̂ (no factor: it cancels).
    Restricted residuals (β = 0) are multiplied by one of Webb's six weights ±√½, ±1, ±√1.5 a cluster, and t* computed
    anew; p = share of |t*| ≥ |t|. Up to six clusters all 6^G patterns are taken, the observed one among them: exact;
    beyond, `draws` of them, (b + 1)/(B + 1). `std_error`: √(V G/(G − 1) (n − 1)/(n − k)) (CV1). The interval
    holds the β that the same test does not reject.

    `outcome`: (n,), whose unit the result has; `covariates`: (n, c), c ≥ 0; `cluster`: numbers, (n,). Under two
    clusters: the estimate alone. Reference: Cameron, Gelbach & Miller 2008, Review of Economics and Statistics
    90:414-427; Webb 2023, Canadian Journal of Economics 56:839-858; R fwildclusterboot `boottest`.

    >>> y, g = np.array([3.0, 1.0, 5.0, 4.0, 6.0, 2.0]), np.array([1, 0, 1, 0, 1, 0], bool)
    >>> effect = wild_cluster_difference(
    ...     y, g, np.empty((6, 0)), np.array([0, 0, 1, 1, 2, 2]), draws=99, rng=np.random.default_rng(1))
    >>> round(effect.estimate, 4), 0 < effect.p_value < 1
    (2.3333, True)
    """
    if treated.all() or not treated.any():
        return Effect(reason=Reason.EMPTY_GROUP)
    codes, code = np.unique(cluster, return_inverse=True)
    number = len(codes)
    others = np.column_stack([np.ones(len(outcome)), covariates])
    others = others[:, independent_columns(others)]
    group = treated.astype(float)
    apart = group - others @ np.linalg.lstsq(others, group, rcond=None)[0]
    size = float(apart @ apart)
    if size <= 1e-10:
        return Effect(reason=Reason.ONE_ARRANGEMENT)
    weights = apart / size
    estimate = float(weights @ outcome)
    k = others.shape[1] + 1
    if number < 2 or len(outcome) <= k:
        return Effect(estimate=estimate, reason=Reason.FEW_HOUSEHOLDS)
    member = (code[:, None] == np.arange(number)).astype(float)
    basis = np.linalg.qr(np.column_stack([others, group]))[0]
    variance = _variance(outcome, basis, member * weights[:, None])
    if variance <= (_NULL * np.abs(outcome).max(initial=0.0)) ** 2:
        return Effect(estimate=estimate, reason=Reason.NO_VARIATION)
    patterns, exact = _patterns(number, draws, rng)
    test = _Test(outcome, group, others, basis, weights, member, estimate, variance, patterns, exact=exact)
    std_error = _clustered_error(np.column_stack([others, group]), outcome, code)
    low, high = (test.bound(side, std_error, 1 - level) for side in (-1.0, 1.0))
    return Effect(estimate, std_error, low, high, test.p_value(0.0))


class _Test:
    """The test of β = b for one outcome and every pattern.

    The restricted residuals are those of y less b times those of g: a pattern's β̂* is linear in b, its V* quadratic.
    What does not depend on b is computed once, and a value of b costs a few operations a pattern.
    """

    def __init__(
        self, outcome: Floats, group: Floats, others: Floats, basis: Floats, weights: Floats, member: Floats,
        estimate: float, variance: float, patterns: Floats, *, exact: bool,
    ) -> None:  # fmt: skip
        restricted = np.linalg.qr(others)[0]
        scores = member * weights[:, None]  # (n, G)
        self.estimate, self.spread, self.exact = estimate, math.sqrt(variance), exact
        (self.num0, root0), (self.num1, root1) = (
            _drawn(values - restricted @ (restricted.T @ values), basis, weights, member, scores, patterns)
            for values in (outcome, group)
        )
        self.var0, self.var1, self.var2 = (
            np.einsum("pg,pg->p", one, two) for one, two in ((root0, root0), (root0, root1), (root1, root1))
        )

    def p_value(self, null: float) -> float:
        numerators = np.abs(self.num0 - null * self.num1)
        variances = np.maximum(self.var0 - null * (2 * self.var1 - null * self.var2), 0.0)
        observed = abs(self.estimate - null) / self.spread
        # Multiplied out: a pattern without variance counts as extreme unless its numerator is nothing too.
        count = int(np.count_nonzero(numerators >= observed * np.sqrt(variances) * (1 - _TIE)))
        return count / len(numerators) if self.exact else (count + 1) / (len(numerators) + 1)

    def bound(self, side: float, std_error: float, alpha: float) -> float:
        """Return the farthest β on one side that is not rejected; `nan` when none within 50 standard errors is."""
        near, far = self.estimate, self.estimate + side * 2 * std_error
        while self.p_value(far) > alpha:
            near, far = far, self.estimate + (far - self.estimate) * 2
            if abs(far - self.estimate) > 50 * std_error:
                return math.nan
        for _ in range(_HALVINGS):
            middle = (near + far) / 2
            if self.p_value(middle) > alpha:
                near = middle
            else:
                far = middle
        # What counts as a tie moves a bound by about as much of its distance: nearer to 0 than that, it is 0.
        return near if abs(near) > 10 * _TIE * abs(self.estimate - near) else 0.0


def _clustered_error(design: Floats, outcome: Floats, code: Integers) -> float:
    """Return the standard error of the last coefficient, by cluster, with the correction of Stata (CR1)."""
    from statsmodels.regression.linear_model import OLS

    fit = OLS(outcome, design).fit(cov_type="cluster", cov_kwds={"groups": code})
    return float(fit.bse[-1])


def _variance(outcome: Floats, basis: Floats, scores: Floats) -> float:
    residuals = outcome - basis @ (basis.T @ outcome)
    return float(((scores.T @ residuals) ** 2).sum())


def _drawn(
    residuals: Floats, basis: Floats, weights: Floats, member: Floats, scores: Floats, patterns: Floats
) -> tuple[Floats, Floats]:
    """Return β̂* of each pattern, shape (rows,), and the terms whose squares sum to V*, shape (rows, G)."""
    spread = member * residuals[:, None]  # (n, G): the residuals of each cluster in a column
    within = spread - basis @ (basis.T @ spread)
    return patterns @ (weights @ spread), patterns @ (scores.T @ within).T


def _patterns(number: int, draws: int, rng: np.random.Generator) -> tuple[Floats, bool]:
    """Return weights, one row a draw, shape (rows, G), and whether they are all there are.

    A pattern and its opposite have the same |t*|: the first cluster's positive weights are enough.
    """
    if 6**number <= ALL_PATTERNS:
        return _all_patterns(number), True
    return rng.choice(WEBB, size=(draws, number)), False


@lru_cache(maxsize=8)
def _all_patterns(number: int) -> Floats:
    rows = np.indices((3, *[6] * (number - 1))).reshape(number, -1).T
    patterns: Floats = WEBB[rows + np.array([3] + [0] * (number - 1))]
    patterns.flags.writeable = False
    return patterns
