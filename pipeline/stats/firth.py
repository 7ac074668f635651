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
    maximum = model.evaluate(best).likelihood
    drop = z_quantile(level) ** 2 / 2
    low, high = (model.bound(best, maximum - drop, side) for side in (-1.0, 1.0))
    at_zero = model.profile(0.0, best)[1].likelihood
    return Effect(
        estimate=math.exp(best[0]),
        low=math.exp(low),
        high=math.exp(high),
        p_value=float(chdtrc(1, max(2 * (maximum - at_zero), 0.0))),
    )


@dataclass(frozen=True)
class _Point:
    likelihood: float  # penalised
    score: Floats  # penalised, shape (k,)
    information: Floats  # (k, k)


@dataclass(frozen=True)
class _Model:
    """The penalised likelihood of cells of households alike; the first column of the design is the group."""

    design: Floats  # (cells, k)
    events: Floats  # (cells,)
    sizes: Floats  # (cells,)

    def evaluate(self, beta: Floats) -> _Point:
        linear = self.design @ beta
        p = expit(linear)
        weight = self.sizes * p * (1 - p)
        information = self.design.T @ (weight[:, None] * self.design)
        sign, log_determinant = np.linalg.slogdet(information)
        if sign <= 0:
            return _Point(-math.inf, np.zeros(len(beta)), np.eye(len(beta)))
        # log(1 + e^x) written so that a large x does not overflow.
        likelihood = float(self.events @ linear - self.sizes @ np.logaddexp(0.0, linear) + log_determinant / 2)
        leverage = weight * np.einsum("ij,ij->i", self.design, np.linalg.solve(information, self.design.T).T)
        score = self.design.T @ (self.events - self.sizes * p + leverage * (0.5 - p))
        return _Point(likelihood, score, information)

    def maximise(self, start: Floats, free_from: int) -> Floats:
        """Return the coefficients that maximise the penalised likelihood, those before `free_from` held at `start`."""
        beta, point = start.copy(), self.evaluate(start)
        for _ in range(_STEPS if free_from < len(beta) else 0):
            step: Floats = np.linalg.solve(point.information[free_from:, free_from:], point.score[free_from:]).astype(
                np.float64
            )
            largest = float(np.abs(step).max())
            if largest < _CONVERGED:
                break
            step *= min(1.0, _LARGEST_STEP / largest)
            beta, point = self._forward(beta, point, step, free_from)
        return beta

    def _forward(self, beta: Floats, point: _Point, step: Floats, free_from: int) -> tuple[Floats, _Point]:
        """Return the coefficients after `step`, halved as long as the likelihood falls by more than its round-off."""
        for _ in range(_HALVINGS):
            moved = beta.copy()
            moved[free_from:] += step
            there = self.evaluate(moved)
            if there.likelihood >= point.likelihood - _ROUND_OFF:
                return moved, there
            step = step / 2
        return beta, point

    def profile(self, coefficient: float, start: Floats) -> tuple[Floats, _Point]:
        """Return the best coefficients with the group's held at `coefficient`, and the point there."""
        held = start.copy()
        held[0] = coefficient
        beta = self.maximise(held, free_from=1)
        return beta, self.evaluate(beta)

    def bound(self, best: Floats, target: float, side: float) -> float:
        """Return the group's coefficient, on one `side` of the best, where the profile falls to `target`."""
        inside, beta, width = float(best[0]), best, 1.0
        outside = inside + side * width
        beta_out, point = self.profile(outside, beta)
        while point.likelihood > target:
            inside, beta, width = outside, beta_out, 2 * width
            outside = inside + side * width
            beta_out, point = self.profile(outside, beta)
        guess, there = outside, beta_out
        for _ in range(_STEPS):
            if point.likelihood > target:
                inside, beta = guess, there
            else:
                outside = guess
            # The profile's slope is the group's score: Newton, kept between the two sides.
            slope = point.score[0]
            guess = guess - (point.likelihood - target) / slope if slope else (inside + outside) / 2
            if not min(inside, outside) < guess < max(inside, outside):
                guess = (inside + outside) / 2
            there, point = self.profile(guess, beta)
            if abs(point.likelihood - target) < _CONVERGED or abs(outside - inside) < _CONVERGED:
                break
        return guess


def _grouped(design: Floats, outcome: Floats) -> _Model:
    """Return the model with the households of the same columns counted together: a few cells for any number of them."""
    cells, where, sizes = np.unique(design, axis=0, return_inverse=True, return_counts=True)
    return _Model(cells, np.bincount(where.ravel(), weights=outcome).astype(np.float64), sizes.astype(float))
