"""What must not change the estimates: the order of rows, other indicators; what must turn them: the groups' names."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from support.once import Once

from pipeline.contract.produced.indicators import DUREES, INCLUSIONS, INDICATEURS, SUIVI_MENSUEL
from pipeline.estimate.edition import estimate_edition
from pipeline.params import Params

EDITION = Params().editions["finale"]
PLAN = Params().plan.model_copy(update={"tirages": 499, "reechantillonnages": 99})
estimate_once = Once(estimate_edition)
DRAWN = ("permutation", "rmst_permutation", "ponderation", "imputation")


def test_row_order_changes_no_byte(tables):
    given = tables("finale")
    shuffled = {name: frame.sample(frac=1, random_state=1, ignore_index=True) for name, frame in given.items()}
    a = estimate_once("finale", EDITION, given, PLAN)
    b = estimate_edition("finale", EDITION, shuffled, PLAN)
    for name in ("estimations", "survie", "incidences"):
        pd.testing.assert_frame_equal(a[name], b[name], check_exact=True)
    for name in ("comparabilite", "equilibre", "trajectoires", "evolutions"):  # sums in another order: the last bit
        pd.testing.assert_frame_equal(a[name], b[name], rtol=1e-12)


@pytest.mark.slow
def test_an_indicator_less_leaves_the_others_alone(tables):
    given = tables("finale")
    fewer = {**given, "indicateurs": given["indicateurs"].query("indicateur != 'maintien_strict'")}
    a = estimate_once("finale", EDITION, given, PLAN)["estimations"]
    b = estimate_edition("finale", EDITION, fewer, PLAN)["estimations"]
    kept = a["indicateur"] != "maintien_strict"
    columns = ["estimation", "ic_bas", "ic_haut", "p_valeur", "p_ajustee"]
    pd.testing.assert_frame_equal(a.loc[kept, columns], b.loc[kept, columns], check_exact=True)


def test_swapping_the_groups_turns_differences_and_inverts_ratios(tables):
    given = tables("finale")
    other = {"accompagne": "temoin", "temoin": "accompagne"}
    swapped = {name: frame.assign(groupe=frame["groupe"].map(other)) for name, frame in given.items()}
    key = ["indicateur", "vague", "methode"]
    a = estimate_once("finale", EDITION, given, PLAN)["estimations"].set_index(key)
    b = estimate_edition("finale", EDITION, swapped, PLAN)["estimations"].set_index(key)
    difference = a["mesure"].str.startswith(("difference", "g_"))
    for ours, theirs in (("estimation", "estimation"), ("ic_bas", "ic_haut")):
        assert a.loc[difference, ours].to_numpy() == pytest.approx(
            -b.loc[difference, theirs].to_numpy(), rel=1e-7, abs=1e-9, nan_ok=True
        )
    ratio = a["mesure"].str.startswith("rapport") & a["estimation"].gt(0) & b["estimation"].gt(0)
    assert ratio.sum() > 20
    assert a.loc[ratio, "estimation"].to_numpy() == pytest.approx(1 / b.loc[ratio, "estimation"].to_numpy())
    half = a["mesure"] == "p_superiorite"
    assert a.loc[half, "estimation"].to_numpy() == pytest.approx(1 - b.loc[half, "estimation"].to_numpy())
    exact = a.index.get_level_values("methode") != "permutation"
    assert a.loc[exact, "p_valeur"].to_numpy() == pytest.approx(b.loc[exact, "p_valeur"].to_numpy(), nan_ok=True)


@pytest.mark.slow
def test_the_plans_seed_and_draws_are_used(tables):
    given = tables("finale")
    key = ["indicateur", "vague", "methode"]
    a, b, c = (
        estimate_once("finale", EDITION, given, PLAN.model_copy(update=change))["estimations"].set_index(key)
        for change in ({}, {"graine": 1}, {"tirages": 99})
    )
    drawn = a.index.get_level_values("methode") == "permutation"
    for method in DRAWN:
        rows = a.index.get_level_values("methode") == method
        assert (a.loc[rows, "p_valeur"] != b.loc[rows, "p_valeur"]).any()
    exact = ~a.index.get_level_values("methode").isin(DRAWN)
    pd.testing.assert_series_equal(a.loc[exact, "p_valeur"], b.loc[exact, "p_valeur"], check_exact=True)
    hundredths = c.loc[drawn, "p_valeur"].to_numpy() * 100
    assert hundredths == pytest.approx(np.rint(hundredths))


@pytest.mark.slow
def test_level_of_confidence_is_the_plans(tables):
    narrow = PLAN.model_copy(update={"niveau": 0.8})
    a = estimate_once("finale", EDITION, tables("finale"), PLAN)["estimations"]
    b = estimate_edition("finale", EDITION, tables("finale"), narrow)["estimations"]
    width = (b["ic_haut"] - b["ic_bas"]) / (a["ic_haut"] - a["ic_bas"])
    assert (width.dropna() < 1).all()
    assert width.notna().sum() > 50
    assert (b["niveau"] == 0.8).all()


@pytest.mark.slow
def test_ten_thousand_households_are_quick_and_small():
    """Ten times the households must not be held B × n: 10,000 × 999 draws would be 80 MB an outcome."""
    rng = np.random.default_rng(1)
    n = 10_000
    names = np.char.add("AA", np.char.zfill(np.arange(n).astype(str), 6))
    group = np.where(rng.random(n) < 0.5, "accompagne", "temoin")
    profile = rng.choice(["dalo", "pdalpd", "situation_bloquee"], n)
    indicators = pd.concat(
        [
            pd.DataFrame({"menage_id": names, "groupe": group, "indicateur": name, "vague": "M24", "valeur": values})
            for name, values in (("maintien", rng.integers(0, 2, n) * 1.0), ("impaye_solde", rng.normal(size=n)))
        ]
    ).reindex(columns=INDICATEURS.names)
    tables = {
        "inclusions": pd.DataFrame({"menage_id": names, "groupe": group, "profil": profile}).reindex(
            columns=INCLUSIONS.names
        ),
        "indicateurs": indicators.astype({"exposition": float}),
        "durees": pd.DataFrame(
            {
                "menage_id": names,
                "groupe": group,
                "duree_mois": rng.integers(30, 730, n) / 30.4375,
                "evenement": rng.integers(0, 2, n),
                "cause": "abandon",
            },
            columns=DUREES.names,
        ),
        "suivi_mensuel": pd.DataFrame(columns=SUIVI_MENSUEL.names),
    }
    plan = PLAN.model_copy(update={"tirages": 99})
    start = time.perf_counter()
    rows = estimate_edition("finale", EDITION, tables, plan)["estimations"]
    assert time.perf_counter() - start < 30  # about 1 s alone on a core
    crude = rows[(rows["indicateur"] == "maintien") & (rows["vague"] == "M24")].set_index("methode")
    assert "score" in crude.loc["difference_brute", "note"]
    assert crude.loc["difference_brute", "p_valeur"] > 0
    assert crude["n_accompagnes"].eq((group == "accompagne").sum()).all()
