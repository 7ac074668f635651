"""A cause that nobody measured, and standardised shares: against R from the formulas, and the paper's own example."""

from __future__ import annotations

import math

import numpy as np
import pytest
from reference_output import R_PRINTED, data_of, results_of

from pipeline.stats.hidden_cause import hidden_cause
from pipeline.stats.standardised_difference import standardised_difference

REFERENCE = results_of("hidden_cause")
SEARCHED = 1e-6  # uniroot, optimize
CASES = {
    "veteran": ("methods_veteran", "y", "g", ("y0", "b")),
    "lung": ("methods_lung", "y", "g", ("y0", "b")),
    "cars": ("mtcars_4_6", "mpg", "am", ("wt", "hp")),
    "light_cars": ("mtcars_4_6", "mpg", "am", ("drat", "qsec")),
}


@pytest.mark.parametrize("case", CASES)
def test_robustness_and_benchmarks_are_those_of_nested_models(case):
    data, outcome, group, others = CASES[case]
    frame, expected = data_of(data).dropna(subset=[outcome, *others]), REFERENCE["hidden"][case]
    causes = {name: frame[[name]].to_numpy(float) for name in others}
    found = hidden_cause(frame[outcome].to_numpy(float), (frame[group] == 1).to_numpy(), causes)
    e = found.difference
    assert (e.estimate, e.std_error, e.low, e.high, e.p_value, e.df) == pytest.approx(
        [expected[k] for k in ("estimate", "se", "low", "high", "p", "df")], rel=R_PRINTED
    )
    assert found.robustness == pytest.approx(expected["robustness"], rel=SEARCHED)
    assert found.robustness_of_interval == pytest.approx(expected["robustness_of_interval"], rel=SEARCHED)
    for name in others:
        b, r = found.benchmarks[name], expected["benchmarks"][name]
        assert (b.treatment, b.outcome) == pytest.approx((r["treatment"], r["outcome"]), rel=1e-8)
        once = [b.once.estimate, b.once.std_error, b.once.low, b.once.high]
        if r["once"][0] is None:
            assert all(math.isnan(x) for x in once)
        else:
            assert once == pytest.approx(r["once"], rel=1e-8, abs=1e-12)
        assert (b.to_null, b.to_reach) == pytest.approx((r["to_null"], r["to_reach"]), rel=SEARCHED)


@pytest.mark.parametrize("case", ["veteran", "lung"])
def test_standardised_shares_are_the_predictions_of_the_saturated_model(case):
    frame, expected = data_of(f"methods_{case}").dropna(subset=["b", "stratum"]), REFERENCE["standardised"][case]
    effect = standardised_difference(
        frame["b"].to_numpy(float), (frame["g"] == 1).to_numpy(), frame["stratum"].to_numpy(np.int64)
    )
    assert (effect.estimate, effect.low, effect.high) == pytest.approx(list(expected.values()), rel=1e-8)


# Cinelli & Hazlett 2020, section 5 (Darfur): exposure to violence on attitudes to peace. What is published of the fit
# (estimate, error, degrees of freedom, strength of a cause as strong as being a woman) is put into data that give it.
ESTIMATE, ERROR, DF = 0.09731582, 0.02325654, 783
STRENGTH = (0.00916428667504862, 0.12464092303637)
ONCE = (0.0752202698486415, 0.0218733298036818)  # estimate and error with a cause as strong as being a woman


def test_the_published_example_of_darfur():
    n = DF + 3
    r_d = STRENGTH[0] / (1 + STRENGTH[0])
    q = r_d**2 / (1 - r_d) ** 2
    odds = STRENGTH[1] * (1 - q) / (1 + math.sqrt(q)) ** 2
    r_y = odds / (1 + odds)
    half = n // 2
    group = np.repeat([1.0, 0.0], [half, n - half])
    rng = np.random.default_rng(5)
    basis = np.column_stack([np.ones(n), group - group.mean(), rng.standard_normal((n, 2))])
    q = np.linalg.qr(basis)[0]
    sign = math.copysign(1.0, q[0, 1])
    g = sign * q[:, 1]
    woman = math.sqrt(r_d) * g + math.sqrt(1 - r_d) * q[:, 2]
    # y = ESTIMATE group + a woman + noise; the variance of the residual is fixed by the error of the group.
    spread = float(((group - group.mean()) ** 2).sum()) * (1 - r_d)
    residual = ERROR**2 * spread * DF
    part = residual * r_y / (1 - r_y)  # what the woman explains beside the group
    beside = woman - woman @ g * g
    y = ESTIMATE * group + math.sqrt(part) / float(np.linalg.norm(beside)) * woman + math.sqrt(residual) * q[:, 3]
    found = hidden_cause(y, group == 1, {"woman": woman[:, None]})
    assert (found.difference.estimate, found.difference.std_error) == pytest.approx((ESTIMATE, ERROR), rel=1e-8)
    assert found.difference.df == DF
    assert found.robustness == pytest.approx(0.1387764, rel=1e-5)  # « 13.9 % »
    assert found.robustness_of_interval == pytest.approx(0.07625797, rel=1e-5)  # « 7.6 % »
    benchmark = found.benchmarks["woman"]
    assert (benchmark.treatment, benchmark.outcome) == pytest.approx((r_d, r_y), rel=1e-6)
    assert (benchmark.once.estimate, benchmark.once.std_error) == pytest.approx(ONCE, rel=1e-6)
    # Published: three times as strong leaves an estimate, and an interval that holds 0; twice, one that does not.
    assert 2 < benchmark.to_reach < 3 < benchmark.to_null


def test_a_cause_of_no_link_cancels_nothing_and_too_few_households_say_so():
    y = np.array([3.0, 5.0, 4.0, 6.0, 1.0, 2.0, 0.0, 3.0])
    group = np.arange(8) < 4
    unlinked = np.tile([1.0, -1.0, -1.0, 1.0], 2)[:, None]  # the same in both groups
    found = hidden_cause(y, group, {"x": unlinked})
    assert math.isnan(found.benchmarks["x"].to_null)
    assert hidden_cause(y[:4], np.array([True, True, False, False]), {"x": unlinked[:4]}).difference.reason is not None
    assert hidden_cause(y, group, {"x": group.astype(float)[:, None]}).difference.reason is not None
    assert hidden_cause(np.ones(8), group, {"x": unlinked}).difference.reason is not None
