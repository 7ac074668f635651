"""The glossary ties the French words of the data to the English words of the code, and both exist."""

from __future__ import annotations

import re

from support.import_graph import ROOT, modules

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.contract.tables import TABLES

PAGE = (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
PAIRS = re.findall(r"^\| (.+?) \| (.+?) \|$", PAGE.partition("\n## Data words and code words\n")[2], re.MULTILINE)[1:]


def test_every_table_and_every_domain_has_its_english_word() -> None:
    known = {word for french, _ in PAIRS for word in re.findall(r"`(\w+)`", french)}
    assert {
        *TABLES,
        *(e.name for e in PRODUCED.values() if e.by_edition),
        *(i.domain for i in INDICATORS.values()),
    } <= known


def test_the_english_words_are_those_of_the_code() -> None:
    identifiers = {w for path in modules().values() for w in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    for _, english in PAIRS:
        words = re.findall(r"`(\w+)`", english)
        assert words, english
        assert set(words) <= identifiers
