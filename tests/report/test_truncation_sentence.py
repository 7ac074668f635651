"""The sentence on the households that left, and its table, on rows written by hand."""

from __future__ import annotations

import math

import pytest
from support.report_rows import FINAL as CONTEXT
from support.sensitivity_rows import plain, results

from pipeline.report.sentences.truncation import truncation_text
from pipeline.report.tables.sensitivity import truncation_table


def exits(naive, housed, carried, ranks, bounds=(-656.0, 90.0), width=500.0):
    row = {"analyse": "troncature", "indicateur": "impaye_solde", "sens_favorable": -1, "mesure": "difference_moyennes"}
    brute = row | {"methode": "difference_brute"}
    more = {"n_accompagnes": 23, "n_temoins": 21}  # those that left count too
    return results(
        brute | {"variante": "restants", "libelle": "Valeurs connues seulement", "estimation": naive,
                 "ic_bas": naive - width, "ic_haut": naive + width},
        brute | more | {"variante": "occupation", "libelle": "Dette moyenne", "estimation": housed,
                        "ic_bas": housed - width, "ic_haut": housed + width},
        row | more | {"variante": "occupation_mois", "libelle": "Par mois", "methode": "difference_ponderee",
                      "estimation": housed + 1, "ic_bas": housed - width, "ic_haut": housed + width},
        brute | more | {"variante": "dette_sortie", "libelle": "Dette reportée", "estimation": carried,
                        "ic_bas": carried - width, "ic_haut": carried + width},
        row | more | {"variante": "pire_rang", "libelle": "Rangs", "methode": "pire_rang", "mesure": "p_superiorite",
                      "estimation": ranks, "ic_bas": ranks - 0.1, "ic_haut": ranks + 0.1},
        row | {"variante": "bornes_monotones", "libelle": "Restés", "methode": "bornes", "ic_bas": bounds[0],
               "ic_haut": bounds[1]},
    )  # fmt: skip


def test_the_exits_stand_with_their_answers():
    text = truncation_text(exits(-149.0, -353.0, -394.0, 0.29), CONTEXT)
    assert "29" not in text  # the plan's composite rank is told with the arrears, and no other
    for words in ("−149 €", "−353 €", "−394 €", "−656 € et +90 €"):
        assert words in text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "favorables aux accompagnés" in text


def test_bounds_that_contain_zero_are_not_counted_as_favourable():
    text = plain(truncation_text(exits(-149.0, -353.0, -394.0, 0.29), CONTEXT))
    assert "diffère de −352 €" in text  # every month once
    assert "Les 3 premières lignes sont favorables aux accompagnés." in text
    assert "Les bornes, elles, laissent possible un écart de l’un ou de l’autre sens." in text
    assert "ménages restés" not in text.partition("lignes")[2]  # the bounds are of those who would have stayed
    assert "Toutes ces comparaisons" not in text


def test_bounds_of_one_side_or_of_the_other_side():
    assert "Les bornes" not in truncation_text(exits(-149.0, -353.0, -394.0, 0.29, bounds=(-656.0, -90.0)), CONTEXT)
    text = truncation_text(exits(-149.0, -353.0, -394.0, 0.29, bounds=(90.0, 656.0)), CONTEXT)
    assert "Les bornes vont dans l’autre sens" in text


@pytest.mark.parametrize(("adjusted", "told"), [(26.0, True), (-26.0, False), (0.2, False)])
def test_debts_that_are_not_adjusted_are_not_left_to_say_the_contrary_alone(adjusted, told):
    """LaLonde: −43 € crude, +26 € at the same debt at inclusion."""
    given = exits(-33.0, -43.0, -37.0, 0.47, width=40.0)
    row = given.sensibilite[given.sensibilite["variante"] == "occupation"].assign(
        variante="occupation_ajustee", methode="ajustee", estimation=adjusted, ic_bas=-13.0, ic_haut=65.0
    )
    text = plain(truncation_text(results(*given.sensibilite.to_dict("records"), *row.to_dict("records")), CONTEXT))
    assert "Les 3 premières lignes sont favorables aux accompagnés." in text
    assert ("Rien de cela n’est ajusté" in text) == told
    assert ("diffère dans l’autre sens, de +26 € [−13 ; +65]." in text) == told


def test_what_the_months_say_counts_in_the_reading():
    given = exits(-149.0, -353.0, -394.0, 0.29)
    given.sensibilite.loc[given.sensibilite["variante"] == "occupation_mois", "estimation"] = 20.0
    assert "change de sens" in truncation_text(given, CONTEXT)


def test_without_exit_there_is_nothing_to_count_otherwise():
    given = exits(317.0, 263.0, 317.0, 0.55, bounds=(317.0, 317.0))
    given.sensibilite[["n_accompagnes", "n_temoins"]] = [20, 13]
    text = plain(truncation_text(given, CONTEXT))
    assert text == (
        "**Et les ménages sortis ?** À 24 mois, aucune sortie n’ôte de ménage à la comparaison des dettes : il n’y a "
        "rien à compter autrement. L’écart brut (+317 € [−183 ; +817]) n’en dépend donc pas.\n"
    )


def test_no_gap_and_no_interval_leave_no_hole_in_the_sentence():
    given = exits(0.0, 0.0, 0.0, 0.5, bounds=(0.0, 0.0))
    values = given.sensibilite
    values.loc[values["variante"] != "bornes_monotones", ["ic_bas", "ic_haut"]] = math.nan
    values.loc[values["variante"] == "occupation_mois", "estimation"] = 0.0
    text = plain(truncation_text(given, CONTEXT))
    assert "–" not in text
    assert "  " not in text
    assert "l’écart est de 0 € (bornes confondues)" in text
    assert "Aucune de ces comparaisons ne montre d’écart." in text


def test_without_balance_in_a_group_what_counts_the_exits_is_said_all_the_same():
    given = exits(-149.0, -353.0, -394.0, 0.29)
    naive = given.sensibilite["variante"] == "restants"
    given.sensibilite.loc[naive, ["estimation", "ic_bas", "ic_haut"]] = math.nan
    given.sensibilite.loc[naive, "note"] = "Aucune valeur connue chez les témoins."
    text = plain(truncation_text(given, CONTEXT))
    assert "n’est pas calculable (aucune valeur connue chez les témoins)" in text
    assert "−394 €" in text


def test_a_naive_difference_of_the_other_sign_is_said_to_mislead():
    text = truncation_text(exits(300.0, -50.0, -80.0, 0.35), CONTEXT)
    assert "renversent la lecture" in text
    assert "trompe" in text


def test_answers_that_disagree_conclude_nothing():
    assert "change de sens" in truncation_text(exits(300.0, 200.0, -150.0, 0.35), CONTEXT)


def test_the_table_of_exits_marks_bounds_as_bounds():
    table = truncation_table(exits(-149.0, -353.0, -394.0, 0.29), CONTEXT)
    markdown = table.markdown().replace("\u00a0", " ")
    assert "| bornes | [−656 ; +90] |" in markdown
    assert "| rangs | 0,29 [0,19 ; 0,39] |" in markdown
