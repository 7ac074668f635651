"""Ratio of two event rates when counts vary more than Poisson's law lets them: one common factor."""

from __future__ import annotations

import math

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.student import t_p_value, t_quantile


def dispersion(treated: Floats, treated_time: Floats, control: Floats, control_time: Floats) -> float:
    """Return Pearson's χ²/(n − 2) about each group's own rate: 1 for Poisson counts, above 1 for over-dispersed ones.

    Arguments as `quasi_poisson_ratio`; a group without event adds nothing. `nan` under three units.

    >>> import numpy as np
    >>> one = np.ones(2)
    >>> dispersion(np.array([1.0, 3.0]), one, np.array([2.0, 6.0]), one)  # (1 + 1)/2 and (4 + 4)/4, over 2
    1.5
    """
    df = len(treated) + len(control) - 2
    if df <= 0:
        return math.nan
    return (_pearson(treated, treated_time) + _pearson(control, control_time)) / df


def quasi_poisson_ratio(
    treated: Floats, treated_time: Floats, control: Floats, control_time: Floats, level: float = 0.95
) -> Effect:
    """Return the ratio of the event rates; variance of its log φ (1/Σy1 + 1/Σy0), φ the dispersion, df = n − 2.

    `treated`, `control`: event counts, shapes (n1,), (n0,); `*_time`: observed times > 0. `std_error` on the log scale.
    Reference: McCullagh & Nelder 1989, Generalized Linear Models, § 6.2; R `glm(family = quasipoisson)`.
    """
    if min(len(treated), len(control)) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    if min(treated_time.sum(), control_time.sum()) <= 0:
        return Effect(reason=Reason.NO_EXPOSURE)
    events1, events0 = float(treated.sum()), float(control.sum())
    if events0 == 0:
        return Effect(reason=Reason.NO_EVENT if events1 == 0 else Reason.NO_EVENT_CONTROL)
    if events1 == 0:
        return Effect(estimate=0.0, reason=Reason.NO_EVENT_TREATED)
    ratio = (events1 / float(treated_time.sum())) / (events0 / float(control_time.sum()))
    factor = dispersion(treated, treated_time, control, control_time)
    if not factor > 0:
        return Effect(estimate=ratio, reason=Reason.NO_VARIATION)
    std_error = math.sqrt(factor * (1 / events1 + 1 / events0))
    df = len(treated) + len(control) - 2
    half = t_quantile(level, df) * std_error
    p_value = t_p_value(math.log(ratio) / std_error, df)
    return Effect(ratio, std_error, ratio * math.exp(-half), ratio * math.exp(half), p_value, df)


def _pearson(counts: Floats, time: Floats) -> float:
    total = float(counts.sum())
    if total == 0:
        return 0.0
    seen = time > 0
    expected = total / float(time.sum()) * time[seen]
    return float(((counts[seen] - expected) ** 2 / expected).sum())
