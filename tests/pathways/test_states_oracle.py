"""The states of many random households against the naive reading; and against R's indicators on the clean delivery."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from naive_states import states as naive

from pipeline.contract.codes import EVENEMENTS, GRAVITE_PROCEDURE
from pipeline.contract.states import STAGES
from pipeline.indicators.observed.study import observe
from pipeline.params import Params
from pipeline.pathways.monthly_states import monthly_states, states_table

TRUTH = Path(__file__).parents[1] / "deliveries" / "propre" / "attendu"
KINDS = [code.value for code in EVENEMENTS]


def random_study(seed: int, households: int):
    rng = np.random.default_rng(seed)
    people, ledger, events = [], [], []
    for i in range(households):
        name = f"AA{i:03d}"
        inclusion = dt.date(2014, 12, 1) + dt.timedelta(days=int(rng.integers(0, 500)))
        people.append({"menage_id": name, "groupe": ("accompagne", "temoin")[i % 2], "date_inclusion": str(inclusion)})
        for m in range(-2, 27):
            if rng.random() < 0.15:
                continue
            balance = rng.choice([0.0, -20.0, 150.0, 700.0, 1000.0, math.nan], p=[0.2, 0.05, 0.3, 0.2, 0.2, 0.05])
            called = rng.choice([500.0, 0.0, math.nan], p=[0.9, 0.06, 0.04])
            plan = rng.choice([0.0, 1.0, math.nan], p=[0.5, 0.15, 0.35])
            ledger.append((name, str(pd.Period(inclusion, "M") + m), balance, called, plan))
        for _ in range(rng.poisson(3)):
            day = inclusion + dt.timedelta(days=int(rng.integers(-40, 800)))
            events.append((name, str(day), str(rng.choice(KINDS))))
    return people, ledger, events


@pytest.mark.parametrize("seed", [0, *(pytest.param(s, marks=pytest.mark.slow) for s in (1, 2, 3))])
@pytest.mark.parametrize("edition", ["intermediaire", "parcours", "finale"])
def test_the_states_are_those_of_the_naive_reading(seed, edition, study_tables):
    people, ledger, events = random_study(seed, 60)
    params = Params()
    chosen = params.editions[edition]
    study = observe(study_tables(people, ledger, events), chosen, params.seuils)
    table = states_table(study, monthly_states(study))
    for person in people:
        inclusion, name = dt.date.fromisoformat(person["date_inclusion"]), person["menage_id"]
        ours = list(table.loc[table["menage_id"] == name, "etat"])
        if inclusion > chosen.gel:
            assert ours == []
            continue
        own = {month: row for who, month, *row in ledger if who == name}
        dated = [(dt.date.fromisoformat(d), k) for who, d, k in events if who == name]
        assert ours == naive(inclusion, chosen.gel, chosen.horizon, own, dated), name


@pytest.mark.parametrize("edition", ["intermediaire", "parcours", "finale"])
def test_states_and_indicators_of_r_say_the_same(edition, propre_tables):
    params = Params()
    chosen = params.editions[edition]
    study = observe(propre_tables, chosen, params.seuils)
    table = states_table(study, monthly_states(study)).set_index(["menage_id", "mois"])["etat"]
    truth = pd.read_csv(TRUTH / edition / "indicateurs.csv").set_index(["indicateur", "vague", "menage_id"])["valeur"]
    for wave in chosen.waves[1:]:
        states = table.xs(int(wave[1:]), level="mois")
        kept, strict = truth["maintien", wave], truth["maintien_strict", wave]
        assert set(states[states == "sorti"].index) == set(kept[kept == 0].index)
        assert set(states[states == "mute"].index) == set(kept[(kept == 1) & (strict == 0)].index)
        assert set(states[states == "perdu_de_vue"].index) <= set(kept[kept.isna()].index)
        assert set(kept[kept.isna()].index) <= set(states[states.isin(["perdu_de_vue", "non_observe"])].index)
        gravest, debt = truth["procedure_max", wave], truth["impaye_2mois", wave]
        for stage, steps in STAGES.items():
            assert (gravest[states[states == stage].index] >= min(GRAVITE_PROCEDURE[s] for s in steps)).all()
        assert (debt[states[states == "impaye_lourd"].index] == 1).all()
        assert (debt[states[states.isin(["impaye_leger", "sans_impaye"])].index].dropna() == 0).all()


def test_the_order_of_the_rows_changes_nothing(propre_tables):
    params = Params()
    shuffled = {n: f.sample(frac=1, random_state=3).reset_index(drop=True) for n, f in propre_tables.items()}
    tables = []
    for given in (propre_tables, shuffled):
        study = observe(given, params.editions["finale"], params.seuils)
        tables.append(states_table(study, monthly_states(study)))
    pd.testing.assert_frame_equal(*tables)


@pytest.mark.slow
def test_a_hundred_and_twenty_thousand_households_in_seconds():
    import time

    from pipeline.contract.tables import TABLES

    n, k = 120_000, 25
    rng = np.random.default_rng(0)
    ids = pd.Series([f"AA{i:06d}" for i in range(n)], dtype="str")
    months = pd.period_range("2015-01", periods=k, freq="M").astype(str)
    blank = {t: {c.name: None for c in TABLES[t]} for t in ("menages", "suivi_locatif", "evenements")}
    menages = pd.DataFrame({"menage_id": ids}).assign(
        **(blank["menages"] | {"groupe": "temoin", "consentement": True, "date_inclusion": pd.Timestamp("2015-01-15")}),
    )
    menages["menage_id"] = ids
    ledger = pd.DataFrame({"menage_id": np.repeat(ids.to_numpy(), k), "mois": np.tile(months, n)})
    ledger = ledger.assign(quittance=500.0, apl=0.0, autres_aides=0.0, paiement=0.0, plan_apurement=False)
    ledger["solde_impaye"] = rng.normal(300, 600, n * k)
    events = pd.DataFrame({"menage_id": ids.to_numpy()[rng.integers(0, n, n)], "date": pd.Timestamp("2015-06-01")})
    events["type"] = rng.choice(["assignation", "abandon", "mutation", "protocole_bailleur"], n)
    tables = {"menages": menages, "suivi_locatif": ledger, "evenements": events}
    params = Params()
    start = time.process_time()
    study = observe(tables, params.editions["finale"], params.seuils)
    table = states_table(study, monthly_states(study))
    assert len(table) == n * k
    assert time.process_time() - start < 10  # about three seconds on an idle machine of two cores
