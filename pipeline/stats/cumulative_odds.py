"""Ordinal outcome of two groups: the common odds ratio of the proportional-odds model."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import expit

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.student import z_p_value, z_quantile

_STEPS = 100
_FAR = 15.0  # |log ratio| beyond which there is no maximum: the groups do not overlap


def cumulative_odds_ratio(treated: Floats, control: Floats, level: float = 0.95) -> Effect:
    """Return the odds ratio of being higher, treated over control, the same at every cut of the scale.

    logit P(Y ≤ k | g) = α_k − β g; maximum likelihood by Newton's steps; Wald interval and p from the observed
    information. `std_error` is that of β. Above 1: the treated tend to be higher.

    `treated`, `control`: values of an ordered scale. One level only: all missing; no overlap: all missing.
    Reference: McCullagh 1980, JRSS B 42:109-142; R MASS `polr`. It tests what Wilcoxon's rank test tests.

    >>> effect = cumulative_odds_ratio(np.repeat([0.0, 1.0], [5, 15]), np.repeat([0.0, 1.0], [10, 10]))
    >>> round(effect.estimate, 6), round(effect.std_error, 4)  # two levels: the usual ratio, (15/5)/(10/10)
    (3.0, 0.6831)
    """
    if min(len(treated), len(control)) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    levels = np.unique(np.concatenate([treated, control]))
    if len(levels) < 2:
        return Effect(reason=Reason.NO_VARIATION)
    if treated.min() >= control.max() or treated.max() <= control.min():
        return Effect(reason=Reason.SEPARATION)
    counts = np.stack([(v[:, None] == levels).sum(axis=0) for v in (control, treated)]).astype(float)
    below = counts.sum(axis=0).cumsum()[:-1] / counts.sum()
    parameters = np.append(np.log(below) - np.log1p(-below), 0.0)
    value, gradient, information = _likelihood(parameters, counts)
    for _ in range(_STEPS):
        step = np.linalg.solve(information, gradient)
        while True:  # halved until the cuts stay in order and the likelihood does not fall
            new = parameters + step
            ordered = bool((np.diff(new[:-1]) > 0).all())
            if ordered and _likelihood(new, counts)[0] >= value - 1e-12 * abs(value):
                break
            step = step / 2
        parameters = new
        value, gradient, information = _likelihood(parameters, counts)
        if abs(parameters[-1]) > _FAR:
            return Effect(reason=Reason.SEPARATION)
        if np.abs(step).max() < 1e-11:
            break
    beta = float(parameters[-1])
    std_error = math.sqrt(float(np.linalg.inv(information)[-1, -1]))
    half = z_quantile(level) * std_error
    return Effect(math.exp(beta), std_error, math.exp(beta - half), math.exp(beta + half), z_p_value(beta / std_error))


def _likelihood(parameters: Floats, counts: Floats) -> tuple[float, Floats, Floats]:
    """Return the log-likelihood, its gradient, minus its second derivatives; `counts`: (2, levels), control first."""
    size, number = len(parameters), counts.shape[1]
    value, gradient, information = 0.0, np.zeros(size), np.zeros((size, size))
    for group in (0, 1):
        eta = parameters[:-1] - parameters[-1] * group
        cumulative = np.concatenate([[0.0], expit(eta), [1.0]])
        slope = cumulative * (1 - cumulative)
        bend = slope * (1 - 2 * cumulative)
        probability = np.diff(cumulative)
        # Row k: how the k-th cut moves with each parameter; the first and last do not.
        moves = np.zeros((number + 1, size))
        moves[1:-1, :-1] = np.eye(number - 1)
        moves[1:-1, -1] = -group
        first = slope[:, None] * moves
        change = first[1:] - first[:-1]
        outer = np.einsum("k,ki,kj->kij", bend, moves, moves)
        curve = outer[1:] - outer[:-1]
        present = counts[group] > 0
        n, p = counts[group][present], probability[present]
        value += float(n @ np.log(p)) if (p > 0).all() else -math.inf
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = n / p
            gradient += ratio @ change[present]
            information += np.einsum("k,ki,kj->ij", ratio / p, change[present], change[present])
            information -= np.einsum("k,kij->ij", ratio, curve[present])
    return value, gradient, information
