"""Differences between two groups at many times at once, with a band that holds all of them together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from pipeline.stats.effect import Booleans, Floats

_CHUNK = 500


@dataclass(frozen=True)
class Path:
    """By time, shape (T,): the difference, its standard error (`nan` where undefined), how many of each group are seen.

    `pointwise`, `simultaneous`: the two critical values; difference ± critical × standard error.
    """

    difference: Floats
    std_error: Floats
    seen1: Floats
    seen0: Floats
    pointwise: float
    simultaneous: float


def event_study(
    changes: Floats, treated: Booleans, *, draws: int, rng: np.random.Generator, level: float = 0.95
) -> Path:
    """Return, by time, the difference of the groups' mean changes since the start, with a simultaneous band.

    D(t) = mean of y(t) − y(0) of the treated seen at t, less that of the control; variance Σ over both groups of
    Σ(c − c̄)²/(n(n − 1)). Each unit enters at all its times with one normal multiplier a draw: the largest |D*(t)|/se(t)
    over the times, its quantile at `level`, is the simultaneous critical value: the band holds the whole true path with
    that probability, whatever the correlation of the times.

    `changes`: (n, T), `nan` where not seen; `treated`: (n,). A time with fewer than two units of a group, or without
    variation, has no standard error and is left out of the band.
    Reference: Montiel Olea & Plagborg-Møller 2019, Journal of Applied Econometrics 34:1-17 (sup-t band by multiplier).
    """
    seen = ~np.isnan(changes)
    parts, seen_by, variances, means = [], [], [], []
    for members in (treated, ~treated):
        known = seen & members[:, None]
        n = known.sum(axis=0).astype(float)
        values = np.where(known, changes, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = values.sum(axis=0) / n
            scaled = np.where(known, (changes - mean) / np.sqrt(n * (n - 1)), 0.0)
        parts.append(np.where(n >= 2, scaled, 0.0))
        seen_by.append(n)
        means.append(mean)
        variances.append(np.where(n >= 2, (parts[-1] ** 2).sum(axis=0), np.nan))
    std_error = np.sqrt(variances[0] + variances[1])
    std_error = np.where(std_error > 0, std_error, np.nan)
    usable = ~np.isnan(std_error)
    simultaneous = pointwise = float(ndtri(0.5 + level / 2))
    if usable.any():
        influence = (parts[0] - parts[1])[:, usable] / std_error[usable]
        largest = np.concatenate(
            [
                np.abs(rng.standard_normal((min(_CHUNK, draws - done), len(changes))) @ influence).max(axis=1)
                for done in range(0, draws, _CHUNK)
            ]
        )
        simultaneous = max(pointwise, float(np.quantile(largest, level)))
    return Path(means[0] - means[1], std_error, seen_by[0], seen_by[1], pointwise, simultaneous)
