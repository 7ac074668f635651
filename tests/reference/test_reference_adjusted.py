"""Lin's regression, the double difference and Firth's regression against R estimatr, clubSandwich and brglm2."""

from __future__ import annotations

import math

import numpy as np
import pytest
from reference_output import data_of, results_of

from pipeline.stats import firth
from pipeline.stats.double_difference import double_difference
from pipeline.stats.firth import firth_odds_ratio
from pipeline.stats.lin_regression import lin_difference

REFERENCE = results_of("adjusted")
# brglm2 stops at 1e-12 of its score; the bounds come from optim inside uniroot, whose profile is good to about 1e-8.
BRGLM = 1e-8
OPTIM = 1e-5


def cell_types(veteran):
    return np.stack([veteran["celltype"] == c for c in sorted(set(veteran["celltype"]))[1:]], axis=1).astype(float)


def test_lin_is_lm_lin():
    veteran, expected = data_of("veteran"), REFERENCE["lin"]
    covariates = np.column_stack([veteran["age"], cell_types(veteran)])
    effect = lin_difference(veteran["karno"].to_numpy(float), (veteran["trt"] == 2).to_numpy(), covariates)
    ours = (effect.estimate, effect.std_error, effect.low, effect.high, effect.p_value, effect.df)
    assert ours == pytest.approx([expected[k] for k in ("estimate", "se", "low", "high", "p", "df")], rel=1e-9)


def test_double_difference_is_the_cr2_of_the_two_way_model():
    frame, expected = data_of("anorexia"), REFERENCE["double_difference"]
    change = (frame["Postwt"] - frame["Prewt"]).to_numpy(float)
    treated = (frame["Treat"] == "FT").to_numpy()
    effect = double_difference(change[treated], change[~treated])
    ours = (effect.estimate, effect.std_error, effect.df, effect.p_value, effect.low, effect.high)
    assert ours == pytest.approx([expected[k] for k in ("estimate", "se", "df", "p", "low", "high")], rel=1e-9)


def test_firth_adjusted_on_strata():
    veteran = data_of("veteran")
    effect = firth_odds_ratio(
        (veteran["prior"] > 0).to_numpy(float), (veteran["trt"] == 2).to_numpy(), cell_types(veteran)
    )
    check_firth(effect, REFERENCE["firth"])


def test_firth_of_a_separated_table():
    outcome, treated = np.repeat([1.0, 1.0, 0.0], [9, 4, 6]), np.repeat([True, False, False], [9, 4, 6])
    check_firth(firth_odds_ratio(outcome, treated, np.empty((19, 0))), REFERENCE["firth_separated"])


def test_firth_of_groups_separated_over_strata(monkeypatch):
    """Newton's step goes down the likelihood there: it took minutes to arrive.

    Of the bound far from the best the profile has several maxima, and R ends in another: it is near, not the same.
    """
    strata, sizes = np.tile(np.arange(5), 2), [3, 6, 2, 3, 5, 7, 8, 7, 4, 3]
    treated = np.repeat(np.arange(10) > 4, sizes)
    asked = []
    evaluate = firth._Model.evaluate
    monkeypatch.setattr(firth._Model, "evaluate", lambda *of: asked.append(of) or evaluate(*of))
    effect = firth_odds_ratio((~treated).astype(float), treated, np.eye(5)[np.repeat(strata, sizes)][:, 1:])
    expected = REFERENCE["firth_separated_strata"]
    check_firth(effect, expected | {"low": math.log(effect.low)})
    assert math.log(effect.low) == pytest.approx(expected["low"], abs=0.01)
    assert len(asked) < 2_000


def check_firth(effect, expected):
    assert math.log(effect.estimate) == pytest.approx(expected["log_odds"], abs=BRGLM)
    assert math.log(effect.low) == pytest.approx(expected["low"], abs=OPTIM)
    assert math.log(effect.high) == pytest.approx(expected["high"], abs=OPTIM)
    assert effect.p_value == pytest.approx(expected["p"], rel=OPTIM)
    assert math.isnan(effect.std_error)
