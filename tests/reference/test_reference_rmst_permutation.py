"""The permuted restricted mean against an R script of its definition: draws, and every exchange of small studies."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from reference_output import data_of, results_of

from pipeline.stats.rmst_permutation import rmst_permutation

REFERENCE = results_of("rmst_permutation")
DRAWS = 9_999


def found(frame, months, event, tau, draws=DRAWS):
    return rmst_permutation(
        frame[months].to_numpy(float),
        (frame[event] == 1).to_numpy(),
        (frame["g"] == 1).to_numpy(),
        frame["stratum"].to_numpy(dtype=np.int64),
        tau,
        draws,
        np.random.default_rng(7),
    )


def check(effect, expected, draws):
    assert (effect.estimate, effect.std_error) == pytest.approx([expected["estimate"], expected["se"]], rel=1e-9)
    p = expected["p"]
    theirs = 0.0 if draws is None else 1 / draws
    assert effect.p_value == pytest.approx(p, abs=4.5 * math.sqrt(p * (1 - p) * (1 / DRAWS + theirs)) + 2 / DRAWS)


@pytest.mark.parametrize("name", ["veteran", "lung", "demonstration"])
def test_estimate_error_p_and_quantile_are_those_of_the_definition(name):
    expected = REFERENCE["drawn"][name]
    effect = found(data_of(f"methods_{name}"), "months", "event", expected["tau"])
    check(effect, expected, expected["draws"])
    # A 95 % quantile of 4,000 draws of a law like |t|: its error is about 0.03.
    assert (effect.high - effect.estimate) / effect.std_error == pytest.approx(expected["quantile"], abs=0.15)


@pytest.mark.parametrize("name", ["veteran", "lung", "demonstration"])
def test_draws_find_what_every_exchange_gives(name):
    expected = REFERENCE["every_exchange"][name]
    check(found(pd.DataFrame(expected["data"]), "time", "event", expected["tau"]), expected, None)
