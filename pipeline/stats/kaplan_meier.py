"""Kaplan–Meier survival with log-log intervals and numbers at risk, and the restricted mean survival time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pipeline.stats.effect import Booleans, Effect, Floats, Integers, Reason
from pipeline.stats.student import z_p_value, z_quantile


@dataclass(frozen=True)
class LifeTable:
    """Events and numbers at risk at the distinct event times, all of shape (k,), times increasing.

    `durations`: all times, events and censorings, increasing, shape (n,).
    """

    times: Floats
    events: Integers
    at_risk: Integers
    survival: Floats
    greenwood: Floats  # Σ d / (n (n − d)) up to each time, infinite once the curve is at 0
    durations: Floats

    def at(self, months: Floats) -> Integers:
        """Return, for each time, how many event times are on or before it."""
        found: Integers = np.searchsorted(self.times, months, side="right")
        return found


@dataclass(frozen=True)
class SurvivalCurve:
    """The survival at given times, with its interval (`nan` where undefined) and the number still at risk."""

    times: Floats
    survival: Floats
    low: Floats
    high: Floats
    at_risk: Integers


def life_table(durations: Floats, events: Booleans) -> LifeTable:
    """Return the life table of `durations` > 0, shape (n,); `events` is True where the time is an event's.

    A censoring at the time of an event counts as later than it. By statsmodels `SurvfuncRight`, but for
    Greenwood's sum: its standard error is S times the root of it, and says nothing where the curve is at 0.

    >>> table = life_table(np.array([1.0, 2.0, 2.0, 3.0]), np.array([True, True, False, True]))
    >>> table.at_risk.tolist(), table.survival.round(9).tolist()
    ([4, 3, 1], [0.75, 0.5, 0.0])
    """
    ordered = np.sort(durations)
    if not events.any():
        nothing, nobody = np.empty(0), np.empty(0, dtype=np.int64)
        return LifeTable(nothing, nobody, nobody, nothing, nothing, ordered)
    from statsmodels.duration.survfunc import SurvfuncRight

    function = SurvfuncRight(durations, events.astype(float))
    counts, at_risk = function.n_events.astype(np.int64), function.n_risk.astype(np.int64)
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(counts / (at_risk * (at_risk - counts).astype(float)), dtype=np.float64)
    return LifeTable(function.surv_times, counts, at_risk, function.surv_prob, greenwood, ordered)


def survival_curve(table: LifeTable, times: Floats, level: float = 0.95) -> SurvivalCurve:
    """Return the survival at `times` (increasing, same unit as the durations) with its log-log interval.

    S(t) = Π (1 − d/n) over event times ≤ t; interval S^exp(± z σ / log S), σ² = Σ d/(n(n − d)): never outside [0, 1].
    It is undefined where S is 0 or 1. At risk: durations ≥ t. After the last time the curve stays at its last value.
    Reference: Kalbfleisch & Prentice 1980, §1.3; R `survfit(conf.type = "log-log")`.

    >>> table = life_table(np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, False]))
    >>> curve = survival_curve(table, np.array([0.0, 1.0, 3.0]))
    >>> curve.survival.tolist(), curve.at_risk.tolist()
    ([1.0, 0.75, 0.375], [4, 4, 2])
    """
    index = table.at(times)
    survival = np.concatenate([[1.0], table.survival])[index]
    variance = np.concatenate([[0.0], table.greenwood])[index]
    inside = (survival > 0) & (survival < 1)
    log_survival = np.log(np.where(inside, survival, 0.5))
    shift = z_quantile(level) * np.sqrt(np.where(inside, variance, 0.0)) / -log_survival
    low = np.where(inside, np.exp(log_survival * np.exp(shift)), np.nan)
    high = np.where(inside, np.exp(log_survival * np.exp(-shift)), np.nan)
    at_risk = len(table.durations) - np.searchsorted(table.durations, times, side="left")
    return SurvivalCurve(np.asarray(times, dtype=float), survival, low, high, at_risk.astype(np.int64))


def restricted_mean(table: LifeTable, horizon: float) -> tuple[float, float]:
    """Return the mean survival time restricted to `horizon` (> 0, unit of the durations), and its variance.

    ∫₀^τ S(t) dt, the curve held constant after its last time; variance Σ [∫_t^τ S]² d/(n(n − d)) over the event times
    t ≤ τ (Greenwood). Reference: Royston & Parmar 2013, BMC Medical Research Methodology 13:152; R survRM2.

    >>> table = life_table(np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, False]))
    >>> mean, variance = restricted_mean(table, 4.0)
    >>> mean, round(variance, 5)  # 1 + 2 × 0.75 + 0.375; 1.875²/12 + 0.375²/2
    (2.875, 0.36328)
    """
    inside = table.times <= horizon
    steps = np.concatenate([[0.0], table.times[inside], [horizon]])
    areas = np.diff(steps) * np.concatenate([[1.0], table.survival[inside]])
    after = np.cumsum(areas[::-1])[::-1][1:]  # ∫ from each event time to the horizon
    left = (table.at_risk - table.events)[inside]
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = after**2 * table.events[inside] / (table.at_risk[inside] * left)
    return float(areas.sum()), float(np.where(left > 0, terms, 0.0).sum())  # nothing is left under a curve at 0


def rmst_difference(treated: LifeTable, control: LifeTable, horizon: float, level: float = 0.95) -> Effect:
    """Return the difference of restricted mean survival times, in the unit of the durations, with its z interval.

    `std_error` = √(V1 + V0) of `restricted_mean`. The difference alone: when there is no event before the horizon in
    either group; when a group has one unit, whose variance is 0 for want of another.

    >>> table = life_table(np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, False]))
    >>> rmst_difference(table, table, 4.0).estimate
    0.0
    """
    if min(len(treated.durations), len(control.durations)) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    mean1, variance1 = restricted_mean(treated, horizon)
    mean0, variance0 = restricted_mean(control, horizon)
    estimate = mean1 - mean0
    if min(len(treated.durations), len(control.durations)) < 2:
        return Effect(estimate=estimate, reason=Reason.FEW_VALUES)
    if variance1 + variance0 <= 0:
        events = bool((treated.times <= horizon).any() or (control.times <= horizon).any())
        return Effect(estimate=estimate, reason=Reason.NO_VARIATION if events else Reason.NO_EVENT)
    std_error = math.sqrt(variance1 + variance0)
    half = z_quantile(level) * std_error
    return Effect(
        estimate=estimate,
        std_error=std_error,
        low=estimate - half,
        high=estimate + half,
        p_value=z_p_value(estimate / std_error),
    )
