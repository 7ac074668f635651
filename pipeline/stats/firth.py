"""Odds ratio of two groups by Firth's penalised logistic regression, with its profile-likelihood interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, expit

from pipeline.stats.design import independent_columns
from pipeline.stats.effect import Booleans, Effect, Floats, Reason
from pipeline.stats.student import z_quantile

_CONVERGED = 1e-11  # the largest move of a coefficient, and the distance of a likelihood to its target
_ROUND_OFF = 1e-10  # of a log-likelihood, a sum of n terms of size 1
_STEPS = 200
_LARGEST_STEP = 5.0
_HALVINGS = 30
_NEAR, _SMALL = 0.1, 1e-4  # a step from which Newton's are taken, and the move that measures the slope
_QUICK = 80  # steps to both bounds at once, about fifteen being needed
_UNDAMPED = 25


def firth_odds_ratio(outcome: Floats, treated: Booleans, covariates: Floats, level: float = 0.95) -> Effect:
    """Return the odds ratio treated/control adjusted on `covariates`, with its profile interval and p.

    The log-likelihood is penalised by ½ log |I(β)|, I the Fisher information of all the columns (Jeffreys): finite even
    under complete separation. Interval: the coefficients whose penalised profile log-likelihood is within z²/2 of the
    maximum; p: twice the drop at 0 against χ² with 1 degree of freedom. In the profile too, I is that of all columns,
    as logistf does. No standard error.

    `outcome`: 0 or 1, shape (n,); `treated`: (n,); `covariates`: finite, (n, c), c ≥ 0 (stratum indicators without a
    reference one). An empty group, or covariates that determine the group: missing.
    Reference: Firth 1993, Biometrika 80:27-38; Heinze & Schemper 2002, Statistics in Medicine 21:2409-2419; R logistf,
    25/25 against 18/25: log odds ratio 3.03 (0.82 to 7.92), p 0.0036.

    >>> y = np.repeat([1.0, 0.0, 1.0, 0.0], [25, 0, 18, 7])
    >>> effect = firth_odds_ratio(y, np.arange(50) < 25, np.empty((50, 0)))
    >>> [round(math.log(v), 2) for v in (effect.estimate, effect.low, effect.high)], round(effect.p_value, 4)
    ([3.03, 0.82, 7.92], 0.0036)
    """
    if treated.all() or not treated.any():
        return Effect(reason=Reason.EMPTY_GROUP)
    group = treated.astype(float)[:, None]
    design = np.concatenate([np.ones_like(group), covariates, group], axis=1)
    kept = independent_columns(design)
    if kept[-1] != design.shape[1] - 1:
        return Effect(reason=Reason.ONE_ARRANGEMENT)
    model = _grouped(design[:, kept[::-1]], outcome)
    best = model.maximise(np.zeros(model.design.shape[1]), free_from=0)
    maximum = float(model.evaluate(best[None]).likelihood[0])
    drop = z_quantile(level) ** 2 / 2
    low, high = model.bounds(best, maximum - drop)
    held = best.copy()
    held[0] = 0.0
    at_zero = float(model.evaluate(model.maximise(held, free_from=1)[None]).likelihood[0])
    return Effect(
        estimate=math.exp(best[0]),
        low=math.exp(low),
        high=math.exp(high),
        p_value=float(chdtrc(1, max(2 * (maximum - at_zero), 0.0))),
    )


@dataclass(frozen=True)
class _Points:
    """The penalised likelihood at several coefficients at once, L of them."""

    likelihood: Floats  # (L,)
    score: Floats  # (L, k)
    information: Floats  # (L, k, k)


@dataclass(frozen=True)
class _Model:
    """The penalised likelihood of cells of households alike; the first column of the design is the group."""

    design: Floats  # (cells, k)
    events: Floats  # (cells,)
    sizes: Floats  # (cells,)

    def evaluate(self, beta: Floats) -> _Points:
        """Return the likelihood, its score and its information at each row of `beta` (L, k)."""
        linear = beta @ self.design.T
        p = expit(linear)
        weight = self.sizes * p * (1 - p)
        information = self.design.T @ (weight[:, :, None] * self.design)
        sign, log_determinant = np.linalg.slogdet(information)
        flat = sign <= 0
        if flat.any():
            information = np.where(flat[:, None, None], np.eye(beta.shape[1]), information)
        # log(1 + e^x) written so that a large x does not overflow.
        likelihood = linear @ self.events - np.logaddexp(0.0, linear) @ self.sizes + log_determinant / 2
        leverage = weight * (self.design @ np.linalg.inv(information) * self.design).sum(axis=2)
        score = (self.events - self.sizes * p + leverage * (0.5 - p)) @ self.design
        if flat.any():
            likelihood, score = np.where(flat, -math.inf, likelihood), np.where(flat[:, None], 0.0, score)
        return _Points(likelihood, score, information)

    def maximise(self, start: Floats, free_from: int) -> Floats:
        """Return the coefficients (k,) of the largest penalised likelihood, those before `free_from` held at `start`.

        Fisher's steps as long as they are large, then Newton's: the penalty makes Fisher's slow near the end.
        """
        beta, there = start, self.evaluate(start[None])
        free = slice(free_from, len(start))
        near = False
        for _ in range(_STEPS if free_from < len(start) else 0):
            score, information = there.score[0, free], there.information[0, free, free]
            step = np.zeros_like(beta)
            step[free] = np.linalg.solve(self._curvature(beta, free) if near else information, score)
            if step[free] @ score < 0:  # Newton's goes down where the likelihood is not bent downwards
                step[free] = np.linalg.solve(information, score)
            largest = float(np.abs(step).max())
            if largest < _CONVERGED:
                return beta + step  # taken as well: what is left is its square
            near = largest < _NEAR
            beta, there = self._forward(beta, there, step * min(1.0, _LARGEST_STEP / largest))
        return beta

    def _curvature(self, beta: Floats, free: slice) -> Floats:
        """Return minus the slope of the penalised score, by differences: it sets how fast, not where, the steps end."""
        moves = _SMALL * np.eye(len(beta))[free]
        score = self.evaluate(np.concatenate([beta + moves, beta - moves])).score[:, free]
        slope: Floats = (score[len(moves) :] - score[: len(moves)]).T / (2 * _SMALL)
        return slope

    def _forward(self, beta: Floats, here: _Points, step: Floats) -> tuple[Floats, _Points]:
        """Return the coefficients after `step`, halved as long as the likelihood falls by more than its round-off."""
        for _ in range(_HALVINGS):
            there = self.evaluate((beta + step)[None])
            if there.likelihood[0] >= here.likelihood[0] - _ROUND_OFF:
                return beta + step, there
            step = step / 2
        return beta, here

    def bounds(self, best: Floats, target: float) -> tuple[float, float]:
        """Return the group's coefficients, below and above the best, where the profile falls to `target`.

        Both sides at once by the steps of Venzon and Moulton: to the end, on that side, of the ellipsoid where the
        quadratic that fits the likelihood here is worth `target`. One that does not converge is bracketed instead.
        """
        sides = np.array([-1.0, 1.0])
        beta, there = np.stack([best, best]), self.evaluate(np.stack([best, best]))
        for turn in range(_QUICK):
            inverse = np.linalg.inv(there.information)
            newton = (inverse @ there.score[:, :, None])[:, :, 0]
            excess = there.likelihood - target + (there.score * newton).sum(axis=1) / 2
            reach = np.sqrt(np.maximum(2 * excess / inverse[:, 0, 0], 0.0))
            step = newton + (sides * reach)[:, None] * inverse[:, :, 0]
            largest = np.abs(step).max(axis=1)
            if largest.max() < _CONVERGED and np.abs(there.likelihood - target).max() < _ROUND_OFF:
                return float((beta + step)[0, 0]), float((beta + step)[1, 0])
            shorter = 1.0 if turn < _UNDAMPED else 0.5  # whole steps may turn round the end without reaching it
            beta = beta + shorter * step * np.minimum(1.0, _LARGEST_STEP / np.maximum(largest, 1e-300))[:, None]
            there = self.evaluate(beta)
        return self._bracketed(best, target, -1.0), self._bracketed(best, target, 1.0)

    def _profile(self, coefficient: float, start: Floats) -> tuple[Floats, _Points]:
        """Return the best coefficients with the group's held at `coefficient`, and the point there."""
        held = start.copy()
        held[0] = coefficient
        beta = self.maximise(held, free_from=1)
        return beta, self.evaluate(beta[None])

    def _bracketed(self, best: Floats, target: float, side: float) -> float:
        """Return the group's coefficient, on one `side` of the best, where the profile falls to `target`."""
        inside, beta, width = float(best[0]), best, 1.0
        outside = inside + side * width
        there, point = self._profile(outside, beta)
        while point.likelihood[0] > target:
            inside, beta, width = outside, there, 2 * width
            outside = inside + side * width
            there, point = self._profile(outside, beta)
        guess = outside
        for _ in range(_STEPS):
            if point.likelihood[0] > target:
                inside, beta = guess, there
            else:
                outside = guess
            # The profile's slope is the group's score: Newton, kept between the two sides.
            slope = float(point.score[0, 0])
            guess = guess - float(point.likelihood[0] - target) / slope if slope else (inside + outside) / 2
            if not min(inside, outside) < guess < max(inside, outside):
                guess = (inside + outside) / 2
            there, point = self._profile(guess, beta)
            if abs(point.likelihood[0] - target) < _CONVERGED or abs(outside - inside) < _CONVERGED:
                break
        return guess


def _grouped(design: Floats, outcome: Floats) -> _Model:
    """Return the model with the households of the same columns counted together: a few cells for any number of them."""
    cells, where, sizes = np.unique(design, axis=0, return_inverse=True, return_counts=True)
    return _Model(cells, np.bincount(where.ravel(), weights=outcome).astype(np.float64), sizes.astype(float))
