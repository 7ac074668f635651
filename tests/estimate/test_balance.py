"""Balance after the overlap weights: a saturated score worked out by hand, limits, agreement with the other tables."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from pipeline.contract.produced.estimates import EQUILIBRE
from pipeline.contract.produced.indicators import INCLUSIONS
from pipeline.estimate.balance import balance_table
from pipeline.estimate.sample import read_study
from pipeline.params import Params
from pipeline.report.remarks import sentences

EDITION = Params().editions["finale"]


def households(**columns):
    groups = ["accompagne"] * 4 + ["temoin"] * 4
    frame = pd.DataFrame({"menage_id": [f"AA{i:03d}" for i in range(8)], "groupe": groups, **columns})
    return frame.reindex(columns=INCLUSIONS.names)


def balance_of(frame, *covariates):
    plan = Params().plan.model_copy(update={"covariables": covariates, "strates": ()})
    return balance_table(read_study("finale", EDITION, frame, plan), frame)


@pytest.fixture(scope="module")
def saturated():
    """Three of four accompanied and one of four controls have the yes: e is 3/4 there and 1/4 elsewhere, so that the
    accompanied weigh 1/4, 1/4, 1/4, 3/4 and the controls 3/4, 1/4, 1/4, 1/4."""
    frame = households(
        trouble_psychique=pd.array([True, True, True, False, True, False, False, False], dtype="boolean"),
        ressources_mensuelles=[100.0, 200.0, 300.0, 400.0, 500.0, 100.0, 200.0, 300.0],
        profil=["dalo", "dalo", "autre", "autre", "dalo", "autre", "autre", "dalo"],
        loyer_mensuel=[1.0, 2.0, 3.0, None, 1.0, 2.0, 3.0, 4.0],
    )
    return balance_of(frame, "trouble_psychique").set_index("variable")


def test_columns_are_those_of_the_contract(saturated):
    assert saturated.reset_index().columns.tolist() == EQUILIBRE.names


def test_effective_sizes_by_group(saturated):
    whole = saturated.loc["ensemble"]
    sizes = whole["effectif_efficace_accompagnes"], whole["effectif_efficace_temoins"]
    assert sizes == pytest.approx((3.0, 3.0), rel=1e-9)  # 1.5² / (3/16 + 9/16)
    assert (whole["n_accompagnes"], whole["n_temoins"]) == (4, 4)


def test_a_covariate_of_the_score_is_balanced_exactly(saturated):
    row = saturated.loc["trouble_psychique"]
    assert row["dans_le_score"]
    assert row["smd_avant"] == pytest.approx(0.5 / math.sqrt(3 / 16))
    assert row["smd_apres"] == pytest.approx(0.0, abs=1e-9)


def test_the_means_move_and_not_the_denominator(saturated):
    row, spread = saturated.loc["ressources_mensuelles"], math.sqrt((50_000 / 3 + 87_500 / 3) / 2)
    assert not row["dans_le_score"]
    assert (row["smd_avant"], row["smd_apres"]) == pytest.approx((-25 / spread, -50 / spread), rel=1e-9)


def test_shares_move_and_not_their_variance(saturated):
    row = saturated.loc["profil"]
    assert (row["smd_avant"], row["smd_apres"]) == pytest.approx((0.0, (2 / 3 - 1 / 3) / 0.5), rel=1e-9)


def test_a_missing_value_leaves_its_variable_alone(saturated):
    row = saturated.loc["loyer_mensuel"]
    assert (row["n_accompagnes"], row["n_temoins"]) == (3, 4)
    assert row["effectif_efficace_accompagnes"] == pytest.approx(3.0)  # three equal weights
    spread = math.sqrt((1.0 + 5 / 3) / 2)  # the controls weigh 3/4 of 1 and 1/4 of 2, 3, 4: 2
    assert row["smd_apres"] == pytest.approx((2.0 - 2.0) / spread, abs=1e-9)
    assert row["smd_avant"] == pytest.approx((2.0 - 2.5) / spread)


def test_groups_that_the_score_separates_have_no_balance_after():
    table = balance_of(households(ressources_mensuelles=[1.0, 2, 3, 4, 11, 12, 13, 14]), "ressources_mensuelles")
    assert sentences(table["note"].iloc[0]).startswith("Les covariables séparent")
    assert table["smd_apres"].isna().all()
    assert table.set_index("variable")["smd_avant"].notna()["ressources_mensuelles"]


def test_without_a_covariate_that_differs_there_is_no_balance_after():
    frame = households(ressources_mensuelles=[1.0, 5, 3, 4, 2, 12, 3, 1])
    table = balance_of(frame).set_index("variable")
    assert sentences(table.loc["ensemble", "note"]).startswith("Aucune covariable ne distingue les deux groupes")
    assert table["smd_apres"].isna().all()
    assert math.isnan(table.loc["ensemble", "effectif_efficace_temoins"])


@pytest.mark.parametrize("groups", [["accompagne"] * 8, ["accompagne"] + ["temoin"] * 7], ids=["one", "single"])
def test_groups_too_small_say_why(groups):
    frame = households(ressources_mensuelles=[1.0, 5, 3, 4, 2, 12, 3, 1]).assign(groupe=groups)
    table = balance_of(frame, "ressources_mensuelles")
    assert sentences(table["note"].iloc[0])
    assert table["effectif_efficace_accompagnes"].isna().all()


def test_before_weighting_it_is_the_baseline_table(estimated):
    for tables in estimated.values():
        before = tables["equilibre"].set_index("variable")["smd_avant"].drop("ensemble")
        baseline = tables["comparabilite"].groupby("variable", sort=False)["smd"].first()
        pd.testing.assert_series_equal(before, baseline, check_names=False, rtol=1e-9, atol=1e-12)
