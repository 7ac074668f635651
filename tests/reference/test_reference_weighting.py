"""Overlap weights and balance against glm and MatchIt, imputation against mice, Freedman–Lane against lm."""

from __future__ import annotations

import math

import numpy as np
import pytest
from reference_output import R_PRINTED, data_of, results_of

from pipeline.stats.description import smd_categorical, smd_continuous
from pipeline.stats.freedman_lane import freedman_lane_t
from pipeline.stats.overlap import contrast, linearised_error, overlap_score
from pipeline.stats.predictive_mean_matching import matched
from pipeline.stats.rubin import pool
from pipeline.stats.weighted_difference import effective_size

REFERENCE = results_of("weighting")
STUDIES, IMPUTED = REFERENCE["studies"], REFERENCE["imputed"]
GLM = 1e-8  # glm stops when the deviance moves by less than 1e-15 of itself
CLOSED_FORM = 1e-9
QUANTILE = 1e-8  # Student's quantile and tail at a fractional number of degrees of freedom
DIFFERENCES = 1e-6  # R's sandwich takes central differences


def veteran_case():
    frame = data_of("veteran")
    treated = (frame["trt"] == 2).to_numpy()
    return frame[["age", "diagtime"]].to_numpy(float), treated, frame["karno"].to_numpy(float), None


def epil_case():
    frame = data_of("epil4")
    age = frame["age"].to_numpy(float)
    return age[:, None], (frame["g"] == 1).to_numpy(), frame["y"].to_numpy(float), age


CASES = {"veteran": veteran_case, "epil": epil_case}


@pytest.mark.parametrize("name", CASES)
def test_overlap_weights_are_those_of_glm(name):
    agrees(*CASES[name](), REFERENCE["overlap"][name])


def agrees(covariates, treated, outcome, time, expected):
    score = overlap_score(covariates, treated)
    weights, defined = score.weights(np.ones((1, len(treated))))
    assert defined.all()
    assert weights[0] == pytest.approx(np.array(expected["weights"]), rel=GLM)
    found = contrast(weights, treated, outcome, time, ratio=time is not None)
    assert (found.treated[0], found.control[0]) == pytest.approx((expected["treated"], expected["control"]), rel=GLM)
    sizes = [effective_size(weights[0][g]) for g in (treated, ~treated)]
    assert sizes == pytest.approx([expected["ess1"], expected["ess0"]], rel=GLM)
    error = linearised_error(score, outcome, time, ratio=time is not None)
    assert error == pytest.approx(expected["se"], rel=DIFFERENCES)


def test_rubins_rules_are_those_of_pool_scalar():
    expected = REFERENCE["rubin_scalar"]
    pooled = pool(np.array(expected["qhat"]), np.array(expected["u"]), df=46.0)
    ours = (pooled.effect.estimate, pooled.effect.std_error**2, pooled.effect.df, pooled.missing_information)
    assert ours == pytest.approx([expected[k] for k in ("qbar", "t", "df", "fmi")], rel=R_PRINTED)


def test_rubins_rules_are_those_of_pool_on_imputed_regressions():
    expected = REFERENCE["rubin_wind"]
    pooled = pool(np.array(expected["q"]), np.array(expected["u"]), df=expected["dfcom"])
    ours = (pooled.effect.estimate, pooled.effect.std_error**2, pooled.effect.df)
    assert ours == pytest.approx([expected[k] for k in ("estimate", "t", "df")], rel=R_PRINTED)
    shares = (pooled.missing_share, pooled.missing_information)
    assert shares == pytest.approx([expected["lambda"], expected["fmi"]], rel=R_PRINTED)


@pytest.mark.parametrize("name", IMPUTED)
def test_pooled_regressions_are_those_of_mice(name):
    expected = IMPUTED[name]
    pooled = pool(np.array(expected["q"]), np.array(expected["u"]), df=expected["dfcom"])
    for ours, theirs in {
        "estimate": "estimate",
        "std_error": "se",
        "low": "low",
        "high": "high",
        "p_value": "p",
    }.items():
        assert getattr(pooled.effect, ours) == pytest.approx(expected[theirs], rel=QUANTILE), ours
    shares = (pooled.effect.df, pooled.missing_share, pooled.missing_information)
    assert shares == pytest.approx([expected[k] for k in ("df", "lambda", "fmi")], rel=CLOSED_FORM)


