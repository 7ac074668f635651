"""What an edition publishes: the allow-list alone, each exact number between its bounds, nothing of a few."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from support.random_delivery import Kind, random_delivery
from support.written_texts import QUICK, Written, published_results, random_edition

from pipeline.contract.produced.catalogue import PRODUCED, read_by
from pipeline.publication.allowed import ALLOWED
from pipeline.publication.fact import Cell, Masked, PublishedFact, key_parts, publication_csv, released_facts
from pipeline.publication.outcomes import PUBLISHABLE
from pipeline.publication.publication import Publication, publication_of
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults

SLACK = 1e-9
PLACES = {"bailleur", "region", "profil", "commune", "site", "motif"}
HEALTH = {"isole", "solitude", "bien_etre_faible", "membre_cooperative", "insertion"}


@pytest.fixture(scope="module", params=[0, *(pytest.param(s, marks=pytest.mark.slow) for s in range(1, 12))])
def edition(request: pytest.FixtureRequest) -> Written:
    return random_edition(request.param)


def published(written: Written) -> Publication:
    return publication_of(written.results, written.context)


def exact(fact: PublishedFact, results: EditionResults) -> float | None:
    """The number of the produced table that a fact rounds; None for what is no cell of one."""
    rows = getattr(results, {"resultats": "estimations"}.get(fact.element, fact.element))
    for column, value in key_parts(fact.cle).items():
        rows = rows[rows[column].astype("string").fillna("") == value]
    return float(rows[fact.colonne].iloc[0]) if len(rows) == 1 else None


def test_every_exact_number_lies_between_its_bounds(edition: Written) -> None:
    seen = 0
    for fact in published(edition).facts:
        if fact.element not in ("resultats", "mise_en_oeuvre", "flux") or "motif" in fact.cle:
            continue
        value = exact(fact, edition.results)
        if value is None or (fact.element == "resultats" and fact.colonne.startswith(("n_", "valeur_"))):
            continue
        seen += 1
        assert fact.rounded.bas - SLACK <= value <= fact.rounded.haut + SLACK, (fact.cle, fact.colonne)
    assert seen or edition.results.flux.empty


def test_levels_are_those_of_all_whose_value_is_known(edition: Written) -> None:
    crude = edition.results.estimations
    crude = crude[crude["methode"].isin(["difference_brute", "rmst"])].set_index(["indicateur", "vague"])
    for fact in published(edition).of("resultats"):
        if not isinstance(fact, PublishedFact) or not fact.colonne.startswith(("n_", "valeur_")):
            continue
        key = key_parts(fact.cle)
        value = float(crude.loc[(key["indicateur"], key["vague"]), fact.colonne])
        assert fact.rounded.bas - SLACK <= value <= fact.rounded.haut + SLACK


def test_nothing_is_off_the_allow_list(edition: Written) -> None:
    publication = published(edition)
    names = {element.name for element in ALLOWED}
    for cell in publication.cells:
        key = key_parts(cell.cle)
        assert cell.element in names
        assert not {k for k in key if k in PLACES} - ({"motif"} if cell.element == "sorties" else set())
        assert cell.edition == edition.context.nom
        assert key.get("vague", edition.context.vague) == edition.context.vague
        if isinstance(cell, PublishedFact) and cell.element == "resultats":
            assert key["indicateur"] in PUBLISHABLE - HEALTH
            assert cell.colonne != "p_valeur" or key["indicateur"] == edition.context.plan.indicateur_principal


def test_the_allow_list_reads_only_tables_that_may_be_published() -> None:
    read = {entry.name for entry in read_by("publish")}
    named = {table for element in ALLOWED for table in element.tables}
    assert named == read
    assert all(PRODUCED[name].public for name in named)


def test_nothing_is_published_of_a_group_of_fewer_than_ten(edition: Written) -> None:
    crude = edition.results.estimations
    for cell in published(edition).of("resultats"):
        key = key_parts(cell.cle)
        rows = crude[(crude["indicateur"] == key["indicateur"]) & (crude["vague"] == key.get("vague"))]
        rows = rows[rows["methode"].isin(["difference_brute", "rmst"])]
        if isinstance(cell, PublishedFact) and not cell.colonne.startswith("n_"):
            assert rows[["n_accompagnes", "n_temoins"]].min(axis=None) >= 10


def test_each_masked_cell_says_why(edition: Written) -> None:
    for cell in published(edition).masked:
        assert cell.motif.startswith("non publié\xa0: ")
        assert len(cell.motif) > 20


@pytest.mark.slow
def test_exits_by_cause_are_of_both_groups_and_only_when_each_has_five() -> None:
    results, context = _finale(Kind(sizes=(60, 60), exits=(0.5, 0.5), censored=(0.0, 0.0)))
    cells = publication_of(results, context).of("sorties")
    flux = results.flux
    for cell in cells:
        assert isinstance(cell, PublishedFact)
        assert "groupe" not in key_parts(cell.cle)
        rows = flux[
            (flux["etape"] == "sortis") & (flux["vague"] == "M24") & (flux["motif"] == key_parts(cell.cle)["motif"])
        ]
        assert cell.rounded.bas <= rows["effectif"].sum() <= cell.rounded.haut
    one = flux.index[(flux["etape"] == "sortis") & (flux["motif"] == "abandon") & (flux["vague"] == "M24")]
    few = results.with_tables(flux=flux.assign(effectif=flux["effectif"].where(~flux.index.isin(one), 2)))
    hidden = publication_of(few, context).of("sorties")
    assert all(isinstance(c, Masked) and "moins de 5\xa0sorties" in c.motif for c in hidden)


@pytest.mark.slow
def test_exits_by_cause_and_the_mark_wait_for_the_edition_that_concludes() -> None:
    results = published_results(random_delivery(5, Kind(sizes=(60, 60), exits=(0.5, 0.5))), "parcours")
    publication = publication_of(results, ReportContext("parcours", QUICK))
    for element in ("sorties", "solidite"):
        assert all(isinstance(c, Masked) for c in publication.of(element))


def test_facts_of_released_editions_are_published_again_as_they_were() -> None:
    results, context = _finale(Kind())
    before = [
        PublishedFact("parcours", f.element, f.cle, f.colonne, f.rounded)
        for f in publication_of(results, context).facts
    ]
    text = publication_csv(before)
    again = publication_of(results, context, released_facts(text, "publication.csv"))
    written = publication_csv(again.facts)
    assert written.startswith(text)
    own = [f for f in again.facts if f.edition == "finale"]
    assert written == text + publication_csv(own).split("\r\n", 1)[1]


@pytest.mark.slow
def test_the_price_of_one_more_kept_says_no_more_than_the_published_gap() -> None:
    results, context = _finale(Kind(sizes=(40, 40), exits=(0.05, 0.5), censored=(0.0, 0.0)))
    publication = publication_of(results, context)
    price = publication.fact("couts", "valeur", mesure="cout_par_maintien")
    gap = publication.fact("resultats", "estimation", indicateur="maintien")
    cost = publication.fact("couts", "valeur", mesure="cout_par_menage")
    assert price is not None
    assert gap is not None
    assert cost is not None
    assert price.rounded.bas <= cost.rounded.bas / gap.rounded.haut
    assert price.rounded.haut >= cost.rounded.haut / gap.rounded.bas
    exact_price = results.couts_ratios.set_index("mesure").loc["cout_par_maintien", "valeur"]
    assert price.rounded.bas <= exact_price <= price.rounded.haut


@pytest.mark.slow
def test_a_mean_time_kept_is_published_when_five_left_each_group() -> None:
    """Two of one group and many of the other: « 23,5 mois » of 25, edition after edition, dates the two."""
    results, context = _finale(Kind(sizes=(60, 60), exits=(0.3, 0.5), censored=(0.0, 0.0)))
    assert all(isinstance(c, PublishedFact) for c in _of(publication_of(results, context), "duree_maintien"))
    flux = results.flux
    left = flux.index[(flux["etape"] == "sortis") & (flux["vague"] == "M24") & (flux["groupe"] == "accompagne")]
    two = flux["effectif"].where(~flux.index.isin(left), 0).mask(flux.index.isin(left[:1]), 2)
    cells = _of(publication_of(results.with_tables(flux=flux.assign(effectif=two)), context), "duree_maintien")
    hidden = [c for c in cells if not c.colonne.startswith("n_")]
    assert all(isinstance(c, Masked) and c.motif.endswith("sorties dans un groupe") for c in hidden)


@pytest.mark.parametrize("rate", [0.0, 0.05])
def test_a_rate_of_under_five_events_and_one_of_none_are_told_alike(rate: float) -> None:
    """25 households, two years, 0.05 a year: 2.5 events; of none no ratio is computed, and that would say it."""
    results, context = _finale(Kind())
    rows = results.estimations["indicateur"] == "troubles"
    column = results.estimations["valeur_temoins"].mask(rows, rate)
    numbers = {c: results.estimations[c].mask(rows & (rate == 0)) for c in ("estimation", "ic_bas", "ic_haut")}
    few = results.with_tables(estimations=results.estimations.assign(valeur_temoins=column, **numbers))
    cells = [c for c in _of(publication_of(few, context), "troubles") if not c.colonne.startswith("n_")]
    assert {c.motif for c in cells if isinstance(c, Masked)} == {"non publié\xa0: moins de 5\xa0faits dans un groupe"}
    assert all(isinstance(c, Masked) for c in cells)


def test_an_outcome_that_cannot_be_compared_keeps_its_levels_to_itself() -> None:
    """Without an interval nothing varies: beside it, a level would be that of each household."""
    results, context = _finale(Kind())
    rows = results.estimations["indicateur"] == "maintien"
    without = results.estimations.assign(ic_bas=results.estimations["ic_bas"].mask(rows))
    publication = publication_of(results.with_tables(estimations=without), context)
    told = [c for c in _of(publication, "maintien") if isinstance(c, PublishedFact)]
    assert {c.colonne for c in told} == {"n_accompagnes", "n_temoins"}
    price = publication.cell("couts", "valeur", mesure="cout_par_maintien")
    assert isinstance(price, Masked)
    assert all(isinstance(c, Masked) for c in publication.of("solidite")), "the mark of an answer that is not there"


def _of(publication: Publication, indicator: str) -> list[Cell]:
    return [c for c in publication.of("resultats") if key_parts(c.cle)["indicateur"] == indicator]


def _finale(kind: Kind) -> tuple[EditionResults, ReportContext]:
    tables = random_delivery(7, replace(kind))
    return published_results(tables, "finale"), ReportContext("finale", QUICK)


def test_the_file_is_what_the_contract_says() -> None:
    results, context = _finale(Kind())
    text = publication_csv(publication_of(results, context).facts)
    lines = text.split("\r\n")
    assert lines[0] == '\ufeff"edition";"element";"cle";"colonne";"bas";"haut"'
    assert all(line.startswith('"finale";"') and line.count('";"') == 5 for line in lines[1:-1])
    frame = pd.DataFrame([vars(f.rounded) for f in released_facts(text, "publication.csv")])
    assert (frame["bas"] <= frame["haut"]).all()
