"""What must not change an indicator: the order of rows, the names of households, what is dated after the freeze."""

from __future__ import annotations

import pandas as pd
import pytest
from random_studies import random_study

from pipeline.indicators.edition import compute_edition
from pipeline.params import Params

PARAMS = Params()
EDITION = PARAMS.editions["parcours"]  # freeze: 30 September 2016
ALL = ("indicateurs", "durees", "inclusions", "suivi_mensuel", "flux")
some_studies = pytest.mark.parametrize(
    "seed", [*range(2), *(pytest.param(s, marks=pytest.mark.slow) for s in range(2, 16))]
)


def compute(tables):
    return compute_edition(tables, EDITION, PARAMS.seuils, PARAMS.controles)


def assert_identical(got, wanted):
    for name in ALL:
        pd.testing.assert_frame_equal(got[name], wanted[name], check_exact=True)


@some_studies
def test_the_order_of_the_rows_changes_nothing_not_even_the_last_bit(as_tables, seed):
    tables = as_tables(random_study(seed, 12))
    shuffled = {name: frame.sample(frac=1, random_state=seed + 1) for name, frame in tables.items()}
    assert_identical(compute(shuffled), compute(tables))


@some_studies
def test_other_names_give_the_same_values_under_the_other_names(as_tables, seed):
    tables = as_tables(random_study(seed, 12))
    names = sorted(tables["menages"]["menage_id"])
    other = dict(zip(names, [f"ZZ{i:04d}" for i in reversed(range(len(names)))], strict=True))
    back = {new: old for old, new in other.items()}

    def renamed(frame, mapping):
        return frame.assign(menage_id=frame["menage_id"].map(mapping).astype("str")) if "menage_id" in frame else frame

    got = compute({name: renamed(frame, other) for name, frame in tables.items()})
    wanted = compute(tables)
    key = {"indicateurs": ["menage_id", "indicateur", "vague"], "suivi_mensuel": ["menage_id", "mois_suivi"]}
    for name in ALL:
        a, b = renamed(got[name], back), wanted[name]
        if name != "flux":
            a, b = (f.sort_values(key.get(name, ["menage_id"])).reset_index(drop=True) for f in (a, b))
        pd.testing.assert_frame_equal(a, b, check_exact=True)


@some_studies
def test_swapping_the_groups_swaps_the_labels_and_nothing_else(as_tables, seed):
    tables = as_tables(random_study(seed, 12))
    swap = {"accompagne": "temoin", "temoin": "accompagne"}
    menages = tables["menages"]
    got = compute({**tables, "menages": menages.assign(groupe=menages["groupe"].map(swap).astype("str"))})
    wanted = compute(tables)
    for name in ("indicateurs", "durees"):
        a, b = (
            f if name == "durees" else f[f["indicateur"] != "jours_accompagnement"] for f in (got[name], wanted[name])
        )
        pd.testing.assert_frame_equal(a.drop(columns="groupe"), b.drop(columns="groupe"), check_exact=True)
        assert a["groupe"].map(swap).tolist() == b["groupe"].tolist()


@some_studies
def test_what_is_dated_after_the_freeze_changes_nothing(as_tables, seed):
    study = random_study(seed, 12)
    late = pd.Timestamp(2016, 10, 1).date()
    more = {name: list(rows) for name, rows in study.items()}
    for household in study["menages"]:
        name = {"menage_id": household["menage_id"]}
        for kind in (
            "expulsion",
            "deces",
            "retrait_etude",
            "mutation",
            "plainte_voisinage",
            "ouverture_droit",
            "audience",
        ):
            more["evenements"].append({**name, "date": late, "type": kind})
        more["accompagnement"].append({**name, "date": late, "duree_jours": 1.0})
        for month in ("2016-10", "2016-11"):
            ours = [r for r in more["suivi_locatif"] if r["menage_id"] == household["menage_id"] and r["mois"] == month]
            for row in ours:
                more["suivi_locatif"].remove(row)
            row = {"quittance": 1.0, "apl": 0.0, "autres_aides": 0.0, "paiement": 1e6, "solde_impaye": 1e6}
            more["suivi_locatif"].append({**name, "mois": month, **row})
    waves = {(r["menage_id"], r["vague"]) for r in study["entretiens"]}
    for household in study["menages"]:
        for wave in ("T0", "M12"):
            if (household["menage_id"], wave) not in waves:
                more["entretiens"].append(
                    {
                        "menage_id": household["menage_id"],
                        "vague": wave,
                        "date": late,
                        "ucla_1": 3,
                        "ucla_2": 3,
                        "ucla_3": 3,
                    }
                )
    assert_identical(compute(as_tables(more)), compute(as_tables(study)))


@some_studies
def test_rows_of_households_that_are_not_analysed_change_nothing(as_tables, seed):
    """Neither a household without consent nor an unknown one leaves a trace in another's values."""
    tables = as_tables(random_study(seed, 12))
    analysed = set(compute(tables)["inclusions"]["menage_id"])
    alone = {
        name: frame if name == "menages" else frame[frame["menage_id"].isin(analysed)] for name, frame in tables.items()
    }
    assert_identical(compute(alone), compute(tables))


def test_the_input_is_left_as_it_was(propre_tables):
    before = {name: frame.copy(deep=True) for name, frame in propre_tables.items()}
    compute(propre_tables)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(propre_tables[name], frame, check_exact=True)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_identical_rows_sent_twice_count_once_in_tables_with_a_key(as_tables, rows):
    tables = as_tables(random_study(3, 12))
    twice = {
        name: pd.concat([tables[name], tables[name].head(rows)])
        if name in ("menages", "suivi_locatif")
        else tables[name]
        for name in tables
    }
    assert_identical(compute(twice), compute(tables))
