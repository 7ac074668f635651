"""Overlap weights: the households that could have been in either group count most, and the groups' covariates agree."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.stats.design import independent_columns
from pipeline.stats.effect import Booleans, Floats
from pipeline.stats.logistic import logistic_score, logistic_scores


@dataclass(frozen=True)
class OverlapScore:
    """The score's regression of one set of units, ready to be fitted again on resampled ones.

    `design`: the constant and the covariates that can be told apart, shape (n, k); `treated`: shape (n,).
    """

    design: Floats
    treated: Booleans

    @cached_property
    def fitted(self) -> Floats | None:
        """The probability of treatment of each of the units themselves, shape (n,); None when the score separates."""
        return logistic_score(self.design, self.treated.astype(float))

    @cached_property
    def observed(self) -> Floats | None:
        """The weights of the units themselves, shape (n,): what `weights` gives where each counts once."""
        return None if self.fitted is None else np.where(self.treated, 1 - self.fitted, self.fitted)

    def weights(self, counts: Floats) -> tuple[Floats, Booleans]:
        """Return the weights, shape (B, n), of samples that hold each unit `counts` times, and where they exist (B,).

        A treated unit weighs 1 − e, a control e, e its probability of treatment by a logistic regression fitted on the
        same sample, times its count. Weighted means of every covariate are then equal in both groups, exactly.
        """
        scores, defined = logistic_scores(self.design, self.treated.astype(float), counts)
        return counts * np.where(self.treated, 1 - scores, scores), defined


@dataclass(frozen=True)
class Contrast:
    """Weighted means (or rates) of both groups under each set of weights, shapes (B,), and their contrast."""

    treated: Floats
    control: Floats
    estimate: Floats  # difference, or ratio


def overlap_score(covariates: Floats, treated: Booleans) -> OverlapScore:
    """Return the score of `treated`, shape (n,), on `covariates`, finite, shape (n, c).

    A covariate that does not vary, or that those before determine, is left out; none left: the weights are constant
    within each group. Reference: Li, Morgan & Zaslavsky 2018, JASA 113:390-400; R PSweight.

    >>> score = overlap_score(np.empty((4, 0)), np.array([True, False, False, False]))
    >>> score.weights(np.ones((1, 4)))[0].tolist()
    [[0.75, 0.25, 0.25, 0.25]]
    """
    spread = covariates.std(axis=0)
    varying = covariates[:, spread > 1e-12 * np.maximum(np.abs(covariates).max(axis=0, initial=0.0), 1e-300)]
    centred = (varying - varying.mean(axis=0)) / varying.std(axis=0)
    design = np.column_stack([np.ones(len(treated)), centred])
    return OverlapScore(design[:, independent_columns(design)], treated)


def contrast(
    weights: Floats, treated: Booleans, outcome: Floats, time: Floats | None = None, *, ratio: bool = False
) -> Contrast:
    """Return Σwy/Σwt by group, t = `time` or 1, and treated less control (or over it) for each row of `weights`.

    `weights`: (B, n); `treated`, `outcome`, `time`: (n,). A group without weight gives `nan`; a ratio over 0 `inf`.

    >>> found = contrast(np.array([[1.0, 3.0, 1.0]]), np.array([True, True, False]), np.array([4.0, 8.0, 5.0]))
    >>> found.estimate.tolist()
    [2.0]
    """
    by_group = [np.where(group, 1.0, 0.0) for group in (treated, ~treated)]
    size = np.ones(len(outcome)) if time is None else time
    with np.errstate(divide="ignore", invalid="ignore"):
        one, zero = ((weights @ (outcome * g)) / (weights @ (size * g)) for g in by_group)
        estimate = one / zero if ratio else one - zero
    return Contrast(one, zero, estimate)


def linearised_error(score: OverlapScore, outcome: Floats, time: Floats | None = None, *, ratio: bool = False) -> float:
    """Return the standard error of the contrast (of its logarithm for a ratio), the score's estimation included.

    √ΣIF² with IF the influence of each unit in the stacked equations of the score, X(z − e) = 0, and of the means,
    w(y − μt) = 0. `nan` where a mean needed is 0, or where there are no weights. Reference: Li, Morgan & Zaslavsky
    2018; Stefanski & Boos 2002, The American Statistician 56:29-38; R PSweight.

    >>> y, g = np.array([1.0, 3.0, 2.0, 6.0]), np.array([True, True, False, False])
    >>> linearised_error(overlap_score(np.empty((4, 0)), g), y)  # √(2/4 + 8/4): variances with n below
    1.5811388300841898
    """
    if score.fitted is None:
        return math.nan
    e, z, x = score.fitted, score.treated.astype(float), score.design
    size = np.ones(len(outcome)) if time is None else time
    influence = np.zeros(len(outcome))
    slope = np.zeros(x.shape[1])
    for sign, group, weight, bend in ((1.0, z, 1 - e, -1.0), (-1.0, 1 - z, e, 1.0)):
        total = float((group * weight) @ size)
        mean = float((group * weight) @ outcome) / total
        scale = sign / total / (mean if ratio else 1.0) if mean or not ratio else math.nan
        residual = group * (outcome - mean * size)
        influence += scale * weight * residual
        slope += scale * bend * ((e * (1 - e) * residual) @ x)
    information = x.T @ ((e * (1 - e))[:, None] * x)
    influence += (x * (z - e)[:, None]) @ np.linalg.solve(information, slope)
    return math.sqrt(float(influence @ influence))
