"""Costs: half-years and the freeze, the note's figures from its lines, cost per household, per household kept."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from pipeline.params import Couts, Params
from pipeline.scheme.household_costs import household_costs
from pipeline.scheme.spending import half_year_end, read_spending

DRAWS = Params.model_validate({"plan": {"tirages": 1999}}).plan  # enough for the lower bound of a price to be given


@pytest.fixture
def result(propre_tables, scheme_of):
    return scheme_of(propre_tables)


def ratio(tables, name: str) -> pd.Series:
    return tables["couts_ratios"].set_index("mesure").loc[name]


def test_a_half_year_is_dated_by_its_last_day() -> None:
    assert half_year_end("2015-S1") == dt.date(2015, 6, 30)
    assert half_year_end("2016-S2") == dt.date(2016, 12, 31)
    couts = pd.DataFrame(
        {"poste": ["I-1"] * 3, "semestre": ["2015-S2", "2016-S1", "2016-S2"], "montant": [1.0, 2.0, 4.0]}
    )
    assert read_spending(couts, dt.date(2016, 3, 31))["montant"].sum() == 1
    assert read_spending(couts, dt.date(2016, 6, 30))["montant"].sum() == 3


@pytest.mark.parametrize(
    ("measure", "printed"),
    [
        ("note_budget_total", 390_760), ("note_budget_volet_I", 156_840), ("note_budget_volet_II", 184_100),
        ("note_budget_volet_III", 24_820), ("note_budget_volet_IV", 25_000), ("note_financement_associes", 140_910),
        ("note_financement_autres_partenaires", 3_000), ("note_financement_aide_sollicitee", 246_850),
        ("note_cout_hors_cooperative_evaluation", 340_940), ("note_cout_par_menage", 3_409),
        ("note_cout_par_menage_et_par_an", 1_705),
    ],
)  # fmt: skip
def test_the_note_s_figures_come_from_its_lines(result, measure: str, printed: float) -> None:
    row = ratio(result, measure)
    assert row["reference"] == printed
    assert abs(row["valeur"] - printed) < 0.5


def test_cost_per_household_is_that_of_the_contract(result, propre_tables) -> None:
    spent = propre_tables["couts"]
    support = spent.loc[spent["poste"].str.match(r"(I|II)-"), "montant"].sum()
    assert ratio(result, "cout_par_menage")["valeur"] == pytest.approx(support / 100)
    assert ratio(result, "cout_par_menage_et_par_an")["valeur"] == pytest.approx(support / 200)
    assert ratio(result, "depense_totale")["valeur"] == pytest.approx(result["couts"]["depense"].sum())


def test_the_denominator_is_a_parameter(propre_tables, scheme_of, result) -> None:
    fewer = scheme_of(propre_tables, couts=Couts(menages_accompagnes_dispositif=80))
    assert ratio(fewer, "cout_par_menage")["valeur"] == pytest.approx(ratio(result, "cout_par_menage")["valeur"] * 1.25)


def test_costs_laid_to_households_have_the_scheme_s_mean(result) -> None:
    laid = result["couts_menages"]
    assert laid["cout"].mean() == pytest.approx(laid["cout_moyen"].iloc[0])
    days = result["dose"].set_index("menage_id")["jours"].reindex(laid["menage_id"])
    assert laid["cout"].to_numpy().argmax() == days.to_numpy().argmax()


def test_without_interventions_the_cost_is_shared_equally(propre_tables) -> None:
    inclusions = propre_tables["menages"].query("consentement")
    none = pd.DataFrame({"indicateur": [], "vague": [], "menage_id": [], "valeur": []})
    laid = household_costs(propre_tables["couts"], inclusions, none, Params().editions["finale"], Couts())
    assert laid["cout"].to_numpy() == pytest.approx(laid["cout_moyen"].iloc[0])


def test_cost_of_one_more_household_kept(propre_tables, scheme_of) -> None:
    result = scheme_of(propre_tables, plan=DRAWS)
    rows = result["estimations"].query("indicateur == 'maintien' and vague == 'M24'").set_index("methode")
    row, crude = rows.loc["cout_efficacite"], rows.loc["difference_brute"]
    cost = ratio(result, "cout_par_menage")["valeur"]
    assert row["mesure"] == "cout_par_maintien"
    assert row["estimation"] == pytest.approx(cost / crude["estimation"])
    assert row["ic_bas"] < row["estimation"] < row["ic_haut"]
    assert pd.isna(row["p_valeur"])
    assert ratio(result, "cout_par_maintien")["ic_bas"] == row["ic_bas"]


def test_an_effect_that_may_be_zero_leaves_the_upper_bound_missing(propre_tables, scheme_of) -> None:
    row = (
        scheme_of(propre_tables, "intermediaire", plan=DRAWS)["estimations"]
        .query("methode == 'cout_efficacite'")
        .iloc[0]
    )
    assert row["estimation"] > 0
    assert pd.notna(row["ic_bas"])
    assert pd.isna(row["ic_haut"])
    assert row["note"].startswith("effet_peut_etre_nul")


def test_the_curve_and_the_plane_follow_from_the_same_draws(result) -> None:
    curve, plane = result["acceptabilite"], result["plan_cout_efficacite"]
    assert curve["probabilite"].is_monotonic_increasing
    assert (curve["seuil"].min(), curve["seuil"].max()) == (0, 60_000)
    draws = plane[plane["tirage"] > 0]
    assert len(draws) == 499
    at = curve[curve["seuil"] == 10_000]["probabilite"].iloc[0]
    assert at == pytest.approx((10_000 * draws["effet"] > draws["cout"]).mean())


def test_costs_not_delivered(propre_tables, scheme_of) -> None:
    del propre_tables["couts"]
    result = scheme_of(propre_tables)
    assert result["couts"]["depense"].isna().all()
    assert result["couts"]["prevu"].sum() == 390_760
    row = result["estimations"].query("methode == 'cout_efficacite'").iloc[0]
    assert pd.isna(row["estimation"])
    assert row["note"] == "aucun_cout"
    assert ratio(result, "note_budget_total")["valeur"] == 390_760
    assert len(result["acceptabilite"]) == len(result["couts_sensibilite"]) == 0


def test_sensitivity_moves_one_parameter_at_a_time(result) -> None:
    base = ratio(result, "cout_par_maintien")["valeur"]
    moved = result["couts_sensibilite"].set_index("parametre")
    assert moved.loc["menages", "valeur_bas"] == pytest.approx(base * 100 / 80)
    assert moved.loc["menages", "valeur_haut"] == pytest.approx(base * 100 / 120)
    assert "procedure_expulsion" not in moved.index


def test_avoided_costs_need_a_source_and_are_subtracted(propre_tables, scheme_of) -> None:
    with pytest.raises(ValueError, match="sans source"):
        Couts.model_validate({"vacance": {"valeur": 1000}})
    sourced = Couts.model_validate({"vacance": {"valeur": 1000, "bas": 500, "haut": 2000, "source": "Bailleur, 2016"}})
    result = scheme_of(propre_tables, couts=sourced)
    base = ratio(result, "cout_par_maintien")["valeur"]
    assert ratio(result, "cout_net_par_maintien")["valeur"] == pytest.approx(base - 1000)
    row = result["couts_sensibilite"].set_index("parametre").loc["vacance"]
    assert (row["valeur_bas"], row["valeur_haut"]) == pytest.approx((base - 500, base - 2000))
    assert row["source"] == "Bailleur, 2016"
