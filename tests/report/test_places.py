"""The document of a text is one that includes it, by the sources themselves."""

from __future__ import annotations

import re

import pytest
from support.import_graph import ROOT

from pipeline.report.elements import TEXTS
from pipeline.report.places import document_of
from pipeline.report.rendering.sources import NAMES

SOURCES = ROOT / "reports"
_INCLUDED = re.compile(r"\{\{< include (\S+) >\}\}")


def texts_of(name: str) -> set[str]:
    """The texts that a source includes, and its sections."""
    found = _INCLUDED.findall((SOURCES / name).read_text(encoding="utf-8"))
    own = {path.removeprefix("textes/").removesuffix(".md") for path in found if path.startswith("textes/")}
    return own.union(*(texts_of(path) for path in found if path.endswith(".qmd")))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_stands_in_the_document_that_is_said(text: str) -> None:
    where = {name for name in NAMES if text in texts_of(f"{name}.qmd")}
    assert document_of(text) in where
    assert len(where) == 1 or document_of(text) == "rapport"
