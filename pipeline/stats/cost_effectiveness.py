"""Cost per unit of effect: bootstrap of the plane of differences, interval of the ratio, acceptability."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.student import z_quantile

MAX_CELLS = 100_000_000  # households × draws: beyond, fewer draws are made
FEWEST_DRAWS = 199
_CHUNK_CELLS = 2_000_000


@dataclass(frozen=True)
class Plane:
    """Bootstrap draws of the differences treated − control, one a row, shape (B,) each."""

    cost: Floats
    effect: Floats


def bootstrap_plane(
    cost1: Floats, effect1: Floats, cost0: Floats, effect0: Floats, draws: int, rng: np.random.Generator
) -> Plane:
    """Return `draws` bootstrap differences of mean cost and mean effect, households drawn with replacement by group.

    `cost1`, `effect1`: shape (n1,), the treated; `cost0`, `effect0`: shape (n0,), the controls; no missing value. A
    household keeps its cost and its effect together, so that their correlation is kept. Above `MAX_CELLS` households ×
    draws, as many draws as fit, `FEWEST_DRAWS` at least.
    Reference: Briggs, Wonderling & Mooney 1997, Health Economics 6:327-340.

    >>> ones = np.ones(4)
    >>> plane = bootstrap_plane(3 * ones, ones, 0 * ones, 0 * ones, 2, np.random.default_rng(1))
    >>> plane.cost.tolist(), plane.effect.tolist()
    ([3.0, 3.0], [1.0, 1.0])
    """
    size = len(cost1) + len(cost0)
    draws = max(min(draws, MAX_CELLS // max(size, 1)), min(draws, FEWEST_DRAWS))
    treated, control = _means(cost1, effect1, draws, rng), _means(cost0, effect0, draws, rng)
    difference = treated - control
    return Plane(cost=difference[:, 0], effect=difference[:, 1])


def cost_per_effect(cost: float, effect: float, plane: Plane, level: float = 0.95) -> Effect:
    """Return cost / effect, the cost of one more unit of effect, with a percentile interval on the wedge of the plane.

    Draws are ordered by their angle around the origin, atan2(cost, effect), measured from the estimate's angle: a draw
    beyond the vertical axis (effect ≤ 0) is worse than any ratio to its right, instead of changing its sign. The bounds
    are the tangents of the angles at (1 ± level)/2. A bound whose angle lies beyond the vertical axis does not exist:
    it is missing, reason `UNBOUNDED`. An effect that is not positive buys nothing: all is missing, reason `NO_GAIN`.

    `cost`, `effect`: the observed differences. References: Cook & Heyse 2000, Statistics in Medicine 19:2989-3003
    (angles); Obenchain 1999, Journal of Biopharmaceutical Statistics 9:415-436 (wedge).

    >>> effects = np.linspace(0.1, 0.5, 401)  # the quantiles at 2.5 % and 97.5 % are 0.11 and 0.49
    >>> found = cost_per_effect(3000.0, 0.3, Plane(np.full(401, 3000.0), effects))
    >>> round(found.estimate), round(found.low), round(found.high)
    (10000, 6122, 27273)
    """
    if not effect > 0:
        return Effect(reason=Reason.NO_GAIN)
    bounds = [float(r) for r in _ratios(cost, effect, plane, np.array([(1 - level) / 2, (1 + level) / 2]))]
    reason = Reason.UNBOUNDED if any(map(math.isnan, bounds)) else None
    return Effect(estimate=cost / effect, low=bounds[0], high=bounds[1], reason=reason)


def supported_bounds(cost: float, effect: float, plane: Plane, level: float = 0.95) -> tuple[float, float]:
    """Return the bounds of `cost_per_effect`, each rounded to what the draws support; `nan` where they support none.

    The quantile q of B draws lies, 19 times in 20, between the quantiles q ± 1.96 √(q(1 − q)/B) of the same draws
    (order statistics: David & Nagaraja 2003, Order Statistics, § 7.1). A bound is rounded to the smallest of 1, 2 and
    5 × 10ᵏ that is as wide as that, so that other draws move it by one such step at most; it is missing when that step
    is more than a third of the bound, or when one end lies beyond the vertical axis.

    >>> effects = np.linspace(0.1, 0.5, 401)
    >>> supported_bounds(3000.0, 0.3, Plane(np.full(401, 3000.0), effects))
    (6200.0, 25000.0)
    """
    found = cost_per_effect(cost, effect, plane, level)
    low, high = (
        _supported(bound, _ratios(cost, effect, plane, _around(q, len(plane.cost))))
        for bound, q in ((found.low, (1 - level) / 2), (found.high, (1 + level) / 2))
    )
    return low, high


def acceptability(plane: Plane, thresholds: Floats) -> Floats:
    """Return, for each willingness to pay λ, the share of draws with λ × effect − cost > 0, shape of `thresholds`.

    A tie counts half. Reference: van Hout et al. 1994, Health Economics 3:309-319.

    >>> acceptability(Plane(np.array([1.0, 3.0]), np.array([1.0, 1.0])), np.array([0.0, 2.0, 3.0, 4.0])).tolist()
    [0.0, 0.5, 0.75, 1.0]
    """
    benefit = thresholds[:, None] * plane.effect[None, :] - plane.cost[None, :]
    tied = np.isclose(benefit, 0.0, rtol=0.0, atol=1e-9)
    shares: Floats = np.where(tied, 0.5, (benefit > 0).astype(float)).mean(axis=1)
    return shares


def quadrants(plane: Plane) -> dict[str, float]:
    """Return the share of draws by quadrant: effect > 0 (`east`) or not, cost > 0 (`north`) or not.

    >>> quadrants(Plane(np.array([1.0, 1.0, -1.0, 1.0]), np.array([1.0, -1.0, 1.0, 0.0])))
    {'north_east': 0.25, 'north_west': 0.5, 'south_east': 0.25, 'south_west': 0.0}
    """
    east, north = plane.effect > 0, plane.cost > 0
    return {
        "north_east": float((east & north).mean()),
        "north_west": float((~east & north).mean()),
        "south_east": float((east & ~north).mean()),
        "south_west": float((~east & ~north).mean()),
    }


def _ratios(cost: float, effect: float, plane: Plane, at: Floats) -> Floats:
    """The cost per effect at the quantiles `at` of the draws ordered by angle; `nan` beyond the vertical axis."""
    centre = math.atan2(cost, effect)
    angles = np.arctan2(plane.cost, plane.effect) - centre
    angles = np.where(
        angles <= -math.pi, angles + 2 * math.pi, np.where(angles > math.pi, angles - 2 * math.pi, angles)
    )
    found = np.quantile(angles, at) + centre
    inside = np.abs(found) < math.pi / 2
    slopes: Floats = np.where(inside, np.tan(np.where(inside, found, 0.0)), np.nan)
    return slopes


def _around(q: float, draws: int) -> Floats:
    half = z_quantile(0.95) * math.sqrt(q * (1 - q) / draws)
    levels: Floats = np.clip(np.array([q - half, q + half]), 0.0, 1.0)
    return levels


def _supported(bound: float, ends: Floats) -> float:
    if math.isnan(bound) or bool(np.isnan(ends).any()):
        return math.nan
    width = float(ends[1] - ends[0])
    if width <= 0:  # all draws agree there
        return bound
    power = 10.0 ** math.floor(math.log10(width))
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= width)
    return math.nan if step > abs(bound) / 3 else round(bound / step) * step


def _means(cost: Floats, effect: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Return the bootstrap means, shape (draws, 2)."""
    n = len(cost)
    values = np.column_stack([cost, effect])
    means = np.empty((draws, 2))
    rows = max(1, _CHUNK_CELLS // n)
    for start in range(0, draws, rows):
        chosen = rng.integers(0, n, (min(rows, draws - start), n))
        means[start : start + len(chosen)] = values[chosen].mean(axis=1)
    return means
