"""The finished documents of a whole run, measured: axe-core at three widths, keyboard, zoom, dark, paper, weight.

axe-core (`axe-core/`, unmodified, Mozilla Public License 2.0) is kept here: fetched at each run, it would be missing
where the network is, and the test with it.
"""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest
from support.chromium import Page
from support.random_delivery import Kind, random_delivery
from support.written_texts import QUICK, edition_results

from pipeline.report.context import ReportContext
from pipeline.report.elements import write_elements
from pipeline.report.rendering.render import render_documents
from pipeline.shipped import report_sources

pytestmark = pytest.mark.slow  # a browser is started, and looks at whole documents
WIDTHS = (1280, 768, 390)
HEAVIEST = 2_000_000  # bytes of one page
TAB, ENTER, RIGHT = ("Tab", 9), ("Enter", 13), ("ArrowRight", 39)
# The release of the npm registry, named by the hash of its file.
AXE = "4.14.1", "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

# Those of the page's elements that a keyboard should reach, as far as they are shown.
STOPS = """[...document.querySelectorAll("a[href], summary, [tabindex='0']")].filter(
  e => e.tabIndex === 0 && e.checkVisibility()).length"""
# A region that scrolls must be a stop itself or hold one.
UNREACHED = """[...document.querySelectorAll("body *")].filter(e =>
  e.scrollWidth > e.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX)
  && e.tabIndex !== 0 && !e.querySelector("a[href], [tabindex='0']")).map(e => e.outerHTML.slice(0, 80))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUS = """(() => {
  const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  if (e === document.body) return null;
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {text: e.textContent.slice(0, 40), ringed: s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2, seen};
})()"""


@pytest.fixture(scope="module")
def documents(watched_run: Path) -> list[Path]:
    """Every page of every document of the run, restricted and public."""
    found = sorted(p for p in (watched_run / "out").rglob("*.html") if "validation" not in p.parts)
    assert found
    return found


def test_axe_is_the_release_that_is_named() -> None:
    file = Path(__file__).parent / "axe-core" / "axe.min.js"
    assert file.read_text(encoding="utf-8").startswith(f"/*! axe v{AXE[0]}\n")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == AXE[1]


def test_axe_finds_what_is_wrong(page: Page, tmp_path: Path) -> None:
    wrong = tmp_path / "faux.html"
    wrong.write_text(
        "<!DOCTYPE html><html><body><img src='data:,'><p style='color:#ccc'>pâle</p></body></html>", "utf-8"
    )
    page.open(wrong, width=390)
    assert {"color-contrast", "document-title", "html-has-lang", "image-alt"} <= set(page.violations())


def test_axe_finds_nothing_in_what_is_read_first(page: Page, documents: list[Path]) -> None:
    """The pages of a screen or two, public and restricted, as a phone shows them."""
    short = [path for path in documents if path.stem in ("index", "synthese")]
    assert {path.parent.name == "publique" for path in short} == {True, False}
    for path in short:
        page.open(path, width=390)
        assert page.violations() == {}, path


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(page: Page, documents: list[Path], width: int) -> None:
    for path in documents:
        page.open(path, width=width)
        assert page.violations() == {}, path


def test_axe_finds_nothing_at_night_nor_with_the_contents_open(page: Page, stand_in: Path) -> None:
    """The stand-ins hold every kind of element, and their page is short."""
    for width in WIDTHS:
        page.open(stand_in / "rapport.html", width=width, dark=True)
        assert page.ask("getComputedStyle(document.body).backgroundColor") == "rgb(18, 24, 30)"
        page.ask("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.violations() == {}


@pytest.mark.parametrize("width", [320, 390, 640, 768, 1280])
def test_no_page_scrolls_sideways_at_any_zoom(page: Page, documents: list[Path], width: int) -> None:
    """200 % of 1 280 pixels leave 640, 400 % leave 320 (WCAG 2.2, 1.4.10); figures are whole in that width."""
    for path in documents:
        page.open(path, width=width)
        assert page.ask(SIDEWAYS) == 0, path
        assert page.ask(UNREACHED) == []
        cut = page.ask("[...document.images].filter(i => i.getBoundingClientRect().right > innerWidth).length")
        assert cut == 0


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(page: Page, stand_in: Path) -> None:
    for width in (1280, 390):
        page.open(stand_in / "rapport.html", width=width)
        stops = page.ask(STOPS)
        assert stops > 20
        seen: list[dict[str, Any]] = []
        for _ in range(stops):
            page.press(*TAB)
            seen.append(page.ask(FOCUS))
        assert [s for s in seen if s is None or not (s["ringed"] and s["seen"])] == []
        assert seen[0]["text"] == "Aller au contenu"


def test_the_numbers_of_a_text_are_no_stops_and_their_index_is_one(page: Page, documents: list[Path]) -> None:
    """Hundreds of links stay for a mouse; a keyboard reaches the index by one, and the data of a table below it."""
    numbered = {}
    for path in documents:
        page.open(path, width=1280)
        numbered[path] = page.ask("document.querySelectorAll('a.chiffre').length")
        assert page.ask("[...document.querySelectorAll('a.chiffre')].filter(a => a.tabIndex >= 0).length") == 0
        index = page.ask(
            "[...document.querySelectorAll('a[href$=\"#sec-index-chiffres\"]')].filter(a => a.tabIndex === 0)"
            ".map(a => a.getAttribute('href'))"
        )
        assert bool(index) == (path.parent.name != "publique")
        for target in set(index):
            page.open(path.parent / (target.split("#")[0] or path.name), width=1280)
            assert page.ask("!!document.getElementById('sec-index-chiffres')")
    assert max(numbered.values()) > 200


def test_the_first_key_leads_past_the_contents(page: Page, stand_in: Path) -> None:
    page.open(stand_in / "rapport.html", width=1280)
    page.press(*TAB)
    page.press(*ENTER)
    assert page.ask("document.activeElement.id") == "contenu"
    page.press(*TAB)
    assert page.ask("!!document.activeElement.closest('main')")


def test_a_table_scrolls_by_its_arrows_and_keeps_its_first_column_and_its_caption(page: Page, stand_in: Path) -> None:
    page.open(stand_in / "rapport.html", width=390)
    page.ask("document.documentElement.style.scrollBehavior = 'auto'; document.querySelector('.tableau').focus()")
    places = (
        "[...['thead .fixe', 'tbody .fixe', '.legende'].map(s => document.querySelector('.tableau ' + s)"
        ".getBoundingClientRect().left), document.querySelector('.tableau').scrollLeft]"
    )
    before = page.ask(places)
    for _ in range(3):
        page.press(*RIGHT)
    page.ask("new Promise(done => setTimeout(done, 600))")
    after = page.ask(places)
    assert before[3] == 0 < after[3]
    assert after[:3] == before[:3]


def test_rows_and_columns_have_heads_and_a_table_its_caption(page: Page, stand_in: Path) -> None:
    page.open(stand_in / "rapport.html", width=1280)
    table = "document.querySelector('.tableau table')."
    assert page.ask(f"{table}caption.textContent").startswith("Tableau\u00a01\u00a0: Légende du tableau")
    assert page.ask(f"[...{table}tHead.rows[0].cells].map(c => [c.tagName, c.scope])") == [["TH", "col"]] * 8
    heads = f"[...{table}tBodies].map(b => [...b.rows].map(r => [...r.cells].filter(c => c.tagName == 'TH').map(%s)))"
    assert page.ask(heads % "c => c.scope") == [[["rowgroup", "row"], ["row"]], [["rowgroup"], []], [["row"]]]
    assert page.ask(heads % "c => [c.rowSpan, c.colSpan]") == [[[[2, 1], [1, 1]], [[1, 1]]], [[[2, 1]], []], [[[1, 2]]]]


def test_a_figure_is_made_larger_and_smaller_by_keyboard_on_a_phone(page: Page, stand_in: Path) -> None:
    page.open(stand_in / "rapport.html", width=390)
    width = "document.querySelector('figure img').getBoundingClientRect().width"
    before = page.ask(width)
    assert before < 390
    page.ask("document.querySelector('.agrandir').focus()")
    page.press(*ENTER)
    assert page.ask(width) > 2 * before
    for _ in range(3):
        page.press(*RIGHT)
    page.ask("new Promise(done => setTimeout(done, 600))")
    assert page.ask("document.querySelector('.vue').scrollLeft") > 0
    assert page.ask(SIDEWAYS) == 0
    page.press(*TAB)
    page.press(*ENTER)
    assert page.ask(width) == before


def test_on_a_phone_the_text_begins_on_the_first_screen(page: Page, documents: list[Path]) -> None:
    for path in documents:
        page.open(path, width=390)
        assert page.ask("document.querySelector('main h1, main h2').getBoundingClientRect().top") < 844, path


def test_a_page_is_light(documents: list[Path]) -> None:
    assert {path.name: path.stat().st_size for path in documents if path.stat().st_size > HEAVIEST} == {}


def test_a_page_stays_light_with_many_households_and_landlords(tmp_path: Path) -> None:
    tables = random_delivery(7, Kind(sizes=(60, 60), landlords=20))
    context = ReportContext("finale", QUICK, synthetique=True)
    write_elements(tmp_path, edition_results(tables, "finale"), context)
    render_documents(report_sources(), tmp_path, "pandoc")
    assert {p.name for p in tmp_path.glob("*.html") if p.stat().st_size > HEAVIEST} == set()


def test_the_print_out_is_of_a4_pages_without_what_only_a_screen_needs(page: Page, stand_in: Path) -> None:
    for dark in (False, True):
        page.open(stand_in / "rapport.html", width=1280, paper=True, dark=dark)
        assert page.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        printed = pypdf.PdfReader(io.BytesIO(page.printed()))
        assert {tuple(round(float(x)) for x in p.mediabox[2:]) for p in printed.pages} == {(595, 842)}
        text = "".join(p.extract_text() for p in printed.pages)
        assert "Légende du tableau" in text
        assert not re.search("Aller au contenu|Agrandir|Table des matières", text)


def test_every_printed_page_says_who_may_read_it(page: Page, documents: list[Path]) -> None:
    for path in documents:
        page.open(path, width=1280, paper=True)
        banner = page.ask("document.querySelector('.bandeau').textContent").replace("\u00a0", " ").split(" · ")[0]
        assert banner in ("Document restreint – comité de pilotage", "Projet, non publié")
        printed = pypdf.PdfReader(io.BytesIO(page.printed())).pages
        silent = [n for n, p in enumerate(printed, 1) if _bare(banner) not in _bare(p.extract_text())]
        assert silent == [], path


def _bare(text: str) -> str:
    """A text without spaces: a PDF has those that its letters' places suggest."""
    return "".join(text.split())
