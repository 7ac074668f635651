"""Every method of the plan on two public data sets and the demonstration, against R."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from reference_output import data_of, results_of
from regenerate import differing, tolerance

from pipeline.stats.aalen_johansen import cumulative_incidence
from pipeline.stats.assignments import assignments
from pipeline.stats.boschloo import boschloo_p
from pipeline.stats.brunner_munzel import superiority
from pipeline.stats.double_difference import double_difference
from pipeline.stats.effect import Effect
from pipeline.stats.firth import firth_odds_ratio
from pipeline.stats.hedges import hedges_g
from pipeline.stats.holm import holm
from pipeline.stats.kaplan_meier import life_table, rmst_difference, survival_curve
from pipeline.stats.koopman import koopman_ratio
from pipeline.stats.lin_regression import lin_difference
from pipeline.stats.log_rank import log_rank_test
from pipeline.stats.newcombe import newcombe_difference
from pipeline.stats.overlap import overlap_score
from pipeline.stats.permutation import means, permutation_p
from pipeline.stats.rates import rate_ratio
from pipeline.stats.welch import welch_difference

REFERENCE = results_of("methods")
# R prints 15 digits; another order of sums moves the last ones. Iterated or searched figures have their own.
CLOSED_FORM = 1e-9
TOLERANCES = {
    "hedges": 1e-7,  # R's noncentral t
    "koopman": 1e-8,  # uniroot
    "boschloo": 1e-7,  # optimize
    "firth": 1e-5,  # optim inside uniroot
    "rates": 1e-8,  # glm
    "overlap": 1e-8,  # glm
}
FIELDS = {"estimate": "estimate", "se": "std_error", "low": "low", "high": "high", "p": "p_value"}
DRAWS = 20_000

Arrays = dict[str, np.ndarray]


def columns(frame: pd.DataFrame, *names: str) -> Arrays:
    known = frame.dropna(subset=list(names))
    return {c: known[c].to_numpy(float) for c in frame.columns} | {"treated": (known["g"] == 1).to_numpy()}


def split(a: Arrays, name: str) -> tuple[np.ndarray, np.ndarray]:
    return a[name][a["treated"]], a[name][~a["treated"]]


def counts(frame: pd.DataFrame) -> tuple[int, int, int, int]:
    one, zero = split(columns(frame, "b"), "b")
    return int(one.sum()), len(one), int(zero.sum()), len(zero)


def strata_columns(a: Arrays) -> np.ndarray:
    return (a["stratum"][:, None] == np.unique(a["stratum"])[None, 1:]).astype(float)


def rates_of(frame: pd.DataFrame) -> Effect:
    a = columns(frame, "n", "t")
    (n1, n0), (t1, t0) = split(a, "n"), split(a, "t")
    return rate_ratio(n1, t1, n0, t0)


def lin_of(frame: pd.DataFrame) -> Effect:
    a = columns(frame, "y", "y0")
    return lin_difference(a["y"], a["treated"], np.column_stack([a["y0"], strata_columns(a)]))


def change_of(frame: pd.DataFrame) -> Effect:
    a = columns(frame, "y", "y0")
    a["change"] = a["y"] - a["y0"]
    return double_difference(*split(a, "change"))


def firth_of(frame: pd.DataFrame) -> Effect:
    a = columns(frame, "b")
    return firth_odds_ratio(a["b"], a["treated"], strata_columns(a))


def lasting(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    a = columns(frame, "months", "event")
    return a["months"], a["event"] == 1, a["treated"]


def rmst_of(frame: pd.DataFrame, horizon: float) -> Effect:
    months, events, treated = lasting(frame)
    return rmst_difference(*(life_table(months[g], events[g]) for g in (treated, ~treated)), horizon)


def log_rank_of(frame: pd.DataFrame) -> Effect:
    return log_rank_test(*lasting(frame))


METHODS = {
    "welch": lambda f, _: welch_difference(*split(columns(f, "y"), "y")),
    "newcombe": lambda f, _: newcombe_difference(*counts(f)),
    "boschloo": lambda f, _: Effect(p_value=boschloo_p(*counts(f))[0]),
    "koopman": lambda f, _: koopman_ratio(*counts(f)),
    "hedges": lambda f, _: hedges_g(*split(columns(f, "y"), "y")),
    "superiority": lambda f, _: superiority(*split(columns(f, "o"), "o")),
    "rates": lambda f, _: rates_of(f),
    "lin": lambda f, _: lin_of(f),
    "double_difference": lambda f, _: change_of(f),
    "firth": lambda f, _: firth_of(f),
    "rmst": lambda f, r: rmst_of(f, r["horizon"]),
    "log_rank": lambda f, _: log_rank_of(f),
}


@pytest.fixture(params=list(REFERENCE))
def study(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, dict]:
    return data_of(f"methods_{request.param}"), REFERENCE[request.param]


@pytest.mark.parametrize("method", METHODS)
def test_method_is_that_of_r(study: tuple[pd.DataFrame, dict], method: str) -> None:
    frame, expected = study
    ours = METHODS[method](frame, expected)
    for name, value in expected[method].items():
        assert getattr(ours, FIELDS[name]) == pytest.approx(value, rel=TOLERANCES.get(method, CLOSED_FORM)), name


def test_curve_is_that_of_survfit(study: tuple[pd.DataFrame, dict]) -> None:
    frame, expected = study
    months, events, treated = lasting(frame)
    curve = survival_curve(life_table(months[treated], events[treated]), np.array(expected["at"], float))
    assert curve.survival == pytest.approx(expected["curve"]["survival"], rel=CLOSED_FORM)
    assert curve.at_risk.tolist() == expected["curve"]["at_risk"]
    for ours, theirs in ((curve.low, "low"), (curve.high, "high")):
        # R prints a curve that has not fallen as its own bound.
        known = curve.survival < 1
        assert ours[known] == pytest.approx(np.array(expected["curve"][theirs], float)[known], rel=CLOSED_FORM)


def test_incidence_is_that_of_cuminc(study: tuple[pd.DataFrame, dict]) -> None:
    frame, expected = study
    one = frame[frame["g"] == 1]
    cause = np.where(one["event"] == 1, 1 + one["stratum"] % 2, 0).astype(np.int64)
    incidence, variance = cumulative_incidence(one["months"].to_numpy(float), cause, 1).at(
        np.array(expected["at"], float)
    )
    assert incidence == pytest.approx(expected["incidence"]["estimate"], rel=CLOSED_FORM)
    assert variance == pytest.approx(expected["incidence"]["variance"], rel=1e-7)


def test_overlap_weights_are_those_of_glm(study: tuple[pd.DataFrame, dict]) -> None:
    frame, expected = study
    a = columns(frame, "y", "y0", "stratum")
    weights, defined = overlap_score(np.column_stack([a["y0"], a["stratum"]]), a["treated"]).weights(
        np.ones((1, len(a["y"])))
    )
    assert defined.all()
    parts = [(a["y"][g], weights[0][g]) for g in (a["treated"], ~a["treated"])]
    means_ = [float(w @ y / w.sum()) for y, w in parts]
    effective = [float(w.sum() ** 2 / (w**2).sum()) for _, w in parts]
    assert means_[0] - means_[1] == pytest.approx(expected["overlap"]["estimate"], rel=TOLERANCES["overlap"])
    assert effective == pytest.approx(expected["overlap"]["effective"], rel=TOLERANCES["overlap"])


@pytest.mark.parametrize("column", ["y", "b", "o"])
def test_permutation_p_is_coins_within_the_noise_of_the_draws(study: tuple[pd.DataFrame, dict], column: str) -> None:
    frame, expected = study
    a = columns(frame, column)
    design = assignments(a["treated"], a["stratum"].astype(np.int64))
    (p,) = permutation_p([means(a[column][:, None], design)], design, DRAWS, np.random.default_rng(1))
    theirs = expected["permutation"][column]
    error = math.sqrt(theirs * (1 - theirs) * (1 / DRAWS + 1 / expected["permutation"]["draws"]))
    assert p[0] == pytest.approx(theirs, abs=4.5 * max(error, 1 / DRAWS))


def test_holm_is_p_adjust(study: tuple[pd.DataFrame, dict]) -> None:
    frame, expected = study
    p_values = [METHODS[m](frame, expected).p_value for m in ("welch", "rates", "log_rank")]
    assert holm(np.array(p_values)) == pytest.approx(expected["holm"], rel=TOLERANCES["rates"])


def test_a_figure_that_has_moved_is_named_with_its_place() -> None:
    old, new = {"a": {"firth": [1.0, 2.0]}, "b": 1.0}, {"a": {"firth": [1.0, 2.1]}, "b": 1.0 + 1e-12}
    assert list(differing(old, new)) == [".a.firth.1 : 2.0 enregistré, 2.1 nouveau"]
    assert list(differing({"a": 1.0}, {"a": 1.0, "c": 2})) == [".c : nouveau"]
    assert tolerance(".veteran.firth.low") > tolerance(".veteran.welch.low")
