"""What came before: months before the inclusion and before the first contact, by hand; they move nothing else."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from support.sensitivity_settings import QUICK, setting_of, typed

from pipeline.estimate.edition import estimate_edition
from pipeline.indicators.edition import compute_edition
from pipeline.params import Demonstration
from pipeline.pathways.edition import compute_pathways
from pipeline.scheme.edition import scheme_edition
from pipeline.scheme.household_costs import household_costs
from pipeline.sensitivity.arrears_path import arrears_path
from pipeline.sensitivity.before_inclusion import before_rows
from pipeline.sensitivity.edition import sensitivity_edition
from pipeline.stages.scheme import read_note
from pipeline.synthetic.study import make_study

START = pd.Period("2015-01", "M")


def with_months_before(tables, *balances):
    """The same delivery, household k owing `balances[k]` (None: no row) in the months just before the inclusion."""
    rows = [
        {"menage_id": name, "mois": str(START - len(past) + m), "quittance": 500.0, "apl": 200.0,
         "autres_aides": 0.0, "paiement": 300.0, "solde_impaye": owed}
        for name, past in zip(tables["menages"]["menage_id"], balances, strict=True)
        for m, owed in enumerate(past)
        if owed is not None
    ]  # fmt: skip
    ledger = pd.concat([typed("suivi_locatif", rows), tables["suivi_locatif"]], ignore_index=True)
    return {**tables, "suivi_locatif": ledger}


def met(*days):
    """Interventions: (household, day)."""
    return typed(
        "accompagnement", [{"menage_id": f"M{k:03d}", "date": pd.Timestamp(d), "duree_jours": 0.5} for k, d in days]
    )


@pytest.fixture
def four(tiny):
    return with_months_before(
        tiny(
            ("accompagne", None, [100.0, 90.0, 70.0, *[40.0] * 22]),
            ("accompagne", None, [200.0, 210.0, 240.0, *[300.0] * 22]),
            ("temoin", None, [0.0, 0.0, 10.0, *[20.0] * 22]),
            ("temoin", None, [50.0, 60.0, 80.0, *[90.0] * 22]),
        ),
        [70.0, 80.0, 90.0],  # 10 € a month
        [160.0, None, 200.0, 220.0],  # 20 € a month
        [10.0, 10.0, 10.0],  # flat
        [30.0, 40.0],  # two months: no slope
    )


def test_slopes_and_the_double_difference_by_hand(four):
    found = {(r.variante, r.vague): r for r in before_rows(setting_of(four))}
    slope = found["pente", "T0"]
    assert slope.estimation == pytest.approx((10 + 20) / 2 - 0)
    assert (slope.n_accompagnes, slope.n_temoins) == (2, 1)
    assert math.isnan(slope.ic_bas)  # one control
    double = found["double", "M24"]
    assert double.estimation == pytest.approx(((40 - 80) + (300 - 580 / 3)) / 2 - (20 - 10))
    assert {w for v, w in found if v == "double"} == {"M12", "M18", "M24"}


def test_a_ledger_that_begins_with_the_inclusion_has_no_row(tiny):
    tables = tiny(("accompagne", None, [1.0] * 25), ("temoin", None, [2.0] * 25))
    assert list(before_rows(setting_of(tables))) == []
    assert (arrears_path(setting_of(tables))["mois"] > 0).all()


def test_months_before_are_measured_from_the_inclusion_and_contacts_take_households_out(four):
    four["accompagnement"] = met((0, "2015-02-20"), (0, "2015-03-01"), (1, "2015-04-02"))
    path = arrears_path(setting_of(four)).set_index(["lecture", "mois"])
    known = path.loc["connus"]
    assert list(known.index) == [-3, -2, -1, *range(1, 25)]  # month −4: no control
    assert known.loc[-1, "difference"] == pytest.approx((-10 + 20) / 2 - (10 - 10) / 2)
    assert (known.loc[-1, "n_accompagnes"], known.loc[-3, "n_temoins"]) == (2, 1)
    assert known.loc[1, "difference"] == pytest.approx((-10 + 10) / 2 - (0 + 10) / 2)
    assert list(known.loc[[1, 2, 3], "part_contactes"]) == [0.5, 0.5, 1.0]
    waiting = path.loc["pas_contactes"]
    assert list(waiting.index) == [1, 2]
    assert waiting.loc[1, "difference"] == pytest.approx(10 - (0 + 10) / 2)  # the second alone was not met yet
    assert waiting.loc[2, "difference"] == pytest.approx(40 - (10 + 30) / 2)


@pytest.mark.parametrize("interventions", [None, met()])
def test_without_a_known_intervention_nobody_is_said_to_be_met(four, interventions):
    if interventions is not None:
        four["accompagnement"] = interventions
    path = arrears_path(setting_of(four))
    assert "pas_contactes" not in set(path["lecture"])
    assert path["part_contactes"].isna().all()


def test_a_group_without_a_household_leaves_the_table_without_months_before(tiny):
    tables = with_months_before(
        tiny(("accompagne", None, [1.0] * 25), ("temoin", None, [2.0] * 25)), [1.0, 2.0, 3.0], []
    )
    path = arrears_path(setting_of(tables))
    assert (path["mois"] > 0).all()


def written(frame, path):
    frame.to_parquet(path)
    return path.read_bytes()


def test_the_months_before_change_no_byte_of_the_indicators_nor_of_the_estimates(tiny, tmp_path):
    households = [
        (group, 7 if k % 5 == 4 else None, [float(50 * k + (3 + k) * m) for m in range(25)])
        for k, group in enumerate(["accompagne", "temoin"] * 8)
    ]
    without = tiny(*households)
    with_ = with_months_before(without, *[[float(40 * k + m) for m in range(12)] for k in range(16)])
    made = []
    for which, tables in enumerate((without, with_)):
        edition = QUICK.editions["finale"]
        computed = compute_edition(tables, edition, QUICK.seuils, QUICK.controles)
        estimated = estimate_edition("finale", edition, computed, QUICK.plan)
        made.append(
            [written({**computed, **estimated}[n], tmp_path / f"{n}-{which}") for n in ("indicateurs", "estimations")]
        )
    assert made[0] == made[1]


def everything_of(tables, name):
    edition, plan = QUICK.editions[name], QUICK.plan
    computed = compute_edition(tables, edition, QUICK.seuils, QUICK.controles)
    costs = household_costs(tables["couts"], computed["inclusions"], computed["indicateurs"], edition, QUICK.couts)
    computed |= {"couts_menages": costs}
    estimated = estimate_edition(name, edition, computed, plan, QUICK.couts)
    return {
        **computed,
        **estimated,
        **scheme_edition(name, tables, computed | estimated, read_note(), QUICK),
        **compute_pathways(tables, computed["indicateurs"], edition, QUICK.seuils, plan, QUICK.parcours),
        **sensitivity_edition(name, QUICK, tables, computed),
    }


@pytest.mark.slow
def test_the_months_before_change_no_indicator_no_estimate_and_no_other_table():
    without, with_ = (
        everything_of(make_study(Demonstration(mois_avant_inclusion=m)).tables, "finale") for m in (0, 12)
    )
    path, rows = with_["ecarts_mensuels"], with_["sensibilite"]
    with_ |= {"ecarts_mensuels": path[path["mois"] > 0], "sensibilite": rows[rows["analyse"] != "avant"]}
    assert len(path[path["mois"] < 0]) == 12
    assert len(rows[rows["analyse"] == "avant"]) == 4
    for name, frame in without.items():
        if name == "ecarts_mensuels":
            frame = frame[frame["mois"] > 0]  # two landlords send two months before with the follow-up
        if name == "sensibilite":
            frame = frame[frame["analyse"] != "avant"]
        pd.testing.assert_frame_equal(
            with_[name].reset_index(drop=True), frame.reset_index(drop=True), check_exact=True, obj=name
        )
    assert np.isfinite(with_["estimations"]["estimation"]).any()
