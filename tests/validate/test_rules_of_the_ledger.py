"""Rules on the monthly ledger, each on a few months written by hand."""

from __future__ import annotations

import pytest

from pipeline.params import Controles, Params

MENAGES = "menage_id,groupe\nEH01,accompagne\nEH02,temoin"
HEADER = "menage_id,mois,quittance,apl,autres_aides,paiement,solde_impaye\n"


def test_a_balance_that_does_not_follow(find) -> None:
    # February: 100 + 500 − 200 − 50 − 150 = 200, written 512.50; March follows from the right 200.
    ledger = HEADER + (
        "EH01,2015-01,500,200,0,300,100\n"
        "EH01,2015-02,500,200,50,150,512.5\n"
        "EH01,2015-03,500,200,0,300,200\n"
        "EH01,2015-04,500,200,0,300,200\n"
    )
    found = find("identite_solde", suivi_locatif=ledger)
    assert found["ligne"].tolist() == [3]
    assert found["colonne"].tolist() == ["solde_impaye"]
    assert found["gravite"].tolist() == ["avertissement"]
    assert found["menage_id"].tolist() == ["EH01"]


def test_an_error_that_stays_is_said_once(lines) -> None:
    ledger = HEADER + "EH01,2015-01,0,0,0,0,0\nEH01,2015-02,0,0,0,0,50\nEH01,2015-03,0,0,0,0,50\n"
    assert lines("identite_solde", suivi_locatif=ledger) == [3]


def test_two_wrong_balances_running(lines) -> None:
    # Gaps +50, +50 then −100: the echo cancels no single one, and each month that does not follow is said.
    ledger = HEADER + (
        "EH01,2015-01,0,0,0,0,0\nEH01,2015-02,0,0,0,0,50\nEH01,2015-03,0,0,0,0,100\nEH01,2015-04,0,0,0,0,0\n"
    )
    assert lines("identite_solde", suivi_locatif=ledger) == [3, 4, 5]


def test_alternating_balances_are_each_said_at_the_wrong_month(lines) -> None:
    ledger = HEADER + "".join(f"EH01,2015-0{m},0,0,0,0,{50 if m in (2, 4) else 0}\n" for m in range(1, 6))
    assert lines("identite_solde", suivi_locatif=ledger) == [3, 5]


@pytest.mark.parametrize(("solde", "said"), [("101.00", []), ("101.01", [3]), ("99.00", []), ("98.99", [3])])
def test_tolerance_of_one_euro_is_inclusive(lines, solde: str, said: list[int]) -> None:
    ledger = HEADER + f"EH01,2015-01,0,0,0,0,100\nEH01,2015-02,0,0,0,0,{solde}\n"
    assert lines("identite_solde", suivi_locatif=ledger) == said


def test_tolerance_is_a_parameter(lines) -> None:
    ledger = HEADER + "EH01,2015-01,0,0,0,0,100\nEH01,2015-02,0,0,0,0,140\n"
    wide = Params(controles=Controles(ecart_identite_solde=50))
    assert lines("identite_solde", suivi_locatif=ledger, params=wide) == []


def test_identity_stops_at_a_missing_month_a_missing_amount_and_the_next_household(lines) -> None:
    ledger = HEADER + (
        "EH01,2015-01,0,0,0,0,0\n"
        "EH01,2015-03,0,0,0,0,70\n"
        "EH01,2015-04,,0,0,0,170\n"
        "EH02,2015-05,0,0,0,0,999\n"
        "EH02,2015-06,0,0,,0,999\n"
    )
    assert lines("identite_solde", suivi_locatif=ledger) == []


def test_rows_may_come_in_any_order(lines) -> None:
    ledger = HEADER + "EH01,2015-03,0,0,0,0,9\nEH02,2015-02,0,0,0,0,0\nEH01,2015-02,0,0,0,0,5\nEH01,2015-01,0,0,0,0,5\n"
    assert lines("identite_solde", suivi_locatif=ledger) == [2]


