"""The reporting standards: an item is done only where the report that was written holds what it asks for."""

from __future__ import annotations

import re

import pytest

from pipeline.contract.declared import Declarations
from pipeline.contract.standards import CHEERS, CONSORT, DONE, NOT_DONE, PARTLY, TARGET, TREND, Need
from pipeline.contract.tidier import TIDIER
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.standards import PROSE, SECTIONS, items_found, plain_words
from pipeline.report.tables.standards import standards_table
from pipeline.shipped import report_sources

SOURCES = report_sources()
STANDARDS = (TARGET, TREND, CHEERS, CONSORT)
NEEDS = {need for s in STANDARDS for item in s.items for need in item.needs}
CONTEXT = ReportContext("finale", Params())


NOTHING = Declarations()


def state(elements, number="2", standard="CHEERS 2022", declared=NOTHING):
    (found,) = [f for f in items_found(elements, declared) if (f.standard, f.number) == (standard, number)]
    return found.state, found.where


def test_no_item_of_a_standard_is_left_out():
    assert [i.number for i in TREND.items] == [str(n) for n in range(1, 23)]
    assert [i.number for i in CHEERS.items] == [str(n) for n in range(1, 29)]
    assert {int(re.match(r"\d+", i.number)[0]) for i in TARGET.items} == set(range(1, 22))
    for letter in "abcdefgh":  # the trial, and its emulation
        assert any(i.number.startswith("6") and letter in i.number for i in TARGET.items), letter
        assert any(i.number.startswith("7") and letter in i.number for i in TARGET.items), letter
    assert [i.number for i in CONSORT.items] == ["2", "3", "4", "5a", "5b", "22a", "22b"]
    assert len(TIDIER) == 12


@pytest.mark.parametrize("element", sorted({need.element for need in NEEDS}))
def test_an_element_stands_in_the_section_that_the_table_sends_to(element):
    anchor = SECTIONS[element]
    (page,) = [p for p in SOURCES.glob("sections/*.qmd") if f"{{#{anchor}" in p.read_text(encoding="utf-8")]
    text = page.read_text(encoding="utf-8")
    assert (element.startswith(PROSE) and element == f"sections/{page.name}") or f"{element}.md" in text
    documents = [(SOURCES / f"{name}.qmd").read_text(encoding="utf-8") for name in ("rapport", "annexe")]
    assert sum(f"sections/{page.name}" in document for document in documents) == 1


PROSE_NEEDS = sorted((n for n in NEEDS if n.element.startswith(PROSE)), key=lambda n: (n.element, n.words))


@pytest.mark.parametrize("need", PROSE_NEEDS, ids=lambda n: n.words)
def test_the_prose_that_is_shipped_says_what_an_item_asks_for(need: Need):
    text = plain_words((SOURCES / need.element).read_text(encoding="utf-8")).replace("**", "")
    assert re.search(need.words, text)


def test_a_summary_without_the_cost_is_done_in_part():
    whole = {"textes/reponse": "Question. Réponse. 3 476 € par ménage, pour 3 409 € prévus"}
    assert state(whole) == (DONE, "@sec-reponse")
    assert state({"textes/reponse": "Question. Réponse."}) == (
        PARTLY, "@sec-reponse ; le coût par ménage n’y est pas dit",
    )  # fmt: skip
    assert state({})[0] == NOT_DONE


def test_without_costs_no_item_on_costs_is_done():
    without = {"textes/couts": "Point de vue : les financeurs. La table des coûts n’a pas été livrée."}
    assert state(without, "14")[0] == NOT_DONE
    assert state(without, "23")[0] == NOT_DONE
    assert state(without, "8")[0] == DONE


def test_what_only_the_evaluator_knows_is_not_done_until_declared():
    assert state({}, "28") == (NOT_DONE, "« conflits d’intérêts » non renseigné par l’évaluateur")
    told = Declarations(conflits_interets="aucun *déclaré*", role_financeurs="aucun")
    assert state({}, "28", declared=told) == (DONE, "aucun *déclaré*")
    assert state({}, "27")[0] == PARTLY
    assert state({}, "27", declared=told)[0] == DONE
    cells = [row[4] for row in standards_table({}, ReportContext("finale", Params(), declarations=told)).rows]
    assert r"aucun \*déclaré\*" in cells
    assert "@sec-dispositif ; aucun" in cells


def test_tidier_items_follow_the_cells_of_their_table():
    table = "| 1 | Nom | Veille | inchangé | | 6 | Comment | en face à face | non rapporté par les livraisons |"
    found = {
        f.number: f.state for f in items_found({"tableaux/tidier": table}, Declarations()) if "TIDieR" in f.standard
    }
    assert (found["1"], found["6"], found["9"]) == (DONE, PARTLY, NOT_DONE)


def test_the_table_counts_what_applies():
    table = standards_table({}, CONTEXT)
    assert len(table.rows) == sum(len(s.items) for s in STANDARDS) + len(TIDIER)
    assert re.search(r"\d+ rubriques faites sur \d+ qui s’appliquent", table.caption)
    assert "sans objet" in table.csv()
