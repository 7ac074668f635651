"""What came before the inclusion, and the debt while housed, against R: chicks lived as households of a ledger."""

from __future__ import annotations

import pandas as pd
import pytest
from reference_output import R_PRINTED, data_of, results_of
from support.sensitivity_settings import setting_of, typed

from pipeline.sensitivity.before_inclusion import before_rows
from pipeline.sensitivity.exits import truncation_rows

REFERENCE = results_of("before_inclusion")
# Days 0 to 10 are months −6 to −1, day 12 the inclusion, days 14 to 18 months 1 to 3, day 20 month 12.
MONTH_OF_DAY = {day: day // 2 - 6 for day in range(0, 20, 2)} | {20: 12}
INCLUSION = pd.Period("2015-01", "M")


@pytest.fixture(scope="module")
def setting():
    chicks = data_of("chicks")
    seen = chicks[chicks["Time"].isin(MONTH_OF_DAY)]
    people, ledger, events = [], [], []
    for chick, rows in seen.groupby("Chick"):
        name = f"M{chick:03d}"
        group = "accompagne" if rows["g"].iloc[0] else "temoin"
        people.append({
            "menage_id": name, "groupe": group, "bailleur": "toit_et_joie", "region": "ile_de_france",
            "profil": "dalo", "date_inclusion": "2015-01-15", "consentement": True, "loyer_mensuel": 400.0,
        })  # fmt: skip
        ledger += [
            {"menage_id": name, "mois": str(INCLUSION + MONTH_OF_DAY[day]), "quittance": 500.0, "apl": 0.0,
             "autres_aides": 0.0, "paiement": 500.0, "solde_impaye": weight}
            for day, weight in zip(rows["Time"], rows["weight"], strict=True)
        ]  # fmt: skip
        last = MONTH_OF_DAY[rows["Time"].max()]
        if last < 12:
            events.append({"menage_id": name, "date": (INCLUSION + max(last, 1)).start_time, "type": "expulsion"})
    tables = {"menages": people, "suivi_locatif": ledger, "evenements": events}
    return setting_of({name: typed(name, rows) for name, rows in tables.items()}, "intermediaire")


def rows_of(setting, rows):
    return {(r.variante, r.indicateur, r.vague, r.methode): r for r in rows(setting)}


def check(row, expected, scale=1.0):
    ours = [row.estimation, row.ic_bas, row.ic_haut]
    assert ours == pytest.approx([scale * expected[k] for k in ("estimate", "low", "high")], rel=R_PRINTED * 100)
    assert row.p_valeur == pytest.approx(expected["p"], rel=R_PRINTED * 100)


def test_the_slopes_before_are_those_of_lm_and_their_difference_that_of_welch(setting):
    row = rows_of(setting, before_rows)["pente", "pente_impaye", "T0", "difference_brute"]
    assert row.n_accompagnes + row.n_temoins == len(REFERENCE["slopes"]["slope"])
    check(row, REFERENCE["slopes"], scale=2.0)  # two days a month


def test_the_change_from_the_mean_before_is_the_interaction_of_the_two_way_model(setting):
    row = rows_of(setting, before_rows)["double", "impaye_solde", "M12", "doubles_differences"]
    check(row, REFERENCE["change"])


def test_the_mean_while_housed_counts_each_household_once(setting):
    row = rows_of(setting, truncation_rows)["occupation", "impaye_solde", "M12", "difference_brute"]
    assert row.n_accompagnes + row.n_temoins == REFERENCE["while_seen"]["n"]
    check(row, REFERENCE["while_seen"])


def test_the_mean_while_housed_at_equal_debt_is_the_cr2_of_the_additive_model(setting):
    row = rows_of(setting, truncation_rows)["occupation_ajustee", "impaye_solde", "M12", "ajustee"]
    assert row.n_accompagnes + row.n_temoins == REFERENCE["while_adjusted"]["n"]
    check(row, REFERENCE["while_adjusted"])
