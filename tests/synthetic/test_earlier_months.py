"""The months before the inclusion are added to a study, and change nothing else of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.clock import month_index
from pipeline.params import Demonstration
from pipeline.synthetic.study import SimulatedStudy, make_study


def months_before(study: SimulatedStudy) -> pd.DataFrame:
    """The ledger rows before the inclusion, with `mois_suivi` (−1: the month before) and the household's group."""
    households = study.tables["menages"][["menage_id", "groupe", "date_inclusion", "date_bail"]]
    rows = study.tables["suivi_locatif"].merge(households, on="menage_id")
    inclusion = month_index(rows["date_inclusion"].to_numpy().astype("datetime64[D]"))
    rows["mois_suivi"] = month_index(rows["mois"].to_numpy(dtype="datetime64[M]")) - inclusion
    return rows[rows["mois_suivi"] < 0]


@pytest.mark.parametrize("months", [1, 3, 12])
def test_nothing_else_of_the_study_changes(months: int) -> None:
    without, with_ = (make_study(Demonstration(mois_avant_inclusion=m)) for m in (0, months))
    for name, table in without.tables.items():
        rows = len(table)
        pd.testing.assert_frame_equal(with_.tables[name].iloc[:rows], table)
        assert name == "suivi_locatif" or len(with_.tables[name]) == rows
    assert with_.cases == without.cases
    assert months_before(with_)["mois_suivi"].min() == -max(months, 2)  # two landlords send two with the follow-up


def test_a_household_has_no_row_before_its_lease_and_none_twice() -> None:
    rows = months_before(make_study(Demonstration()))
    assert (rows["mois"] > rows["date_bail"].dt.strftime("%Y-%m")).all()
    assert not rows.duplicated(["menage_id", "mois"]).any()


def test_the_last_balance_before_the_inclusion_is_the_debt_at_inclusion() -> None:
    study = make_study(Demonstration())
    last = months_before(study).query("mois_suivi == -1").set_index("menage_id")["solde_impaye"]
    stated = study.tables["menages"].set_index("menage_id")["impaye_inclusion"]
    np.testing.assert_allclose(last, stated[last.index], atol=0.005)


def test_before_the_inclusion_the_groups_live_alike_and_debts_grow() -> None:
    rows = months_before(make_study(Demonstration(effectif_par_groupe=1000), cases=False))
    change = rows.pivot_table(index=["groupe", "menage_id"], columns="mois_suivi", values="solde_impaye")
    change = (change[-1] - change[-12]).dropna()
    groups = change.groupby("groupe").agg(["mean", "var", "count"])
    error = np.sqrt((groups["var"] / groups["count"]).sum())
    assert abs(groups["mean"].diff().iloc[1]) < 4 * error  # a chance of 1 in 15,000 to fail where they are alike
    assert (groups["mean"] > 50).all()
