"""Each figure and each table is introduced by one sentence that names it; where there is none, nothing is announced."""

from __future__ import annotations

import pytest
from support import french_prose as prose

from pipeline.report.elements import TABLES, introduced
from pipeline.report.figures import FIGURES
from pipeline.report.introductions import introduction
from pipeline.report.number_index import TABLES as INDEX_TABLES
from pipeline.report.tables.standards import STANDARDS

# The index of numbers is a list under its own heading: it has no caption to name.
ELEMENTS = [("fig", name) for name in FIGURES] + [("tbl", name) for name in (*TABLES, STANDARDS, INDEX_TABLES)]


@pytest.mark.parametrize(("kind", "name"), ELEMENTS)
def test_an_element_is_introduced_by_one_short_sentence(kind: str, name: str) -> None:
    words = introduction(kind, name)
    assert f"@{kind}-{name} " in words
    (sentence,) = prose.sentences(words)
    assert prose.words(sentence) <= 25


def test_an_element_that_is_not_known_has_no_introduction() -> None:
    assert introduction("fig", "autre") == ""
    assert introduced("tbl", "autre", "| a |\n") == "| a |\n"


def test_a_sentence_stands_in_a_paragraph_of_its_own() -> None:
    assert introduced("tbl", "maintien", "| a |\n").endswith(".\n\n| a |\n")
