"""The public folder: what is in it, its workbook and page, and that the same publication gives the same bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from support.public_project import CONTEXT, NAME, usual_publication, write_public
from support.random_delivery import Kind, random_delivery
from support.written_texts import published_results

from pipeline.publication.audit import audit_folders
from pipeline.publication.fact import publication_csv, released_facts
from pipeline.publication.publication import Publication, publication_of
from pipeline.publication.record import FACTS, Release, digest

DOCUMENTS = {f"{name}.{kind}" for name in ("synthese", "rapport") for kind in ("html", "pdf", "docx")}
MADE = DOCUMENTS | {"index.html", "classeur.xlsx", FACTS}


@pytest.fixture(scope="module")
def publication() -> Publication:
    return usual_publication()


@pytest.fixture(scope="module")
def project(shared: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    return shared(NAME, write_public) / "publique"


@pytest.fixture(scope="module")
def released(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    facts = publication_csv(publication.facts)
    release = Release("finale", "Bureau d’études", dt.date(2017, 5, 2), "rien", {FACTS: digest(facts.encode("utf-8"))})
    return write_public(tmp_path_factory.mktemp("publie"), publication, release)


def test_finished_files_and_nothing_else(project: Path, released: Path) -> None:
    assert {p.name for p in project.iterdir()} == MADE
    assert {p.name for p in released.iterdir()} == MADE | {"publication.yaml"}


def test_a_project_says_so_until_it_is_released(project: Path, released: Path) -> None:
    for name in ("index.html", "synthese.html", "rapport.html"):
        assert "Projet, non publié" in (project / name).read_text(encoding="utf-8")
        assert "Projet, non publié" not in (released / name).read_text(encoding="utf-8")
    assert ["Projet, non publié"] in _sheet(project, "Couverture")
    assert ["Projet, non publié"] not in _sheet(released, "Couverture")
    assert "publication.yaml" in (released / "index.html").read_text(encoding="utf-8")


def test_the_page_in_simple_words_is_the_last_of_four_at_most(project: Path) -> None:
    pages = PdfReader(project / "synthese.pdf").pages
    assert len(pages) <= 4
    last = " ".join(pages[-1].extract_text().split())
    assert "En langage simple" in last
    assert "sur 100 sont restés." in last
    assert "Vos droits" in last


@pytest.mark.slow
def test_the_same_publication_gives_the_same_bytes(publication: Publication, project: Path, tmp_path: Path) -> None:
    again = write_public(tmp_path, publication)
    for name in MADE:
        assert (again / name).read_bytes() == (project / name).read_bytes(), name


def test_the_audit_finds_nothing_in_it(project: Path) -> None:
    assert audit_folders([project]) == ()


@pytest.mark.slow
def test_the_audit_finds_nothing_in_it_once_released(released: Path) -> None:
    assert audit_folders([released]) == ()


@pytest.mark.slow
def test_two_against_two_have_a_public_folder_that_says_why_it_is_empty(tmp_path: Path) -> None:
    few = publication_of(published_results(random_delivery(7, Kind(sizes=(2, 2))), "finale"), CONTEXT)
    folder = write_public(tmp_path, few)
    assert {p.name for p in folder.iterdir()} == MADE
    for name in ("index.html", "synthese.html", "rapport.html"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "moins de 10\xa0ménages" in text
        assert "<img" not in text
    assert audit_folders([folder]) == ()


def test_the_list_of_facts_is_that_of_the_publication(publication: Publication, project: Path) -> None:
    facts = released_facts((project / FACTS).read_bytes().decode("utf-8"), FACTS)
    assert [(f.element, f.cle, f.colonne) for f in facts] == [(f.element, f.cle, f.colonne) for f in publication.facts]


def test_the_workbook_has_cover_contents_notes_then_one_table_a_sheet(publication: Publication, project: Path) -> None:
    book = load_workbook(project / "classeur.xlsx")
    elements = list(dict.fromkeys(c.element for c in publication.cells))
    assert book.sheetnames == ["Couverture", "Sommaire", "Notes", *elements, "publication"]
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert not [c for row in sheet for c in row if c.data_type == "f"]
    assert [row[0] for row in _sheet(project, "Sommaire")[1:]] == elements


def test_each_masked_cell_of_the_workbook_has_its_reason(publication: Publication, project: Path) -> None:
    masked = 0
    for element in dict.fromkeys(c.element for c in publication.cells):
        head, *rows = _sheet(project, element)
        at = {name: head.index(name) for name in ("publié", "bas", "haut", "raison")}
        for row in rows:
            shown, why = row[at["publié"]], row[at["raison"]]
            assert bool(shown) != bool(why)
            masked += bool(why)
            assert (row[at["bas"]] is None) == bool(why)
    assert masked == len(publication.masked) > 0


class Page(HTMLParser):
    """What is checked of a page without a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "img", "br", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_ordered_and_needs_nothing(project: Path) -> None:
    text = (project / "index.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert not page.open
    tags = page.tags
    assert ("html", {"lang": "fr"}) in tags
    assert not [t for t, _ in tags if t in {"script", "link", "iframe", "object"}]
    assert not [a for t, a in tags if t == "img" and not (a["alt"] and str(a["src"]).startswith("data:"))]
    levels = [int(t[1]) for t, _ in tags if re.fullmatch(r"h[1-6]", t)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= sooner + 1 for sooner, later in pairwise(levels))
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    targets = [str(a["href"]) for t, a in tags if t == "a"]
    assert {t for t in targets if not t.startswith("#")} == MADE - {"index.html"}
    assert {t[1:] for t in targets if t.startswith("#")} <= set(map(str, ids))
    assert (
        text.index('id="reponse"') < text.index('id="solidite"') < text.index('id="couts"') < text.index('id="citer"')
    )


def _sheet(folder: Path, name: str) -> list[list[object]]:
    sheet = load_workbook(folder / "classeur.xlsx")[name]
    return [list(row) for row in sheet.iter_rows(values_only=True)]
