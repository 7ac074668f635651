"""What the sentences say where two calculations part: the cost ratio and its gap, interval and exact test, log-rank."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from pipeline.contract.produced.estimates import ACCEPTABILITE, ESTIMATIONS
from pipeline.contract.produced.scheme import COUTS_RATIOS, COUTS_SEMESTRES
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.costs import costs_text
from pipeline.report.sentences.p_values import p_values_text

FINAL = ReportContext("finale", Params())
GAP = {
    "indicateur": "maintien", "vague": "M24", "methode": "difference_brute", "mesure": "difference_risques",
    "estimation": 0.231, "ic_bas": -0.007, "ic_haut": 0.449, "niveau": 0.95, "n_accompagnes": 22, "n_temoins": 22,
    "sens_favorable": 1, "p_valeur": 0.06, "valeur_accompagnes": 20 / 22, "valeur_temoins": 15 / 22,
}  # fmt: skip
RATIO = GAP | {
    "methode": "cout_efficacite", "mesure": "cout_par_maintien", "estimation": 15035.0, "ic_bas": 7600.0,
    "ic_haut": 31000.0, "p_valeur": None,
}  # fmt: skip
DURATION = GAP | {
    "indicateur": "duree_maintien", "methode": "log_rank", "mesure": "logrank_chi2", "estimation": 4.0, "ic_bas": None,
    "ic_haut": None, "p_valeur": 0.047,
}  # fmt: skip


def plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def said(*rows: dict[str, object]) -> EditionResults:
    return EditionResults(estimations=pd.DataFrame(list(rows), columns=ESTIMATIONS.names))


def costs(*rows: dict[str, object], halves: tuple[str, ...] = ("2015-S1", "2015-S2")) -> str:
    measures = ("depense_totale", "part_depensee", "cout_par_menage", "cout_par_menage_et_par_an")
    ratios = pd.DataFrame(
        [{"mesure": m, "valeur": 1.0, "reference": 1.0} for m in measures], columns=COUTS_RATIOS.names
    )
    curve = pd.DataFrame([(0.0, 0.0), (16000.0, 0.51), (60000.0, 0.92)], columns=ACCEPTABILITE.names)
    estimations = pd.DataFrame(list(rows), columns=ESTIMATIONS.names)
    closed = pd.DataFrame([{"semestre": name} for name in halves]).reindex(columns=COUTS_SEMESTRES.names)
    known = EditionResults(estimations=estimations, couts_ratios=ratios, acceptabilite=curve, couts_semestres=closed)
    return plain(costs_text(known, FINAL))


@pytest.mark.parametrize(
    ("halves", "words"),
    [
        (("2015-S1",), "le semestre clos est le premier semestre 2015 : dépense"),
        (("2016-S1", "2015-S1", "2015-S2"), "vont du premier semestre 2015 au premier semestre 2016 : dépense"),
        (("2015-S1", "2016-S1"), "sont le premier semestre 2015 et le premier semestre 2016 : dépense"),
    ],
)
def test_half_years_are_told_in_words(halves: tuple[str, ...], words: str) -> None:
    assert words in costs(GAP, RATIO, halves=halves)


def test_a_finite_ratio_over_a_gap_that_may_be_null_is_read_from_below() -> None:
    text = costs(GAP, RATIO | {"ic_haut": None, "note": "effet_peut_etre_nul"})
    assert "reviendrait à 15 035 € (au moins 7 600 €, à 95 % ; sans borne haute)." in text
    assert "L’intervalle de l’écart est [−0,7 ; +44,9] points : " in text
    assert "ou bien au moins 7 600 € par ménage maintenu en plus, ou bien une dépense sans ménage maintenu" in text


def test_a_ratio_over_a_gap_that_is_not_null_has_its_interval() -> None:
    text = costs(GAP | {"ic_bas": 0.1}, RATIO)
    assert "(intervalle à 95 % [7 600 € ; 31 000 €], arrondi à ce que les tirages savent fixer)" in text
    assert "au moins" not in text
    assert "fourchette de prix" not in text


def test_a_ratio_without_upper_bound_says_which_draws_take_it_away() -> None:
    text = costs(GAP | {"ic_bas": 0.01}, RATIO | {"ic_haut": None, "note": "effet_peut_etre_nul"})
    assert "L’écart est nul ou négatif dans plus de 2,5 % des tirages : le rapport n’a pas de limite haute." in text


def test_a_bound_that_other_draws_would_move_is_not_given() -> None:
    text = costs(GAP | {"ic_bas": 0.01}, RATIO | {"ic_haut": None, "note": "borne_hors_des_tirages"})
    assert "au moins 7 600 €, à 95 % ; borne haute non donnée" in text
    assert "La borne haute change trop d’un calcul à l’autre pour être donnée." in text


def test_a_ratio_drawn_from_a_handful_of_households_has_no_bounds() -> None:
    nothing = {"ic_bas": None, "ic_haut": None, "n_temoins": 4, "note": "tirages_de_moins_de_cinq"}
    text = costs(GAP | {"ic_bas": 0.139}, RATIO | nothing)
    assert "reviendrait à 15 035 € (sans intervalle). Un groupe compte moins de cinq ménages" in text


def test_what_the_draws_say_is_said_of_the_gap_not_of_the_support() -> None:
    text = costs(GAP, RATIO)
    assert "L’écart de maintien vaut la dépense dans plus d’un tirage sur deux à partir d’environ 16 000 €" in text
    assert "dans 92 % des tirages à 60 000 €" in text
    assert "L’accompagnement a plus d’une chance" not in text


def test_a_p_within_strata_stands_beside_the_difference_within_strata_or_nowhere() -> None:
    """The crude difference may have another sign than the contrast that the permutation tests."""
    test = GAP | {"methode": "permutation", "p_valeur": 0.077}
    beside = GAP | {"methode": "difference_stratifiee", "estimation": -0.13, "ic_bas": None, "ic_haut": None}
    assert "p = 0,077" not in plain(p_values_text(said(GAP, test), FINAL))
    text = plain(p_values_text(said(GAP, test, beside), FINAL))
    assert "À strates égales, l’écart est de −13,0 points ; les groupes échangés" in text
    assert "donnent p = 0,077." in text


def test_the_exact_test_says_what_its_p_is() -> None:
    text = plain(p_values_text(said(GAP), FINAL))
    assert (
        "le double de la plus petite des deux p unilatérales, chacune calculée dans le cas le plus défavorable" in text
    )
    assert "au moins aussi marqué" not in text


@pytest.mark.parametrize(("low", "p"), [(0.139, 0.079), (-0.01, 0.04), (0.139, 0.04), (-0.01, 0.079)])
def test_no_sentence_sets_an_interval_against_a_test(low: float, p: float) -> None:
    text = plain(p_values_text(said(GAP | {"ic_bas": low, "p_valeur": p}), FINAL))
    assert not re.search("exclu|tranch", text)


def test_the_log_rank_stands_with_its_permutation() -> None:
    text = plain(p_values_text(said(GAP, DURATION, DURATION | {"methode": "permutation", "p_valeur": 0.029}), FINAL))
    assert "donne p = 0,047 par sa loi approchée et p = 0,029 par permutation à l’intérieur des strates." in text
    assert "du même côté" not in text


def test_a_log_rank_whose_permutation_says_otherwise_is_told_in_the_same_words() -> None:
    text = plain(p_values_text(said(GAP, DURATION, DURATION | {"methode": "permutation", "p_valeur": 0.337}), FINAL))
    assert "p = 0,34 par permutation" in text
    assert "côté" not in text


def test_a_log_rank_without_permutation_stands_alone() -> None:
    text = plain(p_values_text(said(GAP, DURATION), FINAL))
    assert "donne p = 0,047. La différence de durée moyenne" in text
