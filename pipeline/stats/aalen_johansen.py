"""Cumulative incidence of one cause among competing ones, with its variance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.stats.effect import Floats, Integers


@dataclass(frozen=True)
class Incidence:
    """A step function: value and variance from each of `times` (increasing, the first is 0) to the next."""

    times: Floats
    incidence: Floats
    variance: Floats

    def at(self, months: Floats) -> tuple[Floats, Floats]:
        """Return the incidence and the variance at given times."""
        index = np.searchsorted(self.times, months, side="right") - 1
        return self.incidence[index], self.variance[index]


def cumulative_incidence(durations: Floats, causes: Integers, cause: int) -> Incidence:
    """Return the Aalen–Johansen cumulative incidence of `cause`, at 0 and at each of its event times.

    F(t) = Σ S(tⱼ−) dⱼ/nⱼ over its event times tⱼ ≤ t, S the survival free of every cause. Variance (Gray):
    Σ over the event times tⱼ ≤ t of S(tⱼ−)² cⱼ dⱼ/nⱼ² × ([F(tⱼ) − F(t)]/S(tⱼ) + 1{event of the cause})², and
    c = 1 − (d − 1)/(n − 1) for ties; it is updated at the event times of the cause only.

    `durations` > 0, shape (n,); `causes`: 0 for censored, else the number of the competing cause, same shape.
    Tied times need no ordering and no jitter. Reference: Gray 1988, Annals of Statistics 16:1141-1154, as computed by
    R cmprsk `cuminc`.

    >>> result = cumulative_incidence(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1, 2, 1, 0]), 1)
    >>> result.times.tolist(), result.incidence.tolist()
    ([0.0, 1.0, 3.0], [0.0, 0.25, 0.5])
    """
    ordered = np.sort(durations)
    times = np.unique(durations[causes > 0])
    at_risk = (len(ordered) - np.searchsorted(ordered, times, side="left")).astype(float)
    own = _counts(times, durations[causes == cause])
    other = _counts(times, durations[(causes > 0) & (causes != cause)])
    survival = np.cumprod(1 - (own + other) / at_risk)
    before = np.concatenate([[1.0], survival[:-1]])
    incidence = np.cumsum(before * own / at_risk)

    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = np.where(survival > 0, 1 / survival, 0.0)
        weight_own = before**2 * _tie(own, at_risk) * own / at_risk**2
        weight_other = before**2 * _tie(other, at_risk) * other / at_risk**2
    weight_other = np.where(survival > 0, weight_other, 0.0)
    # ([F(tⱼ) − F(t)]/S(tⱼ) + own)² expanded in F(t), so that one pass of sums serves every t.
    slope = incidence * inverse
    constant = np.cumsum(weight_own * (1 + slope) ** 2 + weight_other * slope**2)
    linear = np.cumsum(weight_own * (1 + slope) * inverse + weight_other * slope * inverse)
    square = np.cumsum((weight_own + weight_other) * inverse**2)
    variance = constant - 2 * incidence * linear + incidence**2 * square

    kept = own > 0
    return Incidence(
        np.concatenate([[0.0], times[kept]]),
        np.concatenate([[0.0], incidence[kept]]),
        np.concatenate([[0.0], np.maximum(variance[kept], 0.0)]),
    )


def _counts(times: Floats, events: Floats) -> Floats:
    counts: Floats = np.bincount(np.searchsorted(times, events), minlength=len(times)).astype(float)
    return counts


def _tie(events: Floats, at_risk: Floats) -> Floats:
    corrected: Floats = np.where(events > 1, 1 - (events - 1) / np.maximum(at_risk - 1, 1), 1.0)
    return corrected
