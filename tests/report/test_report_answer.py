"""The answer at the head of the report, and the methods that the simulated studies keep out of it."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from support.report_rows import FINAL, estimate, plain, results

from pipeline.contract.calibration import CALIBRATION
from pipeline.contract.indicators import INDICATORS
from pipeline.report.said import said
from pipeline.report.sentences.answer import answer_text, exact_test, question, verdict
from pipeline.report.sentences.calibration import caution_text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "est plus favorable que celle des témoins, et les données excluent une absence d’écart."),
        ({"estimation": -0.3, "ic_bas": -0.5, "ic_haut": -0.1}, "est moins favorable que celle des témoins, et"),
        ({"ic_bas": -0.1, "p_valeur": 0.2}, "Les données ne permettent pas de trancher."),
        ({"ic_bas": 0.0, "p_valeur": 0.2}, "Les données ne permettent pas de trancher."),
        ({"ic_bas": None}, "sans dire ce qu’elles excluent"),
        ({"p_valeur": 0.079}, "trancher : l’intervalle exclut une absence d’écart, le test exact ne l’exclut pas."),
        (
            {"ic_bas": -0.01, "p_valeur": 0.04},
            "trancher : le test exact exclut une absence d’écart, l’intervalle ne l’exclut pas.",
        ),
        ({"estimation": None}, "Les données ne permettent pas de répondre."),
    ],
)
def test_verdict(changes: dict[str, object], words: str) -> None:
    assert words in verdict(said(results(estimate(**changes)), "maintien", "M24"))


def test_answer_holds_shares_difference_interval_test_duration_and_caution() -> None:
    duration = estimate(
        "duree_maintien",
        methode="rmst",
        mesure="difference_rmst",
        estimation=3.217,
        ic_bas=-0.094,
        ic_haut=6.528,
        valeur_accompagnes=23.1506,
        valeur_temoins=19.9336,
    )
    text = plain(answer_text(results(estimate(), duration), FINAL))
    assert text.startswith("**Question.** 24 mois après leur entrée dans l’étude, les ménages accompagnés")
    for words in (
        "95,2 % (20 sur 21)",
        "60,0 % (12 sur 20)",
        "+35,2 points",
        "[+9,8 ; +56,9]",
        "test exact de Boschloo, bilatéral, donne p = 0,007",
        "23,2 mois",
        "écart de +3,2 mois",
        "de 60 % à 93 %",
        "choisis, non tirés au sort",
    ):
        assert words in text, words
    assert len(text.strip().split("\n\n")) <= 10
    assert not re.search(r"significati|prouv|démontr", text)


def test_missing_p_says_nothing_of_a_test() -> None:
    assert exact_test(said(results(estimate(p_valeur=None)), "maintien", "M24")) == ""


def test_large_panels_name_the_score_test() -> None:
    note = "intervalle_de_score;test_du_score"
    sentence = exact_test(said(results(estimate(note=note)), "maintien", "M24"))
    assert sentence.startswith("Le test du score, bilatéral, donne")


def test_another_primary_indicator_asks_another_question() -> None:
    assert "sur l’indicateur « Bien-être (WHO-5) » ?" in question(INDICATORS["who5"], "M12")


def calibrated(*outside: tuple[str, str]) -> pd.DataFrame:
    """Both methods of both indicators, without effect; those of `outside` leave the norm."""
    rows = [(i, m) for i in ("maintien", "impaye_solde") for m in ("difference_brute", "ancova")]
    table = pd.DataFrame(rows, columns=["indicateur", "methode"]).reindex(columns=list(CALIBRATION))
    left = [row in outside for row in rows]
    shares = np.where(left, 0.90, 0.95)
    return table.assign(effet="nul", hors_norme=left, couverture=shares, couverture_mc=0.002)


def test_a_method_outside_the_norm_is_not_put_forward() -> None:
    adjusted = {"methode": "ancova", "ic_bas": -0.021, "ic_haut": 0.511, "n_temoins": 14, "valeur_temoins": 0.5}
    rows = [estimate(), estimate(**adjusted)]
    kept = plain(answer_text(results(*rows, calibration=calibrated()), FINAL))
    assert "[+9,8 ; +56,9]" in kept
    assert "mis en avant" not in kept
    crude = ("maintien", "difference_brute")
    other = plain(answer_text(results(*rows, calibration=calibrated(crude)), FINAL))
    assert "[+9,8 ; +56,9]" not in other
    assert "L’écart ajusté est de +35,2 points" in other
    assert "[−2,1 ; +51,1]" in other
    assert "l’intervalle de l’autre méthode (différence brute) sort de la norme de 93 à 97 %" in other
    assert "Boschloo" not in other
    assert "60,0 % (12 sur 20)" in other  # the level is that of every household whose value is known
    assert "calculé sur 35 des 41 ménages" in other
    neither = plain(answer_text(results(*rows, calibration=calibrated(crude, ("maintien", "ancova"))), FINAL))
    assert "95,2 % (20 sur 21)" in neither
    assert "Aucun écart n’est mis en avant" in neither
    assert "[+9,8" not in neither
    assert "[−2,1" not in neither


def test_what_has_no_interval_is_not_replaced_by_what_does_not_exist() -> None:
    crude = calibrated(("maintien", "difference_brute"))
    none = {"estimation": None, "ic_bas": None, "ic_haut": None, "p_valeur": None, "note": "Trop peu de ménages."}
    text = plain(answer_text(results(estimate(**none), estimate(methode="ancova", **none), calibration=crude), FINAL))
    assert "95,2 % (20 sur 21)" in text
    assert "mis en avant" not in text
    only_crude = plain(answer_text(results(estimate(), estimate(methode="ancova", **none), calibration=crude), FINAL))
    assert "Aucun écart n’est mis en avant" in only_crude


def test_caution_names_the_methods_by_indicator() -> None:
    left = [("impaye_solde", "difference_brute"), ("impaye_solde", "ancova")]
    text = plain(caution_text(results(calibration=calibrated(*left)), ["maintien", "impaye_solde"]))
    assert "Impayé (solde) : différence brute, ajustée avec interactions (90,0 %)." in text
    assert "0,2 point au plus" in text
    assert caution_text(results(calibration=calibrated()), ["maintien", "impaye_solde"]) == ""
    assert caution_text(results(), ["maintien"]) == ""


def test_without_events_the_question_has_no_answer() -> None:
    text = plain(answer_text(results(estimate(), tables_absentes=("evenements",)), FINAL))
    assert "La table « Événements » n’a pas été livrée : la question reste sans réponse dans cette édition." in text
    assert "95,2" not in text
