"""The answer at the head of the report, which the simulated studies do not choose."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from support.report_rows import FINAL, estimate, plain, results

from pipeline.contract.calibration import CALIBRATION
from pipeline.contract.flow import INCLUS
from pipeline.contract.indicators import INDICATORS
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.answer import answer_text, exact_test, question
from pipeline.report.sentences.calibration import calibration_text, caution_text
from pipeline.report.tables.calibration import no_effect_table, power_table, without_power, without_threats

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
        "Le plan réserve la réponse à cette édition. C’est le troisième des 3 regards prévus",
        "**Réponse (critère principal).** À 24 mois, la part de ménages maintenus dans les lieux est de 95,2 %",
        *(f"**Secondaire – {INDICATORS[name].label}.**" for name in FINAL.plan.secondaires),
        "À titre exploratoire",
        "**Exploratoire – Durée de maintien.**",
        "**Exploratoire – Isolement (LSNS-6 < 12).**",
        "**Solidité : 1 sur 5.** C’est notre propre marque, pas une norme.",
        "**Risque de biais (ROBINS-I).** Il n’a pas été coté",
        "**Portée.**",
        "**Ce qu’on ne sait pas.**",
        "Le critère principal n’est pas connu pour 7 ménages sur 48 inclus.",
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
    assert "études simulées" not in text  # without a calibration nothing is said of what looks do
    assert "**Description (critère principal).** À 12 mois" in text
    assert "Réponse" not in text
    assert "Solidité" not in text


def test_the_looks_are_counted_from_the_calibration_where_it_speaks_of_this_edition() -> None:
    row = {"indicateur": "maintien", "vague": "M12+M18+M24", "effet": "nul", "methode": "difference_brute"}
    table = pd.DataFrame([row]).reindex(columns=list(CALIBRATION)).assign(annonces=0.123, etudes=2000, menaces="")
    same, other = (plain(answer_text(simulated(table, sizes), FINAL)) for sizes in ((25, 24), (10, 10)))
    assert "dans 12,3 % des études simulées." in same
    assert "C’est le troisième des 3 regards prévus" in other
    assert "études simulées" not in other  # of another design nothing is quoted


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
    assert "Écart brut de +2,0 points." in text
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


def simulated(table: pd.DataFrame, sizes: tuple[int, int] = (25, 25), *rows: dict[str, object]) -> EditionResults:
    """The results of a delivery of these sizes, beside a calibration of 25 against 25 under the plan in force."""
    settings = {
        "dessin": {"accompagnes": 25, "temoins": 25, "vagues": ["M12", "M18", "M24"]},
        "parametres": {
            "plan": Params().plan.model_dump(mode="json"),
            "seuils": Params().seuils.model_dump(mode="json"),
        },
    }
    flux = pd.DataFrame({"etape": INCLUS.name, "groupe": ["accompagne", "temoin"], "effectif": list(sizes)})
    return results(
        *(rows or (estimate(),)),
        calibration=table,
        calibration_reglages=settings,
        flux=flux.assign(vague=None, motif=None),
    )


def calibrated(*outside: tuple[str, str]) -> pd.DataFrame:
    """Both methods of both indicators, without effect; those of `outside` leave the norm."""
    rows = [(i, m) for i in ("maintien", "impaye_solde") for m in ("difference_brute", "ancova")]
    table = pd.DataFrame(rows, columns=["indicateur", "methode"]).reindex(columns=list(CALIBRATION))
    left = [row in outside for row in rows]
    shares = np.where(left, 0.90, 0.95)
    true = {"couverture_vraie": shares, "couverture_vraie_mc": 0.002}
    return table.assign(effet="nul", vague="M24", menaces="", hors_norme=left, couverture=0.95, **true)


def test_the_calibration_chooses_no_method() -> None:
    rows = [estimate(), estimate(methode="ancova", ic_bas=-0.021, ic_haut=0.511)]
    alone = plain(answer_text(simulated(calibrated(), (25, 25), *rows), FINAL))
    warned = answer_text(simulated(calibrated(("maintien", "difference_brute")), (25, 25), *rows), FINAL)
    assert plain(warned) == alone
    assert "[+9,8 ; +56,9]" in alone
    assert "mis en avant" not in alone


def test_caution_names_the_methods_by_indicator() -> None:
    left = [("impaye_solde", "difference_brute"), ("impaye_solde", "ancova")]
    text = plain(caution_text(simulated(calibrated(*left)), FINAL))
    assert "- Impayé (solde) : différence brute, ajustée avec interactions (90,0 %)" in text
    assert "0,2 point au plus" in text
    threatened = calibrated(*left).assign(menaces="selection=0.4")
    other_design = simulated(calibrated(*left), (185, 429))
    for quiet in (results(), other_design):
        assert plain(caution_text(quiet, FINAL)).startswith("Aucune étude simulée ne dit lesquelles")
    for quiet in (simulated(calibrated()), simulated(threatened)):
        assert plain(caution_text(quiet, FINAL)) == (
            "Aucune méthode n’est à lire avec plus de réserve que les autres.\n"
        )


def test_a_table_that_is_not_there_is_not_sent_to() -> None:
    """Studies simulated without effect alone make no table of power."""
    shares = {"etudes": 2000, "annonces": 0.05, "annonces_mc": 0.005}
    alone = calibrated().assign(famille="principal", mesure="difference_risques", **shares)
    both = pd.concat([alone, alone.assign(effet="attendu", force=1.0)])
    assert power_table(simulated(alone), FINAL) is None
    assert "se lisent de même dans le @tbl-calibration." in calibration_text(simulated(alone), FINAL)
    assert power_table(simulated(both), FINAL) is not None
    assert "dans le @tbl-calibration et le @tbl-puissance." in calibration_text(simulated(both), FINAL)


def test_that_nothing_was_simulated_is_said_once() -> None:
    none = calibrated().assign(famille="principal", mesure="difference_risques")
    effect = none.assign(effet="attendu", force=1.0)
    threat = effect.assign(effet="sorties", menaces="sorties=1")
    both = "Aucun tableau : aucune étude simulée avec un effet, ni sous une menace, n’est lue à cette échéance."
    said = {
        "neither": (none, both, ""),
        "no threat": (pd.concat([none, effect]), None, "aucune étude simulée sous une menace n’est lue"),
        "no effect": (pd.concat([none, threat]), "aucune étude simulée avec un effet n’est lue", None),
    }
    for name, (table, power, threats) in said.items():
        given = simulated(table)
        for words, expected in ((without_power(given, FINAL), power), (without_threats(given, FINAL), threats)):
            assert expected is None or (expected in words if expected else words == ""), name
    elsewhere = simulated(none, (10, 10))
    assert without_power(elsewhere, FINAL) == without_threats(elsewhere, FINAL) == ""


def test_of_another_design_the_calibration_says_that_it_does_not_speak() -> None:
    table = calibrated(("maintien", "difference_brute"))
    text = plain(calibration_text(simulated(table, (185, 429)), FINAL))
    assert "ont 25 ménages accompagnés et 25 témoins, suivis 12, 18 et 24 mois" in text
    assert "Elles ne parlent pas de cette édition** : elle inclut 185 ménages accompagnés et 429 témoins" in text
    assert "95" not in text
    plan = Params.model_validate({"plan": {"strates": []}})
    assert "son plan est un autre (strates)" in plain(calibration_text(simulated(table), ReportContext("finale", plan)))
    assert no_effect_table(simulated(table, (10, 10)), FINAL) is None
    assert no_effect_table(simulated(table), ReportContext("finale", plan)) is None


def test_without_events_the_question_has_no_answer() -> None:
    text = plain(answer_text(results(estimate(), tables_absentes=("evenements",)), FINAL))
    assert "La table « Événements » n’a pas été livrée : la question reste sans réponse dans cette édition." in text
    assert "95,2" not in text
