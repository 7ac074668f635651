"""Multiple imputation by predictive mean matching, all imputations at once."""

from __future__ import annotations

import numpy as np

from pipeline.stats.design import independent_columns
from pipeline.stats.effect import Booleans, Floats, Integers

DONORS = 5  # R mice's default: with few households, more of them no longer resemble the one imputed
_SAME = 9  # decimals, in units of the largest prediction: closer ones are ties, broken at random
_RIDGE = 1e-8


def matched(
    predictors: Floats, outcome: Floats, known: Booleans, rng: np.random.Generator, donors: int = DONORS
) -> Floats:
    """Return m completed outcomes, shape (m, n): an unknown one is that of a household predicted about the same.

    For each imputation: least squares of the known outcomes on a constant and the predictors; σ*² = RSS/χ²(df) and
    β* = β̂ + σ* R⁻¹z drawn from their posterior; the unknown are predicted by β*, the known by β̂ (matching of type 1);
    the value of one of the `donors` nearest known households, drawn at random, is taken. Only values seen are imputed.

    `predictors`: finite, shape (m, n, c), c ≥ 0; `outcome`: shape (m, n), read where known; `known`: shape (n,), the
    same in all, some True. References: Little 1988, Journal of Business & Economic Statistics 6:287-296; Morris,
    White & Royston 2014, BMC Medical Research Methodology 14:75; van Buuren 2018, § 3.4; R mice `mice.impute.pmm`.

    >>> x = np.broadcast_to(np.arange(4.0)[:, None], (2, 4, 1))
    >>> y = np.broadcast_to(np.array([7.0, 7.0, 7.0, np.nan]), (2, 4))
    >>> matched(x, y, np.array([True, True, True, False]), np.random.default_rng(1)).tolist()
    [[7.0, 7.0, 7.0, 7.0], [7.0, 7.0, 7.0, 7.0]]
    """
    m = len(outcome)
    completed = np.array(outcome, dtype=float)
    if known.all():
        return completed
    seen = completed[:, known]
    predicted_known, predicted_unknown = _predictions(predictors, seen, known, rng)
    # Known households in a random order: a stable sort then breaks ties at random.
    shuffle = rng.random(seen.shape).argsort(axis=1)
    seen = np.take_along_axis(seen, shuffle, axis=1)
    predicted_known = np.take_along_axis(predicted_known, shuffle, axis=1)
    scale = np.maximum(np.abs(predicted_known).max(axis=1), np.finfo(float).tiny)[:, None, None]
    apart = np.round(np.abs(predicted_unknown[:, :, None] - predicted_known[:, None, :]) / scale, _SAME)
    number = min(donors, seen.shape[1])
    nearest = apart.argsort(axis=2, kind="stable")[:, :, :number]
    drawn = rng.integers(0, number, nearest.shape[:2])[:, :, None]
    donor: Integers = np.take_along_axis(nearest, drawn, axis=2)[:, :, 0]
    completed[np.ix_(np.arange(m), np.flatnonzero(~known))] = np.take_along_axis(seen, donor, axis=1)
    return completed


def _predictions(predictors: Floats, seen: Floats, known: Booleans, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the predictions of the known households by β̂ and of the unknown by β*, shapes (m, known), (m, unknown)."""
    m, n, _ = predictors.shape
    whole = predictors[0][known]
    centre, spread = whole.mean(axis=0), whole.std(axis=0)
    scaled = (predictors - centre) / np.where(spread > 0, spread, 1.0)
    design = np.concatenate([np.ones((m, n, 1)), scaled], axis=2)
    design = design[:, :, independent_columns(design[0][known])]
    k = design.shape[2]
    padding = np.broadcast_to(np.sqrt(_RIDGE * known.sum()) * np.eye(k), (m, k, k))
    q, r = np.linalg.qr(np.concatenate([design[:, known], padding], axis=1))
    q = q[:, : seen.shape[1]]
    projected = np.einsum("mnk,mn->mk", q, seen)
    best = np.linalg.solve(r, projected[:, :, None])
    fitted = (design[:, known] @ best)[:, :, 0]
    df = max(seen.shape[1] - k, 1)
    sigma = np.sqrt(((seen - fitted) ** 2).sum(axis=1) / rng.chisquare(df, m))
    noise = np.linalg.solve(r, rng.standard_normal((m, k, 1))) * sigma[:, None, None]
    return fitted, (design[:, ~known] @ (best + noise))[:, :, 0]
