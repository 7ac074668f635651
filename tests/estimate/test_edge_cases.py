"""Tiny groups, empty groups, absent tables, constant outcomes: a row with a note, never a failure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.produced.indicators import DUREES, INCLUSIONS, INDICATEURS, SUIVI_MENSUEL
from pipeline.estimate.edition import estimate_edition
from pipeline.params import Params
from pipeline.report.remarks import sentences

EDITION = Params().editions["finale"]
PLAN = Params().plan.model_copy(update={"tirages": 199})


def small_study(groups, values=None, *, indicators=("maintien", "impaye_solde", "troubles"), wave="M24"):
    """A study of `groups` ('a' accompanied, 't' control) in one stratum; `values` by indicator, one a household."""
    n = len(groups)
    names = [f"AA{i:03d}" for i in range(n)]
    group = ["accompagne" if g == "a" else "temoin" for g in groups]
    values = values or {}
    rows = []
    for indicator in indicators:
        for i in range(n):
            value = values.get(indicator, [0.0] * n)[i]
            exposure = 2.0 if INDICATORS[indicator].scale == "nombre" else None
            rows.append((names[i], group[i], indicator, wave, value, exposure))
    durations = [(names[i], group[i], 24.0, 0, "fin_suivi") for i in range(n)]
    households = pd.DataFrame({"menage_id": names, "groupe": group, "profil": "dalo"})
    return {
        "inclusions": households.reindex(columns=INCLUSIONS.names),
        "indicateurs": pd.DataFrame(rows, columns=INDICATEURS.names).astype({"valeur": float, "exposition": float}),
        "durees": pd.DataFrame(durations, columns=DUREES.names),
        "suivi_mensuel": pd.DataFrame(columns=SUIVI_MENSUEL.names),
    }


def run(tables, plan=PLAN):
    return estimate_edition("finale", EDITION, tables, plan)


def row_of(result, indicator, method):
    rows = result["estimations"]
    (row,) = rows[(rows["indicateur"] == indicator) & (rows["vague"] == "M24") & (rows["methode"] == method)].to_dict(
        "records"
    )
    return row


def test_two_against_two():
    result = run(small_study("aatt", {"maintien": [1, 1, 0, 0], "impaye_solde": [1.0, 2.0, 5.0, 9.0]}))
    crude = row_of(result, "maintien", "difference_brute")
    assert crude["estimation"] == 1.0
    assert crude["p_valeur"] == pytest.approx(0.125)  # Boschloo of 2/2 against 0/2, by hand in the tests of stats
    permuted = row_of(result, "maintien", "permutation")
    assert 0.2 < permuted["p_valeur"] < 0.5  # two of six arrangements are as far
    assert sentences(row_of(result, "impaye_solde", "superiorite")["note"]).startswith("Séparation complète")
    ratio = row_of(result, "maintien", "risque_relatif")
    assert np.isnan(ratio["estimation"])
    assert ratio["ic_bas"] > 0
    assert sentences(ratio["note"]) == "Aucun événement chez les témoins."


def test_constant_outcomes():
    result = run(small_study("aaattt", {"maintien": [1] * 6, "impaye_solde": [0.1] * 6}))
    share = row_of(result, "maintien", "difference_brute")
    assert (share["estimation"], share["p_valeur"]) == (0.0, 1.0)
    assert share["ic_bas"] < 0 < share["ic_haut"]
    assert row_of(result, "maintien", "risque_relatif")["estimation"] == 1.0
    assert row_of(result, "maintien", "permutation")["p_valeur"] == 1.0
    mean = row_of(result, "impaye_solde", "difference_brute")
    assert mean["estimation"] == 0.0
    assert np.isnan(mean["ic_bas"])
    assert np.isnan(mean["p_valeur"])
    assert sentences(mean["note"]) == "Aucune variation des valeurs à l’intérieur des groupes."
    assert row_of(result, "impaye_solde", "taille_effet")["note"] == mean["note"]
    rates = row_of(result, "troubles", "difference_brute")
    assert np.isnan(rates["estimation"])
    assert sentences(rates["note"]) == "Aucun événement dans les deux groupes."
    assert (rates["valeur_accompagnes"], rates["valeur_temoins"]) == (0.0, 0.0)
    rmst = row_of(result, "duree_maintien", "rmst")
    assert (rmst["estimation"], rmst["valeur_temoins"]) == (0.0, 24.0)
    assert np.isnan(rmst["p_valeur"])
    assert np.isnan(row_of(result, "duree_maintien", "log_rank")["estimation"])


def test_no_event_anywhere_leaves_the_risk_ratio_missing():
    row = row_of(run(small_study("aaattt", {"maintien": [0] * 6})), "maintien", "risque_relatif")
    assert np.isnan(row["estimation"])
    assert np.isnan(row["ic_bas"])
    assert sentences(row["note"]) == "Aucun événement dans les deux groupes."


def test_no_control_event_still_has_a_permutation_p():
    result = run(small_study("aaattt", {"troubles": [3, 2, 4, 0, 0, 0]}))
    assert np.isnan(row_of(result, "troubles", "difference_brute")["estimation"])
    assert 0.05 < row_of(result, "troubles", "permutation")["p_valeur"] < 0.2  # 2 of 20 arrangements


def test_empty_group_has_its_rows_and_says_which():
    result = run(small_study("aaatt", {"maintien": [1, 0, 1, None, None]}))
    for method in ("difference_brute", "risque_relatif", "permutation"):
        row = row_of(result, "maintien", method)
        assert row["n_temoins"] == 0
        assert np.isnan(row["estimation"])
        assert sentences(row["note"]) == "Aucune valeur connue chez les témoins."


def test_one_value_in_a_group_keeps_the_difference():
    row = row_of(run(small_study("attt", {"impaye_solde": [5.0, 1.0, 2.0, 3.0]})), "impaye_solde", "difference_brute")
    assert row["estimation"] == 3.0
    assert np.isnan(row["p_valeur"])
    assert sentences(row["note"]) == "Moins de deux valeurs connues chez les accompagnés."


def test_groups_that_cannot_be_exchanged():
    tables = small_study("aatt", {"impaye_solde": [1.0, 2.0, 3.0, 5.0]})
    tables["inclusions"]["profil"] = ["dalo", "dalo", "pdalpd", "pdalpd"]
    row = row_of(run(tables), "impaye_solde", "permutation")
    assert row["estimation"] == -2.5
    assert np.isnan(row["p_valeur"])
    assert sentences(row["note"]).startswith("Aucune strate ne réunit les deux groupes")


def test_absent_questionnaires_leave_rows_with_a_note():
    result = run(small_study("aaattt"))
    rows = result["estimations"]
    lsns = rows[rows["indicateur"] == "lsns6"]
    assert set(lsns["vague"]) == {"M12", "M24"}
    assert lsns["estimation"].isna().all()
    assert (lsns["note"].map(sentences) == "Aucune valeur connue chez les accompagnés et les témoins.").all()
    assert "lsns6" not in set(result["comparabilite"]["variable"])
    assert "lsns6" not in set(result["evolutions"]["indicateur"])


def test_no_household_at_all():
    result = run(small_study(""))
    assert (result["estimations"]["n_accompagnes"] == 0).all()
    assert result["estimations"]["note"].str.len().gt(0).all()
    assert result["survie"].empty
    assert result["incidences"].empty
    assert result["trajectoires"].empty


def test_a_missing_stratum_is_a_stratum():
    tables = small_study("aatt", {"impaye_solde": [1.0, 2.0, 3.0, 5.0]})
    tables["inclusions"]["profil"] = [None, "dalo", None, "dalo"]
    assert 0 < row_of(run(tables), "impaye_solde", "permutation")["p_valeur"] <= 1


def test_every_missing_estimate_says_why(estimated):
    for result in estimated.values():
        rows = result["estimations"]
        unexplained = rows["estimation"].isna() & (rows["note"] == "")
        assert not unexplained.any()


def test_notes_are_typographically_french(estimated):
    for result in estimated.values():
        for note in map(sentences, result["estimations"]["note"].unique()):
            assert "'" not in note
            assert " :" not in note
            assert " ;" not in note


def test_few_households_are_said_beside_a_ratio_of_rates():
    def note(n):
        values = {"troubles": [1.0, 3.0, 2.0, 1.0] * (n // 2)}
        return sentences(row_of(run(small_study("at" * n, values)), "troubles", "difference_brute")["note"])

    assert "Moins de dix ménages" in note(4)
    assert "Moins de dix ménages" not in note(10)


def test_a_curve_prolonged_to_the_horizon_is_said():
    tables = small_study("atat" * 3)
    tables["durees"].loc[0, ["duree_mois", "evenement"]] = [3.0, 1]
    whole = run(tables)["estimations"]
    tables["durees"]["duree_mois"] = tables["durees"]["duree_mois"].clip(upper=11.5)
    cut = run(tables)["estimations"]
    assert whole.loc[whole["methode"] == "rmst", "note"].iloc[0] == ""
    assert "plus personne n’est suivi après 11,5" in sentences(cut.loc[cut["methode"] == "rmst", "note"].iloc[0])


@pytest.mark.parametrize(("events", "prolonged"), [([1, 1, 1], False), ([1, 1, 0], True)])
def test_a_curve_that_has_come_down_to_zero_is_not_prolonged(events: list[int], prolonged: bool) -> None:
    """The last of three controls leaves at 18.2 months, or is no more followed: only then is the rest not known."""
    tables = small_study("aaattt")
    tables["durees"]["duree_mois"] = tables["durees"]["duree_mois"].where(
        tables["durees"].index < 3, [0, 0, 0, 5, 9, 18.2]
    )
    tables["durees"].loc[3:, "evenement"] = events
    note = row_of(run(tables), "duree_maintien", "rmst")["note"]
    assert ("courbe_prolongee" in note) is prolonged


def test_a_whole_follow_up_of_730_days_is_not_cut() -> None:
    tables = small_study("at" * 3)
    tables["durees"].loc[0, ["duree_mois", "evenement"]] = [3.0, 1]
    tables["durees"].loc[1:, "duree_mois"] = 730 / 30.4375
    assert row_of(run(tables), "duree_maintien", "rmst")["note"] == ""
