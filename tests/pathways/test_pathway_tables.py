"""Distributions, transitions, months in each state: by hand, and whatever the study."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.produced.catalogue import written_by
from pipeline.contract.produced.pathways import (
    DISSEMBLANCE,
    ETATS,
    MOIS_PAR_ETAT,
    POPULATIONS,
    PREMIER_IMPAYE,
    REPARTITION_ETATS,
    TRANSITIONS,
    TYPES,
    TYPES_NOMBRE,
    TYPOLOGIE,
)
from pipeline.contract.states import STATE_CODES
from pipeline.params import Params
from pipeline.pathways.distribution import distribution_table, months_in_states
from pipeline.pathways.monthly_states import RANK
from pipeline.pathways.sample import Pathways
from pipeline.pathways.transitions import transition_shares

COLUMNS = {
    "etats": ETATS, "repartition_etats": REPARTITION_ETATS, "transitions": TRANSITIONS,
    "mois_par_etat": MOIS_PAR_ETAT, "typologie": TYPOLOGIE, "types": TYPES,
    "types_nombre": TYPES_NOMBRE, "dissemblance": DISSEMBLANCE, "populations": POPULATIONS,
    "premier_impaye": PREMIER_IMPAYE,
}  # fmt: skip
LETTERS = {
    "A": "sans_impaye", "B": "impaye_leger", "C": "impaye_lourd", "S": "sorti", "P": "perdu_de_vue", "N": "non_observe",
}  # fmt: skip


def pathways(treated: list[str], control: list[str]) -> Pathways:
    """Households as words: a letter a month."""
    words = [*treated, *control]
    states = np.array([[RANK[LETTERS[c]] for c in word] for word in words])
    group = np.array([True] * len(treated) + [False] * len(control))
    return Pathways(
        pd.Series([f"AA{i:02d}" for i in range(len(words))]), states, group, np.zeros(len(words), dtype=int)
    )


def test_every_table_has_the_columns_of_the_contract(propre_tables, computed):
    tables = computed(propre_tables)
    assert set(tables) == {entry.name for entry in written_by("pathways")}
    for name, frame in tables.items():
        assert list(frame.columns) == COLUMNS[name].names, name


def test_each_month_is_shared_out_between_the_states(propre_tables, computed):
    frame = computed(propre_tables)["repartition_etats"]
    sums = frame.groupby(["ensemble", "mois"])[["effectif", "part"]].sum()
    assert sums["part"].to_numpy() == pytest.approx(1.0)
    assert set(sums.loc["accompagne", "effectif"]) == {24}
    assert sums.loc[("accompagne", 0), "effectif"] + sums.loc[("temoin", 0), "effectif"] == 48


def test_distribution_by_hand():
    study = pathways(["AB", "AA", "CN"], [])
    frame = distribution_table(study.states, {"tous": study.treated}).set_index(["mois", "etat"])["part"]
    assert frame[0, "sans_impaye"] == pytest.approx(2 / 3)
    assert frame[1, "non_observe"] == pytest.approx(1 / 3)
    assert frame[1, "sorti"] == 0


def test_transitions_by_hand():
    """AABBN: A→A, A→B, B→B; the last pair is not observed. ABSS: A→B, B→S; nothing leaves S."""
    table = transition_shares(pathways(["AABBN", "ABSSS"], ["NNNNN"]), 0.95)
    assert set(table["groupe"]) == {"accompagne"}
    moves = table.set_index(["de", "vers"])
    assert set(table["de"]) == {"sans_impaye", "impaye_leger"}
    assert moves.loc[("sans_impaye", "sans_impaye"), ["effectif", "a_risque"]].tolist() == [1, 3]
    assert moves.loc[("sans_impaye", "impaye_leger"), "probabilite"] == pytest.approx(2 / 3)
    assert moves.loc[("impaye_leger", "sorti"), ["effectif", "a_risque"]].tolist() == [1, 2]
    assert moves.loc[("impaye_leger", "impaye_lourd"), ["effectif", "ic_bas"]].tolist() == [0, 0.0]


def test_probabilities_of_a_state_add_up_and_lie_in_their_interval(propre_tables, computed):
    table = computed(propre_tables)["transitions"]
    assert table.groupby(["groupe", "de"])["probabilite"].sum().to_numpy() == pytest.approx(1.0)
    assert (table["ic_bas"] <= table["probabilite"] + 1e-12).all()
    assert (table["ic_haut"] >= table["probabilite"] - 1e-12).all()
    assert not set(table["de"]) & {"sorti", "perdu_de_vue", "non_observe"}


def test_months_in_each_state_by_hand():
    """Month 0 is not counted: AAB is one month in A and one in B."""
    params = Params.model_validate({"plan": {"tirages": 99}})
    table = months_in_states(pathways(["AAB", "ABB"], ["ACC", "ACS"]), params.plan, params.parcours).set_index("etat")
    assert table["moyenne_accompagnes"][["sans_impaye", "impaye_leger", "impaye_lourd"]].tolist() == [0.5, 1.5, 0.0]
    assert table.loc["impaye_lourd", "difference"] == -1.5
    assert table.loc["impaye_lourd", ["n_accompagnes", "n_temoins"]].tolist() == [2, 2]


@pytest.mark.parametrize("edition", ["intermediaire", "finale"])
def test_months_add_up_to_the_horizon(edition, propre_tables, computed):
    table = computed(propre_tables, edition)["mois_par_etat"]
    horizon = Params().editions[edition].horizon
    assert table["moyenne_accompagnes"].sum() == pytest.approx(horizon)
    assert table["difference"].sum() == pytest.approx(0.0, abs=1e-9)
    assert list(table["etat"]) == list(STATE_CODES)


def test_exchanging_the_groups_changes_the_signs_alone():
    params = Params.model_validate({"plan": {"tirages": 199}})
    one, two = ["AAB", "ABB", "AAA"], ["ACC", "ACS", "ABC"]
    first, second = (
        months_in_states(pathways(a, b), params.plan, params.parcours).set_index("etat")
        for a, b in ((one, two), (two, one))
    )
    assert second["difference"].to_numpy() == pytest.approx(-first["difference"].to_numpy())
    assert second["ic_haut"].to_numpy() == pytest.approx(-first["ic_bas"].to_numpy(), nan_ok=True)


def test_a_planted_difference_is_seen_and_none_is_not():
    params = Params.model_validate({"plan": {"tirages": 999}})
    apart = months_in_states(pathways(["AAAA"] * 10 + ["AAAC"], ["ACCC"] * 10 + ["AAAA"]), params.plan, params.parcours)
    assert apart.set_index("etat").loc["impaye_lourd", "p_valeur"] < 0.01
    same = months_in_states(pathways(["AAAC", "AAAA"] * 5, ["AAAC", "AAAA"] * 5), params.plan, params.parcours)
    assert same.set_index("etat").loc["impaye_lourd", "p_valeur"] == 1.0


def test_with_many_households_the_p_is_welchs_and_it_is_said():
    params = Params.model_validate({"plan": {"tirages": 99}, "parcours": {"effectif_max": 10}})
    table = months_in_states(pathways(["AAB", "ABB"] * 4, ["ACC", "ACS", "AAB"] * 2), params.plan, params.parcours)
    row = table.set_index("etat").loc["impaye_lourd"]
    assert row["note"] == "p_de_welch"
    assert 0 < row["p_valeur"] < 1


def test_degenerate_studies(study_tables, computed):
    one = {"menage_id": "AA01", "groupe": "accompagne", "date_inclusion": "2015-01-15"}
    other = one | {"menage_id": "BB02"}
    for households in ([one], [one, other], [one, other | {"groupe": "temoin"}], [one | {"consentement": 0}]):
        tables = computed(study_tables(households))
        assert set(tables) == set(COLUMNS)
        assert tables["typologie"].empty
        assert tables["types"].empty
        assert len(tables["dissemblance"]) == 1
        assert tables["dissemblance"]["note"][0]
        assert tables["mois_par_etat"]["p_valeur"].isna().all()


def test_the_same_input_gives_the_same_tables_and_the_order_of_rows_does_not_matter(propre_tables, computed):
    first = computed(propre_tables)
    shuffled = {n: f.sample(frac=1, random_state=7).reset_index(drop=True) for n, f in propre_tables.items()}
    second = computed(shuffled)
    for name in COLUMNS:
        pd.testing.assert_frame_equal(first[name], second[name])
