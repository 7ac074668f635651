"""Faults of public libraries that our own functions avoid; each test fails the day the library is mended."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.stats.bootstrap_difference import bootstrap_differences
from pipeline.stats.boschloo import boschloo_p
from pipeline.stats.newcombe import newcombe_difference


def test_statsmodels_newcombe_interval_is_right_but_not_its_test():
    from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep

    interval = confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff")
    assert interval == pytest.approx((0.0524, 0.3339), abs=5.1e-5)  # Newcombe 1998, method 10
    ours = newcombe_difference(56, 70, 48, 80)
    assert (ours.low, ours.high) == pytest.approx(interval, rel=1e-9)
    # The companion test takes another method by default (Agresti–Caffo), which is not Newcombe's.
    assert test_proportions_2indep(56, 70, 48, 80).method == "agresti-caffo"


def test_statsmodels_miettinen_nurminen_interval_is_not_the_published_one():
    from statsmodels.stats.proportion import confint_proportions_2indep

    published = (0.0528, 0.3382)  # Newcombe 1998, method 6, 56/70 against 48/80
    theirs = confint_proportions_2indep(56, 70, 48, 80, method="score", compare="diff")
    assert theirs != pytest.approx(published, abs=5.1e-5)


def test_statsmodels_miettinen_nurminen_interval_raises_on_an_ordinary_table():
    from statsmodels.stats.proportion import confint_proportions_2indep

    with pytest.raises(ValueError):
        confint_proportions_2indep(22, 25, 17, 25, method="score", compare="diff")
    assert newcombe_difference(22, 25, 17, 25).low < 0.2


def test_scipys_two_sided_boschloo_is_not_twice_the_smaller_side():
    from scipy.stats import boschloo_exact

    table = [[22, 17], [3, 8]]
    smaller = min(boschloo_exact(table, alternative=side).pvalue for side in ("less", "greater"))
    assert boschloo_p(22, 25, 17, 25)[0] == pytest.approx(2 * smaller, rel=1e-6)
    # The groups are the columns: with the groups as rows the question is another one.
    transposed = boschloo_exact(np.transpose(table), alternative="greater").pvalue
    assert transposed != pytest.approx(smaller, rel=1e-3)


def test_statsmodels_ols_uses_the_normal_law_with_a_robust_covariance():
    import statsmodels.api as sm

    x = sm.add_constant(np.array([0.0, 0, 0, 1, 1, 1]))
    y = np.array([1.0, 2, 4, 3, 5, 9])
    fit = sm.OLS(y, x).fit(cov_type="HC3")
    student = sm.OLS(y, x).fit(cov_type="HC3", use_t=True)
    assert fit.pvalues[1] < student.pvalues[1]


def test_scipys_bca_interval_of_whole_scores_depends_on_their_unit():
    """Resampled means equal to the estimate are not seen as tied when their sums are rounded in another order."""
    from scipy.stats import bootstrap

    rng = np.random.default_rng(1)
    scores = np.clip(np.rint(rng.lognormal(3, 1, (50, 1)) / 20), 0, 4)
    treated = np.arange(50) < 25

    def theirs(values: np.ndarray) -> np.ndarray:
        found = bootstrap(
            (values[treated, 0], values[~treated, 0]),
            lambda one, zero, axis: one.mean(axis=axis) - zero.mean(axis=axis),
            n_resamples=999, method="BCa", rng=np.random.default_rng(7),
        )  # fmt: skip
        return np.array(found.confidence_interval)

    def ours(values: np.ndarray) -> np.ndarray:
        (effect,) = bootstrap_differences(values, treated, draws=999, rng=np.random.default_rng(7))
        return np.array([effect.low, effect.high])

    assert np.abs(theirs(8 * scores + 16) / 8 - theirs(scores)).max() > 0.01
    assert ours(8 * scores + 16) / 8 == pytest.approx(ours(scores), rel=1e-9)
