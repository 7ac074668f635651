"""The synthesis: three sentences, true of any delivery, numbers that are rows, no more than the plan allows."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pypdf
import pytest
from support.claims import CLAIMS
from support.random_delivery import Kind, random_delivery
from support.report_rows import FINAL, estimate, plain, results
from support.said import said_of
from support.written_texts import QUICK, Written, random_edition, write, written

from pipeline.contract.produced.estimates import COMPARABILITE
from pipeline.params import Demonstration, Params
from pipeline.report.context import ReportContext
from pipeline.report.elements import TEXTS
from pipeline.report.sentences.plain_words import plain_words_text
from pipeline.report.sentences.synthesis import (
    synthesis_answer_text,
    synthesis_changes_text,
    synthesis_costs_text,
    synthesis_results_text,
    synthesis_solidity_text,
    synthesis_unknown_text,
)
from pipeline.synthetic.study import make_study

OWN = (*(n for n in TEXTS if n.startswith("synthese_")), "langage_simple")
EDITIONS = ("finale", "parcours", "intermediaire")
ODD = {
    "two_against_two": Kind(sizes=(2, 2)),
    "three_against_two": Kind(sizes=(3, 2)),
    "nobody_left": Kind(exits=(0.0, 0.0)),
    "everybody_left": Kind(exits=(1.0, 1.0)),
    "nothing_delivered_but_what_must_be": Kind(absent=("entretiens", "accompagnement", "couts")),
}
QUICKLY = (0,)  # whose edition others read too
READ = [n if n in QUICKLY else pytest.param(n, marks=pytest.mark.slow) for n in (*EDITIONS, *ODD, *range(4))]
MARK = re.compile(r"[Ss]olidité[^.]{0,24} (\d) sur 5\b")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@pytest.fixture(scope="module", params=READ)
def edition(request: pytest.FixtureRequest) -> Written:
    if isinstance(request.param, int):
        return random_edition(request.param, EDITIONS[request.param % 3])
    if request.param in EDITIONS:
        return written(make_study(Demonstration()).tables, request.param)
    return written(random_delivery(1, ODD[request.param]))


def sentences(text: str) -> list[str]:
    blocks = [re.sub(r"\*\*", "", b).removeprefix("- ") for b in re.split(r"[\\\n]+", plain(text)) if b]
    return [s for block in blocks for s in re.split(r"(?<=[.!?])\s+(?=[A-ZÀÉÊ])", block)]


def words(sentence: str) -> int:
    return len(_WORD.findall(sentence))


def test_the_answer_is_three_sentences(edition: Written) -> None:
    answer = sentences(edition.texts["synthese_reponse"])
    assert len(answer) == 3, answer
    assert all(s.endswith(".") for s in answer)
    assert sum(map(words, answer)) <= 3 * 30


def test_its_numbers_are_rows_and_one_claim_has_one_direction_in_all_that_is_said(edition: Written) -> None:
    said = said_of(edition)
    for claim in CLAIMS:
        claim(said)
    told = [n for n in edition.numbers if n["section"] in OWN]
    assert {n["section"] for n in told} >= {"synthese_reponse"}


def test_only_the_edition_of_the_plan_answers(edition: Written) -> None:
    texts = {name: plain(edition.texts[name]) for name in OWN}
    answer = sentences(texts["synthese_reponse"])[2]
    if edition.context.nom == edition.context.plan.edition_de_conclusion:
        assert "ne répond pas" not in answer
        assert "la réponse a une solidité de" in answer or answer == "La question reste donc sans réponse."
        assert re.match(r"\*\*Solidité : [1-5] sur 5\.\*\*", texts["synthese_solidite"])
    else:
        assert answer.startswith("Cette édition décrit et ne répond pas : c’est le ")
        assert "des 3 regards prévus" in answer
        assert not MARK.search(" ".join(texts.values()))
        assert not any("répond à la question" in plain(edition.texts[name]) for name in (*OWN, "effets"))
        assert "pas encore la réponse" in texts["langage_simple"]


def test_the_mark_is_that_of_the_detailed_answer(edition: Written) -> None:
    marks = {m for name in ("reponse", *OWN) for m in MARK.findall(plain(edition.texts[name]))}
    assert len(marks) == (edition.context.nom == "finale")


def test_no_reference_leads_out_of_the_synthesis_and_no_cause_is_claimed(edition: Written) -> None:
    for name in OWN:
        text = plain(edition.texts[name])
        assert "@" not in text
        assert not re.search(r"grâce à|a permis|prouv|démontr|efficace|significati|\bexclu", text), text
        assert "effet de l’accompagnement" not in text.replace("à lui seul, l’effet de l’accompagnement", "")


def test_simple_words_are_short_sentences(edition: Written) -> None:
    for sentence in sentences(edition.texts["langage_simple"]):
        assert words(sentence) <= 12, sentence
        assert not re.search(r"\bp\b|intervalle|%|solidité|indicateur", sentence)


def test_what_households_are_told_is_what_the_answer_says(edition: Written) -> None:
    told = plain(edition.texts["langage_simple"])
    (e,) = [s for s in edition.statements if s["section"] == "synthese_reponse"] or [None]
    better = {"favorable": "est meilleur chez", "defavorable": "est moins bon chez", "nul": "est le même dans"}
    answer = plain(str(e["phrase"])) if e else ""
    few, next_to_nothing = "moins de cinq ménages" in answer, ", un écart pratiquement nul ;" in answer
    unsaid = few or (next_to_nothing and "est presque le même dans" in told)
    assert ("trop peu pour dire quel résultat" in told) == few
    for side, phrase in better.items():
        assert (phrase in told) == (e is not None and e["sens"] == side and not unsaid)


def test_the_detailed_answer_is_light(watched_run: Path) -> None:
    text = (watched_run / "out/reports/finale/textes/reponse.md").read_text(encoding="utf-8")
    counted = [words(s) for s in sentences(text) if words(s)]
    assert sum(counted) / len(counted) <= 25


def test_each_secondary_outcome_is_counted_once(edition: Written) -> None:
    text = plain(edition.texts["synthese_resultats"])
    planned = len(edition.context.plan.secondaires)
    assert f"Le plan nomme aussi {planned} résultats secondaires : " in text
    parts = re.findall(r"(\d+|tous) (?:à l|à leur|au dé|sans)", text.partition(".")[0])
    assert parts == ["tous"] or sum(map(int, parts)) == planned


def test_an_answer_without_events_is_said_to_be_missing() -> None:
    rows = results(estimate(), tables_absentes=("evenements",))
    assert plain(synthesis_answer_text(rows, FINAL)) == (
        "La table « Événements » n’a pas été livrée : rien n’est connu de ce qui devait répondre à la question. Aucun "
        "écart ne peut donc être estimé. La question reste donc sans réponse.\n"
    )
    assert "nous ne savons pas" in plain(plain_words_text(results(), FINAL))


def test_the_answer_in_words() -> None:
    assert plain(synthesis_answer_text(results(estimate()), FINAL)) == (
        "À 24 mois, la part de ménages maintenus dans les lieux est de 95,2 % (20 sur 21) chez les accompagnés et de "
        "60,0 % (12 sur 20) chez les témoins. L’écart est de +35,2 points, un très grand avantage pour les accompagnés "
        "; l’incertitude va d’un faible à un très grand avantage (intervalle à 95 % : [+9,8 ; +56,9]). Les ménages ont "
        "été choisis : l’écart n’est pas, à lui seul, l’effet de l’accompagnement, et la réponse a une solidité de 1 "
        "sur 5.\n"
    )


def test_a_gap_at_inclusion_alone_is_no_way_of_counting() -> None:
    plan = Params.model_validate({"plan": {"indicateur_principal": "who5", "secondaires": []}})
    context = ReportContext("finale", plan)
    score = {"mesure": "difference_moyennes", "valeur_accompagnes": 50.0, "valeur_temoins": 42.0}
    spoken = estimate("who5", methode="ajustee", estimation=8.0, ic_bas=-2.0, ic_haut=18.0, **score)
    crude = estimate("who5", estimation=8.0, ic_bas=-2.0, ic_haut=18.0, **score)
    start = pd.DataFrame([{"indicateur": "who5", "n_accompagnes": 21, "n_temoins": 20, "ecart": 2.0}])
    text = plain(synthesis_unknown_text(results(spoken, crude, ecarts_inclusion=start, plan=context.plan), context))
    assert "**Ce qui séparait déjà les groupes.** À l’inclusion, l’écart était de +2,0 points" in text
    assert "façon de compter" not in text


def test_an_answer_that_is_masked_was_measured() -> None:
    """« n’a pas pu être mesuré » would be false of 19 and 13 households whose answer is known."""
    plan = Params.model_validate({"plan": {"indicateur_principal": "bien_etre_faible", "secondaires": []}})
    context = ReportContext("finale", plan)
    none = dict.fromkeys(("estimation", "ic_bas", "ic_haut", "p_valeur", "valeur_accompagnes", "valeur_temoins"))
    rows = results(estimate("bien_etre_faible", note="effectif_masque", **none), plan=context.plan)
    answer = plain(synthesis_answer_text(rows, context))
    assert answer.startswith(
        "Ce qui répond à la question a été mesuré, mais n’est pas montré. L’écart entre les groupes"
    )
    assert answer.endswith("La réponse n’est donc pas écrite ici.\n")
    assert "elle dirait ce qu’il en est de quelques ménages" in plain(synthesis_unknown_text(rows, context))
    simple = plain(plain_words_text(rows, context))
    assert "nous ne l’écrivons pas ici" in simple
    assert "nous ne savons pas" not in simple


def test_one_look_is_not_counted() -> None:
    other = Params.model_validate({"editions": {"premiere": {"gel": "2016-03-31", "horizon": 12}}})
    text = plain(synthesis_answer_text(results(estimate(vague="M12")), ReportContext("premiere", other)))
    assert "Cette édition décrit et ne répond pas : le plan réserve la réponse à l’édition finale." in text


def test_an_estimate_that_stands_in_is_named_and_what_stands_beside_is_said() -> None:
    plan = Params.model_validate({"plan": {"indicateur_principal": "who5", "secondaires": []}})
    context = ReportContext("finale", plan)
    crude = estimate("who5", mesure="difference_moyennes", estimation=8.0, ic_bas=-2.0, ic_haut=18.0,
                     valeur_accompagnes=50.0, valeur_temoins=42.0)  # fmt: skip
    none = crude | {"methode": "ajustee", "estimation": None, "ic_bas": None, "ic_haut": None}
    rows = results(crude, none | {"note": "trop_peu_de_menages"}, plan=context.plan)
    assert "L’écart brut, à défaut de celui du plan, est de +8,0 points, un faible avantage" in plain(
        synthesis_answer_text(rows, context)
    )
    assert "l’écart brut en tient lieu" in plain(synthesis_unknown_text(rows, context))
    assert synthesis_results_text(rows, context) == "Le plan ne nomme aucun résultat secondaire.\n"


def test_costs_are_given_with_their_interval_or_why_there_is_none() -> None:
    row = {"mesure": "cout_par_menage", "valeur": 3476.4, "reference": 3409.0}
    ratios = pd.DataFrame([row])
    text = plain(synthesis_costs_text(results(estimate(), couts_ratios=ratios), FINAL))
    assert "Au 31 mars 2017, l’accompagnement a coûté 3 476 € par ménage, pour 3 409 € que la note prévoyait" in text
    assert "Ce calcul suppose 100 ménages accompagnés en tout." in text
    assert "**Par ménage maintenu.** Le coût d’un ménage maintenu en plus n’est pas donné" in text
    price = estimate(
        methode="cout_efficacite", mesure="cout_par_maintien", estimation=9100.0, ic_bas=5200.0, ic_haut=5e4
    )
    text = plain(synthesis_costs_text(results(estimate(), price, couts_ratios=ratios), FINAL))
    assert "reviendrait à 9 100 € (intervalle à 95 % [5 200 € ; 50 000 €]" in text
    absent = results(estimate(), couts_ratios=pd.DataFrame([row | {"valeur": None}]), tables_absentes=("couts",))
    assert plain(synthesis_costs_text(absent, FINAL)).startswith("La table « Coûts » n’a pas été livrée")


def test_the_solidity_names_what_took_a_point_and_nothing_else() -> None:
    text = plain(synthesis_solidity_text(results(estimate()), FINAL))
    assert text.startswith("**Solidité : 1 sur 5.** Des témoins choisis permettent 3 au mieux")
    assert "- Aucun plan n’a été verrouillé." in text
    assert "rien n’est retiré" not in text


def test_the_first_edition_has_nothing_to_be_compared_with_and_a_later_one_says_why() -> None:
    contexts = (ReportContext(name, Params()) for name in ("intermediaire", "finale"))
    first, last = (synthesis_changes_text(results(estimate()), context) for context in contexts)
    assert "la première édition prévue" in first
    assert "Aucune édition précédente n’a été donnée à comparer" in last


def test_it_has_at_most_four_pages_and_the_answer_is_on_the_first(watched_run: Path) -> None:
    pages = [p.extract_text() for p in pypdf.PdfReader(watched_run / "out/reports/finale/synthese.pdf").pages]
    assert 2 <= len(pages) <= 4
    assert "En trois phrases" in pages[0]
    assert "solidité de" in re.sub(r"\s+", " ", pages[0])
    assert "En langage simple" in pages[-1]


def test_an_edition_made_alone_is_one_look_of_those_that_the_plan_has(watched_run: Path) -> None:
    texts = watched_run / "out/reports/finale/textes"
    assert "le troisième des 3 regards prévus" in plain((texts / "reponse.md").read_text(encoding="utf-8"))
    assert "première édition" not in (texts / "synthese_changements.md").read_text(encoding="utf-8")


def test_without_any_row_every_text_is_still_french() -> None:
    said = write(results(), ReportContext("finale", QUICK), OWN)
    assert all(text.strip() for text in said.texts.values())
    assert "**La réponse elle-même.** Aucun écart n’a pu être estimé." in plain(said.texts["synthese_inconnu"])


@pytest.mark.parametrize(("distance", "differed"), [(-0.62, True), (-0.15, False)])
def test_panels_that_differed_at_inclusion_are_said_to(distance: float, differed: bool) -> None:
    """180 against 419, 302 € a month apart: no chance. 0.15 of a standard deviation: chance does so (p = 0.09)."""
    means = [("ressources_mensuelles", distance), ("loyer_mensuel", 0.02), ("nb_personnes", -0.05)]
    rows = [{"variable": v, "smd": d, "n_accompagnes": 180, "n_temoins": 419} for v, d in means]
    table = pd.DataFrame(rows).reindex(columns=COMPARABILITE.names)
    given = results(estimate(), comparabilite=table)
    unknown, simple = plain(synthesis_unknown_text(given, FINAL)), plain(plain_words_text(given, FINAL))
    told = "ils différaient, plus que le hasard ne l’explique, sur 1 caractéristique, parmi les 3 comparées."
    assert (told in unknown) == differed
    assert ("étaient déjà différents au début." in simple) == differed
    assert ("étaient peut-être déjà différents." in simple) != differed
