"""Baseline table, trajectories, evolutions: by hand and against plain pandas."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.produced.estimates import COMPARABILITE, EVOLUTIONS, TRAJECTOIRES
from pipeline.contract.produced.indicators import INCLUSIONS
from pipeline.estimate.baseline import baseline_table
from pipeline.estimate.inclusion_gaps import inclusion_gaps_table
from pipeline.estimate.trajectories import evolutions_table, trajectories_table
from pipeline.report.remarks import sentences


@pytest.fixture(scope="module")
def households():
    return pd.DataFrame(
        {
            "menage_id": [f"AA{i:03d}" for i in range(8)],
            "groupe": ["accompagne"] * 4 + ["temoin"] * 4,
            "profil": ["dalo", "dalo", "situation_bloquee", "situation_bloquee"] * 2,
            "motif": [None, None, "mixte", "financier", None, None, "mixte", None],
            "ressources_mensuelles": [100.0, 200.0, 300.0, None, 50.0, 150.0, 250.0, 350.0],
            "trouble_psychique": pd.array([True, False, False, None, True, True, False, True], dtype="boolean"),
            "nb_personnes": pd.array([1, 2, 3, 4, 1, 1, 1, None], dtype="Int64"),
        }
    ).reindex(columns=INCLUSIONS.names)


@pytest.fixture(scope="module")
def baseline(households):
    return baseline_table(households)


def test_continuous_variable(baseline):
    (row,) = baseline[baseline["variable"] == "ressources_mensuelles"].to_dict("records")
    assert list(baseline.columns) == COMPARABILITE.names
    assert (row["n_accompagnes"], row["manquants_accompagnes"], row["n_temoins"]) == (3, 1, 4)
    assert (row["moyenne_accompagnes"], row["ecart_type_accompagnes"], row["mediane_temoins"]) == (200, 100, 200)
    assert (row["q1_temoins"], row["q3_temoins"]) == (125, 275)
    assert row["smd"] == 0.0
    assert row["type"] == "continu"


def test_yes_no_variable_counts_the_yes(baseline):
    (row,) = baseline[baseline["variable"] == "trouble_psychique"].to_dict("records")
    assert (row["effectif_accompagnes"], row["effectif_temoins"], row["manquants_accompagnes"]) == (1, 3, 1)
    assert row["part_accompagnes"] == pytest.approx(1 / 3)
    assert row["smd"] == pytest.approx((1 / 3 - 3 / 4) / math.sqrt((2 / 9 + 3 / 16) / 2))


def test_coded_variable_has_a_row_a_level_and_one_difference(baseline):
    rows = baseline[baseline["variable"] == "profil"]
    assert rows["modalite"].tolist() == ["situation_bloquee", "dalo"]  # the order of the contract's codes
    assert rows["effectif_accompagnes"].tolist() == [2, 2]
    assert rows["smd"].iloc[0] == 0.0
    assert math.isnan(rows["smd"].iloc[1])


def test_a_variable_that_concerns_some_counts_only_their_missing_values(baseline):
    rows = baseline[baseline["variable"] == "motif"]
    assert rows["n_accompagnes"].tolist() == [2, 2]
    assert rows["manquants_accompagnes"].tolist() == [0, 0]
    assert rows["manquants_temoins"].tolist() == [1, 1]
    assert sentences(rows["note"].iloc[0]) == "Ménages en situation bloquée seulement."


def test_no_p_value_in_the_baseline_table(baseline):
    assert not [c for c in baseline.columns if c.startswith("p_")]


def test_trajectories_are_means_with_t_intervals():
    monthly = pd.DataFrame(
        {
            "menage_id": ["A", "B", "C", "A", "B", "C"],
            "groupe": ["temoin"] * 6,
            "mois_suivi": [0, 0, 0, 1, 1, 1],
            "solde_impaye": [1.0, 2.0, 6.0, 4.0, None, None],
            "quittance": 500.0,
        }
    )
    table = trajectories_table(monthly, 0.95)
    assert list(table.columns) == TRAJECTOIRES.names
    first, second = table.to_dict("records")
    assert (first["n"], first["moyenne"], first["mediane"]) == (3, 3.0, 2.0)
    t = 0.95 * math.sqrt(2 / (1 - 0.95**2))  # the quantile of 2 degrees of freedom has a closed form
    half = t * math.sqrt(7) / math.sqrt(3)
    assert (first["ic_bas"], first["ic_haut"]) == pytest.approx((3 - half, 3 + half), rel=1e-12)
    assert (second["n"], second["moyenne"]) == (1, 4.0)
    assert math.isnan(second["ic_bas"])


def test_trajectories_of_the_clean_delivery_are_those_of_pandas(estimated, tables):
    ledger = tables("finale")["suivi_mensuel"]
    expected = ledger.groupby(["groupe", "mois_suivi"])["solde_impaye"].agg(["count", "mean", "median"])
    ours = estimated["finale"]["trajectoires"].set_index(["groupe", "mois"])
    assert ours["n"].tolist() == expected["count"].tolist()
    assert ours["moyenne"].to_numpy() == pytest.approx(expected["mean"].to_numpy())
    assert ours["mediane"].to_numpy() == pytest.approx(expected["median"].to_numpy())


def test_evolutions_have_the_interval_of_their_scale():
    rows = [("A", "temoin", "isole", "T0", 1.0, np.nan), ("B", "temoin", "isole", "T0", 0.0, np.nan)]
    rows += [("A", "temoin", "lsns6", "M12", 10.0, np.nan), ("B", "temoin", "lsns6", "M12", 12.0, np.nan)]
    rows += [("A", "temoin", "troubles", "M12", 3.0, 1.0), ("B", "temoin", "troubles", "M12", 1.0, 0.5)]
    columns = ["menage_id", "groupe", "indicateur", "vague", "valeur", "exposition"]
    table = evolutions_table(pd.DataFrame(rows, columns=columns), 0.95)
    assert list(table.columns) == EVOLUTIONS.names
    by_name = table.set_index("indicateur")
    z2 = 1.959963984540054**2
    half = math.sqrt(z2 / 8 + z2**2 / 16) / (1 + z2 / 2)  # Wilson, p = ½, n = 2
    assert by_name.loc["isole", ["ic_bas", "ic_haut"]].tolist() == pytest.approx([0.5 - half, 0.5 + half])
    assert by_name.loc["lsns6", ["valeur", "ic_haut"]].tolist() == pytest.approx([11, 11 + 12.706204736174694])
    assert by_name.loc["troubles", "valeur"] == pytest.approx(4 / 1.5)
    assert by_name.loc["troubles", "ic_bas"] < 4 / 1.5 < by_name.loc["troubles", "ic_haut"]


def test_evolutions_include_t0_and_only_known_values(estimated):
    table = estimated["finale"]["evolutions"]
    assert set(table["vague"]) == {"T0", "M12", "M18", "M24"}
    assert table["valeur"].notna().all()
    assert (table["n"] > 0).all()


def test_the_gap_at_inclusion_is_that_of_the_two_levels_where_both_are_known():
    rows = [
        ("isole", "accompagne", "T0", 24, 11 / 24),
        ("isole", "temoin", "T0", 23, 9 / 23),
        ("isole", "accompagne", "M12", 20, 0.9),
        ("isole", "temoin", "M12", 20, 0.1),
        ("who5", "accompagne", "T0", 24, 50.0),  # no control answered
    ]
    levels = EVOLUTIONS.frame([(*row, float("nan"), float("nan")) for row in rows])
    (gap,) = inclusion_gaps_table(levels).to_dict("records")
    assert (gap["indicateur"], gap["n_accompagnes"], gap["n_temoins"]) == ("isole", 24, 23)
    assert gap["ecart"] == pytest.approx(0.0670290)  # 0.4583333 − 0.3913043
    assert inclusion_gaps_table(EVOLUTIONS.frame([])).empty
