"""A report of stand-ins in a real browser, without network: nothing overflows, nothing runs, figures and faces show."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support.chromium import Page

from pipeline.shipped import report_sources

pytestmark = pytest.mark.slow  # a browser is started, and looks at whole documents
WIDTHS = (390, 768, 1280)
INCLUDED_FIGURES = {
    name
    for section in re.findall(r"include (sections/\S+)", (report_sources() / "rapport.qmd").read_text(encoding="utf-8"))
    for name in re.findall(r"include figures/(\S+)\.md", (report_sources() / section).read_text(encoding="utf-8"))
}
# Asked from outside: the page's own policy forbids any script inside.
MEASURE = """(() => {
  const root = document.documentElement, all = s => [...document.querySelectorAll(s)];
  return {
    overflow: root.scrollWidth - root.clientWidth,
    scrolling: all(".tableau").filter(t => t.scrollWidth > t.clientWidth).length,
    captions: all("caption > .legende").map(c => c.getBoundingClientRect().right <= root.clientWidth),
    tables: all("table").length,
    broken: [...document.images].filter(i => !i.complete || !i.naturalWidth || !i.alt).length,
    cut: [...document.images].filter(i => i.getBoundingClientRect().right > root.clientWidth).length,
    images: document.images.length,
    fonts: ["400", "700", "italic 400"].map(f => document.fonts.check(f + " 16px 'Source Sans 3'")),
    loaded: [...document.fonts].filter(f => f.status === "loaded").length,
    script: !!window.attaque,
    resources: performance.getEntriesByType("resource").filter(r => !r.name.startsWith("data:")).length,
    targets: all("a[href^='#']").filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).length,
  };
})()"""


@pytest.fixture(scope="module")
def seen(page: Page, stand_in: Path) -> dict[int, dict[str, Any]]:
    """What the browser says of the report at each width."""
    measured = {}
    for width in WIDTHS:
        page.open(stand_in / "rapport.html", width=width)
        measured[width] = page.ask(MEASURE)
    return measured


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways(seen: dict[int, dict[str, Any]], width: int) -> None:
    assert seen[width]["overflow"] == 0
    assert seen[width]["captions"] == [True] * seen[width]["tables"]
    assert seen[width]["cut"] == 0


def test_wide_tables_scroll_on_a_phone_and_not_on_a_desk(seen: dict[int, dict[str, Any]]) -> None:
    assert seen[390]["scrolling"]
    assert seen[1280]["scrolling"] == 0


def test_figures_and_faces_are_shown_without_any_request(seen: dict[int, dict[str, Any]]) -> None:
    for page in seen.values():
        assert page["images"] == len(INCLUDED_FIGURES) > 6
        assert page["broken"] == 0
        assert page["fonts"] == [True, True, True]
        assert page["loaded"]
        assert page["resources"] == 0


def test_nothing_in_an_element_runs(seen: dict[int, dict[str, Any]]) -> None:
    assert [page["script"] for page in seen.values()] == [False] * len(WIDTHS)


def test_every_inner_link_has_its_target(seen: dict[int, dict[str, Any]]) -> None:
    assert [page["targets"] for page in seen.values()] == [0] * len(WIDTHS)
