"""Logistic regression: one, by statsmodels; or of one design under many case weights, in a few matrix products."""

from __future__ import annotations

import math
import warnings

import numpy as np
from scipy.special import expit

from pipeline.stats.effect import Booleans, Floats

_STEPS = 20  # Newton needs about eight; a separated sample moves by one more unit at each
_MOVED = 1e-8  # of the linear predictor: the next step, quadratic, is below round-off
_RIDGE = 1e-13  # a column that a resampled table does not tell from the others: its coefficient stays where it is


def logistic_score(design: Floats, response: Floats) -> Floats | None:
    """Return the fitted probabilities, shape (n,), by statsmodels `Logit`; None without a finite maximum.

    Arguments as `logistic_scores`, which gives the same where all weights are 1, and says the same of separation: that
    Newton's steps do not end.
    """
    from statsmodels.discrete.discrete_model import Logit

    basis = np.linalg.qr(design)[0] * math.sqrt(len(design))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of separation: it is said by None
        try:
            fit = Logit(response, basis).fit(disp=False, maxiter=_STEPS, tol=_MOVED)
        except np.linalg.LinAlgError:  # the information of a separated sample vanishes
            return None
    return np.asarray(fit.predict(), dtype=float) if fit.mle_retvals["converged"] else None


def logistic_scores(design: Floats, response: Floats, counts: Floats) -> tuple[Floats, Booleans]:
    """Return the fitted probabilities, shape (B, n), and whether each regression has a finite maximum, shape (B,).

    Maximum likelihood by Newton's method, row b of `counts` being the case weights of the b-th regression (how many
    times a bootstrap drew each unit). A sample that the design separates, wholly or in part, has no maximum: False.

    `design`: independent columns, the constant among them, shape (n, k); `response`: 0 or 1, shape (n,);
    `counts` ≥ 0, shape (B, n). Reference: McCullagh & Nelder 1989, Generalized Linear Models, § 4.4; R `glm`.

    >>> x = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    >>> design, response = np.column_stack([np.ones(6), x]), np.array([1.0, 0, 0, 1, 1, 0])
    >>> scores, defined = logistic_scores(design, response, np.ones((1, 6)))
    >>> scores.round(4).tolist(), defined.tolist()
    ([[0.3333, 0.3333, 0.3333, 0.6667, 0.6667, 0.6667]], [True])
    """
    n, k = design.shape
    basis = np.linalg.qr(design)[0] * math.sqrt(n)
    products = (basis[:, :, None] * basis[:, None, :]).reshape(n, k * k)
    coefficients = np.zeros((len(counts), k))
    defined = np.zeros(len(counts), dtype=bool)
    active = np.arange(len(counts))
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(_STEPS):
            weights = counts[active]
            fitted = expit(coefficients[active] @ basis.T)
            gradient = (weights * (response - fitted)) @ basis
            information = ((weights * fitted * (1 - fitted)) @ products).reshape(-1, k, k)
            step = np.linalg.solve(information + _RIDGE * n * np.eye(k), gradient[:, :, None])[:, :, 0]
            moved = np.where(weights > 0, np.abs(step @ basis.T), 0.0).max(axis=1)
            coefficients[active] += step
            arrived = moved <= _MOVED
            defined[active[arrived]] = True
            active = active[~arrived]
            if not len(active):
                break
        return expit(coefficients @ basis.T), defined
