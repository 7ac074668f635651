"""The public page in simple words: short, of one direction with the restricted one, and of published numbers alone."""

from __future__ import annotations

import re

import pytest
from support.random_delivery import Kind, random_delivery
from support.written_texts import QUICK, published_results, random_edition

from pipeline.publication.elements import TEXTS
from pipeline.publication.plain_words import public_plain_words
from pipeline.publication.publication import Publication, publication_of
from pipeline.report.context import ReportContext
from pipeline.shipped import report_sources

BETTER, WORSE, ALIKE = "est meilleur chez", "est moins bon chez", "à peu près le même dans"
FINAL = ReportContext("finale", QUICK)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def page(kind: Kind, seed: int = 7) -> tuple[str, Publication]:
    publication = publication_of(published_results(random_delivery(seed, kind), "finale"), FINAL)
    return plain(public_plain_words(publication, FINAL)), publication


@pytest.mark.parametrize("seed", [0, *(pytest.param(s, marks=pytest.mark.slow) for s in range(1, 13))])
def test_it_says_what_the_restricted_page_says_or_less(seed: int) -> None:
    edition = random_edition(seed)
    told = plain(public_plain_words(publication_of(edition.results, edition.context), edition.context))
    restricted = plain(edition.texts["langage_simple"])
    assert not (BETTER in told and BETTER not in restricted)
    assert not (WORSE in told and WORSE not in restricted)
    assert not (ALIKE in told and "Nous ne pouvons pas comparer" in restricted)
    for sentence in re.split(r"\\?\n|(?<=[.?!])\s", told):
        assert len(re.findall(r"[\w’'-]+", sentence)) <= 12, sentence
        assert not re.search(r"intervalle|%|solidité|indicateur|FALC", sentence)


@pytest.mark.slow
def test_shares_are_told_out_of_a_hundred_from_published_facts() -> None:
    """23 of 25 and 18 of 25 stay: « 90 », « 70 » to the nearest five points."""
    told, _ = page(Kind(sizes=(40, 40), exits=(0.1, 0.3), censored=(0.0, 0.0)))
    levels = re.findall(r"Ménages (\w+) \(environ (\d+)\) : (\d+) sur 100 sont restés\.", told)
    assert [who for who, *_ in levels] == ["accompagnés", "témoins"]
    assert all(int(n) % 5 == 0 == int(share) % 5 for _, n, share in levels)
    assert "Ces nombres sont arrondis." in told


@pytest.mark.slow
def test_a_share_of_all_is_told_as_ninety_five_or_more() -> None:
    nobody_left, _ = page(Kind(exits=(0.0, 0.0), censored=(0.0, 0.0)))
    assert nobody_left.count("95 ou plus sur 100 sont restés.") == 2
    assert ALIKE in nobody_left


def test_of_few_households_it_says_that_they_could_be_known() -> None:
    told, publication = page(Kind(sizes=(2, 2)))
    assert "trop peu nombreux" in told
    assert "restés." not in told
    assert not any(way in told for way in (BETTER, WORSE, ALIKE))
    assert "langage_simple" in TEXTS
    assert publication.cell("cadre", "valeur", nom="cent").texte == "100"


@pytest.mark.slow
def test_what_was_not_delivered_is_said() -> None:
    told, _ = page(Kind(absent=("entretiens", "accompagnement", "couts")))
    assert "Ce que cela coûte**\\\nNous ne le savons pas." in told


def test_the_public_synthesis_ends_with_it_and_says_who_should_read_it_again() -> None:
    text = (report_sources() / "publique" / "synthese.qmd").read_text(encoding="utf-8")
    assert text.rstrip().endswith("{{< include textes/langage_simple.md >}}")
    assert "À faire relire par des personnes concernées" in text
    assert "FALC" not in text


@pytest.mark.slow
@pytest.mark.parametrize(("divisor", "more"), [(20, True), (100, False)])
def test_a_cost_divided_by_too_few_households_is_a_most(divisor: int, more: bool) -> None:
    """40 households in the panel, and the cost divided by 20: each has cost less."""
    costs = QUICK.couts.model_copy(update={"menages_accompagnes_dispositif": divisor})
    params = QUICK.model_copy(update={"couts": costs})
    context = ReportContext("finale", params)
    publication = publication_of(published_results(random_delivery(7, Kind(sizes=(40, 30))), "finale", params), context)
    told = {name: plain(TEXTS[name](publication, context)) for name in ("reponse", "couts", "langage_simple")}
    for name, text in told.items():
        assert ("a coûté au plus " in text) == more, (name, text)
    assert ("ces coûts sont trop grands" in told["couts"]) == more
    assert "Hors coopérative et évaluation, un ménage accompagné a coûté" in told["couts"]
