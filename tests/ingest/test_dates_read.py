"""Dates and months in every spelling; day and month are settled by the column, or not at all."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contract.tables import EVENEMENTS, SUIVI_LOCATIF
from pipeline.ingest.cells import Cells
from pipeline.ingest.columns import ColumnRead, read_column
from pipeline.ingest.reading import Context
from pipeline.ingest.source import declared_order

DATE = Context(EVENEMENTS["date"], "evenements")
MONTH = Context(SUIVI_LOCATIF["mois"], "suivi_locatif")
D = dt.date


def _read(texts: list[str], context: Context = DATE) -> ColumnRead:
    return read_column(Cells.from_texts(texts), context)


def _values(read: ColumnRead) -> list[object]:
    return read.array().dictionary_decode().to_pylist()


@pytest.mark.parametrize(
    "text",
    ["31/01/2015", "31-01-2015", "31.01.2015", "2015-01-31", "2015/01/31", "42035", "42035.5", "2015-01-31 00:00:00",
     "2015-01-31T08:30:00Z", "31/01/2015 00:00", "31/1/2015", "31 janvier 2015", "31 JANV. 2015", "31-janv-15",
     "samedi 31 janvier 2015", " 31/01/2015 ", "31\u00a0janvier\u00a02015"],
)  # fmt: skip
def test_each_spelling_of_a_day(text: str) -> None:
    assert _values(_read([text])) == [D(2015, 1, 31)]


@pytest.mark.parametrize(
    "text",
    ["31/02/2015", "2015-02-30", "00/01/2015", "15/13/2015", "31/01/15", "2015", "201501", "20150131", "hier",
    "31 brumaire 2015",
     "1/2", "31//01/2015", "99999", "5", "31-01/2015", "2015-13-01", "NaN", "#VALEUR!", "31/01/2015 et 02/02/2015"],
)  # fmt: skip
def test_what_is_no_day_is_rejected(text: str) -> None:
    read = _read([text, "2015-01-31"])
    assert [(p.rule.name, list(rows)) for p, rows in read.problem_rows()] == [("cellule_illisible", [0])]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2015-01", "2015-01"), ("01/2015", "2015-01"), ("1/2015", "2015-01"), ("01-2015", "2015-01"),
        ("2015/01", "2015-01"),
        ("janvier 2015", "2015-01"), ("Janvier 2015", "2015-01"), ("JANV. 2015", "2015-01"), ("janv-15", "2015-01"),
        ("janv.-15", "2015-01"), ("févr-16", "2016-02"), ("fev 2016", "2016-02"), ("mars-15", "2015-03"),
        ("avr-15", "2015-04"),
        ("mai-15", "2015-05"), ("juin-15", "2015-06"), ("juil-15", "2015-07"), ("août-15", "2015-08"),
        ("aout 2015", "2015-08"),
        ("sept-15", "2015-09"), ("oct-15", "2015-10"), ("nov-15", "2015-11"), ("déc-15", "2015-12"),
        ("décembre 2015", "2015-12"),
        ("2015-01-31", "2015-01"), ("31/01/2015", "2015-01"), ("31-01-2015", "2015-01"), ("42035", "2015-01"),
        ("2015-01-01 00:00:00", "2015-01"), ("janvier  2015", "2015-01"), ("janvier\u00a02015", "2015-01"),
    ],
)  # fmt: skip
def test_each_spelling_of_a_month(text: str, month: str) -> None:
    assert _values(_read([text], MONTH)) == [month]


@pytest.mark.parametrize(
    "text", ["13/2015", "2015-00", "brumaire 2015", "2015", "janvier", "01/15", "201501", "T1 2015"]
)
def test_what_is_no_month_is_rejected(text: str) -> None:
    assert [list(rows) for _, rows in _read([text, "2015-01"], MONTH).problem_rows()] == [[0]]


def test_a_day_above_twelve_settles_the_column() -> None:
    assert _values(_read(["03/04/2015", "25/04/2015"])) == [D(2015, 4, 3), D(2015, 4, 25)]
    assert _values(_read(["03/04/2015", "04/25/2015"])) == [D(2015, 3, 4), D(2015, 4, 25)]
    assert _values(_read(["03/04/2015", "31/02/2015"])) == [D(2015, 4, 3), None]  # impossible, but day first


def test_nothing_above_twelve_is_ambiguous() -> None:
    read = _read(["03/04/2015", "05/06/2015", "2015-01-31"])
    assert read.ambiguous is not None
    assert "jour/mois" in read.ambiguous.motif
    assert "mois/jour" in read.ambiguous.motif
    assert _values(read) == [None, None, D(2015, 1, 31)]


def test_a_day_equal_to_its_month_has_one_reading() -> None:
    assert _values(_read(["05/05/2015", "06/06/2015"])) == [D(2015, 5, 5), D(2015, 6, 6)]


def test_two_orders_in_one_column_are_ambiguous() -> None:
    read = _read(["31/01/2015", "01/31/2015", "03/04/2015"])
    assert read.ambiguous is not None
    assert _values(read) == [None, None, None]


def test_one_slip_in_many_is_a_rejection() -> None:
    read = _read([f"{d}/01/2015" for d in range(13, 32)] * 2 + ["02/14/2015", "03/04/2015"])
    assert read.ambiguous is None
    assert [list(rows) for _, rows in read.problem_rows()] == [[38]]
    assert _values(read)[-1] == D(2015, 4, 3)


def test_a_declared_order_is_obeyed() -> None:
    texts = ["03/04/2015", "05/06/2015"]
    assert _values(_read(texts, Context(EVENEMENTS["date"], "e", "jour_mois"))) == [D(2015, 4, 3), D(2015, 6, 5)]
    assert _values(_read(texts, Context(EVENEMENTS["date"], "e", "mois_jour"))) == [D(2015, 3, 4), D(2015, 5, 6)]
    assert _read(["04/25/2015"], Context(EVENEMENTS["date"], "e", "jour_mois")).problem_rows()


@pytest.mark.parametrize(
    "key",
    ["evenements/hdn_evts.csv", "evenements/*", "*.csv", "hdn*", "hdn", "HDN"],
)
def test_an_order_is_declared_by_path_pattern_or_prefix(key: str) -> None:
    assert declared_order("evenements/hdn_evts.csv", {key: "mois_jour"}) == "mois_jour"
    assert declared_order("evenements/autre.xlsx", {"hdn": "mois_jour"}) is None


def test_a_ledger_dated_the_first_of_each_month_is_settled_by_its_constant_day() -> None:
    texts = [f"01/{m:02d}/2015" for m in range(1, 13)]
    assert _values(_read(texts, MONTH)) == [f"2015-{m:02d}" for m in range(1, 13)]
    flipped = [f"{m:02d}/01/2015" for m in range(1, 13)]
    assert _values(_read(flipped, MONTH)) == [f"2015-{m:02d}" for m in range(1, 13)]
    assert _read(texts).ambiguous is not None  # events have no such regularity
    assert _read(["01/02/2015"], MONTH).ambiguous is not None


def test_workbooks_that_count_from_1904() -> None:
    read = _read(["40573"], Context(EVENEMENTS["date"], "e", epoch_1904=True))
    assert _values(read) == [D(2015, 1, 31)]


@given(
    st.lists(st.dates(D(1950, 1, 1), D(2050, 12, 31)), min_size=1),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%m/%d/%Y"]),
)
def test_any_dates_come_back_once_one_settles_the_order(days: list[dt.date], written: str) -> None:
    days = [*days, D(2015, 1, 31)]
    assert _values(_read([d.strftime(written) for d in days])) == days


@given(st.lists(st.dates(D(1950, 1, 1), D(2050, 12, 31)), min_size=1))
def test_an_order_is_never_guessed(days: list[dt.date]) -> None:
    """Whatever the dates: read right, or not read."""
    read = _read([d.strftime("%d/%m/%Y") for d in days])
    for day, value in zip(days, _values(read), strict=True):
        assert value in (day, None)
    assert pa.types.is_date32(read.array().type.value_type)
