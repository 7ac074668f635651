"""Covariate-adjusted difference of two groups: additive least squares, CR2 variance with every unit its own cluster."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pipeline.stats.batched_regression import FULL_LEVERAGE
from pipeline.stats.design import independent_columns
from pipeline.stats.effect import Booleans, Effect, Floats, Reason
from pipeline.stats.student import student_effect

_ROUND_OFF = 1e-13  # of the terms that an estimate sums


@dataclass(frozen=True)
class AdditiveEffect(Effect):
    """`df`: Satterthwaite's; `residual_df`: n − k, the units less the columns of the model that can be told apart."""

    residual_df: int = 0


def additive_difference(
    outcome: Floats, treated: Booleans, covariates: Floats, level: float = 0.95, least_df: int = 1
) -> AdditiveEffect:
    """Return the difference treated − control of units with the same covariates, with its CR2 t interval and p.

    Least squares of y on 1, x, g: the coefficient of g is Σ a y, a = g̃/Σg̃², g̃ what 1 and x leave of g. Variance Σ a²
    e²/(1 − h), h the leverages: CR2 with an identity working model, one unit a cluster, which is HC2. Under that model
    Satterthwaite's df (Bell & McCaffrey) is (Σ d m)²/Σᵢⱼ dᵢ dⱼ mᵢⱼ², d = a²/(1 − h), mᵢⱼ the entries of I − H. With
    stratum indicators alone the estimate is the mean of the strata's differences weighted by n₁n₀/n, and a stratum of
    one group adds nothing to it nor to its variance.

    `outcome`: finite, shape (n,), whose unit the result has; `treated`: (n,); `covariates`: finite, (n, c), c ≥ 0; a
    column that those before it determine is left out, and centring them changes nothing. All missing: when the
    covariates determine the group; with fewer than `least_df` residual degrees of freedom; when a unit that the model
    fits exactly (leverage 1) carries a part of the difference, since its residual says nothing of its error. One that
    carries none (alone in its stratum) adds nothing, as in clubSandwich. No variation: the estimate alone.
    Reference: Bell & McCaffrey 2002, Survey Methodology 28:169-181; Imbens & Kolesár 2016, REStat 98:701-712; R
    clubSandwich `coef_test(vcov = "CR2", cluster = 1:n, test = "Satterthwaite")`.

    >>> y, g = np.array([3.0, 7.0, 1.0, 3.0]), np.array([True, True, False, False])
    >>> effect = additive_difference(y, g, np.empty((4, 0)))
    >>> round(effect.estimate, 9), round(effect.std_error, 4), round(effect.df, 9)  # √(8/2 + 2/2)
    (3.0, 2.2361, 2.0)
    """
    if treated.all() or not treated.any():
        return AdditiveEffect(reason=Reason.EMPTY_GROUP)
    n = len(outcome)
    others = np.column_stack([np.ones(n), covariates - covariates.mean(axis=0)])
    design = np.column_stack([others[:, independent_columns(others)], treated])
    if independent_columns(design)[-1] != design.shape[1] - 1:
        return AdditiveEffect(reason=Reason.NOTHING_IN_COMMON)
    residual_df = n - design.shape[1]
    if residual_df < max(least_df, 1):
        return AdditiveEffect(residual_df=residual_df, reason=Reason.FEW_DEGREES)
    basis, triangle = np.linalg.qr(design)
    weights = basis[:, -1] / triangle[-1, -1]
    size = float(np.abs(weights) @ np.abs(outcome))
    estimate = float(weights @ outcome)
    if abs(estimate) <= _ROUND_OFF * size:
        estimate = 0.0
    slack = 1 - (basis**2).sum(axis=1)
    free = slack > FULL_LEVERAGE
    if (np.abs(weights[~free]) > FULL_LEVERAGE * np.abs(weights).max()).any():
        return AdditiveEffect(residual_df=residual_df, reason=Reason.FITTED_EXACTLY)
    residuals = outcome - basis @ (basis.T @ outcome)
    share = np.where(free, weights**2 / np.where(free, slack, 1.0), 0.0)
    variance = float(share @ residuals**2)
    if variance <= (_ROUND_OFF * np.abs(outcome).max(initial=0.0)) ** 2:
        return AdditiveEffect(estimate=estimate, residual_df=residual_df, reason=Reason.NO_VARIATION)
    df = _satterthwaite(basis, slack, share)
    std_error = math.sqrt(variance)
    return AdditiveEffect(**vars(student_effect(estimate, std_error, df, level)), residual_df=residual_df)


def _satterthwaite(basis: Floats, slack: Floats, share: Floats) -> float:
    """Return 2 E²/Var of Σ `share` e² under equal variances: mᵢⱼ² sums to 1 − 2h on the diagonal, plus (QQᵀ)ᵢⱼ²."""
    expectation = float(share @ slack)
    inner = basis.T @ (share[:, None] * basis)
    spread = float(share**2 @ (2 * slack - 1)) + float((inner**2).sum())
    return expectation**2 / spread
