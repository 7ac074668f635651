"""Amounts in every convention, and what is not one."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contract.tables import ACCOMPAGNEMENT, ENTRETIENS, MENAGES, SUIVI_LOCATIF
from pipeline.ingest.cells import Cells
from pipeline.ingest.columns import CompleteNumbers, read_column
from pipeline.ingest.reading import Context

AMOUNTS = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2, allow_nan=False)
SOLDE = Context(SUIVI_LOCATIF["solde_impaye"], "suivi_locatif")


def _values(texts: list[str], context: Context = SOLDE) -> list[float | None]:
    array = read_column(Cells.from_texts(texts), context).array()
    return (array.dictionary_decode() if pa.types.is_dictionary(array.type) else array).to_pylist()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234,50", 1234.5), ("1 234,50 €", 1234.5), ("1\u00a0234,50\u00a0€", 1234.5),
        ("1\u202f234,50\u202f€", 1234.5),
        ("1.234,56", 1234.56), ("1.234.567,89", 1234567.89), ("1.234.567", 1234567.0), ("12 345", 12345.0),
        ("613.99", 613.99),
        ("1 234.50", 1234.5), ("-12,50 €", -12.5), ("- 12,50", -12.5), ("\u221212,50", -12.5), ("+12,50", 12.5),
        ("0", 0.0),
        ("€ 12,50", 12.5), ("12,50€", 12.5), ("12 EUR", 12.0), ("12 euros", 12.0), ("0,5", 0.5), (",5", 0.5),
        (".5", 0.5),
        ("0.125", 0.125), ("1234.567", 1234.567), ("1,2345", 1.2345), ("1,234.56", 1234.56),
        ("12,50-", -12.5), ("(12,50 €)", -12.5), ("-0.02", -0.02), ("0012,50", 12.5),
        ("12.5000", 12.5),
    ],
)  # fmt: skip
def test_each_convention(text: str, value: float) -> None:
    assert _values([text]) == [value]


@pytest.mark.parametrize(
    "text",
    ["12O,50", "-(12,50)", "-12,50-", "12,50 X", "-12,50 C", "(12,50", "12 34", "1 2345", "1,234.56",
    "1.23.4", "12,", "douze", "12,5,0", "1e5", "0x12",
    "--5",
     "=1+1", "+cmd|' /C calc'!A0", "12 €/mois", "12 $", "NaN", "inf", "-inf", "#N/A", "n.c.", "#REF!", "1 234 56",
     "1..5"],
)  # fmt: skip
def test_what_is_no_amount_is_rejected(text: str) -> None:
    read = read_column(Cells.from_texts([text, "1,50"]), SOLDE)
    assert [(p.rule.name, list(rows)) for p, rows in read.problem_rows()] == [("cellule_illisible", [0])]


@pytest.mark.parametrize("mark", ["", "NA", "N/A", "ND", "NR", "NC", "nc", ".", "-", "?", "  ", "\u00a0"])
def test_missing_marks_are_missing_and_no_rejection(mark: str) -> None:
    read = read_column(Cells.from_texts([mark, "1,50"]), SOLDE)
    assert read.array().to_pylist() == [None, 1.5]
    assert not read.problem_rows()
    assert list(read.empty_rows()) == [0]


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1.234", "613.99"], [1.234, 613.99]),  # a decimal point stands in the column
        (["1.234", "281,01"], [1234.0, 281.01]),  # a decimal comma does
        (["1.234", "1.234,56"], [1234.0, 1234.56]),
        (["1.234", "12.345.678"], [1234.0, 12345678.0]),
        (["1.234", "0.500"], [1.234, 0.5]),
        (["-1.234", "1 000,00"], [-1234.0, 1000.0]),
        (["1.234 €", "613.9"], [1.234, 613.9]),
    ],
)
def test_a_lone_point_is_judged_over_the_column(texts: list[str], values: list[float]) -> None:
    assert _values(texts) == values
    assert _values(texts[::-1]) == values[::-1]


@pytest.mark.parametrize(
    "texts", [["1.234"], ["1.234", "500"], ["1.234", "2.345 €", "12 000"], ["1.234", "613.99", "281,01"]]
)
def test_an_undecided_point_is_ambiguous_and_names_both_readings(texts: list[str]) -> None:
    read = read_column(Cells.from_texts(texts), SOLDE)
    assert read.ambiguous is not None
    assert "décimale" in read.ambiguous.motif
    assert "milliers" in read.ambiguous.motif
    assert read.array().to_pylist()[0] is None


def test_numbers_stored_as_numbers_are_no_evidence_and_need_none() -> None:
    context = Context(MENAGES["loyer_mensuel"], "menages")
    stored = ["1.234\x1d", "250.5\x1d"]
    assert _values(stored, context) == [1.234, 250.5]
    assert read_column(Cells.from_texts([*stored, "1.234"]), context).ambiguous is not None


def test_a_bound_excludes_a_reading() -> None:
    days = Context(ACCOMPAGNEMENT["duree_jours"], "accompagnement")
    assert _values(["1.125", "2.250"], days) == [1.125, 2.25]


@pytest.mark.parametrize(
    ("column", "text", "ok"),
    [
        (MENAGES["loyer_mensuel"], "-0,01", False), (MENAGES["loyer_mensuel"], "0", True),
        (MENAGES["nb_personnes"], "15", True), (MENAGES["nb_personnes"], "16", False),
        (MENAGES["nb_personnes"], "0", False),
        (MENAGES["nb_personnes"], "3,0", True), (MENAGES["nb_personnes"], "3.5", False),
        (ENTRETIENS["lsns_3"], "9", False), (ENTRETIENS["ucla_1"], "0", False), (ENTRETIENS["who5_1"], "0", True),
        (ACCOMPAGNEMENT["duree_jours"], "0", False), (ACCOMPAGNEMENT["duree_jours"], "3", True),
        (ACCOMPAGNEMENT["duree_jours"], "3,01", False), (MENAGES["impaye_inclusion"], "-650,00", True),
    ],
)  # fmt: skip
def test_bounds(column: object, text: str, ok: bool) -> None:
    read = read_column(Cells.from_texts([text]), Context(column, "x"))  # type: ignore[arg-type]
    assert [p.rule.name for p, _ in read.problem_rows()] == ([] if ok else ["valeur_non_admise"])


@given(st.lists(AMOUNTS, min_size=1, max_size=20), st.sampled_from(["€", " €", "\u202f€", ""]), st.sampled_from("., "))
def test_any_amount_in_any_convention_comes_back(values: list[Decimal], currency: str, group: str) -> None:
    decimal = "." if group == "," else ","
    group = "" if group == "," else group
    texts = [f"{v:,.2f}".replace(",", "_").replace(".", decimal).replace("_", group) + currency for v in values]
    assert _values(texts) == [float(v) for v in values]


@pytest.mark.slow
@given(st.integers(0, 2**31))
def test_the_quick_way_and_the_judged_way_agree(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = np.round(rng.normal(0, 2000, 12_000), rng.integers(0, 4))
    texts = pa.array([str(v) if rng.random() < 0.9 else "" for v in values])
    quick = read_column(Cells.from_texts(texts), SOLDE)
    judged = read_column(Cells(encoded=Cells.from_texts(texts)._encoded), SOLDE)
    assert not isinstance(judged, CompleteNumbers)
    if isinstance(quick, CompleteNumbers):
        assert quick.array().to_pylist() == judged.array().to_pylist()
        assert quick.empty_rows().tolist() == judged.empty_rows().tolist()


def test_a_large_plain_column_takes_the_quick_way() -> None:
    texts = pa.array([f"{i / 7:.2f}" for i in range(12_000)])
    assert isinstance(read_column(Cells.from_texts(texts), SOLDE), CompleteNumbers)
    for spoiler in ("1e5", "nan", "NR", "0612345678", "12,5", "1.234,5", "inf"):
        spoiled = pa.chunked_array([texts, pa.array([spoiler])])
        assert not isinstance(read_column(Cells.from_texts(spoiled), SOLDE), CompleteNumbers), spoiler