@pytest.mark.slow
@pytest.mark.parametrize("name", IMPUTED)
def test_matching_imputes_as_mice_does_within_the_monte_carlo_error(name):
    file = {"airquality": "airquality3", "demonstration": "methods_demonstration"}.get(name, name)
    names, expected = IMPUTED[name]["predictors"], IMPUTED[name]["matching"]
    frame = data_of(file).dropna(subset=names)
    outcome = frame[IMPUTED[name]["target"]].to_numpy(float)
    known = ~np.isnan(outcome)
    m = 4_000
    predictors = np.broadcast_to(frame[names].to_numpy(float), (m, len(frame), len(names)))
    drawn = matched(predictors, np.repeat(outcome[None, :], m, axis=0), known, np.random.default_rng(3))[:, ~known]
    assert set(drawn.ravel()) <= set(outcome[known])
    error = np.sqrt(2 / m) * np.array(expected["sd"])
    assert (np.abs(drawn.mean(axis=0) - np.array(expected["mean"])) <= 4.5 * error).all()
    # The uncertainty of the parameters makes the imputations of one data set move together: as much as in mice.
    assert drawn.mean(axis=1).std(ddof=1) == pytest.approx(expected["sd_of_mean"], rel=4.5 / math.sqrt(m))


@pytest.mark.parametrize("name", STUDIES)
def test_overlap_weights_of_three_studies(name):
    frame = data_of(f"methods_{name}").dropna(subset=["y", "y0", "stratum"])
    covariates, group = frame[["y0", "stratum"]].to_numpy(float), (frame["g"] == 1).to_numpy()
    agrees(covariates, group, frame["y"].to_numpy(float), None, STUDIES[name]["overlap"])


@pytest.mark.parametrize("name", STUDIES)
def test_balance_before_and_after_is_that_of_matchit(name):
    expected = STUDIES[name]["balance"]
    frame = data_of(f"methods_{name}").dropna(subset=["y0", "stratum", "b0", "t", "months"])
    group = (frame["g"] == 1).to_numpy()
    weights, _ = overlap_score(frame[["y0", "stratum"]].to_numpy(float), group).weights(np.ones((1, len(frame))))
    parts = weights[0][group], weights[0][~group]
    assert [effective_size(w) for w in parts] == pytest.approx(expected["effective"], rel=GLM)
    for variable, before, after in zip(expected["variables"], expected["before"], expected["after"], strict=True):
        values = frame[variable].to_numpy(float)
        if variable == "b0":
            counts = tuple(np.bincount(values[g].astype(int), minlength=2).astype(float) for g in (group, ~group))
            totals = tuple(
                np.bincount(values[g].astype(int), weights=w, minlength=2)
                for g, w in zip((group, ~group), parts, strict=True)
            )
            ours = smd_categorical(*counts), smd_categorical(*counts, totals)
        else:
            ours = tuple(smd_continuous(values[group], values[~group], w) for w in (None, parts))
        assert ours == pytest.approx((before, after), rel=1e-7, abs=1e-9), variable


def test_freedman_lane_draws_are_those_of_a_loop_of_lm():
    frame, expected = data_of("anorexia"), REFERENCE["freedman_lane"]
    strata = np.array(expected["stratum"])
    columns = [frame["Prewt"].to_numpy(float), *((strata == s).astype(float) for s in (1, 2))]
    orders = np.array(expected["orders"])
    rows = np.vstack([np.arange(len(frame)), orders])
    t = freedman_lane_t(
        frame["Postwt"].to_numpy(float), (frame["Treat"] == "FT").to_numpy(), np.column_stack(columns), strata, rows
    )
    assert t == pytest.approx(np.array([expected["observed"], *expected["statistics"]]), rel=1e-10)
