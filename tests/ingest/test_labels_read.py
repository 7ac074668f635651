"""Codes, booleans, identifiers, text."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline.contract.tables import EVENEMENTS, MENAGES, TABLES
from pipeline.ingest.cells import Cells
from pipeline.ingest.columns import ColumnRead, read_column
from pipeline.ingest.headers import map_headers
from pipeline.ingest.reading import Context

CONSENT = Context(MENAGES["consentement"], "menages")
ALIASES = list(csv.DictReader((Path(__file__).parents[1] / "deliveries" / "alias.csv").open(encoding="utf-8")))


def _read(texts: list[str], context: Context) -> ColumnRead:
    return read_column(Cells.from_texts(texts), context)


def _values(read: ColumnRead) -> list[object]:
    return read.array().dictionary_decode().to_pylist()


@pytest.mark.parametrize("row", ALIASES, ids=lambda r: f"{r['domaine']}-{r['alias']}")
def test_every_known_alias_is_read(row: dict[str, str]) -> None:
    if row["domaine"] == "entete":
        tables = [t for t in TABLES.values() if row["code"] in t]
        assert tables
        assert all(map_headers([row["alias"]], t).columns == {row["code"]: 0} for t in tables)
    else:
        columns = [t[row["domaine"]] for t in TABLES.values() if row["domaine"] in t]
        assert columns
        assert all(_values(_read([row["alias"].upper()], Context(c, "x"))) == [row["code"]] for c in columns)


@pytest.mark.parametrize(
    ("text", "value"),
    [(t, True) for t in ("oui", "OUI", "o", "O", "vrai", "VRAI", "true", "True", "1", " oui ")]
    + [(t, False) for t in ("non", "Non", "n", "faux", "FAUX", "false", "0")],
)
def test_booleans(text: str, value: bool) -> None:
    assert _values(_read([text], CONSENT)) == [value]


def test_crosses_alone_mean_yes_and_empty_means_no() -> None:
    assert _values(_read(["x", "", "X", " "], CONSENT)) == [True, False, True, False]


@pytest.mark.parametrize("other", ["oui", "non", "NR", "1"])
def test_crosses_beside_anything_else_are_rejected(other: str) -> None:
    read = _read(["x", "", other], CONSENT)
    assert _values(read)[:2] == [None, None]
    assert [list(rows) for _, rows in read.problem_rows()] == [[0]]


@pytest.mark.parametrize("text", ["peut-être", "2", "yes", "-1", "ouii", "NaN"])
def test_what_is_neither_yes_nor_no_is_rejected(text: str) -> None:
    assert [list(rows) for _, rows in _read([text, "oui"], CONSENT).problem_rows()] == [[0]]


def test_empty_columns_of_booleans_are_missing_not_false() -> None:
    assert _values(_read(["", ""], CONSENT)) == [None, None]


def test_unknown_codes_are_rejected_and_an_unknown_group_blocks() -> None:
    read = _read(["dispute", "DÉCÈS"], Context(EVENEMENTS["type"], "evenements"))
    assert _values(read) == [None, "deces"]
    assert [p.rule.gravity.value for p, _ in read.problem_rows()] == ["rejet"]
    group = _read(["liste d'attente", "Témoin"], Context(MENAGES["groupe"], "menages"))
    assert [p.rule.gravity.value for p, _ in group.problem_rows()] == ["bloquant"]
    assert "accompagne" in group.problem_rows()[0][0].motif


@pytest.mark.parametrize(
    "text", ["hn001", "HN-001", "HN 001", "HN1", "HABIT001", "HN1234567", "001", "HN001a", "ＨＮ001", "HN001\n2"]
)
def test_identifiers_are_never_repaired(text: str) -> None:
    read = _read([text, "HN001", " HN002\u00a0"], Context(MENAGES["menage_id"], "menages"))
    assert _values(read) == [None, "HN001", "HN002"]
    problem, rows = read.problem_rows()[0]
    assert list(rows) == [0]
    assert "orphelines" in problem.motif
    assert "orphelines" not in _read([text], Context(MENAGES["menage_id"], "couts")).problem_rows()[0][0].motif


def test_communes_take_the_reference_spelling_where_they_match() -> None:
    context = Context(MENAGES["commune"], "menages", spellings={"saintcyrlecole": "Saint Cyr l’Ecole"})
    assert _values(_read(["SAINT-CYR L'ECOLE", "Lille", "NR"], context)) == ["Saint Cyr l’Ecole", "Lille", None]


def test_free_text_refuses_spreadsheet_errors_and_unreadable_characters() -> None:
    context = Context(EVENEMENTS["precision"], "evenements")
    read = _read(["#N/A", "bruit la nuit", "caf\ufffd", "y" * 10_001, "y" * 10_000, "NaN", "n.c.", "-"], context)
    assert [v is not None for v in _values(read)] == [False, True, False, False, True, False, False, False]
    assert sorted(int(r) for _, rows in read.problem_rows() for r in rows) == [0, 2, 3, 5, 6]


def test_two_spellings_of_one_code_are_one_value() -> None:
    read = _read(["Témoin", "temoin", "contrôle"], Context(MENAGES["groupe"], "menages"))
    assert read.values.to_pylist() == ["temoin"]
    assert list(read.codes) == [0, 0, 0]
