"""The glossary of the report: every abbreviation of the three documents is defined there, once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from support.written_texts import written

from pipeline.params import Demonstration
from pipeline.shipped import report_sources
from pipeline.synthetic.study import make_study

SECTIONS = report_sources() / "sections"
_NO_TEXT = re.compile(
    r"`[^`]*`|\{\{<.*?>\}\}|\{[#.][^}]*\}|\]\([^ ]*\)|\[doi [^\]]*\]|@[a-z]+-[\w-]+|https?:\S+", re.DOTALL
)
_ABBREVIATION = re.compile(r"(?<![\w’'/-])(?:[A-Z]{2,}(?:-(?:[0-9]+|[IVX]+)\b)?|[A-Z]{2,}[a-z]+[A-Z]?\b)(?![\w])")
_NUMERAL = re.compile(r"[IVX]+(?:-[0-9]+)?")
# Titles of the literature, names of persons and of columns that senders wrote: no abbreviation that a reader must know.
_OF_FILES = {"CSV"}  # said of files, of which a delivery made in memory has none
_NAMES = {"BMJ", "JAMA", "BMC", "SICI", "AGENCE"}


def defined() -> list[str]:
    lines = (SECTIONS / "_glossaire.qmd").read_text(encoding="utf-8").splitlines()
    return [term for term, below in pairwise(lines) if below.startswith(": ")]


def abbreviations(text: str) -> Iterator[str]:
    for word in _ABBREVIATION.findall(_NO_TEXT.sub(" ", text.replace("\\", ""))):
        if not _NUMERAL.fullmatch(word) and word not in _NAMES:
            yield word


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """All that the three documents are made of: main files, sections, and the elements of the demonstration."""
    edition = written(make_study(Demonstration()).tables)
    sources = (*SECTIONS.parent.glob("*.qmd"), *SECTIONS.glob("*.qmd"))
    sections = {path.name: path.read_text(encoding="utf-8") for path in sources}
    return sections | dict(edition.texts) | {f"{name} (tableau)": table for name, table in edition.tables.items()}


def test_every_abbreviation_is_defined_once(texts: dict[str, str]) -> None:
    terms = Counter(word for term in defined() for word in abbreviations(term))
    assert [word for word, n in terms.items() if n > 1] == []
    unknown = {(word, name) for name, text in texts.items() for word in abbreviations(text) if word not in terms}
    assert unknown == set()


def test_nothing_is_defined_that_no_document_says(texts: dict[str, str]) -> None:
    used = {word for name, text in texts.items() if name != "_glossaire.qmd" for word in abbreviations(text)}
    named = " ".join(text for name, text in texts.items() if name != "_glossaire.qmd").replace("\u00a0", " ").lower()
    for term in defined():
        words = list(abbreviations(term))
        if words:
            assert any(word in used | _OF_FILES for word in words), term
        else:
            assert term.split(",")[0].removesuffix(" (valeur)").lower() in named, term


def test_terms_stand_in_the_order_of_the_alphabet() -> None:
    terms = [term.lower().translate(str.maketrans("éèà", "eea")) for term in defined()]
    assert terms == sorted(terms)


@pytest.mark.parametrize("words", ["la CAF verse", "le score ABC-7", "un TIDieX de plus"])
def test_an_abbreviation_is_seen(words: str) -> None:
    assert set(abbreviations(words)) & {"CAF", "ABC-7", "TIDieX"}


@pytest.mark.parametrize("words", ["le poste II-3", "`CODE`", "[doi 10.1002/(SICI)1](https://doi.org/ABC)", "@sec-ABC"])
def test_what_is_no_abbreviation_is_not(words: str) -> None:
    assert not set(abbreviations(words))
