"""Under ten households nothing printed beside gives the size back, nor does the curve; no price without a gain."""

from __future__ import annotations

import pytest
from support.random_delivery import Kind, random_delivery
from support.written_texts import QUICK, published_results

from pipeline.contract.flow import ANALYSES
from pipeline.params import Params, Publique
from pipeline.publication.audit.facts import ListedFact, parsed_key
from pipeline.publication.audit.listing import Listing
from pipeline.publication.audit.numbers import numbers
from pipeline.publication.elements import TABLES, TEXTS
from pipeline.publication.fact import Masked, PublishedFact
from pipeline.publication.outcomes import group_size
from pipeline.publication.publication import Publication, publication_of
from pipeline.publication.reasons import NO_PRICE, OF_NO_KEPT_HOME, few_households
from pipeline.publication.rounding import Rounding
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults

STEPS = Publique()
FEW = few_households(STEPS)
CONTEXT = ReportContext("finale", QUICK)
GAINING = Kind(sizes=(40, 40), exits=(0.05, 0.5), censored=(0.0, 0.0))


@pytest.mark.parametrize(("n", "shown"), [(4, "moins de 5"), (5, FEW), (8, FEW), (9, FEW), (10, "10"), (12, "10")])
def test_eight_and_nine_are_not_a_printed_ten(n: int, shown: str) -> None:
    """« 10 » beside « moins de 10 » was 8 or 9."""
    value = group_size(n, Rounding(STEPS))
    assert (value if isinstance(value, str) else value.texte) == shown


def known(n: int, results: EditionResults) -> EditionResults:
    """The same, with `n` controls known at the wave: in the flow, and in the estimates of what they became."""
    flow = results.flux
    here = (flow["etape"] == ANALYSES.name) & (flow["groupe"] == "temoin") & (flow["vague"] == "M24")
    rows = results.estimations["indicateur"].isin(["maintien", "procedure_max"])
    return results.with_tables(
        flux=flow.assign(effectif=flow["effectif"].mask(here, n)),
        estimations=results.estimations.assign(n_temoins=results.estimations["n_temoins"].mask(rows, n)),
    )


def test_a_row_of_nine_prints_no_size_that_gives_it() -> None:
    results = known(9, published_results(random_delivery(7, Kind()), "finale"))
    publication = publication_of(results, CONTEXT)
    for element, key in (("resultats", {"indicateur": "maintien"}), ("flux", {"etape": "analyses"})):
        column = "n_temoins" if element == "resultats" else "effectif"
        hidden = publication.cell(element, column, **key, **({} if element == "resultats" else {"groupe": "temoin"}))
        assert isinstance(hidden, Masked)
        assert hidden.motif == FEW
    table = TABLES["resultats"](publication, CONTEXT).markdown()
    row = next(line for line in table.splitlines() if line.startswith("| Maintien"))
    assert "| 10 |" not in row


@pytest.mark.parametrize(("n", "told"), [(9, False), (12, True)])
def test_the_curve_is_told_where_the_share_kept_is(n: int, told: bool) -> None:
    """Twelve controls came in, nine are known at the wave: the curve would tell the share that is withheld."""
    publication = publication_of(known(n, published_results(random_delivery(7, Kind()), "finale")), CONTEXT)
    assert isinstance(publication.cell("resultats", "valeur_temoins", indicateur="maintien"), PublishedFact) == told
    assert all(isinstance(cell, PublishedFact) == told for cell in publication.of("survie"))
    assert ("D’après la courbe de survie" in TEXTS["maintien"](publication, CONTEXT)) == told


def adjusted(gap: float) -> tuple[Publication, ReportContext]:
    """An edition whose plan speaks of homes kept by the adjusted difference, which finds `gap`; the crude one gains."""
    params = Params.model_validate(QUICK.model_dump() | {"plan": QUICK.plan.model_dump() | _by("ajustee")})
    results = published_results(random_delivery(7, GAINING), "finale", params)
    rows = (results.estimations["indicateur"] == "maintien") & (results.estimations["methode"] == "ajustee")
    assert rows.any()
    moved = {c: results.estimations[c].astype(float).mask(rows, gap + d) for c, d in _AROUND.items()}
    made = results.with_tables(estimations=results.estimations.assign(**moved))
    return publication_of(made, ReportContext("finale", params)), ReportContext("finale", params)


_AROUND = {"estimation": 0.0, "ic_bas": -0.2, "ic_haut": 0.2}


def _by(method: str) -> dict[str, object]:
    return {"estimateurs": QUICK.plan.estimateurs.model_dump() | {"binaire": method}}


@pytest.mark.slow
@pytest.mark.parametrize("gap", [-0.2, 0.0, 0.02])
def test_no_price_of_a_gain_that_the_answer_does_not_find(gap: float) -> None:
    publication, context = adjusted(gap)
    price = publication.cell("couts", "valeur", mesure="cout_par_maintien")
    assert isinstance(price, Masked)
    assert price.motif == NO_PRICE
    assert "reviendrait" not in TEXTS["reponse"](publication, context) + TEXTS["couts"](publication, context)


@pytest.mark.slow
def test_a_gain_that_the_answer_finds_has_its_price() -> None:
    publication, context = adjusted(0.3)
    assert "reviendrait" in TEXTS["reponse"](publication, context)


@pytest.mark.slow
def test_one_more_household_in_debt_has_no_price() -> None:
    """Of arrears more is bad news: a difference above zero is no gain, and nobody more is kept."""
    plan = QUICK.plan.model_dump() | {"indicateur_principal": "impaye_2mois", "secondaires": ["maintien"]}
    params = Params.model_validate(QUICK.model_dump() | {"plan": plan})
    results = published_results(random_delivery(7, GAINING), "finale", params)
    price = publication_of(results, ReportContext("finale", params)).cell("couts", "valeur", mesure="cout_par_maintien")
    assert isinstance(price, Masked)
    assert price.motif == OF_NO_KEPT_HOME


@pytest.mark.slow
def test_where_a_class_at_an_end_begins_is_a_listed_constant() -> None:
    """Of twelve, « 90 % ou plus »: 90 is neither a bound (87,5, 100) nor the middle of them."""
    results = published_results(
        random_delivery(7, Kind(sizes=(12, 12), exits=(0.0, 0.0), censored=(0.0, 0.0))), "finale"
    )
    publication = publication_of(results, CONTEXT)
    told = publication.cell("resultats", "valeur_temoins", indicateur="maintien")
    assert told.texte == "90\u202f% ou plus"
    facts = [
        ListedFact("finale", f.element, parsed_key(f.cle), f.colonne, *f.rounded.bounds, "")
        for f in publication.facts
        if f.element in ("cadre", "resultats")
    ]
    listed = Listing(facts)
    assert listed.knows(90.0, "%")
    assert not listed.knows(90.0, "ménages")
    assert not Listing(f for f in facts if not f.named.get("nom", "").startswith("bout_")).knows(90.0, "%")


@pytest.mark.parametrize(("printed", "listed"), [("20 450 €", True), ("30 450 €", False), ("20 500 €", False)])
def test_a_size_and_the_amount_behind_it_in_a_row_are_two_numbers(printed: str, listed: bool) -> None:
    key = (("indicateur", "impaye_solde"), ("vague", "M24"))
    facts = [
        ListedFact("finale", "resultats", key, "n_temoins", 17.5, 22.5, ""),
        ListedFact("finale", "resultats", key, "valeur_accompagnes", 425.0, 475.0, ""),
    ]
    (number,) = numbers(printed)
    assert Listing(facts).lists(number) == listed
