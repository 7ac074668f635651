"""The synthetic study lives as real households do, its ledger adds up, and each edge case is really in its tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.clock import add_months, month_index
from pipeline.contract.codes import GRAVITE_PROCEDURE, PHASES, PROCEDURE, SORTIES_NEGATIVES
from pipeline.contract.tables import TABLES
from pipeline.params import Demonstration
from pipeline.shipped import reference_folder
from pipeline.synthetic.study import SimulatedStudy, make_study

BUDGET = 390_760  # total of the project note, €


@pytest.fixture(scope="module")
def study() -> SimulatedStudy:
    return make_study(Demonstration())


@pytest.fixture(scope="module")
def crowd() -> SimulatedStudy:
    return make_study(Demonstration(effectif_par_groupe=1000), cases=False)


def first_exit(tables: dict[str, pd.DataFrame]) -> pd.Series:
    events = tables["evenements"]
    return events[events["type"].isin(SORTIES_NEGATIVES)].groupby("menage_id")["date"].min()


def carrier(study: SimulatedStudy, case: str) -> str:
    (household,) = study.cases[case]
    return household


def offset(study: SimulatedStudy, rows: pd.DataFrame) -> pd.Series:
    """Months since inclusion of ledger rows."""
    inclusion = study.tables["menages"].set_index("menage_id")["date_inclusion"]
    return pd.Series(
        month_index(rows["mois"].to_numpy(dtype="datetime64[M]"))
        - month_index(rows["menage_id"].map(inclusion).to_numpy().astype("datetime64[D]")),
        index=rows.index,
    )


def test_every_ledger_adds_up_to_the_cent(crowd: SimulatedStudy) -> None:
    ledger = crowd.tables["suivi_locatif"].sort_values(["menage_id", "mois"])
    cents = (ledger[["quittance", "apl", "autres_aides", "paiement", "solde_impaye"]] * 100).round().astype(int)
    month = month_index(ledger["mois"].to_numpy(dtype="datetime64[M]"))
    follows = (ledger["menage_id"] == ledger["menage_id"].shift()).to_numpy() & (np.diff(month, prepend=0) == 1)
    step = cents["quittance"] - cents["apl"] - cents["autres_aides"] - cents["paiement"]
    error = cents["solde_impaye"] - cents["solde_impaye"].shift() - step
    assert follows.sum() > 40_000
    assert (error[follows] == 0).all()


def test_payments_and_aids_are_never_negative_and_the_aid_never_exceeds_the_rent_call(crowd: SimulatedStudy) -> None:
    ledger = crowd.tables["suivi_locatif"]
    assert (ledger[["quittance", "apl", "autres_aides", "paiement"]] >= 0).all(axis=None)
    assert (ledger["apl"] <= ledger["quittance"]).all()


def test_rents_are_those_of_the_social_stock(crowd: SimulatedStudy) -> None:
    called = crowd.tables["suivi_locatif"]["quittance"]
    low, high = called.quantile([0.02, 0.98])
    assert 200 < low < high < 680
    newcomers = crowd.tables["menages"].query("profil != 'situation_bloquee'")
    assert (newcomers["impaye_inclusion"] == 0).mean() > 0.5


def test_debts_are_skewed(crowd: SimulatedStudy) -> None:
    last = crowd.tables["suivi_locatif"].groupby("menage_id")["solde_impaye"].last()
    assert last.mean() > 1.3 * last.median()


def test_an_expulsion_comes_last_after_all_its_stages_in_order_and_outside_the_winter_truce(
    crowd: SimulatedStudy,
) -> None:
    events = crowd.tables["evenements"]
    evicted = events[events["type"] == "expulsion"]
    assert len(evicted) > 50
    assert evicted["date"].dt.month.between(4, 10).all()
    ladder = events[events["menage_id"].isin(evicted["menage_id"]) & events["type"].isin(GRAVITE_PROCEDURE)]
    dates = ladder.pivot_table(index="menage_id", columns="type", values="date")[[c.value for c in PROCEDURE]]
    assert dates.notna().all(axis=None)
    assert (dates.diff(axis=1).iloc[:, 1:] >= pd.Timedelta(days=1)).all(axis=None)


def test_ccapex_is_seized_two_months_before_the_summons(crowd: SimulatedStudy) -> None:
    events = crowd.tables["evenements"]
    first = events.pivot_table(index="menage_id", columns="type", values="date", aggfunc="min")
    both = first[["saisine_ccapex", "assignation"]].dropna()
    assert len(both) > 100
    assert (both["assignation"] - both["saisine_ccapex"] >= pd.Timedelta(days=60)).all()


@pytest.mark.parametrize("table", ["evenements", "entretiens", "accompagnement"])
def test_nothing_happens_to_a_household_after_it_left_or_withdrew(crowd: SimulatedStudy, table: str) -> None:
    events = crowd.tables["evenements"]
    out = events[events["type"].isin((*SORTIES_NEGATIVES, "deces", "retrait_etude"))]
    end = out.groupby("menage_id")["date"].min()
    rows = crowd.tables[table]
    last = rows["menage_id"].map(end)
    assert last.notna().any()
    assert (rows["date"] <= last)[last.notna()].all()


def test_the_ledger_stops_with_the_month_of_the_exit(crowd: SimulatedStudy) -> None:
    ledger = crowd.tables["suivi_locatif"]
    end = ledger["menage_id"].map(first_exit(crowd.tables)).dropna()
    assert (ledger.loc[end.index, "mois"] <= end.dt.strftime("%Y-%m")).all()


def test_only_accompanied_households_have_interventions_in_the_order_of_the_phases(crowd: SimulatedStudy) -> None:
    support = crowd.tables["accompagnement"].merge(crowd.tables["menages"][["menage_id", "groupe"]])
    assert set(support["groupe"]) == {"accompagne"}
    rank = support["phase"].map({code.value: k for k, code in enumerate(PHASES)})
    assert (rank.groupby(support["menage_id"]).diff().dropna() >= 0).all()
    assert (support["date"].groupby(support["menage_id"]).diff().dropna() >= pd.Timedelta(0)).all()
    days = support.groupby("menage_id")["duree_jours"].sum()
    assert 5 <= days.mean() <= 7  # planned by the note: 5 to 7 days by household


def test_items_are_whole_and_within_the_scales_and_stable_over_waves(crowd: SimulatedStudy) -> None:
    interviews = crowd.tables["entretiens"]
    for column in TABLES["entretiens"]:
        if column.minimum is not None:
            assert interviews[column.name].between(column.minimum, column.maximum).dropna().all()
    items = [f"lsns_{k}" for k in range(1, 7)]
    score = interviews.assign(score=interviews[items].sum(axis=1)).pivot_table(
        index="menage_id", columns="vague", values="score"
    )
    assert score.corr().loc["T0", "M12"] > 0.5


def test_members_of_the_cooperative_are_mostly_at_orleans(crowd: SimulatedStudy) -> None:
    members = crowd.tables["entretiens"].merge(crowd.tables["menages"][["menage_id", "region"]])
    share = members[members["vague"] != "T0"].groupby("region")["membre_cooperative"].mean()
    assert share["centre"] > 3 * share.drop("centre").max()


def test_spending_is_near_the_budget_of_the_note_line_by_line(study: SimulatedStudy) -> None:
    spent = study.tables["couts"]
    assert spent["montant"].sum() == pytest.approx(BUDGET, rel=0.05)
    assert spent["montant"].sum() != BUDGET
    planned = pd.read_csv(reference_folder() / "budget.csv").query("nature == 'ligne'").set_index("poste")["prevu"]
    by_line = spent.groupby("poste")["montant"].sum()
    assert set(by_line.index) == set(planned.index)
    assert ((by_line / planned - 1).abs() < 0.10).all()


def test_every_household_lives_in_a_pilot_site_of_its_landlord(crowd: SimulatedStudy) -> None:
    places = pd.read_csv(reference_folder() / "sites_pilotes.csv")[["bailleur", "region", "commune"]].drop_duplicates()
    joined = crowd.tables["menages"].merge(places, how="left", indicator=True)
    assert (joined["_merge"] == "both").all()


def test_groups_profiles_and_pairs_are_those_of_the_plan(study: SimulatedStudy) -> None:
    households = study.tables["menages"]
    assert households["groupe"].value_counts().to_dict() == {"accompagne": 25, "temoin": 25}
    assert 20 <= (households["profil"] == "situation_bloquee").sum() <= 25
    assert households["motif"].notna().equals(households["profil"] == "situation_bloquee")
    assert households["mode_accompagnement"].notna().equals(households["groupe"] == "accompagne")
    assert households["bailleur"].nunique() == 6
    assert households["region"].nunique() == 3
    pairs = households.dropna(subset="paire_id").groupby("paire_id")
    assert (pairs["groupe"].nunique() == 2).all()
    assert (pairs["profil"].first() == pairs["profil"].last()).all()


def test_all_but_one_household_enter_from_january_to_march_2015(study: SimulatedStudy) -> None:
    inclusion = study.tables["menages"]["date_inclusion"]
    assert inclusion.between("2015-01-01", "2015-03-31").sum() == 49
    assert inclusion.max() == pd.Timestamp("2015-06-17")


def test_exits_are_more_frequent_among_controls(study: SimulatedStudy) -> None:
    # A demonstration must show something: the realised exits before the last freeze are not an accident of the seed.
    exits = first_exit(study.tables)
    exits = exits[exits <= "2017-03-31"]
    group = study.tables["menages"].set_index("menage_id")["groupe"]
    counts = exits.index.map(group).value_counts()
    assert counts["temoin"] >= 6
    assert 1 <= counts["accompagne"] <= 4


# -- the edge cases, looked for in the tables


def test_one_household_a_group_did_not_consent(study: SimulatedStudy) -> None:
    refused = study.tables["menages"].query("consentement == False")
    assert sorted(refused["groupe"]) == ["accompagne", "temoin"]
    assert sorted(refused["menage_id"]) == sorted(study.cases["sans consentement"])


@pytest.mark.parametrize(
    ("case", "event"),
    [
        ("décès", "deces"),
        ("abandon", "abandon"),
        ("départ volontaire", "depart_volontaire"),
        ("retrait de l’étude, le bailleur continue d’envoyer", "retrait_etude"),
        ("expulsion après une procédure complète", "expulsion"),
        ("départ daté après le dernier gel", "depart_volontaire"),
        ("assignation avant l’inclusion", "assignation"),
    ],
)
def test_the_event_of_a_case_is_there(study: SimulatedStudy, case: str, event: str) -> None:
    events = study.tables["evenements"]
    assert event in set(events[events["menage_id"] == carrier(study, case)]["type"])


def test_cases_fall_on_the_right_side_of_the_dates(study: SimulatedStudy) -> None:
    events = study.tables["evenements"].set_index("menage_id")
    late = events.loc[[carrier(study, "départ daté après le dernier gel")]].query("type == 'depart_volontaire'")
    assert (late["date"] > "2017-03-31").all()
    household = carrier(study, "assignation avant l’inclusion")
    inclusion = study.tables["menages"].set_index("menage_id").loc[household, "date_inclusion"]
    assert (events.loc[[household]].query("type == 'assignation'")["date"] < inclusion).any()


def test_both_groups_have_a_rehousing(study: SimulatedStudy) -> None:
    moved = study.tables["evenements"].query("type == 'mutation'").merge(study.tables["menages"])
    assert set(moved["groupe"]) == {"accompagne", "temoin"}


def test_the_landlord_goes_on_sending_after_the_withdrawal(study: SimulatedStudy) -> None:
    household = carrier(study, "retrait de l’étude, le bailleur continue d’envoyer")
    events, ledger = study.tables["evenements"], study.tables["suivi_locatif"]
    left = events[(events["menage_id"] == household) & (events["type"] == "retrait_etude")]["date"].iloc[0]
    months = ledger[ledger["menage_id"] == household]["mois"]
    assert (months > left.strftime("%Y-%m")).sum() >= 6


def test_the_ledger_has_its_gaps_and_its_zero_rent_call(study: SimulatedStudy) -> None:
    ledger = study.tables["suivi_locatif"]
    months = offset(study, ledger).groupby(ledger["menage_id"]).apply(set)
    assert 12 not in months[carrier(study, "mois 12 absent du suivi")]
    assert not {5, 6, 7, 8} & months[carrier(study, "mois 5 à 8 absents du suivi")]
    zero = ledger[ledger["quittance"] == 0]
    assert list(zero["menage_id"]) == [carrier(study, "quittance nulle au mois 12")]
    assert list(offset(study, zero)) == [12]


def test_some_landlords_send_months_around_the_follow_up(study: SimulatedStudy) -> None:
    months = offset(study, study.tables["suivi_locatif"].iloc[: study.follow_up])
    assert months.min() == -2
    assert months.max() == 25


def test_a_household_is_in_credit(study: SimulatedStudy) -> None:
    ledger = study.tables["suivi_locatif"].set_index("menage_id")
    assert (ledger.loc[carrier(study, "solde créditeur"), "solde_impaye"] < -10).all()


@pytest.mark.parametrize(
    ("case", "prefix", "missing"),
    [
        ("LSNS-6 : un item manquant à M12", "lsns", 1),
        ("LSNS-6 : deux items manquants à M12", "lsns", 2),
        ("UCLA-3 : un item manquant à M12", "ucla", 1),
        ("WHO-5 : un item manquant à M12", "who5", 1),
    ],
)
def test_missing_items_are_missing_in_the_interview(
    study: SimulatedStudy, case: str, prefix: str, missing: int
) -> None:
    rows = study.tables["entretiens"].query("vague == 'M12'").set_index("menage_id")
    items = rows.loc[carrier(study, case)].filter(like=f"{prefix}_")
    assert items.isna().sum() == missing


def test_one_interview_is_out_of_its_window(study: SimulatedStudy) -> None:
    interviews = study.tables["entretiens"].merge(study.tables["menages"][["menage_id", "date_inclusion"]])
    months = interviews["vague"].str[1:].astype(int).to_numpy()
    nominal = add_months(interviews["date_inclusion"], months)
    far = np.abs((interviews["date"].to_numpy().astype("datetime64[D]") - nominal).astype(int)) > 92
    assert list(interviews.loc[far, "menage_id"]) == [carrier(study, "entretien M12 hors de sa fenêtre")]


# -- the same study again, another study, small studies


def test_the_same_parameters_give_the_same_study() -> None:
    first, second = make_study(Demonstration()), make_study(Demonstration())
    for name in TABLES:
        pd.testing.assert_frame_equal(first.tables[name], second.tables[name])


def test_another_seed_gives_another_study(study: SimulatedStudy) -> None:
    other = make_study(Demonstration(graine=7))
    assert not other.tables["suivi_locatif"]["paiement"].equals(study.tables["suivi_locatif"]["paiement"])


@pytest.mark.parametrize("per_group", [2, 3, 14, 15])
def test_any_size_can_be_made(per_group: int) -> None:
    study = make_study(Demonstration(effectif_par_groupe=per_group))
    assert len(study.tables["menages"]) == 2 * per_group
    assert list(study.tables) == list(TABLES)
    assert all(list(frame.columns) == TABLES[name].names for name, frame in study.tables.items())
