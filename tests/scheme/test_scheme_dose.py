"""Dose and fidelity on a tiny study: days by worker, phases, delay, planned ranges, help received."""

from __future__ import annotations

import pandas as pd
import pytest


def visit(household: str, date: str, who: str, phase: str | None, days: float, **more: object) -> dict[str, object]:
    return {"menage_id": household, "date": date, "intervenant": who, "phase": phase, "duree_jours": days} | more


SUPPORT = [
    visit("A001", "2015-01-25", "charge_gestion_sociale", "accueil", 1.0, volet="acces_droits", theme="budget"),
    visit("A001", "2015-02-25", "charge_gestion_sociale", "diagnostic", 2.0, volet="vie_quotidienne", theme="sante"),
    visit("A001", "2015-03-25", "veille_juridique", "construction_projet", 0.5, volet="acces_droits", theme="budget"),
    visit("A001", "2017-03-01", "charge_gestion_sociale", "evaluation", 3.0),  # after inclusion + 24 months
    visit("A002", "2015-01-10", "association", "diagnostic", 0.5),  # five days before the inclusion
    visit("A002", "2015-06-10", "association", "accueil", 1.5),
    visit("T001", "2015-06-10", "association", "accueil", 1.0),  # a control: not read
]


@pytest.fixture
def result(tiny, scheme_of):
    return scheme_of(tiny(accompagnement=SUPPORT))


def test_dose_of_a_household(result) -> None:
    dose = result["dose"].set_index("menage_id")
    assert list(dose.index) == ["A001", "A002"]
    one = dose.loc["A001"]
    assert (one["jours"], one["jours_charge_gestion_sociale"], one["jours_veille_juridique"]) == (3.5, 3.0, 0.5)
    assert (one["jours_acces_droits"], one["jours_vie_quotidienne"]) == (1.5, 2.0)
    assert (one["interventions"], one["themes"], one["delai_premier_contact"]) == (3, 2, 10)
    assert (one["phases_atteintes"], one["derniere_phase"], one["phases_dans_l_ordre"]) == (
        3,
        "construction_projet",
        True,
    )
    two = dose.loc["A002"]
    assert two["delai_premier_contact"] == -5
    assert (two["phases_atteintes"], two["derniere_phase"], two["phases_dans_l_ordre"]) == (2, "diagnostic", False)


def test_days_are_those_of_the_indicator(result) -> None:
    days = result["indicateurs"].query("indicateur == 'jours_accompagnement' and vague == 'M24'")
    assert dict(zip(days["menage_id"], days["valeur"], strict=True)) == dict(
        zip(result["dose"]["menage_id"], result["dose"]["jours"], strict=True)
    )


def test_planned_against_delivered(result) -> None:
    lines = result["mise_en_oeuvre"].set_index("ligne")
    inside, outside = lines.loc["jours_interne"], lines.loc["jours_associatif"]
    assert (inside["prevu_bas"], inside["prevu_haut"], inside["realise"]) == (5, 7, 3.0)  # without the cell's half day
    assert (outside["prevu_bas"], outside["prevu_haut"], outside["realise"]) == (5, 6, 2.0)
    legal = lines.loc["jours_veille_juridique"]
    assert legal["prevu"] == pytest.approx(0.10 * 200 * 2 / 100)  # a tenth of a post, two years, a hundred households
    assert legal["realise"] == pytest.approx(0.25)
    shares = lines.loc[
        [f"part_veille_{c}" for c in ("social_precarite", "juridique", "psychique_addictions", "securite_publique")]
    ]
    assert shares["prevu"].tolist() == pytest.approx([0.35, 0.10, 0.40, 0.15])
    assert shares["realise"].tolist() == [0, 1, 0, 0]
    assert lines.loc["construction_projet", "realise"] == 0.5
    assert lines.loc["phases_dans_l_ordre", "realise"] == 0.5
    assert lines.loc["acces_droits", "realise"] == pytest.approx(1.5 / 3.5)


def test_an_earlier_edition_is_compared_with_its_share_of_the_plan(tiny, scheme_of) -> None:
    lines = scheme_of(tiny(accompagnement=SUPPORT), "intermediaire")["mise_en_oeuvre"].set_index("ligne")
    assert (lines.loc["jours_interne", "prevu_bas"], lines.loc["jours_interne", "prevu_haut"]) == (2.5, 3.5)


def test_nothing_after_the_freeze_or_the_withdrawal_is_read(tiny, scheme_of) -> None:
    left = [{"menage_id": "A001", "date": "2015-02-01", "type": "retrait_etude"}]
    dose = scheme_of(tiny(accompagnement=SUPPORT, evenements=left))["dose"].set_index("menage_id")
    assert dose.loc["A001", "jours"] == 1.0


def test_without_interventions_the_plan_is_there_and_nothing_is_delivered(tiny, scheme_of) -> None:
    result = scheme_of(tiny())
    assert len(result["dose"]) == 0
    assert result["mise_en_oeuvre"]["realise"].isna().all()
    assert result["mise_en_oeuvre"].set_index("ligne").loc["jours_interne", "prevu_haut"] == 7
    assert len(result["dose_resultats"]) == 0


def test_a_household_without_intervention_counts_as_zero(tiny, scheme_of) -> None:
    result = scheme_of(tiny(accompagnement=SUPPORT[:3]))
    assert result["dose"].set_index("menage_id").loc["A002", "jours"] == 0
    assert pd.isna(result["dose"].set_index("menage_id").loc["A002", "phases_dans_l_ordre"])
    assert result["mise_en_oeuvre"].set_index("ligne").loc["accueil", "realise"] == 0.5


def test_help_received_by_both_groups(tiny, scheme_of) -> None:
    events = [
        {"menage_id": "T001", "date": "2015-05-01", "type": "ouverture_droit"},
        {"menage_id": "T001", "date": "2015-06-01", "type": "ouverture_droit"},
        {"menage_id": "A001", "date": "2014-12-01", "type": "ouverture_droit"},  # before the inclusion
        {"menage_id": "A002", "date": "2015-06-01", "type": "mesure_protection"},
    ]
    helped = scheme_of(tiny(evenements=events))["aides"].set_index(["aide", "groupe"])
    control, treated = helped.loc[("ouverture_droit", "temoin")], helped.loc[("ouverture_droit", "accompagne")]
    assert (control["menages"], control["part"], control["evenements"]) == (1, 0.5, 2)
    assert control["taux_annuel"] == pytest.approx(2 / (2 * 731 / 365.25))
    assert (treated["menages"], treated["evenements"]) == (0, 0)
    assert helped.loc[("mesure_protection", "accompagne"), "menages"] == 1


def test_dose_and_outcome_are_classed_by_the_planned_range_of_the_mode(propre_tables, scheme_of) -> None:
    table = scheme_of(propre_tables)["dose_resultats"]
    kept = table.query("indicateur == 'maintien' and mesure == 'moyenne'")
    assert list(kept["classe"]) == ["moins_que_prevu", "comme_prevu", "plus_que_prevu"]
    assert kept["n"].sum() == 21  # as many as the accompanied whose maintien is known
    assert table.query("mesure == 'rho_spearman'")["valeur"].between(-1, 1).all()
