"""Welch-studentised max-T against R multtest `mt.maxT`, and against every exchange gone through in R."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from reference_output import R_PRINTED, data_of, results_of

from pipeline.stats.assignments import assignments
from pipeline.stats.max_t import step_down_max_t
from pipeline.stats.permutation import permutation_p
from pipeline.stats.studentised import studentised, studentised_draws

REFERENCE = results_of("studentised")
MULTTEST, BY_HAND = REFERENCE["multtest"], REFERENCE["by_hand"]
DRAWS = 20_000  # ours and theirs
ALL_EXCHANGES = 1e-12  # the same count over the same number


def within_monte_carlo(ours, theirs):
    """Both p-values are drawn 20,000 times: 4.5 standard errors of their difference, 1 chance in 100,000."""
    theirs = np.asarray(theirs, float)
    error = np.sqrt(theirs * (1 - theirs) * 2 / DRAWS)
    return np.abs(np.asarray(ours) - theirs) <= 4.5 * np.maximum(error, 1 / DRAWS)


def frame_of(name):
    if name == "veteran":
        return data_of("veteran").assign(group=lambda d: d["trt"] == 2, stratum=0)
    if name == "anorexia":
        return (
            data_of("anorexia")
            .query("Treat != 'CBT'")
            .assign(group=lambda d: d["Treat"] == "FT", change=lambda d: d["Postwt"] - d["Prewt"], stratum=0)
        )
    if name == "demonstration":
        return data_of("methods_demonstration").assign(group=lambda d: d["g"] == 1)
    if name == "npk4":
        plots = data_of("npk4").query("b <= 2")
        return plots.assign(group=plots["g"] == 1, stratum=plots["b"], rank=plots["yield"].rank())
    cars = data_of("mtcars_4_6").assign(group=lambda d: d["am"] == 1, stratum=lambda d: d["cyl"])
    return cars.query("cyl == 4") if name == "mtcars_4" else cars


def study_of(name, reference, *, stratified):
    frame = frame_of(name).reset_index(drop=True)
    for column, every in reference.get("holes", {}).items():
        frame[column] = frame[column].astype(float)
        frame.loc[::every, column] = np.nan
    if not stratified:
        frame = frame.dropna(subset=reference["outcomes"])
    strata = np.unique(frame["stratum"], return_inverse=True)[1] if stratified else np.zeros(len(frame), dtype=np.int64)
    return frame[reference["outcomes"]].to_numpy(float), assignments(frame["group"].to_numpy(bool), strata)


def every_exchange(design):
    starts = np.concatenate([[0], np.cumsum(design.sizes)[:-1]])
    parts = [
        list(combinations(range(start, start + size), k))
        for start, size, k in zip(starts, design.sizes, design.treated, strict=True)
    ]
    chosen = list(product(*parts))
    matrix = np.zeros((len(chosen), len(design.observed)))
    for row, picks in zip(matrix, chosen, strict=True):
        row[[i for pick in picks for i in pick]] = 1
    return matrix


ENUMERATED = [
    ("mtcars_4", MULTTEST["mtcars_4"], False),
    ("mtcars_4_6", BY_HAND["mtcars_4_6"], True),
    ("npk4", BY_HAND["npk4"], True),
]
DRAWN = [
    *((name, MULTTEST[name], False) for name in ("veteran", "anorexia", "demonstration")),
    ("demonstration", BY_HAND["demonstration"], True),
]


@pytest.mark.parametrize(("name", "reference", "stratified"), [*ENUMERATED, *DRAWN])
def test_statistics_are_rs(name, reference, stratified):
    outcomes, design = study_of(name, reference, stratified=stratified)
    ours = studentised(outcomes, design).of(design.observed[None, :])[:, 0]
    assert ours == pytest.approx(reference["t"], rel=R_PRINTED)


@pytest.mark.parametrize(("name", "reference", "stratified"), ENUMERATED)
def test_p_values_over_every_exchange_are_rs(name, reference, stratified):
    outcomes, design = study_of(name, reference, stratified=stratified)
    statistic = studentised(outcomes, design)
    exchanges = every_exchange(design)
    assert len(exchanges) == reference.get("exchanges", len(exchanges))
    observed, drawn = statistic.of(design.observed[None, :])[:, 0], statistic.of(exchanges)
    share = (np.abs(drawn) >= np.abs(observed)[:, None] * (1 - 1e-9)).mean(axis=1)
    assert share == pytest.approx(reference["p"], rel=ALL_EXCHANGES)
    # Drawn at random, p is (b + 1)/(B + 1); over every exchange R's is b/B.
    adjusted = (step_down_max_t(observed, drawn.T) * (len(exchanges) + 1) - 1) / len(exchanges)
    assert adjusted == pytest.approx(reference["adjusted"], rel=ALL_EXCHANGES)


@pytest.mark.parametrize(("name", "reference", "stratified"), [*ENUMERATED, *DRAWN])
def test_drawn_p_values_are_rs(name, reference, stratified):
    outcomes, design = study_of(name, reference, stratified=stratified)
    adjusted = step_down_max_t(*studentised_draws(outcomes, design, DRAWS, np.random.default_rng(1)))
    assert within_monte_carlo(adjusted, reference["adjusted"]).all()
    (alone,) = permutation_p([studentised(outcomes, design)], design, DRAWS, np.random.default_rng(2))
    assert within_monte_carlo(alone, reference["p"]).all()


def test_holes_are_those_of_the_script():
    outcomes, _ = study_of("mtcars_4_6", BY_HAND["mtcars_4_6"], stratified=True)
    missing = pd.DataFrame(outcomes, columns=BY_HAND["mtcars_4_6"]["outcomes"]).isna().sum()
    assert missing[missing > 0].to_dict() == {"hp": 5, "wt": 4, "qsec": 6}
