"""The public texts and tables: correct French from any delivery, no number that is not a published fact."""

from __future__ import annotations

import re

import pytest
from support.random_delivery import Kind, random_delivery
from support.written_texts import QUICK, published_results

from pipeline.params import Params
from pipeline.publication.elements import TABLES, TEXTS, public_variables
from pipeline.publication.fact import Cell, PublishedFact, key_parts
from pipeline.publication.glossary import glossary
from pipeline.publication.publication import Publication, publication_of
from pipeline.publication.rounded_statement import published
from pipeline.publication.rounding import constant
from pipeline.publication.sentences import answer_sentences, mark_sentence
from pipeline.report.context import ReportContext
from pipeline.report.grade_words import grade_words
from pipeline.shipped import report_sources
from pipeline.statements.grades import grade
from pipeline.statements.solidity import Criterion
from pipeline.statements.statement import indicator_of

KINDS = {
    "usual": Kind(),
    "two against two": Kind(sizes=(2, 2)),
    "three against two": Kind(sizes=(3, 2)),
    "nobody left": Kind(exits=(0.0, 0.0), censored=(0.0, 0.0)),
    "nobody stayed": Kind(exits=(1.0, 1.0), censored=(0.0, 0.0)),
    "no interviews": Kind(absent=("entretiens",)),
    "nothing optional": Kind(absent=("entretiens", "accompagnement", "couts")),
}
QUICKLY = ("two against two",)  # whose edition others read too
NUMBER = re.compile(r"\d+(?:[\u202f ]\d{3})*(?:,\d+)?")
FOUR_OF_FEW = "moins de 10\xa0ménages"


@pytest.fixture(scope="module", params=[k if k in QUICKLY else pytest.param(k, marks=pytest.mark.slow) for k in KINDS])
def made(request: pytest.FixtureRequest) -> tuple[str, Publication, ReportContext]:
    context = ReportContext("finale", QUICK)
    results = published_results(random_delivery(7, KINDS[request.param]), "finale")
    return request.param, publication_of(results, context), context


def written(publication: Publication, context: ReportContext) -> str:
    texts = [text(publication, context) for text in TEXTS.values()]
    texts += [table(publication, context).markdown() for table in TABLES.values()]
    return "\n".join([*texts, glossary(publication, texts)])


def test_each_number_written_is_a_published_fact(made: tuple[str, Publication, ReportContext]) -> None:
    _, publication, context = made
    listed = {n for f in publication.facts for n in NUMBER.findall(f"{f.texte} ; {f.nombre}")}
    assert {n for n in NUMBER.findall(written(publication, context)) if n not in listed} == set()


def test_the_main_files_hold_no_number_of_their_own() -> None:
    context = ReportContext("finale", QUICK)
    publication = publication_of(published_results(random_delivery(7, Kind()), "finale"), context)
    named = public_variables(publication, context, released=False)
    frame = named["cadre"]
    assert isinstance(frame, dict)
    for name in ("synthese", "rapport"):
        text = (report_sources() / "publique" / f"{name}.qmd").read_text(encoding="utf-8")
        asked = re.findall(r"\{\{< var cadre\.(\w+) >\}\}", text)
        assert set(asked) <= set(frame)
        bare = re.sub(r"\{\{<.*?>\}\}", "", text)
        assert set(NUMBER.findall(bare)) <= {"10\u202f000"}  # the call for projects


def test_the_glossary_defines_what_the_documents_use_and_nothing_else(
    made: tuple[str, Publication, ReportContext],
) -> None:
    _, publication, context = made
    said = "\n".join(text(publication, context) for text in TEXTS.values())
    without = glossary(publication, [said.replace("intervalle", "…")])
    assert "Solidité\n: Notre marque" in without
    assert "Intervalle de confiance\n" not in without
    assert "WHO-5" not in without, "no questionnaire is named outside the table of the plan's outcomes"
    whole = glossary(publication, [TABLES["resultats"](publication, context).markdown()])
    assert "Bien-être (WHO-5)\n: Questionnaire de 0 à 100\xa0; haut" in whole
    assert "UCLA-3" not in whole, "the plan does not name it"
    assert "$" not in whole


def test_it_reads_as_french(made: tuple[str, Publication, ReportContext]) -> None:
    _, publication, context = made
    text = re.sub(r"\{#tbl-\w+\}|\| :-.*\|", "", written(publication, context))
    assert not re.search(r"\bNone\b|\bnan\b|[{}]|  +\S", text)
    assert not re.search(r" [:;!?»]", text)
    assert not re.search(r"\.\.|,,|\( |\s\.|\(\)", text)
    assert not re.search(r"non publiée? ?\(?non publié", text)


