"""Covariate-adjusted difference of two groups: Lin's regression with interactions and HC2 variance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pipeline.stats.batched_regression import FULL_LEVERAGE, group_coefficients
from pipeline.stats.design import independent_columns
from pipeline.stats.effect import Booleans, Effect, Floats, Reason
from pipeline.stats.student import student_effect

_ROUND_OFF = 1e-13  # of the terms that an estimate sums


@dataclass(frozen=True)
class LinEffect(Effect):
    """`exact`: units that the model fits exactly (leverage 1), alone in their cell of group × covariates: no residual
    is left to them, they add nothing to the variance, and it is too small."""

    exact: int = 0


def lin_difference(outcome: Floats, treated: Booleans, covariates: Floats, level: float = 0.95) -> LinEffect:
    """Return the difference treated − control at the mean of the covariates, with its HC2 t interval and p.

    Least squares of y on 1, g, x − x̄ and g (x − x̄): the coefficient of g. Variance (XᵀX)⁻¹ Xᵀ diag(e²/(1 − h)) X
    (XᵀX)⁻¹; df = n − k, k the columns kept. A column that those before it determine is left out.

    `outcome`: finite, shape (n,), whose unit the result has; `treated`: (n,); `covariates`: finite, (n, c), c ≥ 0, not
    yet centred (stratum indicators without a reference one, a baseline). No household left for the variance (n ≤ k):
    the estimate alone. Without covariates it is the difference of means with the variance of Welch. A unit of leverage
    1 adds nothing to the variance (e²/(1 − h) is 0/0) and is counted in the result.
    Fitted by statsmodels `OLS`, whose `HC2_se` has no number under leverage 1: then the formula, without those units.
    Reference: Lin 2013, Annals of Applied Statistics 7:295-318; R estimatr `lm_lin(se_type = "HC2")`.

    >>> y, g = np.array([3.0, 7.0, 1.0, 3.0]), np.array([True, True, False, False])
    >>> effect = lin_difference(y, g, np.empty((4, 0)))
    >>> round(effect.estimate, 9), round(effect.std_error, 4), effect.df  # √(8/2 + 2/2)
    (3.0, 2.2361, 2.0)
    """
    if treated.all() or not treated.any():
        return LinEffect(reason=Reason.EMPTY_GROUP)
    if min(int(treated.sum()), int((~treated).sum())) < 2:
        return LinEffect(reason=Reason.FEW_VALUES)
    group = treated.astype(float)[:, None]
    centred = covariates - covariates.mean(axis=0)
    design = np.concatenate([np.ones_like(group), group, centred, group * centred], axis=1)
    design = design[:, independent_columns(design)]
    from statsmodels.regression.linear_model import OLS

    fit = OLS(outcome, design).fit()
    weights = fit.model.pinv_wexog[1]  # of each outcome in the estimate
    estimate = float(fit.params[1])
    if abs(estimate) <= _ROUND_OFF * float(np.abs(weights) @ np.abs(outcome)):
        estimate = 0.0
    df = len(outcome) - design.shape[1]
    if df <= 0:
        return LinEffect(estimate=estimate, reason=Reason.FEW_HOUSEHOLDS)
    slack = 1 - (design * fit.model.pinv_wexog.T).sum(axis=1)
    known = slack > FULL_LEVERAGE
    if known.all():
        variance = float(fit.HC2_se[1]) ** 2
    else:
        variance = float((weights[known] ** 2 * fit.resid[known] ** 2 / slack[known]).sum())
    if variance <= (_ROUND_OFF * np.abs(outcome).max(initial=0.0)) ** 2:
        return LinEffect(estimate=estimate, df=df, reason=Reason.NO_VARIATION)
    std_error = math.sqrt(variance)
    return LinEffect(**vars(student_effect(estimate, std_error, float(df), level)), exact=int((~known).sum()))


@dataclass(frozen=True)
class LinEstimates:
    """The same regression of several outcomes: estimates and HC2 variances, shapes (m,), and their common df."""

    estimates: Floats
    variances: Floats
    df: float


def lin_estimates(outcomes: Floats, treated: Booleans, covariates: Floats) -> LinEstimates:
    """Return what `lin_difference` gives for each of m outcomes with covariates of its own, all at once.

    `outcomes`: (m, n); `treated`: (n,), at least two in each group; `covariates`: (m, n, c). The columns kept are those
    that can be told apart in the first. With df ≤ 0 the variances are `nan`.

    >>> y, g = np.array([[3.0, 7.0, 1.0, 3.0]]), np.array([True, True, False, False])
    >>> found = lin_estimates(y, g, np.empty((1, 4, 0)))
    >>> found.estimates.round(9).tolist(), found.variances.round(9).tolist(), found.df
    ([3.0], [5.0], 2.0)
    """
    m, n = outcomes.shape
    group = treated.astype(float)
    columns = covariates.transpose(2, 0, 1)
    centred = columns - columns.mean(axis=2, keepdims=True)
    others = np.concatenate([centred, group * centred])
    kept = independent_columns(np.column_stack([np.ones(n), group, others[:, 0].T]))
    chosen = others[kept[2:] - 2].transpose(1, 2, 0)
    estimates, errors = group_coefficients(outcomes, np.broadcast_to(group, (m, n)), chosen, "HC2")
    variances = errors**2
    variances[variances <= (_ROUND_OFF * np.abs(outcomes).max(axis=1, initial=0.0)) ** 2] = 0.0
    df = float(n - len(kept))
    return LinEstimates(estimates, variances if df > 0 else np.full(m, np.nan), df)
