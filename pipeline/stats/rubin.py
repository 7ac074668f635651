"""Rubin's rules: one effect from those of several completed data sets."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.student import student_effect

_LEAST_SHARE = 1e-4  # of the variance due to what is missing: below, the large-sample df have no meaning (as mice)


@dataclass(frozen=True)
class Pooled:
    """`effect`: the pooled effect; `missing_share`: λ, the share of its variance due to what is missing;
    `missing_information`: γ = (r + 2/(df + 3))/(r + 1), the fraction of missing information."""

    effect: Effect
    missing_share: float
    missing_information: float


def pool(estimates: Floats, variances: Floats, df: float, level: float = 0.95) -> Pooled:
    """Return the effect pooled over m completed data sets, whose analysis has `df` degrees of freedom when complete.

    Q̄ = mean, T = Ū + (1 + 1/m) B with Ū the mean variance and B the variance of the estimates; λ = (1 + 1/m) B/T; df of
    Barnard and Rubin: ν = ν_old ν_obs/(ν_old + ν_obs), ν_old = (m − 1)/λ², ν_obs = (df + 1)/(df + 3) × df × (1 − λ).

    `estimates`, `variances`: shape (m,), m ≥ 2. No variance at all: the estimate alone.
    References: Rubin 1987, Multiple Imputation for Nonresponse in Surveys; Barnard & Rubin 1999, Biometrika 86:948-955;
    R mice `pool.scalar`.

    >>> import numpy as np
    >>> pooled = pool(np.array([1.0, 2.0, 3.0]), np.array([4.0, 4.0, 4.0]), df=20.0)
    >>> pooled.effect.estimate, round(pooled.effect.std_error, 4), pooled.missing_share  # T = 4 + 4/3
    (2.0, 2.3094, 0.25)
    """
    m = len(estimates)
    estimate = float(estimates.mean())
    within, between = float(variances.mean()), float(estimates.var(ddof=1))
    total = within + (1 + 1 / m) * between
    if not total > 0:
        return Pooled(Effect(estimate=estimate, reason=Reason.NO_VARIATION), math.nan, math.nan)
    share = (1 + 1 / m) * between / total
    pooled_df = barnard_rubin_df(m, share, df)
    ratio = (1 + 1 / m) * between / within if within > 0 else math.inf
    information = (ratio + 2 / (pooled_df + 3)) / (ratio + 1) if within > 0 else 1.0
    std_error = math.sqrt(total)
    return Pooled(student_effect(estimate, std_error, pooled_df, level), share, information)


def barnard_rubin_df(m: int, share: float, df: float) -> float:
    """Return the degrees of freedom of m imputations, `share` = λ in [0, 1], `df` those of the complete analysis.

    >>> round(barnard_rubin_df(50, 0.2, 46.0), 2)
    34.31
    """
    share = max(share, _LEAST_SHARE)
    old = (m - 1) / share**2
    observed = (df + 1) / (df + 3) * df * (1 - share)
    return old * observed / (old + observed)
