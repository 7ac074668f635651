"""Sentences of deliveries unlike the demonstration: a handful, nothing possible, one thing, too small a divisor."""

from __future__ import annotations

import pandas as pd
import pytest
from support.random_delivery import Kind, random_delivery
from support.report_rows import FINAL, estimate, plain, results
from support.written_texts import QUICK, edition_results, write, written

from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.sentences.comparison import brief, comparison, found_in_short
from pipeline.report.sentences.effects import effects_text
from pipeline.report.sentences.strata import at_equal_strata
from pipeline.report.sentences.synthesis import synthesis_results_text
from pipeline.statements.few import told_side
from pipeline.statements.grades import graded
from pipeline.statements.statement import Direction, Statement

GAP = {
    "indicateur": "maintien", "vague": "M24", "famille": "principal", "methode": "difference_brute",
    "mesure": "difference_risques", "estimation": 1.0, "ic_bas": 0.07, "ic_haut": 1.0, "sens": 1, "importance": 0.1,
    "valeur_accompagnes": 1.0, "valeur_temoins": 0.0,
}  # fmt: skip


def stating(n_accompagnes: int, n_temoins: int, **changes: object) -> Statement:
    return Statement(**GAP | {"n_accompagnes": n_accompagnes, "n_temoins": n_temoins} | changes)


def texts(tables: dict[str, pd.DataFrame], *names: str, params: Params = QUICK) -> dict[str, str]:
    """These texts of the final edition."""
    made = write(edition_results(tables, "finale", params), ReportContext("finale", params), names)
    return {name: plain(made.texts[name]) for name in names}


def within(estimation: float, crude: float) -> str:
    rows = [
        estimate(estimation=crude, n_accompagnes=180, n_temoins=419),
        estimate(methode="difference_stratifiee", estimation=estimation, n_accompagnes=180, n_temoins=419),
    ]
    e = stating(180, 419, estimation=crude, ic_bas=-0.1, ic_haut=0.05)
    return plain(at_equal_strata(e, results(*rows)))


@pytest.mark.parametrize(("sizes", "few"), [((2, 2), True), ((60, 4), True), ((4, 60), True), ((5, 5), False)])
def test_a_handful_gives_a_difference_neither_class_nor_side(sizes: tuple[int, int], few: bool) -> None:
    e = stating(*sizes)
    assert (graded(e) is None) == few
    assert (told_side(e) is Direction.UNKNOWN) == few
    for told in (comparison(e), brief(e)):
        assert ("moins de cinq ménages" in plain(told)) == few
        assert ("avantage" in told) != few
        assert "+100,0 points" in plain(told)
    assert (found_in_short(e) == "") == few


def test_a_heading_tells_nothing_of_what_the_plan_does_not_name() -> None:
    assert found_in_short(stating(60, 60))
    assert found_in_short(stating(60, 60, famille="exploratoire")) == ""


def test_a_handful_is_counted_on_no_side() -> None:
    second = {"famille": "secondaire", "estimation": -0.2, "n_accompagnes": 30}
    rows = [estimate(), estimate("insertion", **second, n_temoins=4), estimate("impaye_2mois", **second)]
    assert "1 sans sens dit, faute de cinq ménages par groupe" in plain(effects_text(results(*rows), FINAL))
    assert "1 sans sens dit, faute de cinq ménages par groupe" in plain(synthesis_results_text(results(*rows), FINAL))


def test_the_difference_within_strata_is_said_where_it_turns_or_is_far() -> None:
    assert "de sens contraire, +5,3 points" in within(0.053, -0.021)
    assert within(-0.15, -0.021).startswith("À strates égales, l’écart est de −15,0 points")
    assert within(-0.03, -0.021) == ""


@pytest.mark.parametrize(("stratified", "told"), [(0.053, True), (-0.053, False), (None, False)])
def test_among_all_the_differences_those_that_turn_within_strata_are_named(stratified: float, told: bool) -> None:
    rows = [
        estimate(estimation=-0.021, n_accompagnes=180, n_temoins=419),
        estimate(methode="difference_stratifiee", estimation=stratified, n_accompagnes=180, n_temoins=419),
    ]
    text = plain(effects_text(results(*rows), FINAL))
    assert ("À strates égales, l’écart est de sens contraire pour « Maintien dans les lieux »" in text) == told


