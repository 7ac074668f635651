"""What two shares say of their difference to a reader with a stated prior: exact likelihood on a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, xlog1py, xlogy

from pipeline.stats.effect import Floats

GRID = 600  # points a share: the quantiles are good to about 1/GRID², interpolated
_ROUND_OFF = 1e-13  # of a mean of differences of size 1: equal shares give 0


@dataclass(frozen=True)
class Posterior:
    """`differences`: p1 − p0, shape (2 GRID − 1,), increasing; `prior`, `posterior`: their densities, same shape.

    `mean`, `low`, `high`: posterior mean and central interval; `above`: probability that p1 > p0.
    """

    differences: Floats
    prior: Floats
    posterior: Floats
    mean: float
    low: float
    high: float

    def above(self, difference: float) -> float:
        """Return the posterior probability that p1 − p0 exceeds `difference`."""
        return 1 - float(np.interp(difference, *_distribution(self.differences, self.posterior)))


def posterior_difference(x1: int, n1: int, x0: int, n0: int, spread: float, level: float = 0.95) -> Posterior:
    """Return the posterior of p1 − p0 under a normal prior of the log odds ratio: mean 0, standard deviation `spread`.

    The share midway between p1 and p0 on the logit scale is uniform, so that neither group is favoured. Likelihood
    Binomial(x1; n1, p1) Binomial(x0; n0, p0); prior density of (p0, p1) φ((logit p1 − logit p0)/s) m(1 − m) /
    (p0(1 − p0) p1(1 − p1)), logit m = (logit p1 + logit p0)/2. Midpoints of a grid of both shares; the cells of one
    difference lie on a diagonal, and are summed.

    `x1`, `n1`: events and size of the treated; `x0`, `n0`: of the control; `spread` > 0 (a small one is sceptical).
    Reference: Spiegelhalter, Abrams & Myles 2004, Bayesian Approaches to Clinical Trials, § 5.5.

    >>> result = posterior_difference(20, 25, 20, 25, 0.5)
    >>> round(result.mean, 6), round(result.above(0.0), 6)
    (0.0, 0.5)
    """
    share = (np.arange(GRID) + 0.5) / GRID
    logit = np.log(share) - np.log1p(-share)
    gap = (logit[None, :] - logit[:, None]) / spread  # rows: p0, columns: p1
    midway = expit((logit[None, :] + logit[:, None]) / 2)
    scale = share * (1 - share)
    prior = np.exp(-(gap**2) / 2) * midway * (1 - midway) / (scale[None, :] * scale[:, None])
    log1 = xlogy(x1, share) + xlog1py(n1 - x1, -share)
    log0 = xlogy(x0, share) + xlog1py(n0 - x0, -share)
    likelihood = np.exp(log1 - log1.max())[None, :] * np.exp(log0 - log0.max())[:, None]
    steps = (np.arange(GRID)[None, :] - np.arange(GRID)[:, None] + GRID - 1).ravel()
    differences = (np.arange(2 * GRID - 1) - (GRID - 1)) / GRID
    densities = []
    for weights in (prior, prior * likelihood):
        sums = np.bincount(steps, weights=weights.ravel(), minlength=2 * GRID - 1)
        densities.append(sums / sums.sum() * GRID)
    before, after = densities
    low, high = np.interp([(1 - level) / 2, (1 + level) / 2], *_distribution(differences, after)[::-1])
    mean = float(differences @ after) / GRID
    return Posterior(differences, before, after, mean if abs(mean) > _ROUND_OFF else 0.0, float(low), float(high))


def _distribution(differences: Floats, density: Floats) -> tuple[Floats, Floats]:
    """Return points and the distribution function there; half of a point's mass lies below it."""
    mass = density / density.sum()
    return differences, np.cumsum(mass) - mass / 2