def test_what_is_not_published_says_why(made: tuple[str, Publication, ReportContext]) -> None:
    kind, publication, context = made
    text = written(publication, context)
    if kind.endswith("two"):
        assert FOUR_OF_FEW in TEXTS["reponse"](publication, context)
        assert "moins de 5" in TABLES["flux"](publication, context).markdown()
        assert not re.search(r"\d+\u202f% chez", text)
    if "left" in kind:
        assert "95\u202f% ou plus" in text
    if "stayed" in kind:
        assert "5\u202f% ou moins" in text
    if kind in ("no interviews", "nothing optional"):
        assert "données non livrées" in TABLES["resultats"](publication, context).markdown()
    if kind == "nothing optional":
        assert "n’est pas publié (données non livrées)" in TEXTS["couts"](publication, context)


def test_the_answer_has_three_sentences_where_there_is_a_result(made: tuple[str, Publication, ReportContext]) -> None:
    kind, publication, context = made
    assert len(answer_sentences(publication, context)) == (2 if kind.endswith("two") else 3)


def test_an_edition_that_publishes_no_answer_claims_none(made: tuple[str, Publication, ReportContext]) -> None:
    kind, publication, context = made
    answer, mark = TEXTS["reponse"](publication, context), TEXTS["solidite"](publication, context)
    title = public_variables(publication, context, released=False)["titre_reponse"]
    if kind.endswith("two"):
        assert "répond à la question" not in answer
        assert "qui ne peut la publier" in answer
        assert "L’écart mesuré" not in TEXTS["inconnu"](publication, context)
        assert mark == "La réponse n’est pas publiée\xa0: sa solidité ne l’est pas non plus.\n"
        assert title == "La réponse"
    else:
        assert "Cette édition répond à la question" in answer
        assert "Solidité de la réponse" in mark
        assert "et ne descend pas sous 1" in mark
        assert title == "La réponse en trois phrases"


def test_a_difference_that_the_printed_levels_do_not_give_says_so() -> None:
    """82.4 % and 77.6 %: both print as 80 %, and their difference of 4.8 points as 5."""
    publication, context = _with_difference(valeur_accompagnes=0.824, valeur_temoins=0.776, estimation=0.048)
    answer = TEXTS["reponse"](publication, context)
    assert "80\u202f% chez les accompagnés et de 80\u202f% chez les témoins" in answer
    assert "un écart de +5\xa0points (arrondi pour lui seul), un faible avantage" in answer
    assert "L’arrondi peut cacher une partie de cette différence." in TEXTS["langage_simple"](publication, context)


@pytest.mark.parametrize(
    ("exact", "answer"),
    [
        (0.104, "un écart de +10\xa0points, un faible avantage ou un avantage modéré pour les accompagnés."),
        (0.096, "un écart de +10\xa0points, un faible avantage ou un avantage modéré pour les accompagnés."),
        (0.149, "un écart de +15\xa0points, un avantage modéré pour les accompagnés."),
        (0.012, "un écart de 0\xa0point, pratiquement nul."),
        (-0.304, "un écart de −30\xa0points, un grand désavantage ou un très grand désavantage pour les accompagnés."),
    ],
)
def test_where_the_rounding_leaves_two_classes_possible_both_are_named(exact: float, answer: str) -> None:
    publication, context = _with_difference(estimation=exact, valeur_temoins=0.5, valeur_accompagnes=0.5 + exact)
    assert answer in re.sub(r" \(arrondi pour lui seul\)", "", TEXTS["reponse"](publication, context))


@pytest.mark.parametrize(
    "thousandths",
    [
        *range(-400, 401, 184),
        *(pytest.param(x, marks=pytest.mark.slow) for x in range(-400, 401, 23) if (x + 400) % 184),
    ],
)
def test_no_other_word_is_public_than_the_one_of_the_exact_number(thousandths: int) -> None:
    exact = thousandths / 1000
    publication, context = _with_difference(estimation=exact, ic_bas=exact - 0.171, ic_haut=exact + 0.171)
    e = published(publication, context, indicator_of("maintien"))
    assert grade_words(grade(exact, 0.1)) in e.class_words
    worst, best = (grade_words(grade(x, 0.1)) for x in (exact - 0.171, exact + 0.171))
    for word in {worst, best}:
        found = re.fullmatch(r"(.*?)un (faible |grand |très grand )?(avantage|désavantage|écart)(.*)", word)
        assert found is not None
        assert found[4].strip() in e.range_words
        assert (found[2] or "").strip() in e.range_words


