"""Arrears read after what is worse: a household gone, then the procedure, then the debt."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.estimate.estimations import estimations_table
from pipeline.estimate.sample import read_samples, read_study
from pipeline.params import Params
from pipeline.report.remarks import sentences

# Households, one a line: group, maintien, procedure_max, impaye_solde at 12 months; empty where unknown.
HOUSEHOLDS = """
AA001 accompagne 1 0 100
AA002 accompagne 1 3 0
AA003 accompagne 0 8
AA004 accompagne 1 0
AA005 temoin 0 8 50
AA006 temoin 0 5
AA007 temoin 1 0 100
AA008 temoin   700
"""


def rows_of(text):
    cells, groups = [], {}
    for line in text.strip().splitlines():
        name, group, *values = line.split(" ")
        groups[name] = group
        for indicator, value in zip(("maintien", "procedure_max", "impaye_solde"), values, strict=False):
            cells.append((name, indicator, "M12", float(value) if value else float("nan")))
    indicators = pd.DataFrame(cells, columns=["menage_id", "indicateur", "vague", "valeur"]).assign(exposition=None)
    inclusions = pd.DataFrame({"menage_id": list(groups), "groupe": list(groups.values()), "profil": "dalo"})
    params = Params()
    edition = params.editions["intermediaire"]
    study = read_study("intermediaire", edition, inclusions, params.plan)
    durations = pd.DataFrame({"menage_id": [], "duree_mois": [], "evenement": []})
    return estimations_table(read_samples(study, indicators, durations)).set_index(["indicateur", "methode"])


def test_it_is_the_count_of_pairs_by_hand():
    """AA001, AA002, AA003 against AA005, AA006, AA007; AA004 (debt unknown) and AA008 (fate unknown) have no rank.

    AA001 (100 €) is better than both gone and equal to AA007: ½. AA002 (procedure 3) is better than both gone, worse
    than AA007: 1. AA003 (gone, 8) is equal to AA005 (gone, 8; what it owes is not read), worse than AA006 (gone, 5) and
    than AA007: 2½. Worse in 4 of 9 pairs.
    """
    row = rows_of(HOUSEHOLDS).loc[("impaye_solde", "rang_composite")]
    assert row["mesure"] == "p_superiorite"
    assert row["estimation"] == pytest.approx(4 / 9)
    assert (row["n_accompagnes"], row["n_temoins"]) == (3, 3)
    assert row["sens_favorable"] == -1
    assert pd.isna(row["valeur_accompagnes"])
    assert sentences(row["note"]).endswith("sortis\u00a0: 1 chez les accompagnés, 2 chez les témoins.")


def test_where_nobodys_fate_is_known_the_row_says_so():
    table = rows_of("AA001 accompagne   100\nAA002 temoin   200")
    row = table.loc[("impaye_solde", "rang_composite")]
    assert pd.isna(row["estimation"])
    assert sentences(row["note"]).startswith("Aucune valeur connue")


def test_it_has_rows_for_arrears_alone(estimated):
    for tables in estimated.values():
        rows = tables["estimations"]
        ranked = rows[rows["methode"] == "rang_composite"]
        assert set(ranked["indicateur"]) == {"impaye_solde"}
        assert len(ranked) == (rows["indicateur"].eq("impaye_solde") & rows["methode"].eq("difference_brute")).sum()
        # Nobody who is gone owes what is compared: the ranks have all those whose fate and, still there, debt is known.
        crude = rows[rows["indicateur"].eq("impaye_solde") & rows["methode"].eq("difference_brute")]
        assert (ranked["n_temoins"].to_numpy() >= crude["n_temoins"].to_numpy()).all()
