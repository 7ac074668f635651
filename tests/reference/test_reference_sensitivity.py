"""The statistics of sensitivity against R (sandwich, MASS, survey, mvtnorm), full enumerations and nested integrals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from reference_output import R_PRINTED, data_of, results_of

from pipeline.stats.cumulative_odds import cumulative_odds_ratio
from pipeline.stats.e_value import e_value
from pipeline.stats.event_study import event_study
from pipeline.stats.freedman_lane import freedman_lane
from pipeline.stats.interaction import interaction
from pipeline.stats.overdispersion import dispersion, quasi_poisson_ratio
from pipeline.stats.posterior_difference import posterior_difference
from pipeline.stats.rosenbaum import discordant_bound, signed_rank_bound
from pipeline.stats.weighted_difference import weighted_difference
from pipeline.stats.wild_cluster import wild_cluster_difference

REFERENCE = results_of("sensitivity")
# polr stops on a relative change of the deviance, and differentiates its information numerically.
OPTIM = 1e-5
# A grid of 600 shares against nested adaptive integrals.
GRID = 2e-4


@pytest.mark.parametrize("case", ["plain", "adjusted"])
def test_wild_cluster_bootstrap_is_the_enumeration_of_all_webb_patterns(case):
    frame, expected = data_of("npk4"), REFERENCE["wild"][case]
    others = frame[["K"]].to_numpy(float) if case == "adjusted" else np.empty((len(frame), 0))
    effect = wild_cluster_difference(
        frame["yield"].to_numpy(float), (frame["g"] == 1).to_numpy(), others, frame["b"].to_numpy(),
        draws=99, rng=np.random.default_rng(0),
    )  # fmt: skip
    assert effect.estimate == pytest.approx(expected["estimate"], rel=R_PRINTED)
    assert effect.std_error == pytest.approx(expected["se"], rel=1e-9)
    assert effect.p_value == pytest.approx(expected["p"], abs=1e-12)  # a count over 6^4


def test_freedman_lane_is_the_enumeration_within_its_monte_carlo_error():
    r = REFERENCE["freedman_lane"]
    draws = 20_000
    effect = freedman_lane(
        np.array(r["y"]), np.array(r["g"]) == 1, np.array(r["x"], float)[:, None], np.zeros(6, dtype=np.int64),
        draws=draws, rng=np.random.default_rng(7),
    )  # fmt: skip
    assert (effect.estimate, effect.std_error) == pytest.approx((r["estimate"], r["se"]), rel=1e-9)
    assert effect.p_value == pytest.approx(r["p"], abs=4.5 * math.sqrt(r["p"] * (1 - r["p"]) / draws))


def test_proportional_odds_is_polr():
    frame, expected = data_of("housing_contact"), REFERENCE["odds"]
    level = frame["Sat"].map({"Low": 0.0, "Medium": 1.0, "High": 2.0}).to_numpy()
    values = [np.repeat(level[frame["high"] == g], frame["Freq"][frame["high"] == g]) for g in (1, 0)]
    effect = cumulative_odds_ratio(*values)
    assert math.log(effect.estimate) == pytest.approx(expected["log_odds"], rel=OPTIM)
    assert effect.std_error == pytest.approx(expected["se"], rel=OPTIM)


def test_quasi_poisson_is_glm():
    frame, expected = data_of("epil4"), REFERENCE["quasi"]
    y, time, g = (frame[c].to_numpy(float) for c in ("y", "age", "g"))
    groups = y[g == 1], time[g == 1], y[g == 0], time[g == 0]
    effect = quasi_poisson_ratio(*groups)
    assert math.log(effect.estimate) == pytest.approx(expected["log_ratio"], rel=1e-7)
    assert effect.std_error == pytest.approx(expected["se"], rel=1e-7)
    assert effect.p_value == pytest.approx(expected["p"], rel=1e-7)
    assert dispersion(*groups) == pytest.approx(expected["dispersion"], rel=1e-7)


def test_interaction_is_hc2():
    frame, expected = data_of("warpbreaks"), REFERENCE["interaction"]
    y = frame["breaks"].to_numpy(float)
    wool, low = (frame["wool"] == "A").to_numpy(), (frame["tension"] == "L").to_numpy()
    effect = interaction(y[wool & low], y[~wool & low], y[wool & ~low], y[~wool & ~low])
    assert (effect.estimate, effect.std_error) == pytest.approx((expected["estimate"], expected["se"]), rel=1e-9)


def test_hidden_causes():
    r = REFERENCE["hidden"]
    assert [e_value(x) for x in (10.73, 0.5, 8.02)] == pytest.approx(r["e"], rel=R_PRINTED)
    assert [discordant_bound(110, 122, g) for g in (5.0, 6.0)] == pytest.approx(r["mcnemar"], rel=1e-9)
    pairs = np.array(r["pairs"], dtype=float)
    assert [signed_rank_bound(pairs, g) for g in (1, 1.5, 2, 4)] == pytest.approx(r["signed_rank"], rel=1e-9)


def test_signed_rank_bound_is_the_published_one_of_lead_in_the_blood():
    # Morton et al. 1982, 33 pairs of children; Rosenbaum 2005, Encyclopedia of Statistics in Behavioral Science 4:1809
    exposed = [38, 23, 41, 18, 37, 36, 23, 62, 31, 34, 24, 14, 21, 17, 16, 20, 15, 10, 45, 39, 22, 35, 49, 48, 44, 35,
               43, 39, 34, 13, 73, 25, 27]  # fmt: skip
    control = [16, 18, 18, 24, 19, 11, 10, 15, 16, 18, 18, 13, 19, 10, 16, 16, 24, 13, 9, 14, 21, 19, 7, 18, 19, 12, 11,
               22, 25, 16, 13, 11, 13]  # fmt: skip
    gaps = np.array(exposed, float) - np.array(control, float)
    published = {2: 0.0018, 3: 0.0136, 4: 0.0388, 4.25: 0.0468, 5: 0.0740}
    for gamma, p in published.items():
        assert signed_rank_bound(gaps, gamma, exact_pairs=0) == pytest.approx(p, abs=5e-5)


@pytest.mark.parametrize(("reading", "spread"), [("sceptical", math.log(4) / 1.96), ("neutral", 1.5)])
def test_posterior_is_the_nested_integral(reading, spread):
    result, expected = posterior_difference(23, 25, 17, 25, spread), REFERENCE["posterior"][reading]
    assert result.mean == pytest.approx(expected["mean"], abs=GRID)
    assert result.above(0.0) == pytest.approx(expected["above"], abs=GRID)
    assert result.above(0.10) == pytest.approx(expected["above10"], abs=GRID)


def test_weighted_mean_is_that_of_survey():
    r = REFERENCE["weighted"]
    zero = np.array([0.0, 0.0])
    effect = weighted_difference(np.array(r["y"]), np.array(r["v"]), zero, np.ones(2))
    assert effect.estimate == pytest.approx(r["treated"]["mean"], rel=R_PRINTED)
    assert effect.std_error == pytest.approx(r["treated"]["se"], rel=1e-9)


def test_simultaneous_critical_value_is_the_quantile_of_the_multivariate_normal():
    # Changes correlated at 0.7; their estimated correlation and the quantile of the draws leave about 0.02.
    rng = np.random.default_rng(3)
    n, draws = 1_500, 20_000
    changes = math.sqrt(0.7) * rng.standard_normal((n, 1)) + math.sqrt(0.3) * rng.standard_normal((n, 6))
    path = event_study(changes, np.arange(n) % 2 == 0, draws=draws, rng=np.random.default_rng(4))
    assert path.simultaneous == pytest.approx(REFERENCE["band"]["critical"], abs=0.04)
