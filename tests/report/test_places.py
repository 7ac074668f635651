"""`chiffres.csv` says which document prints a number: the one whose main file includes the text."""

from __future__ import annotations

import re

import pytest

from pipeline.report.elements import TEXTS
from pipeline.report.places import document_of
from pipeline.report.rendering.sources import NAMES, main_file
from pipeline.shipped import report_sources

_INCLUDE = re.compile(r"\{\{< include (\S+) >\}\}")


def including(text: str) -> list[str]:
    """The documents that include a text, through their sections."""
    return [name for name in NAMES if f"textes/{text}.md" in _included(main_file(name))]


def _included(path: str) -> list[str]:
    found = _INCLUDE.findall((report_sources() / path).read_text(encoding="utf-8"))
    return [*found, *(f for section in found if section.endswith(".qmd") for f in _included(section))]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_of_a_document_that_includes_it(text: str) -> None:
    assert document_of(text) in including(text)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_twice_in_a_document(name: str) -> None:
    found = _included(main_file(name))
    assert len(found) == len(set(found)), [f for f in found if found.count(f) > 1]
