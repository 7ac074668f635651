"""Ratio of two event rates with a robust (sandwich) interval, and the rate of one group."""

from __future__ import annotations

import math

import numpy as np

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.student import z_p_value, z_quantile

_CONVERGED = 1e-12  # of the logarithm of a rate


def rate_ratio(
    treated: Floats, treated_time: Floats, control: Floats, control_time: Floats, level: float = 0.95
) -> Effect:
    """Return the ratio of the event rates, robust to over-dispersion.

    The Poisson regression of the counts on the group with log(time) as offset has log ratio = log(r1/r0),
    r = Σy / Σt, and HC0 sandwich variance Σ over both groups of Σ(y − r t)² / (Σy)². Interval and p on the log scale,
    from the normal law; `std_error` is on the log scale. Fitted by statsmodels `GLM`, from its solution as the start.

    `treated`, `control`: event counts ≥ 0, shapes (n1,), (n0,); `*_time`: observed times ≥ 0 of the same shapes, same
    unit. Above 1: more events among the treated. No event among the controls: all missing; among the treated: ratio 0
    alone. Reference: Zou 2004, American Journal of Epidemiology 159:702-706; R sandwich `vcovHC(type = "HC0")`.

    >>> import numpy as np
    >>> one = np.ones(4)
    >>> effect = rate_ratio(np.array([1.0, 1.0, 2.0, 0.0]), one, np.array([2.0, 1.0, 3.0, 2.0]), one)
    >>> round(effect.estimate, 4), round(effect.std_error, 4)  # √(2/16 + 2/64)
    (0.5, 0.3953)
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
    rate0 = events0 / float(control_time.sum())
    ratio = events1 / float(treated_time.sum()) / rate0
    if _log_rate_variance(treated, treated_time) + _log_rate_variance(control, control_time) <= 0:
        return Effect(estimate=ratio, reason=Reason.NO_VARIATION)
    log_ratio, std_error = _robust_poisson(treated, treated_time, control, control_time, (rate0, ratio))
    half = z_quantile(level) * std_error
    return Effect(
        estimate=math.exp(log_ratio),
        std_error=std_error,
        low=math.exp(log_ratio - half),
        high=math.exp(log_ratio + half),
        p_value=z_p_value(log_ratio / std_error),
    )


def rate_interval(counts: Floats, time: Floats, level: float = 0.95) -> Effect:
    """Return the rate Σy / Σt with its robust log-scale interval; no event: the rate 0 alone.

    `counts` ≥ 0 and `time` ≥ 0 have the shape (n,); the rate is in events per unit of time,
    `std_error` on the log scale.

    >>> import numpy as np
    >>> effect = rate_interval(np.array([1.0, 1.0, 2.0, 0.0]), np.ones(4))
    >>> round(effect.estimate, 4), round(effect.std_error, 4)
    (1.0, 0.3536)
    """
    if len(counts) == 0:
        return Effect(reason=Reason.EMPTY_GROUP)
    if time.sum() <= 0:
        return Effect(reason=Reason.NO_EXPOSURE)
    rate = float(counts.sum() / time.sum())
    if rate == 0:
        return Effect(estimate=0.0, reason=Reason.NO_EVENT)
    std_error = math.sqrt(_log_rate_variance(counts, time))
    if std_error == 0:
        return Effect(estimate=rate, reason=Reason.NO_VARIATION)
    factor = math.exp(z_quantile(level) * std_error)
    return Effect(estimate=rate, std_error=std_error, low=rate / factor, high=rate * factor)


def _robust_poisson(
    treated: Floats, treated_time: Floats, control: Floats, control_time: Floats, start: tuple[float, float]
) -> tuple[float, float]:
    """Return the coefficient of the group and its HC0 error; `start`: the rate of the controls and the ratio."""
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    counts, time = np.concatenate([treated, control]), np.concatenate([treated_time, control_time])
    group = np.arange(len(counts)) < len(treated)
    seen = time > 0  # no event without time: such a household says nothing
    design = np.column_stack([np.ones(len(counts)), group])[seen]
    model = GLM(counts[seen], design, family=Poisson(), exposure=time[seen])
    fit = model.fit(start_params=np.log(start), cov_type="HC0", tol=_CONVERGED, tol_criterion="params")
    return float(fit.params[1]), float(fit.bse[1])


def _log_rate_variance(counts: Floats, time: Floats) -> float:
    residuals = counts - time * (counts.sum() / time.sum())
    squares = float((residuals**2).sum())
    # Equal rates in all households: what is left is round-off.
    negligible = 1e-24 * float((counts**2).sum())
    return 0.0 if squares <= negligible else squares / float(counts.sum()) ** 2
