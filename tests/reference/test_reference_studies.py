"""The methods beside those of the plan on two public data sets and the demonstration, against R."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from reference_output import data_of, results_of

from pipeline.stats.assignments import assignments
from pipeline.stats.brunner_munzel import superiority
from pipeline.stats.clustered_proportions import clustered_wilson
from pipeline.stats.clustering import silhouette_widths
from pipeline.stats.cost_effectiveness import Plane, acceptability, bootstrap_plane, cost_per_effect
from pipeline.stats.cumulative_odds import cumulative_odds_ratio
from pipeline.stats.description import quartiles, smd_categorical, smd_continuous
from pipeline.stats.discrepancy import discrepancy_test
from pipeline.stats.e_value import e_value, e_value_of_bound
from pipeline.stats.effect import Effect
from pipeline.stats.event_study import event_study
from pipeline.stats.fieller import fieller_ratio
from pipeline.stats.freedman_lane import freedman_lane, freedman_lane_t
from pipeline.stats.interaction import interaction
from pipeline.stats.log_rank import log_rank_design
from pipeline.stats.matching import optimal_pairs, propensity_logit, rank_mahalanobis
from pipeline.stats.max_t import step_down_max_t
from pipeline.stats.overdispersion import quasi_poisson_ratio
from pipeline.stats.permutation import joint_draws, means
from pipeline.stats.posterior_difference import posterior_difference
from pipeline.stats.rosenbaum import discordant_bound, signed_rank_bound
from pipeline.stats.sequences import constant_costs, optimal_matching
from pipeline.stats.spearman import rank_correlation
from pipeline.stats.survivor_bounds import bounds_without_monotonicity, lee_bounds
from pipeline.stats.tipping import tipping_point
from pipeline.stats.weighted_difference import effective_size, weighted_difference
from pipeline.stats.wild_cluster import wild_cluster_difference
from pipeline.stats.worst_rank import worst_ranks

OUTPUT = results_of("studies")
CLOSED_FORM = 1e-9
SEARCHED = 1e-7  # glm, uniroot
POLR = 1e-4  # optim's maximum, and an information taken by differences
GRID = 3e-4  # a grid of 600 shares against nested integrals
BAND = 0.018  # 4.5 standard errors of a quantile of 200,000 draws
DRAWS = 20_000
FIELDS = {"estimate": "estimate", "se": "std_error", "low": "low", "high": "high", "p": "p_value"}


@pytest.fixture(params=list(OUTPUT["studies"]))
def study(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, dict]:
    return data_of(f"methods_{request.param}"), OUTPUT["studies"][request.param]


def known(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    return frame.dropna(subset=list(names)).reset_index(drop=True)


def split(frame: pd.DataFrame, *names: str) -> list[np.ndarray]:
    return [frame.loc[frame["g"] == g, name].to_numpy(float) for g in (1, 0) for name in names]


def treated(frame: pd.DataFrame) -> np.ndarray:
    return (frame["g"] == 1).to_numpy()


def holed(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    frame.loc[::5, "y"] = np.nan
    return known(frame, "y0", "stratum")


def agrees(ours: Effect, expected: dict, tolerance: float) -> None:
    compared = [name for name in FIELDS if name in expected]
    assert compared
    for name in compared:
        assert getattr(ours, FIELDS[name]) == pytest.approx(expected[name], rel=tolerance), name


def test_freedman_lane(study):
    frame, r = study[0], study[1]["freedman_lane"]
    frame = known(frame, "y", "y0", "stratum")
    y, stratum = frame["y"].to_numpy(float), frame["stratum"].to_numpy()
    columns = [frame["y0"].to_numpy(float), *((stratum == s).astype(float) for s in np.unique(stratum)[1:])]
    rows = np.vstack([np.arange(len(y)), np.array(r["orders"])])
    t = freedman_lane_t(y, treated(frame), np.column_stack(columns), stratum, rows)
    assert t == pytest.approx(np.array([r["observed"], *r["statistics"]]), rel=CLOSED_FORM, abs=1e-10)
    effect = freedman_lane(y, treated(frame), np.column_stack(columns), stratum, draws=99, rng=np.random.default_rng(1))
    assert (effect.estimate, effect.std_error) == pytest.approx((r["estimate"], r["se"]), rel=CLOSED_FORM)


def test_log_rank_of_exchanged_groups(study):
    frame, r = study[0], study[1]["log_rank"]
    design = log_rank_design(frame["months"].to_numpy(float), (frame["event"] == 1).to_numpy())
    assert design.chi_squared(np.array(r["groups"], float)) == pytest.approx(np.array(r["chi"]), rel=1e-8, abs=1e-10)


def test_max_t_is_coins_step_down(study):
    frame, r = study[0], study[1]["max_t"]
    frame = known(frame, "y", "b", "o", "y0", "stratum")
    assert len(frame) == r["n"]
    design = assignments(treated(frame), frame["stratum"].to_numpy(np.int64))
    values = frame[["y", "b", "o", "y0"]].to_numpy(float)
    observed, draws = joint_draws([means(values, design)], design, DRAWS, np.random.default_rng(3))
    theirs = np.array(r["p"], float).ravel()
    error = np.sqrt(theirs * (1 - theirs) * (1 / DRAWS + 1 / r["draws"]))
    assert (np.abs(step_down_max_t(observed, draws) - theirs) <= 4.5 * np.maximum(error, 1 / DRAWS)).all()


def test_wild_cluster_bootstrap(study):
    frame, r = study[0], study[1]["wild"]
    frame = known(frame, "y", "y0", "cluster")
    effect = wild_cluster_difference(
        frame["y"].to_numpy(float), treated(frame), frame[["y0"]].to_numpy(float), frame["cluster"].to_numpy(np.int64),
        draws=99, rng=np.random.default_rng(1),
    )  # fmt: skip
    assert frame["cluster"].nunique() == r["clusters"]
    agrees(effect, {"estimate": r["estimate"], "se": r["se"]}, CLOSED_FORM)
    assert effect.p_value == pytest.approx(r["p"], abs=1e-12)  # a count over all patterns


def test_proportional_odds(study):
    agrees(cumulative_odds_ratio(*split(known(study[0], "o"), "o")), study[1]["odds"], POLR)


def test_quasi_poisson(study):
    agrees(quasi_poisson_ratio(*split(known(study[0], "n", "t"), "n", "t")), study[1]["quasi"], SEARCHED)


def test_interaction(study):
    frame = known(study[0], "y", "stratum")
    inside = frame["stratum"] == 1
    cells = [*split(frame[inside], "y"), *split(frame[~inside], "y")]
    agrees(interaction(*cells), study[1]["interaction"], CLOSED_FORM)


def test_e_value(study):
    r = study[1]["e_value"]
    one, zero = split(known(study[0], "b"), "b")
    assert one.mean() / zero.mean() == pytest.approx(r["ratio"], rel=CLOSED_FORM)
    assert e_value(r["ratio"]) == pytest.approx(r["estimate"], rel=CLOSED_FORM)
    assert e_value_of_bound(r["low"], r["high"]) == pytest.approx(r["bound"], rel=CLOSED_FORM)


def test_rosenbaums_bounds(study):
    r = study[1]["hidden_bias"]
    one, zero = split(known(study[0], "y"), "y")
    pairs = min(len(one), len(zero), 15)
    differences = one[:pairs] - zero[:pairs]
    assert differences == pytest.approx(np.array(r["differences"], float))
    ours = [signed_rank_bound(differences, g) for g in (1, 1.5, 2, 4)]
    assert ours == pytest.approx(r["signed_rank"], rel=1e-8)
    assert ours[0] == pytest.approx(r["coin"], rel=1e-8)
    bounds = [discordant_bound(r["for_treated"], r["discordant"], g) for g in (1.0, 2.0, 5.0)]
    assert bounds == pytest.approx(r["mcnemar"], rel=CLOSED_FORM)


@pytest.mark.parametrize(("reading", "spread"), [("sceptical", math.log(4) / 1.96), ("neutral", 1.5)])
def test_posterior_of_a_difference(study, reading, spread):
    expected = study[1]["posterior"]
    one, zero = split(known(study[0], "b"), "b")
    counts = int(one.sum()), len(one), int(zero.sum()), len(zero)
    assert list(counts) == expected["counts"]
    ours = posterior_difference(*counts, spread)
    found = ours.mean, ours.above(0.0), ours.above(0.10)
    assert found == pytest.approx([expected[reading][k] for k in ("mean", "above", "above10")], abs=GRID)


def test_weights_of_observation(study):
    frame, r = known(holed(study[0]), "y"), study[1]["weighted"]
    weights, group = np.array(r["weights"]), treated(frame)
    y = frame["y"].to_numpy(float)
    agrees(weighted_difference(y[group], weights[group], y[~group], weights[~group]), r, CLOSED_FORM)
    absent = holed(study[0])
    for g in (1, 0):
        part = absent[absent["g"] == g]
        seen = part["y"].notna().to_numpy()
        logit = propensity_logit(part[["y0", "stratum"]].to_numpy(float), seen)
        # The ridge that keeps coefficients finite moves the weights by a thousandth of what separates them.
        assert (1 + np.exp(-logit))[seen] == pytest.approx(weights[group == (g == 1)], rel=2e-3)
    sizes = [effective_size(weights[g]) for g in (group, ~group)]
    assert sizes == pytest.approx(r["effective"], rel=CLOSED_FORM)


def test_tipping_point(study):
    frame, r = holed(study[0]), study[1]["tipping"]
    one, zero = (v[~np.isnan(v)] for v in split(frame, "y"))
    gone = frame.groupby("g")["y"].apply(lambda v: int(v.isna().sum()))
    found = tipping_point(one, zero, gone[1], gone[0], in_treated=True)
    assert found.to_zero == pytest.approx(r["to_zero"], rel=CLOSED_FORM)
    if isinstance(r["to_limit"], float):
        assert found.to_limit == pytest.approx(r["to_limit"], rel=SEARCHED)
    else:
        assert math.isnan(found.to_limit) or abs(found.to_limit) > 400


def test_survivor_bounds(study):
    frame, r = holed(study[0]), study[1]["bounds"]
    n1, n0 = (len(v) for v in split(frame, "y"))
    one, zero = (v[~np.isnan(v)] for v in split(frame, "y"))
    for bounds, name in ((lee_bounds, "lee"), (bounds_without_monotonicity, "neither")):
        found = bounds(one, zero, n1, n0)
        assert (found.low, found.high) == pytest.approx((r[name]["low"], r[name]["high"]), rel=CLOSED_FORM), name


def test_worst_ranks(study):
    frame, r = study[0], study[1]["worst_rank"]
    values = worst_ranks(frame["y"].to_numpy(float), np.array(r["lost"]) == 1)
    seen, group = ~np.isnan(values), treated(frame)
    ours = superiority(values[seen & group], values[seen & ~group])
    assert ours.estimate == pytest.approx(r["estimate"], rel=CLOSED_FORM)


def test_rank_correlation(study):
    frame = known(study[0], "y", "y0")
    agrees(rank_correlation(frame["y"].to_numpy(float), frame["y0"].to_numpy(float)), study[1]["spearman"], CLOSED_FORM)


def test_description(study):
    frame, r = study[0], study[1]["describe"]
    assert quartiles(frame["y"].dropna().to_numpy(float)) == pytest.approx(r["quartiles"], rel=CLOSED_FORM)
    assert smd_continuous(*split(known(frame, "y0"), "y0")) == pytest.approx(r["y0"], rel=CLOSED_FORM)
    one, zero = split(known(frame, "o"), "o")
    levels = np.unique(np.concatenate([one, zero]))
    counts = [(v[:, None] == levels).sum(axis=0).astype(float) for v in (one, zero)]
    assert smd_categorical(counts[0], counts[1]) == pytest.approx(r["distance"], rel=1e-8)


def test_matching(study):
    frame, r = known(study[0], "y", "y0", "n"), study[1]["matching"]
    units = pd.concat([frame[frame["g"] == 1].head(8), frame[frame["g"] == 0].head(12)])
    distance = rank_mahalanobis(units[["y", "y0", "n"]].to_numpy(float), treated(units))
    assert distance == pytest.approx(np.array(r["distance"]), rel=CLOSED_FORM, abs=1e-10)
    assert distance[optimal_pairs(distance, 2)].sum() == pytest.approx(r["best_of_two"], rel=CLOSED_FORM)


def test_fiellers_interval(study):
    r = study[1]["fieller"]
    agrees(fieller_ratio(*r["inputs"]), {k: r[k] for k in ("estimate", "low", "high")}, SEARCHED)


def test_wedge_and_acceptability(study):
    r = study[1]["plane"]
    plane = Plane(np.array(r["cost"]), np.array(r["effect"]))
    found = cost_per_effect(*r["at"], plane)
    assert found.estimate == pytest.approx(r["estimate"], rel=CLOSED_FORM)
    for name in ("low", "high"):
        if isinstance(r[name], float):
            assert getattr(found, name) == pytest.approx(r[name], rel=1e-8)
        else:
            assert math.isnan(getattr(found, name))
    shares = acceptability(plane, np.array(r["prices"], float))
    assert shares == pytest.approx(r["acceptable"], abs=1e-12)


def test_the_plane_spreads_as_rs_does(study):
    frame, r = known(study[0], "y", "b"), study[1]["plane"]
    if r["at"][1] != pytest.approx(np.subtract(*(v.mean() for v in split(frame, "b")))):
        frame = frame.assign(b=1 - frame["b"])
    y1, b1, y0, b0 = split(frame, "y", "b")
    ours = bootstrap_plane(y1, b1, y0, b0, DRAWS, np.random.default_rng(5))
    for drawn, theirs in ((ours.cost, r["cost"]), (ours.effect, r["effect"])):
        # The relative error of a standard deviation of 199 draws is 1/√398 = 5 %.
        assert drawn.std() == pytest.approx(np.std(theirs), rel=4.5 / math.sqrt(398))


@pytest.mark.parametrize("name", OUTPUT["panels"])
def test_event_study(name):
    frame, r = data_of(f"panel_{name}"), OUTPUT["panels"][name]
    changes = frame.drop(columns="g").to_numpy(float)
    path = event_study(changes, treated(frame), draws=200_000, rng=np.random.default_rng(6))
    assert path.difference == pytest.approx(r["difference"], rel=CLOSED_FORM)
    assert path.std_error == pytest.approx(r["se"], rel=CLOSED_FORM)
    assert path.simultaneous == pytest.approx(r["critical"], abs=BAND)


@pytest.mark.parametrize("name", OUTPUT["clustered"])
def test_clustered_proportion(name):
    r = OUTPUT["clustered"][name]
    trials = np.array(r["trials"], float)
    share, low, high = clustered_wilson(np.array(r["hits"], float)[:, None], trials)
    p, z = r["share"], 1.959963984540054
    size = min(p * (1 - p) / r["error"] ** 2, trials.sum())
    centre, half = p + z * z / (2 * size), z * math.sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    expected = [p, (centre - half) / (1 + z * z / size), (centre + half) / (1 + z * z / size)]
    assert [share[0], low[0], high[0]] == pytest.approx(expected, rel=CLOSED_FORM)


@pytest.mark.parametrize("name", OUTPUT["pathways"])
def test_pathways(name):
    r = OUTPUT["pathways"][name]
    file = {"dyadic_children": "dyadic_children", "demonstration": "states_demonstration"}[name]
    texts = data_of(file)["sequence"].astype(str).head(len(r["group"]))
    letters = sorted(set("".join(texts)))
    sequences = np.array([[letters.index(s) for s in text] for text in texts])
    distances = optimal_matching(sequences, constant_costs(len(letters)), 1.0)
    assert distances == pytest.approx(np.array(r["distances"], float), abs=1e-12)
    assert silhouette_widths(distances, np.array(r["labels"]) - 1) == pytest.approx(r["widths"], abs=1e-12)
    design = assignments(np.array(r["group"]) == 1, np.zeros(len(texts), dtype=np.int64))
    found = discrepancy_test(distances, design, DRAWS, np.random.default_rng(2))
    assert (found.pseudo_r2, found.pseudo_f) == pytest.approx((r["r2"], r["f"]), rel=CLOSED_FORM)
    error = math.sqrt(r["p"] * (1 - r["p"]) * (1 / DRAWS + 1 / r["draws"]))
    assert abs(found.p_value - r["p"]) <= 4.5 * error + 1 / r["draws"]
