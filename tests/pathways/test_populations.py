"""The two populations: values by hand, sliding leases, first arrears; and R's indicators."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.contract.populations import MEASURES
from pipeline.indicators.observed.study import observe
from pipeline.params import Params
from pipeline.pathways.first_arrears import first_arrears

TRUTH = Path(__file__).parents[1] / "deliveries" / "propre" / "attendu"
FINALE = Params().editions["finale"]


def household(name: str, group: str = "accompagne", **cells) -> dict:
    return {"menage_id": name, "groupe": group, "date_inclusion": "2015-01-15"} | cells


def cell(table: pd.DataFrame, population: str, measure: str, wave: str, column: str):
    (value,) = table.set_index(["population", "mesure", "vague"]).loc[[(population, measure, wave)], column]
    return value


def test_shares_are_those_of_the_indicators_of_r(propre_tables, computed):
    table = computed(propre_tables)["populations"]
    truth = pd.read_csv(TRUTH / "finale" / "indicateurs.csv").pivot_table(
        index="menage_id", columns=["indicateur", "vague"], values="valeur"
    )
    menages = propre_tables["menages"].set_index("menage_id")
    for population, blocked in (("se_maintenir", True), ("s_installer", False)):
        mine = menages.index[(menages["profil"] == "situation_bloquee") == blocked]
        for group in ("accompagne", "temoin"):
            own = truth.reindex([m for m in mine if menages.loc[m, "groupe"] == group])
            for wave in ("M12", "M18", "M24"):
                expected = {
                    "maintien": own["maintien", wave].dropna(),
                    "sans_impaye_lourd": 1 - own["impaye_2mois", wave].dropna(),
                    "sans_procedure": (own["procedure_max", wave].dropna() == 0).astype(float),
                }
                if not blocked:
                    expected["insertion"] = own["insertion", wave].dropna()
                for measure, values in expected.items():
                    assert cell(table, population, measure, wave, f"n_{group}s") == len(values)
                    assert cell(table, population, measure, wave, f"valeur_{group}s") == pytest.approx(values.mean())
                    assert cell(table, population, measure, wave, f"effectif_{group}s") == values.sum()


def test_every_measure_of_the_catalogue_has_its_rows(propre_tables, computed):
    table = computed(propre_tables)["populations"]
    for population, measures in MEASURES.items():
        assert list(dict.fromkeys(table.loc[table["population"] == population, "mesure"])) == [m.name for m in measures]


def test_sliding_leases(study_tables, computed):
    """Slid at 10 months: yes from M12 on. Left without sliding: no. Withdrawn before: unknown. Direct lease: out."""
    sliding = {"statut_occupation": "bail_glissant"}
    tables = study_tables(
        [
            household("AA01", **sliding),
            household("AA02", **sliding),
            household("AA03", **sliding),
            household("AA04"),
            household("AA05", **sliding),
            household("BB01", "temoin", **sliding),
        ],
        evenements=[
            ("AA01", "2015-11-15", "glissement_bail"),
            ("AA02", "2015-06-01", "abandon"),
            ("AA03", "2015-06-01", "retrait_etude"),
            ("AA04", "2015-06-01", "glissement_bail"),
            ("AA05", "2015-06-01", "glissement_bail"),
            ("AA05", "2015-07-01", "deces"),
            ("BB01", "2016-03-01", "glissement_bail"),
        ],
    )
    table = computed(tables)["populations"]
    args = (table, "s_installer", "glissement", "M12")
    assert [cell(*args, c) for c in ("effectif_accompagnes", "n_accompagnes")] == [2, 3]
    assert [cell(*args, c) for c in ("effectif_temoins", "n_temoins")] == [0, 1]
    assert cell(table, "s_installer", "glissement", "M18", "effectif_temoins") == 1


def test_a_smaller_debt_concerns_those_who_owed(study_tables, computed):
    blocked = {"profil": "situation_bloquee"}
    ledger = []
    for name, before, now in (("AA01", 500, 400), ("AA02", 500, 500), ("AA03", 0, 100), ("AA04", 500, None)):
        ledger += [(name, "2015-01", before, 500, 0), (name, "2016-01", now, 500, 0)]
    tables = study_tables(
        [household(f"AA0{i}", **blocked) for i in range(1, 5)] + [household("BB01", "temoin", **blocked)], ledger
    )
    table = computed(tables)["populations"]
    args = (table, "se_maintenir", "dette_reduite", "M12")
    assert [cell(*args, c) for c in ("effectif_accompagnes", "n_accompagnes", "n_temoins")] == [1, 2, 0]
    assert cell(*args, "note") == "aucune_valeur"


LEDGERS = {
    "AA01": "AACA",  # in arrears in the third month: 2 months, event
    "AA02": "AAAA",  # never: 3 months, censored
    "AA03": "CCCC",  # from the start: left out
    "AA04": "A.CA",  # a month without a row, then arrears: 2, event
    "AA05": "AA..",  # no row any more: 1, censored
    "AA06": "A...",  # nothing after month 0: not followed
    "AA07": ".AAC",  # month 0 unknown: kept, 3, event
    "AA08": "AACC",  # left in the second month: 1, censored, whatever was owed later
}


def test_time_to_the_first_heavy_arrears(study_tables):
    amounts = {"A": 100.0, "C": 1000.0}
    ledger = [
        (name, f"2015-0{m + 1}", amounts[c], 500.0, 0)
        for name, word in LEDGERS.items()
        for m, c in enumerate(word)
        if c != "."
    ]
    tables = study_tables([household(name) for name in LEDGERS], ledger, [("AA08", "2015-02-20", "abandon")])
    arrears = first_arrears(observe(tables, FINALE, Params().seuils))
    found = [(None if pd.isna(t) else int(t), bool(e)) for t, e in zip(arrears.months, arrears.events, strict=True)]
    assert found == [
        (2, True), (3, False), (None, False), (2, True), (1, False), (None, False), (3, True), (1, False),
    ]  # fmt: skip
    assert arrears.already.tolist() == [name == "AA03" for name in LEDGERS]


def test_the_curve_starts_at_one_and_never_rises(propre_tables, computed):
    tables = computed(propre_tables)
    for _, curve in tables["premier_impaye"].groupby("groupe"):
        assert curve["mois"].tolist() == list(range(25))
        assert curve["survie"].iloc[0] == 1.0
        assert (curve["survie"].diff().dropna() <= 0).all()
        assert (curve["a_risque"].diff().dropna() <= 0).all()
    row = (tables["populations"], "s_installer", "premier_impaye_rmst", "M24")
    starts = tables["premier_impaye"].query("mois == 0").set_index("groupe")["a_risque"]
    assert cell(*row, "n_accompagnes") == starts["accompagne"]
    assert 0 < cell(*row, "valeur_temoins") <= 24


def test_absent_tables_leave_their_measures_out(propre_tables, computed):
    del propre_tables["evenements"]
    measures = set(computed(propre_tables)["populations"]["mesure"])
    assert measures == {
        "sans_impaye_lourd", "dette_reduite", "impaye_solde", "premier_impaye_rmst", "premier_impaye_logrank",
    }  # fmt: skip


def test_a_population_without_a_household_has_no_row(study_tables, computed):
    tables = computed(study_tables([household("AA01"), household("BB01", "temoin")]))
    assert set(tables["populations"]["population"]) == {"s_installer"}
    assert tables["premier_impaye"].empty
