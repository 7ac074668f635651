"""Rules on `menages`: keys, panels, what must be filled in, pilot sites. One tiny table a rule."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.params import Controles, Params
from pipeline.validate.findings import as_findings
from pipeline.validate.records import Records
from pipeline.validate.rules.catalogue import CHECKS

NOTHING_TO_SAY = """menage_id,groupe
EH01,accompagne
EH02,temoin"""


def test_a_household_in_order_says_nothing(records) -> None:
    small = Params(controles=Controles(effectif_prevu_accompagnes=1, effectif_prevu_temoins=1))
    ledger = "menage_id,mois,quittance,apl,autres_aides,paiement,solde_impaye\n" + "\n".join(
        f"{i},{m},400,200,0,200,0" for i in ("EH01", "EH02") for m in pd.period_range("2015-01", "2017-01", freq="M")
    )
    built = records(params=small, menages=NOTHING_TO_SAY, suivi_locatif=ledger)
    assert {c.rule.name for c in CHECKS if set(c.needs) <= set(built.tables) and len(c.find(built, c.rule))} == set()


def test_same_key_different_rows_is_blocking_on_both(find) -> None:
    found = find("cle_double", menages="menage_id,profil\nEH01,dalo\nEH02,dalo\nEH01,pdalpd")
    assert found["ligne"].tolist() == [2, 4]
    assert set(found["gravite"]) == {"bloquant"}
    assert set(found["colonne"]) == {"menage_id"}
    assert found["valeur"].tolist() == ["EH01", "EH01"]
    assert "voir ligne 4 du même fichier" in found["motif"][0]
    assert "voir ligne 2 du même fichier" in found["motif"][1]
    assert not found["motif"].str.contains("EH01").any()


def test_three_rows_of_one_key_all_are_said(lines) -> None:
    menages = "menage_id,profil\nEH01,dalo\nEH01,autre\nEH01,pdalpd"
    assert lines("cle_double", menages=menages) == [2, 3, 4]


def test_a_household_of_two_landlords_names_the_other_file(find) -> None:
    found = find(
        "cle_double",
        menages="menage_id,bailleur\nEH01,essonne_habitat\nEH01,toit_et_joie",
        files={"menages": ["menages/essonne.csv", "menages/toit.csv"]},
    )
    assert "voir ligne 3 de menages/toit.csv" in found["motif"][0]
    assert "voir ligne 2 de menages/essonne.csv" in found["motif"][1]


def test_key_of_two_columns(find) -> None:
    ledger = """menage_id,mois,quittance,apl,paiement,solde_impaye