def test_panels_without_a_stratum_in_common_are_said_to_have_none() -> None:
    rows = [estimate(), estimate(methode="difference_stratifiee", estimation=None, note="groupes_sans_rien_de_commun")]
    assert "ménages de strates différentes" in plain(at_equal_strata(stating(20, 20), results(*rows)))
    assert "ménages de strates différentes" in plain(at_equal_strata(stating(2, 2), results(*rows)))
    assert at_equal_strata(stating(20, 20, instead_of="ajustee"), results(*rows)) == ""  # its reason says so


def test_next_to_nothing_is_on_no_side_in_a_count_of_one() -> None:
    text = plain(effects_text(results(estimate(estimation=-0.02, n_temoins=50, n_accompagnes=50)), FINAL))
    assert "Indicateur principal : un écart pratiquement nul." in text


@pytest.fixture(scope="module")
def nobody_left() -> dict[str, str]:
    """40 against 30 where everybody stays, and a scheme said to have accompanied 20."""
    params = QUICK.model_copy(update={"couts": QUICK.couts.model_copy(update={"menages_accompagnes_dispositif": 20})})
    tables = random_delivery(3, Kind(sizes=(40, 30), exits=(0.0, 0.0), censored=(0.0, 0.0)))
    return {name: plain(text) for name, text in written(tables, params=params).texts.items()}


@pytest.mark.slow
def test_controls_at_the_best_leave_no_advantage_to_find(nobody_left: dict[str, str]) -> None:
    assert "aucun avantage n’est possible, face aux 100 % des témoins" in nobody_left["reponse"]
    assert "Les témoins sont à 100,0 % : aucun avantage n’est possible." in nobody_left["synthese_inconnu"]
    assert "le critère principal est connu de tous les ménages inclus" in nobody_left["reponse"]


@pytest.mark.slow
def test_a_divisor_smaller_than_the_panel_is_said(nobody_left: dict[str, str]) -> None:
    for name in ("synthese_couts", "couts"):
        assert "ce diviseur est trop petit, et le coût par ménage trop grand" in nobody_left[name]
    assert "À ce jour, l’accompagnement a coûté au plus " in nobody_left["reponse"]
    assert "L’aide a coûté au plus " in nobody_left["langage_simple"]
    assert "Coûts : au plus " in nobody_left["titres"]


@pytest.mark.slow
def test_another_primary_has_its_own_tests_and_no_price() -> None:
    plan = QUICK.plan.model_copy(update={"indicateur_principal": "procedure_max", "secondaires": ("maintien",)})
    params = QUICK.model_copy(update={"plan": plan})
    tables = random_delivery(6, Kind(sizes=(20, 20)))
    said = texts(tables, "tests", "synthese_couts", params=params)
    assert "ménages maintenus dans les lieux" not in said["tests"]
    assert "que si le maintien dans les lieux est le critère principal" in said["synthese_couts"]


@pytest.mark.slow
def test_of_four_households_no_draw_says_what_a_price_is_worth() -> None:
    tables = random_delivery(46, Kind(sizes=(2, 2), exits=(0.0, 1.0), censored=(0.0, 0.0)))
    text = texts(tables, "couts")["couts"]
    assert "tirés parmi si peu" in text
    assert "tirage sur deux" not in text


@pytest.mark.slow
def test_a_value_of_the_funnel_is_reached_or_passed() -> None:
    """An eviction without any recorded act counts at each stage: nobody is said to have received one."""
    tables = random_delivery(5, Kind(sizes=(12, 12), exits=(0.0, 0.0), censored=(0.0, 0.0), events=(0.0, 0.0)))
    who = tables["menages"].iloc[0]
    gone = {"menage_id": who["menage_id"], "date": who["date_inclusion"] + pd.Timedelta(days=200), "type": "expulsion"}
    events = pd.concat([tables["evenements"], pd.DataFrame([gone])], ignore_index=True)
    tables["evenements"] = events.astype(tables["evenements"].dtypes.to_dict())
    text = texts(tables, "entonnoir")["entonnoir"]
    assert "ont atteint depuis l’inclusion cette étape ou une plus grave" in text
    assert "un commandement de payer : 1 (4 %), dont aucun maintenu" in text
