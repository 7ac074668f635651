"""The sensitivity annex: what it says of rows written by hand, and of nothing."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from support.sensitivity_rows import plain, results

from pipeline.contract.produced.sensitivity import MANQUANTS_MOTIFS
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.figures.bayesian import draw_bayesian
from pipeline.report.figures.drawing import NoDrawing
from pipeline.report.figures.monthly_gaps import draw_monthly_gaps
from pipeline.report.figures.specifications import draw_specifications
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity_elements import SENSITIVITY_TABLES, SENSITIVITY_TEXTS
from pipeline.report.sentences.sensitivity import (
    definitions_text,
    heterogeneity_text,
    landlords_text,
    missing_text,
    other_methods_text,
    precision_text,
)
from pipeline.report.tables.sensitivity import (
    definitions_table,
    missing_effects_table,
    missing_reasons_table,
    other_methods_table,
)

CONTEXT = ReportContext("finale", Params())


@pytest.mark.parametrize("name", SENSITIVITY_TEXTS)
def test_without_anything_there_is_a_sentence(name):
    assert SENSITIVITY_TEXTS[name](EditionResults(), CONTEXT).strip().endswith(".")


@pytest.mark.parametrize("name", SENSITIVITY_TABLES)
def test_without_anything_there_is_no_table_but_why(name):
    build, otherwise = SENSITIVITY_TABLES[name]
    assert build(EditionResults(), CONTEXT) is None
    assert otherwise == "" if name == "bailleurs_otes" else otherwise.startswith("Aucun tableau"), "said once"


@pytest.mark.parametrize("draw", [draw_specifications, draw_bayesian, draw_monthly_gaps])
def test_without_anything_there_is_no_figure_but_why(draw):
    assert isinstance(draw(EditionResults(), CONTEXT), NoDrawing)


def test_classes_are_not_written_as_points_of_a_share():
    row = {"analyse": "definitions", "indicateur": "maintien", "sens_favorable": 1, "methode": "difference_brute"}
    table = definitions_table(
        results(
            row | {"variante": "maintien", "libelle": "Plan", "mesure": "difference_risques", "estimation": 0.352},
            row | {"variante": "issue_stricte", "libelle": "Trois issues", "mesure": "difference_moyennes",
                   "estimation": 0.464},
        ),
        CONTEXT,
    )  # fmt: skip
    assert [r[2] for r in table.rows] == ["+35,2", "+0,46"]


@pytest.mark.parametrize(
    ("seen", "words"), [(0, "aucune p n’est inférieure"), (1, "1 p est inférieure"), (3, "3 p sont inférieures")]
)
def test_interactions_stand_beside_what_chance_gives(seen, words):
    row = {"analyse": "heterogeneite", "variante": "ensemble", "indicateur": "maintien", "methode": "interaction",
           "mesure": "nombre", "libelle": "…"}  # fmt: skip
    text = plain(heterogeneity_text(results(row | {"estimation": seen, "note": "comparaisons=26,1.3"}), CONTEXT))
    assert f"Sur 26 comparaisons, {words} à 5 % ; le hasard seul" in text
    assert "1,3 en moyenne" in text


def test_indicators_that_miss_the_same_share_their_rows():
    reasons = [
        (name, "M24", group, motif, label, n)
        for name in ("maintien", "procedure_max")
        for group, motif, label, n in (
            ("temoin", "sortie", "Sorti", 7), ("temoin", "deces", "Décédé", 1), ("accompagne", "sortie", "Sorti", 6),
        )
    ]  # fmt: skip
    given = EditionResults(manquants_motifs=pd.DataFrame(reasons, columns=MANQUANTS_MOTIFS.names))
    table = missing_reasons_table(given, CONTEXT)
    names = "Maintien dans les lieux ; Stade atteint de la procédure d’expulsion"
    assert table.rows == [[names, "Sorti", "6", "7"], ["", "Décédé", "0", "1"]]
    assert "à\u00a024\u00a0mois" in table.caption


def missing(indicator, measure="difference_risques", note=""):
    row = {"analyse": "manquants", "indicateur": indicator, "mesure": measure}
    return [
        row | {"variante": "pire_cas", "methode": "difference_brute", "estimation": 0.1, "note": note},
        row | {"variante": "meilleur_cas", "methode": "difference_brute", "estimation": 0.3, "note": note},
        row | {"variante": "lee", "methode": "bornes", "ic_bas": 0.15, "ic_haut": 0.25},
        row | {"variante": "bascule_temoins", "methode": "bascule", "mesure": "decalage", "estimation": -0.108},
    ]


def test_the_extreme_cases_stand_on_one_row_an_indicator_and_debts_of_those_who_left_on_none():
    table = missing_effects_table(
        results(*missing("maintien"), *missing("impaye_solde", "difference_moyennes")), CONTEXT
    )
    (line,) = table.rows
    assert [cell.replace("\u00a0", " ") for cell in line] == [
        "Maintien dans les lieux, 24 mois", "+10,0 à +30,0", "–", "–", "−10,8",
    ]  # fmt: skip
    assert "impaye_solde" in table.csv()  # the rows stay in the file
    assert missing_effects_table(results(*missing("impaye_solde", "difference_moyennes")), CONTEXT) is None


def test_extremes_that_disclosure_control_hides_are_one_dash():
    rows = [r | {"estimation": None} for r in missing("maintien") if r["variante"].endswith("_cas")]
    assert missing_effects_table(results(*rows), CONTEXT).rows[0][1] == "–"


def test_extremes_that_were_only_observed_are_not_all_that_can_be():
    whole = plain(missing_text(results(*missing("maintien")), CONTEXT))
    assert "quoi que soient devenus les ménages dont l’issue manque, l’écart serait compris entre +10,0" in whole
    seen = plain(missing_text(results(*missing("maintien", note="bouts_de_l_echelle;extremes_observes")), CONTEXT))
    assert "quoi que soient devenus" not in seen
    assert "les extrêmes observés, l’écart serait compris entre" in seen
    assert "Rien ne manque du critère principal." in missing_text(results(*missing("lsns6")), CONTEXT)


def test_definitions_say_how_far_estimates_and_intervals_go():
    row = {"analyse": "definitions", "indicateur": "maintien", "methode": "difference_brute", "libelle": "…",
           "mesure": "difference_risques"}  # fmt: skip
    text = plain(
        definitions_text(
            results(
                row | {"variante": "a", "estimation": 0.1, "ic_bas": -0.001, "ic_haut": 0.2},
                row | {"variante": "b", "estimation": 0.2, "ic_bas": 0.05, "ic_haut": 0.4},
            ),
            CONTEXT,
        )
    )
    assert (
        "Maintien dans les lieux, 2 estimations : de +10,0 points à +20,0 points ; leurs intervalles vont de "
        "−0,1 point à +40,0 points." in text
    )
    assert "exclu" not in text


@pytest.mark.parametrize(
    ("last", "words"), [(0.2, "de +10,0 points à +20,0 points"), (0.1001, "+10,0 points")], ids=["apart", "the same"]
)
def test_the_figure_of_definitions_says_how_far_they_go_as_the_text_does(last, words):
    row = {"analyse": "definitions", "indicateur": "maintien", "methode": "difference_brute", "libelle": "…",
           "mesure": "difference_risques", "n_accompagnes": 20, "n_temoins": 20}  # fmt: skip
    drawing = draw_specifications(
        results(row | {"variante": "a", "estimation": 0.1}, row | {"variante": "b", "estimation": last}), CONTEXT
    )
    assert f"Maintien dans les lieux, {words}. Chaque point" in plain(drawing.caption)


def test_over_dispersed_rates_stay_in_the_file_and_the_standardised_share_is_said():
    row = {"analyse": "methodes", "libelle": "…", "n_accompagnes": 20, "n_temoins": 20}
    given = results(
        row | {"variante": "quasi_poisson", "indicateur": "troubles", "methode": "quasi_poisson",
               "mesure": "rapport_taux", "estimation": 0.4},
        row | {"variante": "standardisee", "indicateur": "maintien", "methode": "standardisee",
               "mesure": "difference_risques", "estimation": 0.245, "ic_bas": 0.007, "ic_haut": 0.446},
    )  # fmt: skip
    text = plain(other_methods_text(given, CONTEXT))
    assert "les deux groupes ramenés à la même composition : +24,5 points [+0,7 ; +44,6]." in text
    assert "Poisson" not in text
    assert "BCa" not in text
    assert len(other_methods_table(given, CONTEXT).rows) == 1


CAUSAL = ("l’accompagnement ait joué", "qu’il ait gagné", "effet de l’accompagnement", "grâce", "absence d’effet")


@pytest.mark.parametrize(("direction", "words"), [(1, "plus élevée"), (-1, "plus faible")])
def test_the_bayesian_reading_is_of_a_gap_not_of_what_the_support_did(direction, words):
    row = {"analyse": "bayes", "variante": "sceptique", "libelle": "…", "indicateur": "maintien", "methode": "bayes",
           "sens_favorable": direction}  # fmt: skip
    text = plain(
        precision_text(
            results(
                row | {"mesure": "difference_risques", "estimation": 0.109, "ic_bas": -0.051, "ic_haut": 0.28},
                row | {"mesure": "probabilite_favorable", "estimation": 0.91},
                row | {"mesure": "probabilite_d_un_ecart", "estimation": 0.53, "note": "ecart_d_au_moins=0.1"},
            ),
            CONTEXT,
        )
    )
    assert f"une probabilité de 91 % que la part soit {words} chez les accompagnés que chez les témoins" in text
    assert "et de 53 % qu’elle le soit d’au moins 10 points" in text
    assert "elles ne disent pas qu’il soit dû à l’accompagnement" in text
    assert not any(words in text for words in CAUSAL)


def by_landlord(note, p, *left, known=47):
    row = {"analyse": "bailleurs", "indicateur": "maintien", "mesure": "difference_risques", "libelle": "…"}
    wild = row | {"methode": "reechantillonnage_sauvage", "n_accompagnes": known - 20, "n_temoins": 20}
    return results(
        wild | {"variante": "grappes", "estimation": 0.2, "p_valeur": p, "note": note},
        *(
            row | {"variante": f"sans:{i}", "methode": "difference_brute", "estimation": gap, "n_accompagnes": n - 20,
                   "n_temoins": 20}
            for i, (n, gap) in enumerate(left)
        ),
    )  # fmt: skip


@pytest.mark.parametrize("sizes", [(30, 40, 47), (math.nan, math.nan, math.nan)], ids=["known", "masked"])
def test_landlords_are_those_that_were_drawn_again_whether_sizes_are_masked_or_not(sizes):
    left = zip(sizes, (0.1, 0.3, 0.2), strict=True)
    text = plain(landlords_text(by_landlord("bailleurs_reechantillonnes=2", 0.14, *left), CONTEXT))
    assert "Les bailleurs sont peu nombreux (2 bailleurs pour le critère principal)." in text
    assert "l’écart va de +10 points à +30 points" in text


def test_landlords_that_cannot_be_drawn_again_say_why():
    note = "Aucune variation des valeurs à l’intérieur des groupes."
    text = plain(landlords_text(by_landlord(note, math.nan, (30, 0.0), (40, 0.0)), CONTEXT))
    assert "n’apprend rien sur le critère principal : aucune variation des valeurs à l’intérieur des groupes." in text
    assert "peu nombreux" not in text
    assert "Les valeurs p" not in text
    assert "l’écart reste de 0 point." in text