def _with_difference(**numbers: float) -> tuple[Publication, ReportContext]:
    """The publication of a delivery whose primary outcome has these numbers."""
    context = ReportContext("finale", QUICK)
    results = published_results(random_delivery(7, Kind()), "finale")
    rows = results.estimations["indicateur"] == "maintien"
    shown = results.estimations.assign(**{c: results.estimations[c].mask(rows, x) for c, x in numbers.items()})
    return publication_of(results.with_tables(estimations=shown), context), context


def test_words_never_say_more_than_the_rounded_number(made: tuple[str, Publication, ReportContext]) -> None:
    _, publication, context = made
    for name in ("maintien", "impaye_solde", "impaye_2mois", "who5"):
        e = published(publication, context, indicator_of(name))
        if isinstance(e.gap, PublishedFact):
            importance = context.plan.importance_of(e.indicator)
            assert importance is not None
            assert e.gap.rounded.valeur is not None
            of_the_rounded = grade(e.indicator.favourable * e.gap.rounded.valeur, importance)
            assert grade_words(of_the_rounded) in e.class_words


@pytest.mark.slow
@pytest.mark.parametrize(
    ("primary", "words"),
    [
        (
            "impaye_solde",
            "un écart de −250\xa0€ (écart ajusté, arrondi pour lui seul). Son intervalle de confiance à 95\u202f% est "
            "[−350\xa0;\xa0−100]\xa0€",
        ),
        ("troubles", "n’est pas publié (moins de 5\xa0faits dans un groupe)"),
        ("procedure_max", "une probabilité de 0,5 qu’un accompagné ait une valeur plus haute qu’un témoin. Son"),
        ("isole", "n’est pas publié (donnée de santé, dont seuls les scores moyens le sont)"),
    ],
)
def test_any_outcome_may_be_the_primary_one(primary: str, words: str) -> None:
    publication, context = _with_primary(primary, 7, Kind())
    assert words in TEXTS["reponse"](publication, context)
    costs = TEXTS["couts"](publication, context)
    assert "hors de la liste" in costs, "a price is of a share that may be published"
    assert "le maintien dans les lieux n’étant pas le critère principal" in costs


@pytest.mark.slow
def test_a_ratio_may_be_the_primary_one() -> None:
    publication, context = _with_primary("troubles", 9, Kind(sizes=(40, 40)))
    assert "un rapport de 0,6. Son intervalle" in TEXTS["reponse"](publication, context)


def _with_primary(primary: str, seed: int, kind: Kind) -> tuple[Publication, ReportContext]:
    raw = QUICK.model_dump()
    raw["plan"] |= {"indicateur_principal": primary, "secondaires": ["maintien"], "importance": {}}
    params = Params.model_validate(raw)
    context = ReportContext("finale", params)
    return publication_of(published_results(random_delivery(seed, kind), "finale", params), context), context


def test_what_the_plan_does_not_name_says_so_in_its_row() -> None:
    context = ReportContext("finale", QUICK)
    publication = publication_of(published_results(random_delivery(7, Kind(sizes=(3, 2))), "finale"), context)
    table = TABLES["resultats"](publication, context)
    named = (context.plan.indicateur_principal, *context.plan.secondaires)
    aside = [row[0] for row in table.rows if row[0].endswith("(hors du plan)")]
    assert aside == ["Durée de maintien (hors du plan)"]
    assert len(table.rows) == len(named) + 1


def test_a_probability_is_explained_where_one_is_told() -> None:
    alone = Params.model_validate({"plan": {"secondaires": []}})
    context = ReportContext("finale", alone)
    publication = publication_of(published_results(random_delivery(7, Kind(sizes=(3, 2))), "finale"), context)
    assert "Probabilité" not in TABLES["resultats"](publication, context).markdown()


@pytest.mark.parametrize(
    ("lost", "words"),
    [
        ((), "Aucun point n’est retiré."),
        ((Criterion.DETECTABLE,), "Un point est retiré parce que de tels effectifs peuvent laisser passer un grand"),
        ((Criterion.UNKNOWN, Criterion.LOCK), "Des points sont retirés parce que le résultat principal manque pour"),
    ],
)
def test_what_the_mark_loses_is_counted(lost: tuple[Criterion, ...], words: str) -> None:
    context = ReportContext("finale", QUICK)
    made = publication_of(published_results(random_delivery(7, Kind()), "finale"), context)

    def told(c: Cell) -> Cell:
        if c.element != "solidite" or c.colonne != "retire":
            return c
        one = int(key_parts(c.cle)["critere"] in lost)
        return PublishedFact(c.edition, c.element, c.cle, c.colonne, constant(one, f"{one}"))

    changed = Publication(made.edition, tuple(map(told, made.cells)), made.earlier)
    assert words in mark_sentence(changed, context)
