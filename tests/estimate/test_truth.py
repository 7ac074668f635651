"""Every estimate of the clean delivery against R, in the three editions."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from estimate.conftest import EDITIONS

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.produced.estimates import ESTIMATIONS
from pipeline.estimate.catalogue import PERMUTATION
from pipeline.params import Params
from pipeline.report.remarks import sentences

KEY = ["indicateur", "vague", "methode", "mesure"]
NUMBERS = ("estimation", "erreur_type", "ic_bas", "ic_haut", "p_valeur", "valeur_accompagnes", "valeur_temoins")

# The methods that the truth holds for the clean delivery, in the order of the rows.
METHODS = (
    "difference_brute",
    "ajustee",
    "risque_relatif",
    "taille_effet",
    "superiorite",
    "ancova",
    "doubles_differences",
    "firth",
    "rmst",
    "log_rank",
    PERMUTATION,
)

# R printed 15 significant digits; what differs is the order of sums. R's noncentral t is good to 1e-8, and its Firth
# regression stops at 1e-8.
TOLERANCE = {"taille_effet": 1e-7, "firth": 1e-7}
PRINTED = 1e-9
INFINITE = "Inf"


def monte_carlo(expected):
    """4.5 standard errors of two drawn p-values (or one, against an exact one): 1 chance in 100,000 a row.

    A rate is centred on the drawn mean in the reference: a discrete statistic passes its error on to p, which a third
    more of error covers (measured over 150 seeds: 1.15 times the binomial one at most with our centring).
    """
    p = expected["p_valeur"]
    theirs = 0.0 if expected["exact"] else 1 / expected["tirages"]
    error = math.sqrt(p * (1 - p) * (1 / Params().plan.tirages + theirs))
    return (6.0 if expected["mesure"] == "rapport_taux" else 4.5) * max(error, 1 / Params().plan.tirages)


def expected_rows(truth, edition):
    return [r for r in truth(edition, "estimations")["estimations"] if r["methode"] in METHODS]


@pytest.mark.parametrize("edition", EDITIONS)
def test_rows_are_those_of_the_truth_and_no_other(estimated, truth, edition):
    rows = estimated[edition]["estimations"]
    assert list(rows.columns) == ESTIMATIONS.names
    assert not rows.duplicated(KEY).any()
    expected = {tuple(r[k] for k in KEY) for r in expected_rows(truth, edition)}
    known = {i for i, *_ in expected}
    # Of `ajustee`, the truth holds the last edition's alone.
    compared = rows["methode"].isin({method for _, _, method, _ in expected}) & rows["indicateur"].isin(known)
    ours = set(rows.loc[compared, KEY].itertuples(index=False, name=None))
    assert expected <= ours
    # The truth has no adjusted row where strata must be merged: interviews at 24 months, few controls a stratum.
    assert all(m == "ancova" and w == "M24" and INDICATORS[i].domain == "bien_etre" for i, w, m, _ in ours - expected)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_number_is_that_of_the_truth(estimated, truth, edition):
    rows = estimated[edition]["estimations"].set_index(KEY)
    wrong = []
    for expected in expected_rows(truth, edition):
        key = tuple(expected[k] for k in KEY)
        row = rows.loc[key]
        for name in NUMBERS:
            value = expected.get(name)
            if value is None:
                continue
            if value == INFINITE:  # written so by R; a missing value here, never an infinite one
                close = math.isnan(row[name]) and row["note"] != ""
            elif expected["methode"] == PERMUTATION and name == "p_valeur":
                close = abs(row[name] - value) <= monte_carlo(expected)
            else:
                tolerance = TOLERANCE.get(expected["methode"], PRINTED)
                close = row[name] == pytest.approx(value, rel=tolerance, abs=1e-12)
            if not close:
                wrong.append((*key, name, row[name], value))
        if (row["n_accompagnes"], row["n_temoins"]) != (expected["n_accompagnes"], expected["n_temoins"]):
            wrong.append((*key, "n", row["n_accompagnes"], row["n_temoins"]))
    assert wrong == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_the_truth_leaves_out_is_missing(estimated, truth, edition):
    """Score and noncentral intervals have no standard error, risk ratios and effect sizes no p, permutations no bounds.

    The log-scale error of a rate ratio and the group values are ours beside the truth's.
    """
    rows = estimated[edition]["estimations"].set_index(KEY)
    for expected in expected_rows(truth, edition):
        row = rows.loc[tuple(expected[k] for k in KEY)]
        for name in ("erreur_type", "ic_bas", "ic_haut", "p_valeur"):
            if expected.get(name) is None and not (name == "erreur_type" and expected["mesure"] == "rapport_taux"):
                assert math.isnan(row[name]), (expected["indicateur"], expected["methode"], name)


def test_the_adjusted_difference_has_no_figure_under_twenty_degrees_of_freedom(estimated, truth):
    rows = estimated["finale"]["estimations"].set_index(KEY)
    adjusted = [r for r in truth("finale", "estimations")["estimations"] if r["methode"] == "ajustee"]
    few = [r for r in adjusted if r["ddl_residuels"] < 20]
    assert (len(adjusted), len(few)) == (38, 5)
    for expected in few:
        row = rows.loc[tuple(expected[k] for k in KEY)]
        assert math.isnan(row["estimation"])
        assert f"{expected['ddl_residuels']}\u00a0degrés de liberté résiduels, moins de 20" in sentences(row["note"])


@pytest.mark.parametrize("edition", EDITIONS)
def test_log_scale_error_is_the_one_behind_the_interval(estimated, truth, edition):
    rows = estimated[edition]["estimations"].set_index(KEY)
    for expected in expected_rows(truth, edition):
        if expected["methode"] == "difference_brute" and expected["mesure"] == "rapport_taux":
            row = rows.loc[tuple(expected[k] for k in KEY)]
            half = math.log(expected["ic_haut"] / expected["ic_bas"]) / 2
            assert row["erreur_type"] == pytest.approx(half / 1.959963984540054, rel=PRINTED)
            assert "logarithmique" in sentences(row["note"])


@pytest.mark.parametrize("edition", EDITIONS)
def test_survival_read_at_fixed_months_is_that_of_survfit(estimated, truth, edition):
    curve = estimated[edition]["survie"].set_index(["groupe", "mois"])
    expected = truth(edition, "survie")["survie"]
    assert expected
    for row in expected:
        ours = curve.loc[(row["groupe"], float(row["mois"]))]
        for name in ("survie", "ic_bas", "ic_haut"):
            assert ours[name] == pytest.approx(row[name], rel=PRINTED)
        assert ours["a_risque"] == row["a_risque"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_incidences_read_at_fixed_months_are_those_of_cuminc(estimated, truth, edition):
    curve = estimated[edition]["incidences"].set_index(["groupe", "cause", "mois"])
    expected = truth(edition, "survie")["incidence"]
    assert expected
    for row in expected:
        ours = curve.loc[(row["groupe"], row["cause"], float(row["mois"]))]
        assert ours["incidence"] == pytest.approx(row["incidence"], rel=PRINTED)
        assert ours["variance"] == pytest.approx(row["variance"], rel=PRINTED)


def test_step_function_read_anywhere_gives_the_same(estimated):
    """A reader who takes the last row at or before a month reads what the fixed month's own row says."""
    curve = estimated["finale"]["survie"]
    for _, part in curve.groupby("groupe"):
        for month in (6.0, 12.0, 18.0, 24.0):
            steps = part[(part["mois"] < month) & ~part["mois"].isin([6.0, 12.0, 18.0, 24.0])]
            assert part.loc[part["mois"] == month, "survie"].item() == steps["survie"].iloc[-1]


def test_order_is_that_of_the_contract(estimated):
    rows = estimated["finale"]["estimations"]
    names = list(pd.unique(rows["indicateur"]))
    assert names[0] == "maintien"
    assert names[-1] == "duree_maintien"
    maintien = rows[(rows["indicateur"] == "maintien") & rows["methode"].isin(METHODS)]
    methods = ["difference_brute", "ajustee", "risque_relatif", "ancova", "firth", "permutation"]
    assert maintien["methode"].tolist() == methods * 3
    assert maintien["vague"].tolist() == ["M12"] * 6 + ["M18"] * 6 + ["M24"] * 6
