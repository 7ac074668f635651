"""What 25 against 25 can show, computed again from the exact test and the non-central t."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats

from pipeline.report import power
from pipeline.stats.boschloo import boschloo_table

N = power.SIZE


def power_of(accompanied: float, control: float) -> float:
    """Probability that Boschloo's two-sided test rejects at 5 %."""
    outcomes = np.outer(stats.binom.pmf(range(N + 1), N, accompanied), stats.binom.pmf(range(N + 1), N, control))
    return float(outcomes[boschloo_table(N, N) <= 0.05].sum())


@pytest.mark.parametrize(("control", "accompanied"), power.DETECTABLE_SHARES)
def test_smallest_share_detectable(control: float, accompanied: float) -> None:
    least = optimize.brentq(lambda p: power_of(p, control) - 0.8, control, 0.9999)
    assert round(least, 2) == accompanied


def test_no_share_is_detectable_from_there_on() -> None:
    assert power_of(1.0, power.UNREACHABLE_FROM) < 0.8
    assert power_of(1.0, power.UNREACHABLE_FROM - 0.01) > 0.8


def test_smallest_standardised_difference() -> None:
    df = 2 * N - 2
    least = optimize.brentq(lambda d: stats.nct.sf(stats.t.ppf(0.975, df), df, d * np.sqrt(N / 2)) - 0.8, 0.1, 2)
    assert round(least, 2) == power.DETECTABLE_D
    for correlation, smaller in power.DETECTABLE_D_WITH_BASELINE:
        assert round(least * np.sqrt(1 - correlation**2), 2) == smaller
