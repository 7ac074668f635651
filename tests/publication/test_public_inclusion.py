"""What the public reads of the panels at inclusion: the two counts that the restricted synthesis prints, or nothing."""

from __future__ import annotations

import re

import pytest
from support.random_delivery import Kind, random_delivery
from support.written_texts import QUICK, published_results, write

from pipeline.contract.flow import INCLUS
from pipeline.publication.elements import TEXTS
from pipeline.publication.fact import Masked, PublishedFact
from pipeline.publication.publication import publication_of
from pipeline.report.context import ReportContext

FINAL = ReportContext("finale", QUICK)
FAR_APART = Kind(sizes=(40, 40), debts=(0.0, 3000.0), scores=(0.9, 0.1))
TOLD = re.compile(r"différaient, plus que le hasard ne l’explique, sur (\d+) caractéristiques?, parmi (?:les (\d+)|la)")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.slow
def test_it_says_what_the_restricted_synthesis_says() -> None:
    results = published_results(random_delivery(1, FAR_APART), "finale")
    public = TOLD.search(plain(TEXTS["inconnu"](publication_of(results, FINAL), FINAL)))
    restricted = TOLD.search(plain(write(results, FINAL, ("synthese_inconnu",)).texts["synthese_inconnu"]))
    assert public
    assert restricted
    assert public.groups() == restricted.groups()


@pytest.mark.slow
@pytest.mark.parametrize(("n", "published"), [(9, False), (10, True)])
def test_of_fewer_than_ten_households_nothing_is_told(n: int, published: bool) -> None:
    results = published_results(random_delivery(1, FAR_APART), "finale")
    flow = results.flux
    controls = (flow["etape"] == INCLUS.name) & (flow["groupe"] == "temoin")
    publication = publication_of(
        results.with_tables(flux=flow.assign(effectif=flow["effectif"].mask(controls, n))), FINAL
    )
    for name in ("comparees", "eloignees"):
        cell = publication.cell("inclusion", "caracteristiques", nom=name)
        assert isinstance(cell, PublishedFact if published else Masked)
    assert ("différaient" in TEXTS["inconnu"](publication, FINAL)) == published


@pytest.mark.slow
def test_panels_alike_are_not_said_to_differ() -> None:
    results = published_results(random_delivery(1, FAR_APART), "finale")
    alike = results.with_tables(comparabilite=results.comparabilite.assign(smd=0.0))
    publication = publication_of(alike, FINAL)
    assert publication.cell("inclusion", "caracteristiques", nom="eloignees").texte == "0"
    assert "différaient" not in TEXTS["inconnu"](publication, FINAL)