def test_gaps_are_said_at_the_row_that_follows(find) -> None:
    ledger = HEADER + "".join(f"EH01,{m},0,0,0,0,0\n" for m in ("2015-11", "2015-12", "2016-02", "2016-06", "2016-07"))
    found = find("trou_suivi", suivi_locatif=ledger + "EH02,2017-01,0,0,0,0,0\n")
    assert found["ligne"].tolist() == [4, 5]
    assert found["motif"].tolist() == ["1 mois manque avant cette ligne.", "3 mois manquent avant cette ligne."]


def test_gaps_of_rows_out_of_order_keep_their_counts(find) -> None:
    found = find(
        "trou_suivi", suivi_locatif=HEADER + "EH01,2015-09,0,0,0,0,0\nEH01,2015-04,0,0,0,0,0\nEH01,2015-02,0,0,0,0,0\n"
    )
    assert list(zip(found["ligne"], found["motif"].str[0], strict=True)) == [(2, "4"), (3, "1")]


def test_no_row_and_late_start(lines) -> None:
    ledger = HEADER + "EH01,2015-03,0,0,0,0,0\nEH01,2015-02,0,0,0,0,0\n"
    assert lines("menage_sans_suivi", menages=MENAGES, suivi_locatif=ledger) == [3]
    assert lines("suivi_commence_tard", menages=MENAGES, suivi_locatif=ledger) == [3]
    early = HEADER + "EH01,2014-12,0,0,0,0,0\nEH02,2015-01,0,0,0,0,0\n"
    assert lines("suivi_commence_tard", menages=MENAGES, suivi_locatif=early) == []


@pytest.mark.parametrize(
    ("stated", "said"), [("1800", []), ("1800.01", [2]), ("-1200", []), ("-1200.01", [2]), ("", [])]
)
def test_debt_at_inclusion_against_the_balance_of_that_month(lines, stated: str, said: list[int]) -> None:
    # 300 € on the ledger, a rent call of 500 €: apart beyond 1 500 €; the other months are not looked at.
    ledger = HEADER + "EH01,2015-01,500,0,0,0,300\nEH01,2015-02,500,0,0,0,9999\n"
    menages = f"menage_id,impaye_inclusion\nEH01,{stated}"
    assert lines("impaye_inclusion_discordant", menages=menages, suivi_locatif=ledger) == said


def test_small_rent_calls_allow_500_euros(lines) -> None:
    ledger = HEADER + "EH01,2015-01,0,0,0,0,500\nEH02,2015-01,0,0,0,0,500.01\n"
    assert lines("impaye_inclusion_discordant", menages=MENAGES + "\n", suivi_locatif=ledger) == [3]


def test_two_senders_of_one_household(lines) -> None:
    ledger = HEADER + "".join(f"{i},2015-0{m},0,0,0,0,0\n" for m, i in enumerate(("EH01", "EH02", "EH01", "EH01"), 1))
    mine = "suivi_locatif/habitat_du_nord_2015.csv"
    theirs = "suivi_locatif/toit_et_joie.csv"
    assert lines("menage_deux_bailleurs", menages=MENAGES, suivi_locatif=ledger,
                 files={"suivi_locatif": [mine, theirs, theirs, theirs]}) == [4]  # fmt: skip
    later = "suivi_locatif/habitat_du_nord_2016.csv"
    assert lines("menage_deux_bailleurs", menages=MENAGES, suivi_locatif=ledger,
                 files={"suivi_locatif": [mine, mine, later, later]}) == []  # fmt: skip


def test_a_household_sent_twice_has_its_ledger(lines) -> None:
    twice = "menage_id\nEH01\nEH02\nEH01"
    assert lines("menage_sans_suivi", menages=twice, suivi_locatif=HEADER + "EH01,2015-01,0,0,0,0,0") == [3]
