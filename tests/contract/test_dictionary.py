"""The data dictionary: equal to the committed one, and holding all that the contract describes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.contract.dictionary import render_dictionary
from pipeline.contract.indicators import INDICATORS
from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.contract.schema import Table
from pipeline.contract.tables import TABLES

COMMITTED = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


@pytest.fixture(scope="module")
def text() -> str:
    return render_dictionary()


def test_the_committed_dictionary_is_the_contracts(text):
    assert COMMITTED.read_text(encoding="utf-8") == text, "lancer « make demonstration »"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_every_column_code_and_spelling_is_there(text, table: Table):
    section = text.split(f"### `{table.name}`")[1].split("\n#")[0].replace("\u00a0", " ")
    for column in table:
        (line,) = [line for line in section.splitlines() if line.startswith(f"| `{column.name}` | {column.label} |")]
        assert all(alias in line for alias in column.aliases)
        for code in column.codes:
            (line,) = [x for x in section.splitlines() if x.startswith(f"| `{column.name}` | `{code.value}` |")]
            assert all(spelling in line for spelling in (code.label, *code.aliases))


def test_every_indicator_is_there_with_its_definition(text):
    section = text.split("## Indicateurs")[1].split("\n## ")[0].replace("\u00a0", " ")
    for indicator in INDICATORS.values():
        (line,) = [x for x in section.splitlines() if x.startswith(f"| `{indicator.name}` |")]
        assert indicator.definition in line
        assert ", ".join(indicator.waves) in line


def test_every_table_produced_has_its_columns_described(text):
    for entry in PRODUCED.values():
        section = re.split(rf"[/`]{entry.name}\.parquet`", text)[1].split("\n#")[0]
        assert re.findall(r"^\| `(\w+)` \| \S", section, flags=re.MULTILINE) == entry.names


def test_a_row_has_as_many_cells_as_its_header(text):
    width = 0
    for line in text.splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line))
        width = width or cells
        assert cells == width


def test_french_punctuation_does_not_break(text):
    assert not re.search(r" [;:!?»]|« ", text)
    assert "\u00a0;" in text
