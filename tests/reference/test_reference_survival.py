"""Survival, restricted mean, log-rank and cumulative incidence against R survival and cmprsk."""

from __future__ import annotations

import numpy as np
import pytest
from reference_output import R_PRINTED, data_of, results_of

from pipeline.stats.aalen_johansen import cumulative_incidence
from pipeline.stats.kaplan_meier import life_table, restricted_mean, rmst_difference, survival_curve
from pipeline.stats.log_rank import log_rank_test

REFERENCE = results_of("survival")
CURVES = REFERENCE["curves"]


def table_of(treatment):
    veteran = data_of("veteran")
    part = veteran[veteran["trt"] == treatment]
    return life_table(part["time"].to_numpy(float), part["status"].to_numpy() == 1)


@pytest.mark.parametrize("expected", CURVES, ids=lambda c: f"trt {c['trt']}")
def test_curve_has_the_values_of_survfit(expected):
    curve = survival_curve(table_of(expected["trt"]), np.array(expected["times"], float))
    assert curve.survival == pytest.approx(expected["survival"], rel=R_PRINTED, abs=1e-14)
    assert curve.at_risk.tolist() == expected["at_risk"]
    for ours, theirs in ((curve.low, expected["low"]), (curve.high, expected["high"])):
        assert ours == pytest.approx(np.array(theirs, float), rel=R_PRINTED, nan_ok=True)


@pytest.mark.parametrize("expected", CURVES, ids=lambda c: f"trt {c['trt']}")
def test_restricted_mean_and_its_error_are_those_of_survfit(expected):
    mean, variance = restricted_mean(table_of(expected["trt"]), REFERENCE["horizon"])
    assert mean == pytest.approx(expected["rmst"], rel=R_PRINTED)
    assert np.sqrt(variance) == pytest.approx(expected["rmst_se"], rel=R_PRINTED)


def test_difference_of_restricted_means_combines_the_two_groups():
    effect = rmst_difference(table_of(2), table_of(1), REFERENCE["horizon"])
    one, two = CURVES
    assert effect.estimate == pytest.approx(two["rmst"] - one["rmst"], rel=1e-10)
    assert effect.std_error == pytest.approx(np.hypot(one["rmst_se"], two["rmst_se"]), rel=R_PRINTED)


def test_log_rank_is_that_of_survdiff():
    veteran = data_of("veteran")
    effect = log_rank_test(
        veteran["time"].to_numpy(float), veteran["status"].to_numpy() == 1, veteran["trt"].to_numpy() == 2
    )
    # The gap between observed and expected deaths is a hundredth of its terms: it keeps three digits fewer.
    assert effect.estimate == pytest.approx(REFERENCE["log_rank"]["chi_squared"], rel=1e-9)
    assert effect.p_value == pytest.approx(REFERENCE["log_rank"]["p"], rel=1e-9)


@pytest.mark.parametrize("expected", REFERENCE["incidence"], ids=lambda c: f"male {c['male']}")
@pytest.mark.parametrize("cause", [1, 2])
def test_incidence_and_variance_are_those_of_cuminc_with_ties(expected, cause):
    study = data_of("mgus2")
    part = study[study["male"] == expected["male"]]
    assert part["time"].duplicated().any()
    curve = cumulative_incidence(part["time"].to_numpy(float), part["cause"].to_numpy(), cause)
    incidence, variance = curve.at(np.array(expected["months"], float))
    assert incidence == pytest.approx(expected["incidence"][cause - 1], rel=R_PRINTED)
    assert variance == pytest.approx(expected["variance"][cause - 1], rel=R_PRINTED)
