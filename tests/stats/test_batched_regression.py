"""Thousands of regressions at once are each that of statsmodels; a Boschloo table answers as the single test does."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS

from pipeline.stats import batched_regression, boschloo
from pipeline.stats.batched_regression import group_coefficients
from pipeline.stats.lin_regression import lin_difference, lin_estimates

EQUAL = 1e-10


@pytest.mark.parametrize("kind", ["HC2", "HC3"])
@pytest.mark.parametrize("covariates", [0, 1, 3])
def test_each_study_is_the_regression_of_statsmodels(kind: str, covariates: int) -> None:
    rng = np.random.default_rng(covariates)
    studies, n = 12, 23
    x = rng.normal(size=(studies, n, covariates)) * 3 + 5
    g = np.array([rng.permutation(np.arange(n) < 9) for _ in range(studies)]).astype(float)
    y = rng.exponential(200, (studies, n)) + 0.3 * x.sum(axis=2)
    found, errors = group_coefficients(y, g, x, kind)
    for s in range(studies):
        fit = OLS(y[s], np.column_stack([g[s], np.ones(n), x[s]])).fit(cov_type=kind)
        assert found[s] == pytest.approx(fit.params[0], rel=EQUAL)
        assert errors[s] == pytest.approx(fit.bse[0], rel=EQUAL)


def test_studies_in_blocks_are_the_studies_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    y, x, g = rng.normal(size=(12, 23)), rng.normal(size=(12, 23, 2)), np.tile(np.arange(23) < 9, (12, 1)).astype(float)
    whole = np.stack(group_coefficients(y, g, x))
    monkeypatch.setattr(batched_regression, "_CELLS", 5 * 23)
    assert np.stack(group_coefficients(y, g, x)) == pytest.approx(whole, rel=1e-12)


def test_a_household_that_its_own_stratum_fits_exactly_adds_nothing_to_the_variance() -> None:
    rng = np.random.default_rng(6)
    treated, alone = np.arange(20) % 2 == 0, (np.arange(20) == 7).astype(float)
    outcomes = rng.exponential(300, (5, 20))
    covariates = np.stack([np.column_stack([rng.normal(1e4, 1e3, 20), alone]) for _ in outcomes])
    found = lin_estimates(outcomes, treated, covariates)
    for i, (y, x) in enumerate(zip(outcomes, covariates, strict=True)):
        one = lin_difference(y, treated, x)
        assert (found.estimates[i], found.variances[i] ** 0.5) == pytest.approx(
            (one.estimate, one.std_error), rel=EQUAL
        )
        assert found.df == one.df


def test_a_kept_table_gives_the_p_of_the_single_test() -> None:
    boschloo.forget_tables()
    outcomes = [(0, 0), (7, 2), (4, 9), (3, 3), (9, 0)]
    alone = [boschloo.boschloo_p(a, 9, b, 11)[0] for a, b in outcomes]
    boschloo.keep_table(9, 11)
    kept = [boschloo.boschloo_p(a, 9, b, 11)[0] for a, b in outcomes]
    assert kept == pytest.approx(alone, rel=1e-12)
    boschloo.forget_tables()
