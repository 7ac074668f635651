"""Log-rank test of two groups, and its value for many exchanges of the groups at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from pipeline.stats.effect import Booleans, Effect, Floats, Integers, Reason


@dataclass(frozen=True)
class LogRankDesign:
    """What of the log-rank statistic does not depend on the groups. Event times k, households n."""

    by_time: Integers  # households by decreasing duration, shape (n,)
    last: Integers  # for each event time, the place in that order of the last household at risk, shape (k,)
    events: Floats  # 1.0 where the household's time is an event's, shape (n,)
    hazard: Floats  # d/n, shape (k,)
    at_risk: Floats  # n, shape (k,)
    factor: Floats  # d (n − d)/(n² (n − 1)), shape (k,)

    def chi_squared(self, treated: Floats) -> Floats:
        """Return χ² for each row of `treated` (rows, n), 1.0 = treated; `nan` where no event can tell the groups."""
        if len(self.hazard) == 0:
            return np.full(len(treated), np.nan)
        at_risk = np.cumsum(treated[:, self.by_time], axis=1)[:, self.last]
        gap = treated @ self.events - at_risk @ self.hazard
        variance = (at_risk * (self.at_risk - at_risk)) @ self.factor
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(variance > 0, gap**2 / variance, np.nan)


def log_rank_design(durations: Floats, events: Booleans) -> LogRankDesign:
    """Return what `LogRankDesign.chi_squared` needs from `durations` > 0 and `events`, both (n,)."""
    by_time = np.argsort(-durations, kind="stable").astype(np.int64)
    times, counts = np.unique(durations[events], return_counts=True)
    ordered = np.sort(durations)
    at_risk = (len(durations) - np.searchsorted(ordered, times, side="left")).astype(float)
    factor = counts * (at_risk - counts) / (at_risk**2 * np.maximum(at_risk - 1, 1))
    return LogRankDesign(by_time, at_risk.astype(np.int64) - 1, events.astype(float), counts / at_risk, at_risk, factor)


def log_rank_test(durations: Floats, events: Booleans, treated: Booleans) -> Effect:
    """Return the log-rank χ² (`estimate`), one degree of freedom, and its asymptotic p-value.

    χ² = (Σ (d1 − n1 d/n))² / Σ d n1 n0 (n − d)/(n² (n − 1)) over the distinct event times.

    `durations` > 0, `events` (True = event), `treated`: all of shape (n,). No event, or none while both groups are at
    risk: missing. Reference: Mantel 1966, Cancer Chemotherapy Reports 50:163-170; R `survdiff`.

    >>> effect = log_rank_test(np.array([1.0, 2.0, 3.0, 4.0]), np.full(4, True), np.array([True, True, False, False]))
    >>> round(effect.estimate, 4)  # gap 2 − ½ − ⅓, variance ¼ + ²⁄₉
    2.8824
    """
    if treated.all() or not treated.any():
        return Effect(reason=Reason.EMPTY_GROUP)
    chi_squared = float(log_rank_design(durations, events).chi_squared(treated.astype(float)[None, :])[0])
    if np.isnan(chi_squared):
        return Effect(reason=Reason.NO_EVENT)
    return Effect(estimate=chi_squared, p_value=float(chdtrc(1, chi_squared)), df=1)
