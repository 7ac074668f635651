"""How far the data go: the last observation of a delivery and of a landlord, and what an evaluator attests."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.errors import ParameterError
from pipeline.params import Donnees, Edition, Params, load_params
from pipeline.validate.rules.catalogue import CHECKS

EDITION = {"seule": Edition(gel=dt.date(2016, 6, 30), horizon=12)}
HEADER = "menage_id,mois,quittance,apl,autres_aides,paiement,solde_impaye\n"


def run(records, rule: str, *, asked=("seule",), attested=None, editions=EDITION, **texts):
    (check,) = [c for c in CHECKS if c.rule.name == rule]
    params = Params(editions=editions, donnees=Donnees(couverture_attestee=attested))
    built = records(params=params, **texts)
    built = type(built)(
        built.tables, built.provenance, built.reading, params, built.reference,
        None if asked is None else frozenset(asked),
    )  # fmt: skip
    return check.find(built, check.rule)


def ledger(**last: str) -> str:
    """One ledger row a household, at its last month."""
    return HEADER + "".join(f"{household},{month},500,0,0,500,0\n" for household, month in last.items())


def households(**bailleur: str) -> str:
    return "menage_id,bailleur,date_inclusion\n" + "".join(f"{h},{b},2015-01-31\n" for h, b in bailleur.items())


ONE = households(EH01="essonne_habitat")  # followed to 2016-01-31


# Observed to the end of November 2015, and two months: the end of January 2016, no later than the follow-up's end.
@pytest.mark.parametrize(("month", "stops"), [("2015-11", False), ("2015-10", True)])
def test_two_months_are_the_boundary(records, month: str, stops: bool) -> None:
    found = run(records, "donnees_arretees", menages=ONE, suivi_locatif=ledger(EH01=month))
    assert found["gravite"].tolist() == ["bloquant"] * stops


def test_the_date_found_the_edition_and_both_remedies_are_said(records) -> None:
    found = run(records, "donnees_arretees", menages=ONE, suivi_locatif=ledger(EH01="2015-06"))
    assert found["motif"].tolist() == [
        "Les données s’arrêtent au 30\xa0juin\xa02015, trop tôt pour l’édition « seule » (suivie jusqu’au "
        "31\xa0janvier\xa02016)."
    ]
    (action,) = [c.rule.action for c in CHECKS if c.rule.name == "donnees_arretees"]
    assert "retirer l’édition" in action
    assert "couverture_attestee" in action


@pytest.mark.parametrize(
    "table",
    [
        {"evenements": "menage_id,date,type\nEH01,2015-12-01,ouverture_droit\n"},
        {"entretiens": "menage_id,date,vague\nEH01,2015-12-01,M12\n"},
        {"accompagnement": "menage_id,date,duree_jours\nEH01,2015-12-01,1\n"},
    ],
    ids=["event", "interview", "intervention"],
)
def test_any_table_observes(records, table: dict[str, str]) -> None:
    assert run(records, "donnees_arretees", menages=ONE, suivi_locatif=ledger(EH01="2015-06"), **table).empty


@pytest.mark.parametrize("way_out", ["abandon", "deces", "retrait_etude"])
def test_who_has_left_needs_no_data_afterwards(records, way_out: str) -> None:
    events = f"menage_id,date,type\nEH01,2015-06-10,{way_out}\n"
    assert run(records, "donnees_arretees", menages=ONE, suivi_locatif=ledger(EH01="2015-05"), evenements=events).empty


def test_a_household_rehoused_is_still_followed(records) -> None:
    events = "menage_id,date,type\nEH01,2015-06-10,mutation\n"
    found = run(records, "donnees_arretees", menages=ONE, suivi_locatif=ledger(EH01="2015-06"), evenements=events)
    assert len(found) == 1


def test_a_date_typed_far_ahead_observes_nothing(records) -> None:
    events = "menage_id,date,type\nEH01,2051-06-10,ouverture_droit\n"
    found = run(records, "donnees_arretees", menages=ONE, suivi_locatif=ledger(EH01="2015-06"), evenements=events)
    assert found["valeur"].tolist() == ["2015-06-30"]


def test_one_landlord_that_stops_is_named_and_the_others_are_not(records) -> None:
    both = households(EH01="essonne_habitat", TJ01="toit_et_joie")
    found = run(
        records, "donnees_arretees", menages=both, suivi_locatif=ledger(EH01="2015-06", TJ01="2016-01"),
        files={"suivi_locatif": ["suivi_locatif/essonne.csv", "suivi_locatif/toit.csv"]},
    )  # fmt: skip
    assert found["fichier"].tolist() == ["suivi_locatif/essonne.csv"]
    assert "Essonne Habitat" in found["motif"].item()


def test_a_delivery_that_stops_is_said_once_not_by_landlord(records) -> None:
    both = households(EH01="essonne_habitat", TJ01="toit_et_joie")
    found = run(records, "donnees_arretees", menages=both, suivi_locatif=ledger(EH01="2015-06", TJ01="2015-05"))
    assert len(found) == 1
    assert found["valeur"].item() == "2015-06-30"


@pytest.mark.parametrize(
    ("attested", "stops"),
    [
        ("2015-11-30", False),
        ("2015-11-29", True),
        ({"essonne_habitat": "2016-01-31", "toit_et_joie": "2016-01-31"}, False),
        ({"essonne_habitat": "2016-01-31"}, True),
    ],
)
def test_what_is_attested_counts_as_observed(records, attested, stops: bool) -> None:
    both = households(EH01="essonne_habitat", TJ01="toit_et_joie")
    found = run(
        records, "donnees_arretees", attested=attested, menages=both,
        suivi_locatif=ledger(EH01="2015-06", TJ01="2015-06"),
    )  # fmt: skip
    assert len(found) == stops


def test_only_the_editions_asked_for_stop_the_chain(records) -> None:
    editions = {**EDITION, "tot": Edition(gel=dt.date(2015, 6, 30), horizon=12)}
    texts = {"menages": ONE, "suivi_locatif": ledger(EH01="2015-06")}
    assert run(records, "donnees_arretees", asked=("tot",), editions=editions, **texts).empty
    assert run(records, "donnees_arretees", asked=None, editions=editions, **texts).empty
    assert run(records, "edition_non_couverte", asked=("tot",), editions=editions, **texts).empty
    verified = run(records, "edition_non_couverte", asked=None, editions=editions, **texts)
    assert verified["gravite"].tolist() == ["avertissement"]
    assert "« seule »" in verified["motif"].item()
    assert "« tot »" not in verified["motif"].item()


def test_who_is_in_no_analysis_needs_no_data(records) -> None:
    text = "menage_id,date_inclusion,consentement\nEH01,2015-01-31,0\nEH02,2016-09-01,1\nEH03,,1\nEH04,2015-01-31,1\n"
    events = "menage_id,date,type\nEH04,2015-03-10,abandon\n"
    found = run(records, "donnees_arretees", menages=text, suivi_locatif=ledger(EH01="2015-03"), evenements=events)
    assert found.empty


# The ledger of EH01 ends with October or with September: three months later is the end of January, of December.
@pytest.mark.parametrize(("month", "said"), [("2015-10", 0), ("2015-09", 1)])
def test_a_ledger_that_stops_three_months_early_without_a_way_out(records, month: str, said: int) -> None:
    both = households(EH01="essonne_habitat", EH02="essonne_habitat")
    found = run(records, "suivi_interrompu", menages=both, suivi_locatif=ledger(EH01=month, EH02="2016-01"))
    assert len(found) == said
    if said:
        assert found["motif"].item().startswith("Pour 1\xa0ménage, le suivi locatif s’arrête")
        assert found["valeur"].item() == "EH01"


def test_ledgers_that_stop_are_counted_once_a_sender(records) -> None:
    many = households(**{f"EH0{i}": "essonne_habitat" for i in range(4)}, TJ01="toit_et_joie", TJ02="toit_et_joie")
    found = run(
        records, "suivi_interrompu", menages=many,
        suivi_locatif=ledger(
            EH00="2016-01", EH01="2015-05", EH02="2015-06", EH03="2016-01", TJ01="2015-03", TJ02="2016-01"
        ),
        files={"suivi_locatif": [f"suivi_locatif/{b}.csv" for b in ["essonne_habitat"] * 4 + ["toit_et_joie"] * 2]},
    )  # fmt: skip
    assert found["valeur"].tolist() == ["EH01 ; EH02", "TJ01"]
    assert not found["motif"].str.contains("EH0").any()


def test_a_landlord_that_stops_as_a_whole_is_not_told_household_by_household(records) -> None:
    assert run(records, "suivi_interrompu", menages=ONE, suivi_locatif=ledger(EH01="2015-05")).empty


@pytest.mark.parametrize(
    ("written", "words"),
    [("hier", "AAAA-MM-JJ"), ("{immobiliere: 2016-01-01}", "bailleur inconnu"), ("{toit_et_joie: x}", "AAAA-MM-JJ")],
)
def test_a_bad_attestation_is_refused_in_french(tmp_path, written: str, words: str) -> None:
    file = tmp_path / "params.yaml"
    file.write_text(f"donnees:\n  couverture_attestee: {written}\n", encoding="utf-8")
    with pytest.raises(ParameterError, match=words):
        load_params(file)


def test_an_attestation_is_a_date_or_a_date_a_landlord(tmp_path) -> None:
    file = tmp_path / "params.yaml"
    file.write_text('donnees:\n  couverture_attestee: {toit_et_joie: "2016-01-31"}\n', encoding="utf-8")
    assert load_params(file).donnees.couverture_attestee == {"toit_et_joie": dt.date(2016, 1, 31)}
    file.write_text("donnees:\n  couverture_attestee: 2016-01-31\n", encoding="utf-8")
    assert load_params(file).donnees.couverture_attestee == dt.date(2016, 1, 31)