EH01,2015-01,1,0,0,0
EH01,2015-02,1,0,0,0
EH01,2015-01,2,0,0,0
EH02,2015-01,1,0,0,0"""
    found = find("cle_double", menages=NOTHING_TO_SAY, suivi_locatif=ledger)
    assert found["ligne"].tolist() == [2, 4]
    assert found["colonne"].tolist() == ["menage_id"] * 2
    assert set(found["valeur"]) == {"EH01 ; 2015-01"}


def test_two_complaints_on_one_day_are_no_duplicate(lines) -> None:
    events = "menage_id,date,type\nEH01,2015-03-01,plainte_voisinage\nEH01,2015-03-01,plainte_voisinage"
    assert lines("cle_double", menages=NOTHING_TO_SAY, evenements=events) == []


@pytest.mark.parametrize("table", ["suivi_locatif", "evenements", "entretiens", "accompagnement"])
def test_orphans_of_every_table(find, table: str) -> None:
    found = find("menage_orphelin", menages=NOTHING_TO_SAY, **{table: "menage_id\nEH01\nHN999\nEH02\nHN999"})
    assert found["ligne"].tolist() == [3]
    assert found["valeur"].tolist() == ["HN999"]
    assert "2\xa0lignes (3, 5)" in found["motif"].item()
    assert set(found["table"]) == {table}
    assert set(found["colonne"]) == {"menage_id"}
    assert set(found["gravite"]) == {"bloquant"}
    assert not found["motif"].str.contains("HN999").any()


def test_a_missing_identifier_is_no_orphan(lines) -> None:
    assert lines("menage_orphelin", menages=NOTHING_TO_SAY, evenements="menage_id,precision\n,x\nEH01,x") == []


def test_orphans_say_that_rows_of_menages_were_refused(find) -> None:
    refused = as_findings(pd.DataFrame([{"table": "menages", "colonne": "menage_id", "gravite": "rejet", "ligne": 4}]))
    found = find("menage_orphelin", menages=NOTHING_TO_SAY, evenements="menage_id\nEH03", reading=refused)
    assert "ont été refusées à la lecture" in found["motif"][0]


@pytest.mark.parametrize(("kept", "word"), [("temoin", "accompagné"), ("accompagne", "témoin")])
def test_an_empty_group_is_blocking(find, kept: str, word: str) -> None:
    found = find("groupe_vide", menages=f"menage_id,groupe\nEH01,{kept}")
    assert len(found) == 1
    assert found.loc[0, ["table", "colonne", "gravite"]].tolist() == ["menages", "groupe", "bloquant"]
    assert word in found["motif"][0]


def test_panel_sizes_against_the_plan(find) -> None:
    three = "menage_id,groupe,consentement\nEH01,accompagne,1\nEH02,temoin,0\nEH03,temoin,1"
    planned = Params(controles=Controles(effectif_prevu_accompagnes=1, effectif_prevu_temoins=1))
    found = find("effectif_panel", menages=three, params=planned)
    assert [m.replace("\u00a0", " ") for m in found["motif"]] == ["2 ménages témoins, 1 prévus."]
    assert set(found["gravite"]) == {"avertissement"}
    exact = Params(controles=Controles(effectif_prevu_accompagnes=1, effectif_prevu_temoins=2))
    assert find("effectif_panel", menages=three, params=exact).empty


def test_a_group_without_consent_is_a_warning_and_not_an_empty_group(find) -> None:
    """Contract §7.41: panels are counted on all of `menages`, none is empty; §7.39: an empty cell is no consent."""
    refused = "menage_id,groupe,consentement\nEH01,accompagne,1\nEH02,temoin,0\nEH03,temoin,"
    found = find("groupe_sans_analyse", menages=refused)
    assert found["motif"].tolist() == ["Aucun ménage témoin à analyser : les 2 sont sans consentement."]
    assert found.loc[0, ["table", "colonne", "gravite"]].tolist() == ["menages", "groupe", "avertissement"]
    assert find("groupe_vide", menages=refused).empty
    assert find("groupe_sans_analyse", menages=refused.replace("EH03,temoin,", "EH03,temoin,1")).empty
    nobody = find("groupe_sans_analyse", menages="menage_id,groupe,consentement\nEH01,accompagne,0\nEH02,temoin,0")
    assert len(nobody) == 2
    assert "Aucun ménage accompagné à analyser : le seul qui soit livré est sans consentement." in set(nobody["motif"])


def test_a_group_that_enters_after_a_freeze_is_said_of_that_edition(find) -> None:
    """Freezes of the defaults: 31 March 2016, 30 September 2016, 31 March 2017. The day itself is in time."""
    late = "menage_id,groupe,date_inclusion\nEH01,accompagne,2015-01-01\nEH02,temoin,2016-09-30"
    found = find("groupe_sans_analyse", menages=late)
    assert len(found) == 1
    assert "édition « intermediaire »" in found["motif"][0]
    assert "31\u00a0mars\u00a02016" in found["motif"][0]
    assert find("groupe_sans_analyse", menages=NOTHING_TO_SAY).empty


def test_a_group_that_was_not_sent_is_said_once(find) -> None:
    assert find("groupe_sans_analyse", menages="menage_id,groupe\nEH01,accompagne").empty


def test_group_and_inclusion_must_be_filled_in(find) -> None:
    found = find(
        "valeur_obligatoire_absente",
        menages="menage_id,groupe,date_inclusion\nEH01,,2015-01-01\nEH02,temoin,\nEH03,temoin,2015-01-01",
    )
    assert list(zip(found["ligne"], found["colonne"], strict=True)) == [(2, "groupe"), (3, "date_inclusion")]
    assert set(found["gravite"]) == {"bloquant"}


def test_an_unknown_group_is_not_said_twice(lines) -> None:
    said = {"table": "menages", "fichier": "menages/menages.csv", "ligne": 2, "colonne": "groupe"}
    blocking = as_findings(pd.DataFrame([{**said, "gravite": "bloquant"}]))
    rejected = as_findings(pd.DataFrame([{**said, "gravite": "rejet"}]))
    menages = "menage_id,groupe\nEH01,\nEH02,temoin"
    assert lines("valeur_obligatoire_absente", menages=menages, reading=blocking) == []
    assert lines("valeur_obligatoire_absente", menages=menages, reading=rejected) == [2]


def test_profile_landlord_region_not_stated(find) -> None:
    found = find(
        "caracteristique_non_renseignee",
        menages="menage_id,profil,bailleur,region\nEH01,,essonne_habitat,ile_de_france\nEH02,dalo,,\nEH03,dalo,"
        "essonne_habitat,ile_de_france",
    )
    assert list(zip(found["ligne"], found["colonne"], strict=True)) == [(2, "profil"), (3, "bailleur"), (3, "region")]
    assert set(found["gravite"]) == {"avertissement"}


def test_dates_reasons_modes_and_compositions(lines) -> None:
    assert lines(
        "bail_apres_inclusion",
        menages="menage_id,date_bail,date_inclusion\nEH01,2015-02-01,2015-01-31\nEH02,2015-01-31,2015-01-31\nEH03,,2015-01-31",
    ) == [2]
    assert lines(
        "motif_hors_situation_bloquee",
        menages="menage_id,profil,motif\nEH01,dalo,financier\nEH02,situation_bloquee,financier\nEH03,dalo,\nEH04,,mixte",
    ) == [2]
    assert lines(
        "temoin_avec_mode",
        menages="menage_id,groupe,mode_accompagnement\nEH01,temoin,interne\nEH02,accompagne,interne\nEH03,temoin,",
    ) == [2]
    assert lines(
        "composition_incoherente",
        menages="menage_id,composition,nb_personnes\nEH01,isole,2\nEH02,isole,1\nEH03,couple,3\nEH04,couple_enfants,2\n"
        "EH05,monoparental,1\nEH06,autre,9\nEH07,isole,\nEH08,,4",
    ) == [2, 4, 5, 6]


def test_a_pair_is_one_of_each(lines) -> None:
    assert lines(
        "paire_incomplete",
        menages="menage_id,groupe,paire_id\nEH01,accompagne,P1\nEH02,temoin,P1\nEH03,temoin,P2\nEH04,temoin,P3\n"
        "EH05,temoin,P3\nEH06,accompagne,",
    ) == [4, 5, 6]


def test_pilot_sites(lines) -> None:
    menages = """menage_id,bailleur,region,commune
EH01,essonne_habitat,ile_de_france,Evry
EH02,essonne_habitat,ile_de_france,Lille
EH03,essonne_habitat,ile_de_france,Puteaux
EH04,essonne_habitat,centre,Evry
EH05,pierres_et_lumieres,centre,Orléans-la-Source
EH06,pierres_et_lumieres,ile_de_france,Saint-Cyr-l’École
EH07,,ile_de_france,Puteaux
EH08,habitat_du_nord,nord_pas_de_calais,
EH09,toit_et_joie,ile_de_france,Paris"""
    assert lines("commune_hors_sites", menages=menages) == [3]
    assert lines("bailleur_region_incoherents", menages=menages) == [5]
    assert lines("commune_incoherente", menages=menages) == [4]


def test_of_household_follows_the_first_row_and_leaves_orphans_empty(records) -> None:
    built: Records = records(
        menages="menage_id,profil\nEH02,dalo\nEH01,autre\nEH02,pdalpd", evenements="menage_id\nEH01\nEH09\nEH02\n"
    )
    assert built.household("evenements").tolist() == [1, -1, 0]
    profile = built.of_household("evenements", "profil")
    assert profile.isna().tolist() == [False, True, False]
    assert profile.dropna().tolist() == ["autre", "dalo"]
