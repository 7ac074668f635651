"""The same regression of many small studies at once, with HC2 or HC3 errors: imputations, simulations."""

from __future__ import annotations

import numpy as np

from pipeline.stats.effect import Floats

FULL_LEVERAGE = 1e-9  # a household that its own parameter fits exactly: residual 0, nothing to add to the variance
_CELLS = 16_000  # studies × households at a time: 128 kB a column, which stay in a processor's cache
_POWER = {"HC2": 1, "HC3": 2}  # of 1 − h, under each squared residual


def group_coefficients(
    outcomes: Floats, treated: Floats, covariates: Floats, kind: str = "HC3"
) -> tuple[Floats, Floats]:
    """Return the coefficient of the group in each study and its standard error, both of shape (s,).

    y on 1, g and x: β̂ = Σ a y with a = x̃/Σx̃², x̃ what 1 and x leave of g; variance Σ a² e²/(1 − h)^p, p = 1 (HC2) or 2
    (HC3), h the leverages. Two projections a study, as products over all studies at once.

    `outcomes`, `treated` (0 or 1): (s, n); `covariates`: (s, n, c), c ≥ 0, finite, whose columns 1 does not determine.
    A study whose group is determined by its covariates: infinite or `nan`.
    Reference: MacKinnon & White 1985, Journal of Econometrics 29:305-325; R sandwich `vcovHC`; held to statsmodels.

    >>> y, g = np.array([[3.0, 7.0, 1.0, 3.0]]), np.array([[1.0, 1.0, 0.0, 0.0]])
    >>> b, se = group_coefficients(y, g, np.empty((1, 4, 0)), "HC2")
    >>> b.round(9).tolist(), se.round(4).tolist()  # √(8/2 + 2/2)
    ([3.0], [2.2361])
    """
    step = max(_CELLS // outcomes.shape[1], 1)
    parts = (slice(start, start + step) for start in range(0, max(len(outcomes), 1), step))
    found = [_coefficients(outcomes[p], treated[p], covariates[p], _POWER[kind]) for p in parts]
    estimates, errors = (np.concatenate(values) for values in zip(*found, strict=True))
    return estimates, errors


def _coefficients(outcomes: Floats, treated: Floats, covariates: Floats, power: int) -> tuple[Floats, Floats]:
    n, c = covariates.shape[1:]
    columns = np.concatenate([covariates.transpose(2, 0, 1), treated[None], outcomes[None]])  # (c + 2, s, n)
    columns = columns - columns.mean(axis=2, keepdims=True)
    leverage = np.full(outcomes.shape, 1 / n)
    for i in range(c + 1):  # Gram–Schmidt: each column in turn is taken out of those after it
        size = np.einsum("sn,sn->s", columns[i], columns[i])
        share = np.einsum("jsn,sn->js", columns[i + 1 :], columns[i]) / size
        columns[i + 1 :] -= share[:, :, None] * columns[i]
        leverage += columns[i] ** 2 / size[:, None]
    apart, residuals = columns[c], columns[c + 1]
    weights = apart / np.einsum("sn,sn->s", apart, apart)[:, None]
    slack = 1 - leverage
    known = slack > FULL_LEVERAGE
    spread = np.where(known, (weights * residuals) ** 2 / np.where(known, slack, 1.0) ** power, 0.0)
    return np.einsum("sn,sn->s", weights, outcomes), np.sqrt(spread.sum(axis=1))
