"""The additive adjusted difference against R clubSandwich: singletons, strata of one group, missing values."""

from __future__ import annotations

import numpy as np
import pytest
from reference_output import data_of, results_of

from pipeline.stats.additive_regression import additive_difference
from pipeline.stats.stratified import stratified_difference

REFERENCE = results_of("additive")
DATA_SETS = ("veteran", "lung", "demonstration")
MODELS = {
    "amount": ("y", "stratum", "y0"),
    "without_start": ("y", "stratum", None),
    "share_on_a_score": ("b", "stratum", "y0"),
    "fine_strata": ("y", "fine", "y0"),
    "fine_strata_without_start": ("y", "fine", None),
    "no_strata": ("y", None, "y0"),
}


def households(name):
    frame = data_of(f"methods_{name}")
    return frame.assign(fine=[f"{s} {o}" for s, o in zip(frame["stratum"], frame["o"], strict=True)])


def columns_of(frame, strata, start):
    columns = np.empty((len(frame), 0))
    if strata is not None:
        values = frame[strata].to_numpy()
        columns = (values[:, None] == np.unique(values)[None, 1:]).astype(float)
    return columns if start is None else np.column_stack([columns, frame[start].to_numpy(float)])


def check(effect, expected):
    ours = (effect.estimate, effect.std_error, effect.df, effect.p_value, effect.low, effect.high)
    assert ours == pytest.approx([expected[k] for k in ("estimate", "se", "df", "p", "low", "high")], rel=1e-8)
    assert effect.residual_df == expected["residual_df"]


@pytest.mark.parametrize("name", DATA_SETS)
@pytest.mark.parametrize("model", MODELS)
def test_it_is_the_cr2_of_clubsandwich(name, model):
    outcome, strata, start = MODELS[model]
    frame, expected = households(name), REFERENCE[name][model]
    kept = frame.dropna(subset=[c for c in (outcome, start) if c])
    assert len(kept) == expected["n"]
    treated = kept["g"].to_numpy() == 1
    check(additive_difference(kept[outcome].to_numpy(float), treated, columns_of(kept, strata, start)), expected)


def test_weights_of_two_therapies():
    frame = data_of("anorexia")
    treated = (frame["Treat"] == "FT").to_numpy()
    effect = additive_difference(frame["Postwt"].to_numpy(float), treated, frame[["Prewt"]].to_numpy(float))
    check(effect, REFERENCE["anorexia"]["no_strata"])


def test_the_data_sets_hold_singletons_strata_of_one_group_and_missing_values():
    fine = [REFERENCE[name]["fine_strata"] for name in DATA_SETS]
    assert min(f["singletons"] for f in fine) > 0
    assert min(f["one_group"] for f in fine) > 0
    assert REFERENCE["demonstration"]["amount"]["n"] < len(households("demonstration"))


@pytest.mark.parametrize("name", DATA_SETS)
@pytest.mark.parametrize(("strata", "key"), [("stratum", "stratified"), ("fine", "stratified_fine")])
def test_the_stratified_difference_is_its_definition(name, strata, key):
    frame = households(name).dropna(subset=["y"])
    effect = stratified_difference(
        frame["y"].to_numpy(float), (frame["g"] == 1).to_numpy(), np.unique(frame[strata], return_inverse=True)[1]
    )
    assert effect.estimate == pytest.approx(REFERENCE[name][key], rel=1e-10)
