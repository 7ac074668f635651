"""The answer at the head of the report, which the simulated studies do not choose."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from support.report_rows import FINAL, estimate, plain, results

from pipeline.contract.calibration import CALIBRATION
from pipeline.contract.indicators import INDICATORS
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.said import said
from pipeline.report.sentences.answer import answer_text, exact_test, question
from pipeline.report.sentences.calibration import caution_text

DURATION = estimate(
    "duree_maintien",
    famille="exploratoire",
    methode="rmst",
    mesure="difference_rmst",
    estimation=3.217,
    ic_bas=-0.094,
    ic_haut=6.528,
    valeur_accompagnes=23.1506,
    valeur_temoins=19.9336,
)
INCLUDED = pd.DataFrame(
    [(group, None, "inclus", 24, None) for group in ("accompagne", "temoin")],
    columns=["groupe", "vague", "etape", "effectif", "motif"],
)


def test_the_answer_follows_the_plan_each_with_its_place() -> None:
    text = plain(answer_text(results(estimate(), DURATION, flux=INCLUDED), FINAL))
    assert text.startswith("**Question.** 24 mois après leur entrée dans l’étude, les ménages accompagnés")
    places = [
        "Le plan réserve la réponse à cette édition. C’est le 3ᵉ des 3 regards prévus",
        "**Réponse (critère principal).** À 24 mois, la part de ménages maintenus dans les lieux est de 95,2 %",
        *(f"**Secondaire – {INDICATORS[name].label}.**" for name in FINAL.plan.secondaires),
        "À titre exploratoire",
        "**Exploratoire – Durée de maintien.**",
        "**Exploratoire – Isolement (LSNS-6 < 12).**",
        "**Solidité : 1 sur 5.** C’est notre propre marque, pas une norme.",
        "**Risque de biais (ROBINS-I).** Il n’a pas été coté",
        "**Portée.**",
        "**Ce qu’on ne sait pas.**",
        "Le critère principal n’est pas connu de 7 ménages sur 48 inclus.",
    ]
    found = [text.index(words) for words in places]
    assert found == sorted(found)
    assert not re.search(r"significati|prouv|démontr|exclu|tranch", text)


def test_another_plan_is_answered_as_it_is_written() -> None:
    plan = {"indicateur_principal": "who5", "secondaires": ["maintien", "isole"]}
    context = ReportContext("finale", Params.model_validate({"plan": plan}))
    text = plain(answer_text(results(estimate(), plan=context.plan), context))
    assert "**Secondaire – Maintien dans les lieux.** À 24 mois" in text
    assert "**Secondaire – Isolement (LSNS-6 < 12).**" in text
    assert "**Exploratoire – " in text
    assert text.count("**Exploratoire – Impayé (solde).**") == 1
    assert "restent-ils plus souvent" not in text


def test_an_edition_that_does_not_conclude_describes_and_says_so() -> None:
    row = estimate(vague="M12")
    text = plain(answer_text(results(row), ReportContext("intermediaire", Params())))
    assert "Cette édition décrit et ne répond pas : le plan réserve la réponse à l’édition finale." in text
    assert "C’est le premier des 3 regards prévus sur les mêmes ménages." in text
    assert "Regarder plusieurs fois" not in text  # no study was simulated that could say how often
    assert "**Description (critère principal).** À 12 mois" in text
    assert "Réponse" not in text
    assert "Solidité" not in text


DESIGN = {
    "dessin": {"accompagnes": 24, "temoins": 24, "vagues": ["M12", "M18", "M24"]},
    "parametres": {"plan": FINAL.plan.model_dump(mode="json")},
}


def test_the_looks_are_counted_from_the_calibration_where_it_speaks_of_this_edition() -> None:
    row = {"indicateur": "maintien", "vague": "M12+M18+M24", "effet": "nul", "methode": "difference_brute"}
    table = pd.DataFrame([row]).reindex(columns=list(CALIBRATION)).assign(annonces=0.123, etudes=2000)
    tables = {"calibration": table, "calibration_reglages": DESIGN}
    text = plain(answer_text(results(estimate(), flux=INCLUDED, **tables), FINAL))
    assert "dans 12,3 % des études simulées." in text
    other = plain(answer_text(results(estimate(), flux=INCLUDED.assign(effectif=200), **tables), FINAL))
    assert "Regarder plusieurs fois" not in other


def test_one_edition_is_one_look() -> None:
    one = Params.model_validate({"editions": {"finale": {"gel": "2017-03-31", "horizon": 24}}})
    assert "regards" not in answer_text(results(estimate()), ReportContext("finale", one))


def test_the_cost_stands_beside_what_the_note_planned() -> None:
    row = {"mesure": "cout_par_menage", "valeur": 3476.4, "reference": 3409.0}
    text = plain(answer_text(results(estimate(), couts_ratios=pd.DataFrame([row])), FINAL))
    assert "a coûté 3 476 € par ménage, pour les 3 409 € que la note prévoyait par ménage sur deux ans" in text
    unknown = pd.DataFrame([row | {"valeur": None}])
    assert "Il n’est pas connu dans cette édition" in answer_text(results(estimate(), couts_ratios=unknown), FINAL)


def test_the_method_of_the_plan_answers_and_the_crude_one_stands_in_with_its_reason() -> None:
    crude = estimate("lsns6", mesure="difference_moyennes", estimation=1.954, famille="secondaire")
    adjusted = crude | {"methode": "ajustee", "estimation": 1.2, "ic_bas": -1.1, "ic_haut": 3.5, "n_temoins": 14}
    text = plain(answer_text(results(estimate(), crude, adjusted), FINAL))
    assert "Écart ajusté de +1,2 point [−1,1 ; +3,5], à l’avantage des accompagnés ; calculé sur 35 des 41" in text
    assert "écart brut de +2,0 points" in text
    none = adjusted | {"estimation": None, "ic_bas": None, "ic_haut": None, "note": "trop_peu_de_menages"}
    text = plain(answer_text(results(estimate(), crude, none), FINAL))
    assert "Écart de +2,0 points" in text
    assert "Le plan prévoit l’écart ajusté, qui n’est pas calculable ici (trop peu de ménages pour le nombre" in text
    assert "écart brut en tient lieu" in text


@pytest.mark.parametrize(("n", "printed"), [(4, False), (5, True)])
def test_a_handful_has_no_interval_of_a_mean_and_the_reason_is_the_true_one(n: int, printed: bool) -> None:
    few = estimate(
        "who5", mesure="difference_moyennes", estimation=8.0, ic_bas=-200.0, ic_haut=216.0, n_temoins=n,
        valeur_accompagnes=50.0, valeur_temoins=42.0,
    )  # fmt: skip
    text = plain(answer_text(results(estimate(), few), FINAL))
    assert ("[−200,0 ; +216,0]" in text) is printed
    assert ("moins de 5 ménages connus dans un groupe, trop peu pour voir" in text) is not printed
    assert "études simulées, l’intervalle" not in text


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


def test_the_calibration_chooses_no_method() -> None:
    rows = [estimate(), estimate(methode="ancova", ic_bas=-0.021, ic_haut=0.511)]
    alone = plain(answer_text(results(*rows), FINAL))
    warned = answer_text(results(*rows, calibration=calibrated(("maintien", "difference_brute"))), FINAL)
    assert plain(warned) == alone
    assert "[+9,8 ; +56,9]" in alone
    assert "mis en avant" not in alone


def test_caution_names_the_methods_by_indicator() -> None:
    both = ["maintien", "impaye_solde"]

    def caution(table: pd.DataFrame) -> str:
        given = results(flux=INCLUDED, calibration=table.assign(vague="M24", menaces=""), calibration_reglages=DESIGN)
        return plain(caution_text(given, FINAL, both))

    text = caution(calibrated(("impaye_solde", "difference_brute"), ("impaye_solde", "ancova")))
    assert "Impayé (solde) : différence brute, ajustée avec interactions (90,0 %)." in text
    assert "0,2 point au plus" in text
    assert caution(calibrated()) == ""
    assert caution_text(results(), FINAL, ["maintien"]) == ""


def test_without_events_the_question_has_no_answer() -> None:
    text = plain(answer_text(results(estimate(), tables_absentes=("evenements",)), FINAL))
    assert "La table « Événements » n’a pas été livrée : la question reste sans réponse dans cette édition." in text
    assert "95,2" not in text
