"""Every number under a figure, caption and remark, is a row of `chiffres.csv`; the drawing is none the different."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

import pytest
from support.claims.numbers import NUMBERS
from support.random_delivery import Kind, random_delivery
from support.said import Said
from support.written_texts import QUICK, edition_results

from pipeline.french import NBSP
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import protect
from pipeline.report.elements import TABLES
from pipeline.report.figures import FIGURES
from pipeline.report.figures.captions import accounted, leave_account, take_accounts
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.places import document_of, figure_section, table_section
from pipeline.report.printed import Account, Row, cell_text
from pipeline.report.records import named
from pipeline.report.results import EditionResults
from pipeline.report.wording import no_break
from pipeline.shipped import report_sources
from pipeline.statements.difference import Difference
from pipeline.statements.statement import Direction
from pipeline.traced import Cell, stated, traced, without_marks

Results = tuple[EditionResults, ReportContext]


@pytest.fixture(scope="module")
def results() -> Results:
    made = edition_results(random_delivery(7, Kind()), "finale")
    return named(protect(made, QUICK.confidentialite.seuil)), ReportContext("finale", QUICK)


@pytest.fixture(scope="module")
def captions(results: Results) -> tuple[dict[str, str], list[Row]]:
    return _captions(results)


@pytest.mark.parametrize("claim", NUMBERS, ids=lambda c: c.__name__)
def test_the_captions_print_no_number_that_is_not_accounted_for(
    results: Results, captions: tuple[dict[str, str], list[Row]], claim: object
) -> None:
    texts, rows = captions
    assert len(texts) > 40
    assert len(rows) > 30
    lines = [{k: cell_text(v) for k, v in row.items()} for row in rows]
    tables = cache(lambda name: getattr(results[0], name))
    claim(Said(texts, lines, [], tables, {}))  # type: ignore[operator]  # one function of `NUMBERS`


def _captions(results: Results) -> tuple[dict[str, str], list[Row]]:
    """The caption of every figure and table, the remark with it, by section, and the rows of their numbers."""
    texts: dict[str, str] = {}
    rows: list[Row] = []
    for name, draw in FIGURES.items():
        outcome, drawn = accounted(figure_section(name), partial(draw, *results))
        if isinstance(outcome, Drawing):
            texts[figure_section(name)] = no_break(f"{outcome.caption}\n{outcome.remark}")
            rows += drawn.numbers
    account = Account()
    for name, (build, _) in TABLES.items():

        def caption(build=build) -> str:
            table = build(*results)
            return no_break(table.caption) if table else ""

        texts[table_section(name)] = account.section(table_section(name), caption)
    return texts, rows + list(account.numbers)


def test_the_account_of_a_figure_passes_from_one_process_to_another(tmp_path: Path) -> None:
    value = traced(12.5, Cell("estimations", "indicateur=maintien", "estimation"))
    gap = Difference("x", "maintien", "M24", "ajustee", "difference_risques", "principal", value, None, None,
                     Direction.FAVOURABLE)  # fmt: skip

    def draw() -> Drawing:
        return Drawing(None, stated(f"De {value.written('12,5')} points", gap), "De", "Et")

    outcome, made = accounted("figure_a", draw)
    assert isinstance(outcome, Drawing)
    assert outcome.caption == "De 12,5 points"
    leave_account(tmp_path, "a", made)
    leave_account(tmp_path, "b", accounted("figure_b", lambda: Drawing(None, "Douze", "Douze", ""))[1])
    leave_account(tmp_path, "c", accounted("figure_c", lambda: NoDrawing("Rien."))[1])
    account = Account()
    take_accounts(tmp_path, ("a", "b", "c", "d"), account)
    assert [(r["code"], r["texte"], r["valeur"], r["table"], r["cle"]) for r in account.numbers] == [
        ("figure_a-01", "12,5", 12.5, "estimations", "indicateur=maintien")
    ]
    assert [(s["section"], s["sens"], s["estimation"], s["phrase"]) for s in account.statements] == [
        ("figure_a", "favorable", 12.5, f"De 12,5{NBSP}points")
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_mark_has_no_width() -> None:
    from pipeline.report.figures.lettering import width

    assert width("12\U000f0000 ménages", 9) == width("12 ménages", 9)
    assert without_marks("12\U000f0000") == "12"


@pytest.mark.parametrize("name", FIGURES)
def test_a_caption_is_counted_in_the_document_that_shows_its_figure(name: str) -> None:
    document = document_of(figure_section(name))
    sections = report_sources().joinpath(f"{document}.qmd").read_text(encoding="utf-8")
    shown = [s for s in report_sources().glob("sections/*.qmd") if f"figures/{name}.md" in s.read_text("utf-8")]
    assert [s.name in sections for s in shown] == [True]
