"""Amounts and durations read the wrong way in the clean delivery: sign, meaning, unit, exchanged columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from support.sent_tables import by_landlord, seen, sent, sentences

from pipeline.validate.rules.catalogue import CHECKS
from pipeline.validate.signatures.catalogue import signed

LEDGER = ["quittance", "apl", "autres_aides", "paiement", "solde_impaye"]
FLOOD = ("identite_solde", "impaye_inclusion_discordant")


def changed(tables, factors: dict[str, float], rows=slice(None), table: str = "suivi_locatif"):
    for column, factor in factors.items():
        tables[table].loc[rows, column] = (tables[table].loc[rows, column] * factor).round(2)
    return tables


def of_landlord(tables, code: str, table: str = "suivi_locatif") -> np.ndarray:
    households = tables["menages"].loc[tables["menages"]["bailleur"] == code, "menage_id"]
    return tables[table]["menage_id"].isin(households).to_numpy()


def line_findings(records) -> pd.DataFrame:
    return pd.concat([c.find(records, c.rule) for c in CHECKS if c.rule.name in FLOOD], ignore_index=True)


@pytest.mark.parametrize(
    ("turned", "column"),
    [
        (["solde_impaye"], "solde_impaye"),
        (["paiement"], "paiement"),
        pytest.param(["paiement", "apl", "autres_aides"], "paiement", marks=pytest.mark.slow),
        pytest.param(LEDGER, "solde_impaye", marks=pytest.mark.slow),
    ],
)
def test_a_sign_turned_is_one_blocking_finding_in_place_of_the_lines(propre_tables, turned, column) -> None:
    records = sent(changed(propre_tables, dict.fromkeys(turned, -1.0)))
    flood = line_findings(records)
    assert len(flood) > 0
    found = signed(flood, records)
    assert found["regle"].tolist() == ["signe_inverse"]
    assert found["colonne"].tolist() == [column]
    assert "signe" in found["motif"].item()


def test_one_landlord_that_turns_its_balances_is_named_in_a_common_file_and_in_its_own(propre_tables) -> None:
    own = of_landlord(propre_tables, "essonne_habitat")
    changed(propre_tables, {"solde_impaye": -1.0}, own)
    together = sent(propre_tables)
    found = signed(line_findings(together), together)
    assert found["regle"].tolist() == ["signe_inverse"]
    assert "Essonne Habitat" in found["motif"].item()
    apart = sent(propre_tables, files={"suivi_locatif": by_landlord(propre_tables, "suivi_locatif")})
    found = signed(line_findings(apart), apart)
    assert found["fichier"].tolist() == ["suivi_locatif/essonne_habitat.csv"]


def test_a_few_wrong_balances_of_other_households_stay_line_findings(propre_tables) -> None:
    own = of_landlord(propre_tables, "essonne_habitat")
    changed(propre_tables, {"solde_impaye": -1.0}, own)
    wrong = np.flatnonzero(of_landlord(propre_tables, "habitat_du_nord"))[[5, 30]]
    propre_tables["suivi_locatif"].loc[wrong, "solde_impaye"] += 77.0
    records = sent(propre_tables)
    found = signed(line_findings(records), records)
    assert sorted(found["regle"]) == ["identite_solde", "identite_solde", "signe_inverse"]


@pytest.mark.parametrize(("households", "expected"), [(1, []), (2, [("signe_inverse", "solde_impaye")])])
def test_one_household_is_a_slip_two_are_a_convention(propre_tables, households: int, expected) -> None:
    ledger = propre_tables["suivi_locatif"]
    moving = ledger.groupby("menage_id")["solde_impaye"].agg(lambda s: (s.diff().abs() > 1).sum()).nlargest(2).index
    chosen = ledger["menage_id"].isin(moving[:households]).to_numpy()
    kept = {**propre_tables, "suivi_locatif": ledger[chosen].reset_index(drop=True)}
    changed(kept, {"solde_impaye": -1.0})
    assert [s for s in seen(sent(kept)) if s[0] == "signe_inverse"] == expected


def test_debts_at_inclusion_of_the_other_sign(propre_tables) -> None:
    records = sent(changed(propre_tables, {"impaye_inclusion": -1.0}, table="menages"))
    assert seen(records) == [("signe_inverse", "impaye_inclusion")]


@pytest.mark.parametrize(
    ("meaning", "words"),
    [
        (lambda t: t.assign(quittance=t["quittance"] - t["apl"]), "déduite de la quittance"),
        (lambda t: t.assign(paiement=t["paiement"] + t["apl"]), "déjà comprise"),
        (lambda t: t.assign(solde_impaye=t.groupby("menage_id")["solde_impaye"].shift()), "début du mois"),
    ],
    ids=["net rent call", "payment with aid", "balance at the start"],
)
def test_another_meaning_that_makes_the_balances_follow_is_named(propre_tables, meaning, words: str) -> None:
    ledger = propre_tables["suivi_locatif"].sort_values(["menage_id", "mois"]).reset_index(drop=True)
    records = sent({**propre_tables, "suivi_locatif": meaning(ledger)})
    assert "montant_autre_sens" in [rule for rule, _ in seen(records)]
    assert words in sentences(records)


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (100, "centimes"),
        (12, "annuels"),
        *(
            pytest.param(*case, marks=pytest.mark.slow)
            for case in ((6.55957, "francs"), (0.001, "milliers"), (3, "trimestriels"))
        ),
    ],
)
def test_a_whole_ledger_in_another_unit(propre_tables, factor: float, words: str) -> None:
    records = sent(
        {**propre_tables, "suivi_locatif": propre_tables["suivi_locatif"].assign(
            **{c: propre_tables["suivi_locatif"][c] * factor for c in LEDGER})}
    )  # fmt: skip
    found = signed(line_findings(records), records)
    assert found["regle"].tolist() == ["autre_unite"]
    assert words in found["motif"].item()
    assert found["table"].tolist() == ["suivi_locatif"]


def test_one_landlord_in_cents(propre_tables) -> None:
    own = of_landlord(propre_tables, "essonne_habitat")
    changed(propre_tables, dict.fromkeys(LEDGER, 100.0), own)
    assert "Essonne Habitat" in sentences(sent(propre_tables))
    apart = sent(propre_tables, files={"suivi_locatif": by_landlord(propre_tables, "suivi_locatif")})
    assert signed(line_findings(apart), apart)["fichier"].tolist() == ["suivi_locatif/essonne_habitat.csv"]


@pytest.mark.parametrize(
    "column", ["solde_impaye", *(pytest.param(c, marks=pytest.mark.slow) for c in ("paiement", "apl"))]
)
def test_one_column_in_cents_is_the_one_that_is_named(propre_tables, column: str) -> None:
    records = sent(changed(propre_tables, {column: 100.0}))
    assert seen(records) == [("autre_unite", column)]


def test_rents_of_the_households_in_cents_are_told_of_the_households(propre_tables) -> None:
    changed(propre_tables, {"loyer_mensuel": 100.0, "charges_mensuelles": 100.0}, table="menages")
    assert seen(sent(propre_tables)) == [("autre_unite", "loyer_mensuel")]


def test_rents_that_rise_by_a_tenth_are_no_other_unit(propre_tables) -> None:
    changed(propre_tables, {"loyer_mensuel": 0.9, "charges_mensuelles": 0.9}, table="menages")
    assert seen(sent(propre_tables)) == []


@pytest.mark.parametrize("which", ["call without charges", "rent with charges"])
def test_a_rent_call_against_rent_and_charges_is_a_warning(propre_tables, which: str) -> None:
    households, ledger = propre_tables["menages"], propre_tables["suivi_locatif"]
    if which == "rent with charges":
        households["loyer_mensuel"] += households["charges_mensuelles"].fillna(0)
    else:
        charges = ledger["menage_id"].map(households.set_index("menage_id")["charges_mensuelles"]).fillna(0)
        ledger["quittance"] -= charges
    assert ("unite_a_verifier", "quittance") in seen(sent(propre_tables))


def test_debts_at_inclusion_in_cents(propre_tables) -> None:
    records = sent(changed(propre_tables, {"impaye_inclusion": 100.0}, table="menages"))
    assert seen(records) == [("autre_unite", "impaye_inclusion")]


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (12, "annuels"),
        *(
            pytest.param(*case, marks=pytest.mark.slow)
            for case in ((6.55957, "francs"), (100, "centimes"), (0.001, "milliers"))
        ),
    ],
)
def test_resources_that_no_household_has_in_a_month(propre_tables, factor: float, words: str) -> None:
    households = propre_tables["menages"].assign(
        ressources_mensuelles=propre_tables["menages"]["ressources_mensuelles"] * factor
    )
    records = sent({**propre_tables, "menages": households})
    assert seen(records) == [("autre_unite", "ressources_mensuelles")]
    assert words in sentences(records)


def test_resources_of_one_landlord_by_year(propre_tables) -> None:
    own = of_landlord(propre_tables, "toit_et_joie", "menages")
    changed(propre_tables, {"ressources_mensuelles": 12.0}, own, "menages")
    assert "Toit et Joie" in sentences(sent(propre_tables))


# 4,000 € a month at the middle household: above is a year's.
@pytest.mark.parametrize(("amount", "said"), [(4000.0, 0), (4000.01, 1)])
def test_the_ceiling_of_resources_is_the_boundary(propre_tables, amount: float, said: int) -> None:
    propre_tables["menages"]["ressources_mensuelles"] = amount
    assert len(seen(sent(propre_tables))) == said


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (100, "centimes"),
        *(pytest.param(*case, marks=pytest.mark.slow) for case in ((6.55957, "francs"), (0.001, "milliers"))),
    ],
)
def test_spending_in_another_unit(propre_tables, factor: float, words: str) -> None:
    costs = propre_tables["couts"].assign(montant=propre_tables["couts"]["montant"] * factor)
    records = sent({**propre_tables, "couts": costs})
    assert seen(records) == [("autre_unite", "montant")]
    assert words in sentences(records)


def test_spending_of_the_other_sign_but_not_a_credit_note(propre_tables) -> None:
    propre_tables["couts"].loc[:2, "montant"] *= -1
    assert seen(sent(propre_tables)) == []
    propre_tables["couts"]["montant"] = -propre_tables["couts"]["montant"].abs()
    assert seen(sent(propre_tables)) == [("signe_inverse", "montant")]


@pytest.mark.parametrize("factor", [0.1, 3.0])
def test_a_first_half_year_and_a_bad_year_are_no_other_unit(propre_tables, factor: float) -> None:
    assert seen(sent(changed(propre_tables, {"montant": factor}, table="couts"))) == []


@pytest.mark.parametrize(
    ("factor", "expected", "words"),
    [
        (7.0, [("autre_unite", "duree_jours")], "heures"),
        pytest.param(420.0, [("autre_unite", "duree_jours")], "minutes", marks=pytest.mark.slow),
        (3.0, [("unite_a_verifier", "duree_jours")], "heures"),
        (1.3, [], ""),
    ],
)
def test_durations_in_hours_or_minutes(propre_tables, factor: float, expected, words: str) -> None:
    support = propre_tables["accompagnement"]
    records = sent({**propre_tables, "accompagnement": support.assign(duree_jours=support["duree_jours"] * factor)})
    assert seen(records) == expected
    assert words in sentences(records)
    found = signed(records.reading, records)
    assert len(found) == len(expected) + (
        0 if expected[:1] == [("autre_unite", "duree_jours")] else len(records.reading)
    )


def test_aid_and_payment_exchanged_are_a_warning(propre_tables) -> None:
    propre_tables["suivi_locatif"][["apl", "paiement"]] = propre_tables["suivi_locatif"][["paiement", "apl"]].to_numpy()
    records = sent(propre_tables)
    assert seen(records) == [("apl_paiement_echanges", "apl")]
    assert signed(line_findings(records), records)["gravite"].tolist() == ["avertissement"]


def test_payments_by_standing_order_beside_a_yearly_aid_are_not_exchanged(propre_tables) -> None:
    ledger = propre_tables["suivi_locatif"]
    ledger["paiement"] = ledger.groupby("menage_id")["paiement"].transform("median")
    ledger["apl"] += (ledger["mois"].str[5:].isin(["01", "07"]).groupby(ledger["menage_id"]).cumsum()) * 3.0
    assert [s for s in seen(sent(propre_tables)) if s[0] == "apl_paiement_echanges"] == []


@pytest.mark.parametrize(
    ("factors", "column", "words"),
    [
        ({"loyer_mensuel": 12.0}, "loyer_mensuel", "loyer : montants annuels"),
        ({"charges_mensuelles": 12.0}, "charges_mensuelles", "charges : montants annuels"),
        *(
            pytest.param(*case, marks=pytest.mark.slow)
            for case in (
                ({"loyer_mensuel": 3.0}, "loyer_mensuel", "loyer : montants trimestriels"),
                (
                    {"loyer_mensuel": 6.55957, "charges_mensuelles": 6.55957},
                    "loyer_mensuel",
                    "loyer et charges : montants en f",
                ),
            )
        ),
    ],
)
@pytest.mark.parametrize("whose", ["all", "essonne_habitat"])
def test_a_rent_or_charges_in_another_unit(propre_tables, factors, column: str, words: str, whose: str) -> None:
    rows = slice(None) if whose == "all" else of_landlord(propre_tables, whose, "menages")
    records = sent(changed(propre_tables, factors, rows, table="menages"))
    assert seen(records) == [("autre_unite", column)]
    assert words in sentences(records)
    assert ("Essonne Habitat" in sentences(records)) == (whose != "all")


def test_balances_without_their_sign_replace_the_lines(propre_tables) -> None:
    propre_tables["suivi_locatif"]["solde_impaye"] = propre_tables["suivi_locatif"]["solde_impaye"].abs()
    records = sent(propre_tables)
    found = signed(line_findings(records), records)
    assert "montant_autre_sens" in found["regle"].tolist()
    assert "identite_solde" not in found["regle"].tolist()
    assert "sans signe" in sentences(records)


def test_debts_of_one_landlord_of_the_other_sign(propre_tables) -> None:
    own = of_landlord(propre_tables, "essonne_habitat", "menages")
    records = sent(changed(propre_tables, {"impaye_inclusion": -1.0}, own, table="menages"))
    assert seen(records) == [("signe_inverse", "impaye_inclusion")]
    assert "Essonne Habitat" in sentences(records)
