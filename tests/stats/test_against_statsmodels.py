"""What goes through statsmodels is what the formula says; the batched kernels are what statsmodels says."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.multitest import multipletests

from pipeline.stats.batched_regression import group_coefficients
from pipeline.stats.holm import holm
from pipeline.stats.kaplan_meier import life_table
from pipeline.stats.lin_regression import lin_difference, lin_estimates
from pipeline.stats.logistic import logistic_score, logistic_scores
from pipeline.stats.newcombe import newcombe_bounds, newcombe_difference, wilson_interval
from pipeline.stats.rates import rate_ratio
from pipeline.stats.wild_cluster import wild_cluster_difference

SAME = 1e-10  # relative: two algorithms of one formula, on numbers of size 1 to 1000
N = 50
TREATED = np.arange(N) % 2 == 0


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)


def test_many_regressions_at_once_are_the_single_ones(rng: np.random.Generator) -> None:
    outcomes, covariates = rng.normal(300, 200, (7, N)), rng.normal(50, 20, (7, N, 3))
    many = lin_estimates(outcomes, TREATED, covariates)
    for i in range(7):
        one = lin_difference(outcomes[i], TREATED, covariates[i])
        assert many.estimates[i] == pytest.approx(one.estimate, rel=SAME)
        assert math.sqrt(many.variances[i]) == pytest.approx(one.std_error, rel=SAME)
        assert many.df == one.df


@pytest.mark.parametrize("kind", ["HC2", "HC3"])
def test_batched_errors_are_those_of_statsmodels(kind: str, rng: np.random.Generator) -> None:
    outcomes, covariates = rng.exponential(300, (5, N)), rng.normal(0, 20, (5, N, 2))
    group = np.broadcast_to(TREATED.astype(float), (5, N))
    estimates, errors = group_coefficients(outcomes, group, covariates, kind)
    for i in range(5):
        fit = OLS(outcomes[i], np.column_stack([np.ones(N), group[i], covariates[i]])).fit(cov_type=kind)
        assert (estimates[i], errors[i]) == pytest.approx((fit.params[1], fit.bse[1]), rel=SAME)


def test_many_logistic_regressions_are_those_of_statsmodels(rng: np.random.Generator) -> None:
    design = np.column_stack([np.ones(N), rng.normal(size=(N, 2))])
    response = (rng.random(N) < 0.5).astype(float)
    counts = np.stack([np.ones(N), *rng.multinomial(N, np.full(N, 1 / N), 4)]).astype(float)
    scores, defined = logistic_scores(design, response, counts)
    assert defined.all()
    assert scores[0] == pytest.approx(logistic_score(design, response), rel=SAME)
    for row, weights in zip(scores, counts, strict=True):
        fit = GLM(response, design, family=Binomial(), freq_weights=weights).fit(tol=1e-14)
        assert row == pytest.approx(fit.predict(design), rel=1e-8)  # whose steps end sooner


@pytest.mark.parametrize("quasi", [False, True], ids=["whole", "in part"])
def test_both_logistic_regressions_say_that_a_sample_is_separated(quasi: bool) -> None:
    x = np.arange(20.0)
    response = (x >= 10).astype(float)
    if quasi:
        x[10] = x[9]
    design = np.column_stack([np.ones(20), x])
    assert logistic_score(design, response) is None
    assert not logistic_scores(design, response, np.ones((1, 20)))[1][0]


def test_a_ratio_of_rates_is_its_closed_form(rng: np.random.Generator) -> None:
    """log r1/r0, variance Σ over the groups of Σ(y − rt)²/(Σy)²."""
    counts, time = rng.poisson(1.5, N).astype(float), rng.uniform(0.2, 2, N)
    counts[5], time[5] = 0.0, 0.0  # left at once: says nothing
    parts = [(counts[g], time[g]) for g in (TREATED, ~TREATED)]
    rates = [y.sum() / t.sum() for y, t in parts]
    variance = sum(((y - r * t) ** 2).sum() / y.sum() ** 2 for (y, t), r in zip(parts, rates, strict=True))
    effect = rate_ratio(*parts[0], *parts[1])
    assert effect.estimate == pytest.approx(rates[0] / rates[1], rel=SAME)
    assert effect.std_error == pytest.approx(math.sqrt(variance), rel=SAME)


def test_intervals_of_shares_are_their_closed_forms_for_every_table() -> None:
    z, n1, n0 = 1.959963984540054, 25, 23

    def wilson(x: int, n: int) -> tuple[float, float]:
        p, scale = x / n, 1 + z * z / n
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (p + z * z / (2 * n) - half) / scale, (p + z * z / (2 * n) + half) / scale

    x1, x0 = np.indices((n1 + 1, n0 + 1))
    low, high = newcombe_bounds(x1, n1, x0, n0)
    for a in range(n1 + 1):
        assert wilson_interval(a, n1) == pytest.approx(wilson(a, n1), abs=1e-12)
        for b in range(n0 + 1):
            (l1, u1), (l0, u0), d = wilson(a, n1), wilson(b, n0), a / n1 - b / n0
            expected = d - math.hypot(a / n1 - l1, u0 - b / n0), d + math.hypot(u1 - a / n1, b / n0 - l0)
            one = newcombe_difference(a, n1, b, n0)
            assert (one.low, one.high) == pytest.approx(expected, abs=1e-12)
            assert (low[a, b], high[a, b]) == (one.low, one.high)
    assert wilson_interval(0, n1)[0] == 0.0
    assert wilson_interval(n1, n1)[1] == 1.0


def test_holm_is_that_of_statsmodels(rng: np.random.Generator) -> None:
    for p in (rng.random(12) ** 3, np.array([0.04, 0.04, 0.5]), np.array([0.2])):
        assert holm(p) == pytest.approx(multipletests(p, method="holm")[1], rel=SAME)


def test_a_survival_curve_is_its_product_and_greenwood_s_error_that_of_statsmodels(rng: np.random.Generator) -> None:
    durations, events = np.ceil(rng.uniform(0, 24, N)), rng.random(N) < 0.4
    table = life_table(durations, events)
    alive = Fraction(1)
    for time, survival in zip(table.times, table.survival, strict=True):
        risk, lost = int((durations >= time).sum()), int(((durations == time) & events).sum())
        alive *= Fraction(risk - lost, risk)
        assert survival == pytest.approx(float(alive), rel=SAME)
    inside = table.survival > 0
    theirs = SurvfuncRight(durations, events.astype(float)).surv_prob_se
    assert (table.survival * np.sqrt(table.greenwood))[inside] == pytest.approx(theirs[inside], rel=SAME)


def test_the_error_by_cluster_is_the_sandwich(rng: np.random.Generator) -> None:
    """Σ over clusters of (Σ a e)², a the weights of the estimate, × G/(G − 1) × (n − 1)/(n − k)."""
    outcome, cluster = rng.normal(size=N), np.arange(N) % 6
    design = np.column_stack([np.ones(N), TREATED])
    weights = np.linalg.pinv(design)
    scores = weights[1] * (outcome - design @ (weights @ outcome))
    meat = sum(scores[cluster == c].sum() ** 2 for c in range(6))
    effect = wild_cluster_difference(outcome, TREATED, np.empty((N, 0)), cluster, draws=99, rng=rng)
    assert effect.std_error == pytest.approx(math.sqrt(meat * 6 / 5 * (N - 1) / (N - 2)), rel=SAME)
