"""Coverage, rents, effort rates, cooperative."""

from __future__ import annotations

import pytest

from pipeline.params import Dispositif


def test_targets_and_reached(propre_tables, scheme_of) -> None:
    rows = scheme_of(propre_tables)["couverture"].set_index(["dimension", "modalite"])
    assert rows.loc[("panel", "accompagne"), ["cible", "atteint"]].tolist() == [25, 24]
    assert rows.loc[("dispositif", "menages_en_place"), "cible"] == 50
    assert rows.loc["dispositif"]["atteint"].isna().all()
    assert rows.loc[("communes", "ensemble"), "cible"] == 35
    assert rows.loc[("logements_region", "ensemble"), "cible"] == 14_253
    assert rows.loc["region"]["atteint"].sum() == rows.loc["panel"]["atteint"].sum() == 48
    assert rows.loc["departement"]["atteint"].sum() + rows.loc[("hors_site", "ensemble"), "atteint"] == 48
    assert rows.loc[("departement", "45"), "atteint"] == rows.loc[("region", "centre"), "atteint"]


def test_what_only_the_evaluator_knows(propre_tables, scheme_of) -> None:
    known = Dispositif(menages_en_place=48, menages_nouveaux=41, cooperateurs=27)
    result = scheme_of(propre_tables, dispositif=known)
    rows = result["couverture"].query("dimension == 'dispositif'")
    assert rows["atteint"].tolist() == [48, 41]
    members = result["cooperative"].query("mesure == 'membres_total'")
    assert members["cible"].tolist() == [30, 100]
    assert members["valeur"].tolist() == [27, 27]


def test_a_commune_outside_the_list_is_counted(propre_tables, scheme_of) -> None:
    first = propre_tables["menages"].index[propre_tables["menages"]["consentement"] == True][0]  # noqa: E712
    propre_tables["menages"].loc[first, "commune"] = "Brest"
    rows = scheme_of(propre_tables)["couverture"].set_index("dimension")
    assert rows.loc["hors_site", "atteint"] == 1


def test_a_pilot_commune_is_known_by_its_official_name_too(propre_tables, scheme_of) -> None:
    """« Orléans », whose site the note calls « Orléans - la Source », as the checks of the delivery read it."""
    households = propre_tables["menages"]
    before = scheme_of(propre_tables)["couverture"].set_index(["dimension", "modalite"])["atteint"]
    households["commune"] = households["commune"].replace({"Orléans - la Source": "Orléans"})
    after = scheme_of(propre_tables)["couverture"].set_index(["dimension", "modalite"])["atteint"]
    assert before[("departement", "45")] > 0
    assert after.equals(before)


def test_rents_within_the_ceiling_of_the_household(tiny, scheme_of) -> None:
    """Nord, zone II: alone 248, couple 304, one dependant 342; 240 and 342 are within, 310 is not."""
    nord = scheme_of(tiny())["loyers"].set_index("region").loc["nord_pas_de_calais"]
    assert (nord["n"], nord["sous_plafond"]) == (3, 2)
    assert nord["plafond_moyen"] == pytest.approx((248 + 304 + 342) / 3)
    assert nord["loyer_moyen"] == pytest.approx((240 + 310 + 342) / 3)


def test_effort_before_and_after_aid(tiny, scheme_of) -> None:
    """400 called, 200 of aid; incomes 800 and 1,000: 50 % and 40 % before, 25 % and 20 % after."""
    rates = scheme_of(tiny())["taux_effort"].set_index(["groupe", "vague", "mesure"])
    assert rates.loc[("accompagne", "T0", "brut"), "moyenne"] == pytest.approx(0.45)
    assert rates.loc[("accompagne", "M24", "net"), "mediane"] == pytest.approx(0.225)
    assert rates.loc[("temoin", "T0", "brut"), "reference"] == 0.17
    assert rates.loc[("temoin", "T0", "net"), "reference"] == 0.14


def test_effort_is_that_of_the_same_households_at_both_dates(tiny, scheme_of) -> None:
    tables = tiny()
    ledger = tables["suivi_locatif"]
    tables["suivi_locatif"] = ledger[~((ledger["menage_id"] == "A001") & (ledger["mois"] == "2017-01"))]
    rates = scheme_of(tables)["taux_effort"].set_index(["groupe", "vague", "mesure"])
    assert rates.loc[("accompagne", "T0", "brut"), ["n", "moyenne"]].tolist() == [1, pytest.approx(0.4)]


def test_members_of_the_cooperative_are_those_of_orleans(propre_tables, scheme_of) -> None:
    result = scheme_of(propre_tables)
    rows = result["cooperative"]
    here = rows.query("mesure == 'membres' and population == 'orleans' and vague == 'M24'").iloc[0]
    told = (
        result["indicateurs"].query("indicateur == 'membre_cooperative' and vague == 'M24'").dropna(subset=["valeur"])
    )
    living = result["inclusions"].query("region == 'centre'")["menage_id"]
    mine = told[told["menage_id"].isin(living)]["valeur"]
    assert (here["n"], here["valeur"]) == (len(mine), pytest.approx(mine.mean()))
    both = rows.query("mesure == 'lsns6'").groupby("population")["n"].nunique()
    assert (both == 1).all(), "the same households before and after"


def test_no_profile_is_crossed_with_anything(propre_tables, scheme_of) -> None:
    rows = scheme_of(propre_tables)["couverture"]
    assert set(rows.query("modalite == 'femme_victime_violences'")["dimension"]) == {"profil"}


@pytest.mark.parametrize(
    "absent",
    [("couts",), *(pytest.param((n,), marks=pytest.mark.slow) for n in ("evenements", "entretiens", "accompagnement"))],
)
def test_everything_is_there_without_an_optional_table(propre_tables, scheme_of, absent: tuple[str, ...]) -> None:
    for name in absent:
        del propre_tables[name]
    result = scheme_of(propre_tables)
    assert len(result["couverture"]) > 0
    assert len(result["couts_ratios"]) > 0
