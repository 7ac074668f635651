"""Families, adjusted p-values, favourable direction."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.contract.indicators import INDICATORS
from pipeline.params import Params
from pipeline.stats.holm import holm

PLAN = Params().plan


def test_family_is_what_the_plan_says(estimated):
    rows = estimated["finale"]["estimations"]
    assert set(rows.loc[rows["famille"] == "principal", "indicateur"]) == {PLAN.indicateur_principal}
    assert set(rows.loc[rows["famille"] == "secondaire", "indicateur"]) == set(PLAN.secondaires)
    assert "duree_maintien" in set(rows.loc[rows["famille"] == "exploratoire", "indicateur"])
    assert set(rows["sens_favorable"]) == {1, -1}
    assert (rows["niveau"] == 0.95).all()


def test_primary_is_adjusted_for_nothing(estimated):
    rows = estimated["finale"]["estimations"]
    primary = rows[rows["famille"] == "principal"]
    assert primary["p_ajustee"].equals(primary["p_valeur"].rename("p_ajustee"))
    assert primary["p_valeur"].notna().any()


def test_exploratory_and_earlier_waves_are_not_adjusted(estimated):
    rows = estimated["finale"]["estimations"]
    assert rows.loc[rows["famille"] == "exploratoire", "p_ajustee"].isna().all()
    early = (rows["famille"] == "secondaire") & (rows["vague"] != "M24")
    assert early.any()
    assert rows.loc[early, "p_ajustee"].isna().all()


@pytest.mark.parametrize("method", ["difference_brute", "superiorite"])
def test_holm_within_a_method_over_the_secondary_family(estimated, method):
    rows = estimated["finale"]["estimations"]
    family = rows[(rows["famille"] == "secondaire") & (rows["vague"] == "M24") & (rows["methode"] == method)]
    assert len(family) > 2
    assert family["p_ajustee"].to_numpy() == pytest.approx(holm(family["p_valeur"].to_numpy()))


def test_max_t_of_the_secondary_family(estimated):
    rows = estimated["finale"]["estimations"]
    family = rows[(rows["famille"] == "secondaire") & (rows["vague"] == "M24") & (rows["methode"] == "permutation")]
    assert set(family["indicateur"]) == set(PLAN.secondaires)
    assert family["p_ajustee"].notna().all()
    assert (family["p_ajustee"] >= family["p_valeur"]).all()
    # Never more than Bonferroni, but for the noise of the draws and the exchange of all households at once.
    smallest = family["p_valeur"].min()
    assert family["p_ajustee"].min() <= len(family) * smallest + 0.05


def test_methods_without_p_have_no_adjusted_p(estimated):
    rows = estimated["finale"]["estimations"]
    assert rows.loc[rows["p_valeur"].isna(), "p_ajustee"].isna().all()
    without = rows[rows["methode"].isin(["risque_relatif", "taille_effet"])]
    assert without["p_valeur"].isna().all()


def test_direction_is_the_catalogues(estimated):
    rows = estimated["finale"]["estimations"]
    known = rows[rows["indicateur"].isin(list(INDICATORS))]
    assert (known["sens_favorable"] == known["indicateur"].map(lambda i: INDICATORS[i].favourable)).all()
    assert not np.isinf(rows.select_dtypes("float")).any().any()
