"""The public page in a real browser: nothing wrong by axe at three widths, day and night, nothing asked elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.chromium import Page
from support.public_project import NAME, write_public

pytestmark = pytest.mark.slow  # a browser is started, and looks at whole documents
WIDTHS = (390, 768, 1280)
ASKED = "performance.getEntriesByType('resource').filter(r => !r.name.startsWith('data:')).length"
BROKEN = "[...document.images].filter(i => !i.complete || !i.naturalWidth || !i.alt).length"


@pytest.fixture(scope="module")
def index(shared: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    return shared(NAME, write_public) / "publique" / "index.html"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(page: Page, index: Path, width: int, dark: bool) -> None:
    page.open(index, width=width, dark=dark)
    assert page.violations() == {}
    assert page.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.ask(ASKED) == 0
    assert page.ask(BROKEN) == 0
    assert page.ask("document.images.length") == 1


def test_the_answer_is_on_the_first_screen_of_a_phone(page: Page, index: Path) -> None:
    page.open(index, width=390)
    assert page.ask("document.querySelector('#reponse').getBoundingClientRect().top") < 700


def test_the_first_column_stays_in_sight_when_a_table_scrolls(page: Page, index: Path) -> None:
    page.open(index, width=390)
    places = (
        "[...document.querySelectorAll('.tableau')].filter(t => t.scrollWidth > t.clientWidth).map(t => {"
        "t.scrollLeft = 200; return ['thead th', 'tbody th'].map(s => "
        "Math.round(t.querySelector(s).getBoundingClientRect().left - t.getBoundingClientRect().left))})"
    )
    found = page.ask(places)
    assert found
    assert found == [[0, 0]] * len(found)


def test_the_figure_is_made_larger_and_smaller_by_keyboard_on_a_phone(page: Page, index: Path) -> None:
    page.open(index, width=390)
    width = "document.querySelector('figure img').getBoundingClientRect().width"
    before = page.ask(width)
    assert before < 390
    page.ask("document.querySelector('.agrandir').focus()")
    page.press("Enter", 13)
    assert page.ask(width) > 1.6 * before
    assert page.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.violations() == {}
    page.ask("document.querySelector('.reduire').focus()")
    page.press("Enter", 13)
    assert page.ask(width) == before
