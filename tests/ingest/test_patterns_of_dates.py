"""What the dates of a column show together: exchanged days, times near midnight, decimal months, null dates, 1904."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_deliveries import LEDGER, MENAGE, MENAGES, told

from pipeline.contract.tables import EVENEMENTS, SUIVI_LOCATIF
from pipeline.contract.tables import MENAGES as HOUSEHOLDS
from pipeline.ingest.cells import Cells
from pipeline.ingest.columns import ColumnRead, read_column
from pipeline.ingest.delivery import Delivery
from pipeline.ingest.reading import Context

DATE = Context(EVENEMENTS["date"], "evenements")
MONTH = Context(SUIVI_LOCATIF["mois"], "suivi_locatif")
D = dt.date
DAYS = st.dates(D(2015, 1, 1), D(2017, 12, 31))


def _read(texts: list[str], context: Context = DATE) -> ColumnRead:
    return read_column(Cells.from_texts(texts), context)


def _values(read: ColumnRead) -> list[object]:
    return read.array().dictionary_decode().to_pylist()


def _rule(read: ColumnRead) -> str | None:
    return None if read.ambiguous is None else read.ambiguous.rule.name


def test_a_spreadsheet_in_english_is_seen_by_the_days_it_could_not_exchange() -> None:
    assert _rule(_read(["2015-03-05", "2015-07-09", "25/03/2015", "13/04/2016"])) == "jour_mois_echanges"
    assert _rule(_read(["2015-03-05", "2015-07-13", "25/03/2015"])) is None  # a typed day above 12: nothing exchanged
    assert _rule(_read(["2015-03-05", "2015-07-09", "05/03/2015", "25/03/2015"])) is None  # a text that could be both
    assert _rule(_read(["2015-03-01", "2015-07-01", "25/03/2015"])) is None  # leases begin on the 1st


def test_saved_again_as_text_the_exchange_shows_by_its_zeros() -> None:
    exchanged = ["5/3/2015", "9/7/2015", "1/12/2015", "25/03/2015", "13/04/2016", "31/01/2016"]
    assert _rule(_read(exchanged)) == "jour_mois_echanges"
    assert _rule(_read([t.replace("/03", "/3").replace("/04", "/4").replace("/01", "/1") for t in exchanged])) is None
    assert _rule(_read(["05/03/2015", "09/07/2015", *exchanged[3:]])) is None


def test_months_that_are_days_of_january() -> None:
    assert _rule(_read([f"2015-01-{m:02d}" for m in range(1, 13)], MONTH)) == "jour_mois_echanges"
    assert _rule(_read([f"2015-{m:02d}-01" for m in range(1, 13)], MONTH)) is None


@given(st.lists(DAYS, min_size=1, max_size=60), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d 00:00:00"]))
def test_dates_written_one_way_never_look_exchanged(days: list[dt.date], written: str) -> None:
    read = _read([d.strftime(written) for d in days])
    assert _rule(read) in (None, "dates_ambigues")
    if written != "%d/%m/%Y":
        assert _values(read) == days


@pytest.mark.parametrize(
    ("texts", "rule"),
    [
        (["28/11/2015 23:00", "22/02/2016 22:00"], "heures_ambigues"),
        (["2015-01-31T23:00:00.000Z", "2015-06-30T22:00:00.000Z"], "heures_ambigues"),
        (["2015-01-31T18:00:00-05:00"], "heures_ambigues"),
        (["11/28/2015 11:00 PM"], "heures_ambigues"),
        (["2015-11-28 23:59:16", "2015-12-03 23:59:16"], "heures_ambigues"),
        (["42034.958333333", "42065.958333333"], "heures_ambigues"),
        (["28/11/2015 21:59", "22/02/2016 23:00"], None),  # an hour of the day among the late ones
        (["2015-01-31T08:30:00Z", "2015-02-01T00:00:00+01:00", "2015-02-01T21:59:59Z"], None),
        (["28/11/2015 09:00 AM", "28/11/2015 1:15 pm", "28/11/2015 14h30"], None),
        (["2015-11-28 00:00:00", "2015-11-30 00:00"], None),
        (["2015-11-28 23:10", *(f"2015-11-{d:02d}" for d in range(1, 28))], None),  # one late fact in many dates
    ],
)
def test_times_that_leave_the_day_open(texts: list[str], rule: str | None) -> None:
    assert _rule(_read(texts)) == rule


def test_a_time_is_read_to_the_nearest_second_then_to_its_day() -> None:
    assert _values(_read(["42035.9999999", "42035.5", "2015-01-31 23:59:59.991", "2015-01-31 12:00"])) == [
        D(2015, 2, 1), D(2015, 1, 31), D(2015, 2, 1), D(2015, 1, 31)
    ]  # fmt: skip
    assert _read(["2015-01-31 25:00"]).problem_rows()


def test_a_late_time_that_does_not_change_the_month_leaves_a_month_settled() -> None:
    assert _values(_read(["2015-01-15T23:00:00Z", "2015-02-10 23:30"], MONTH)) == ["2015-01", "2015-02"]
    assert _rule(_read(["2015-01-31T23:00:00Z"], MONTH)) == "heures_ambigues"


@given(st.lists(st.tuples(DAYS, st.integers(6 * 3600, 22 * 3600 - 1)), min_size=1, max_size=40))
def test_hours_of_the_day_leave_nothing_open(moments: list[tuple[dt.date, int]]) -> None:
    texts = [f"{d} {s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for d, s in moments]
    read = _read(texts)
    assert (_rule(read), _values(read)) == (None, [d for d, _ in moments])


def test_a_month_typed_as_a_decimal_number() -> None:
    padded = _read(["2015.09", "2015.1", "2015.11", "2015.01"], MONTH)
    assert (_rule(padded), _values(padded)) == (None, ["2015-09", "2015-10", "2015-11", "2015-01"])
    bare = _read(["2015.9", "2015.1", "2015.11"], MONTH)
    assert (_rule(bare), _values(bare)) == ("mois_ambigus", ["2015-09", None, "2015-11"])
    assert _values(_read(["2015-1", "2015/1"], MONTH)) == ["2015-01", "2015-01"]


@pytest.mark.parametrize(
    ("text", "day"),
    [("12 mars 98", D(1998, 3, 12)), ("3 juin 87", D(1987, 6, 3)), ("20 avril 68", D(1968, 4, 20)),
     ("1er mars 15", D(2015, 3, 1)), ("5 mai 30", D(2030, 5, 5)), ("5 mai 31", D(1931, 5, 5)),
     ("12 March 2015", D(2015, 3, 12)), ("3-Feb-15", D(2015, 2, 3))],
)  # fmt: skip
def test_two_digits_of_a_year_and_english_months(text: str, day: dt.date) -> None:
    assert _values(_read([text])) == [day]


def test_an_english_month() -> None:
    assert _values(_read(["Feb-15", "Apr-15", "Aug 2015", "Dec-15"], MONTH)) == [
        "2015-02", "2015-04", "2015-08", "2015-12"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["00/00/0000", "0000-00-00", "01/01/1900", "1900-01-01", "1900-01-00", "1899-12-30", "00:00:00", "0", "31/12/9999",
     "9999-12-31", "1900-01-01 00:00:00", "0001-01-01"],
)  # fmt: skip
def test_a_null_date_is_read_as_missing_and_said_once(text: str) -> None:
    read = _read([text, "2015-01-31", text], Context(HOUSEHOLDS["date_bail"], "menages"))
    assert _values(read) == [None, D(2015, 1, 31), None]
    assert read.problem_rows() == []
    assert [(n.rule.name, list(rows)) for n, rows in read.note_rows()] == [("date_nulle", [0, 2])]


@pytest.mark.parametrize("text", ["1900-01-02", "02/01/1900", "1901-01-01", "31/12/2015", "1999-12-31"])
def test_an_old_date_is_no_null_date(text: str) -> None:
    assert _read([text, "2015-01-31"]).note_rows() == []


Read = Callable[..., Delivery]
HOUSEHOLDS_CSV = MENAGES + "".join(MENAGE.replace("HN001", f"HN00{i}") for i in range(1, 7))


def _events(shift: int, days: int = 300) -> str:
    start = D(2015, 1, 31) + dt.timedelta(days=days - shift)
    return "menage_id;date;type\n" + "".join(
        f"HN00{i};{start + dt.timedelta(days=30 * i)};plainte_voisinage\n" for i in range(1, 7)
    )


def _reading(read: Read, events: str, **other: Any) -> list[tuple[Any, ...]]:
    ledger = LEDGER + "".join(f"HN00{i};2015-02;500,00;200,00;300,00;0,00\n" for i in range(1, 7))
    files = {"menages/m.csv": HOUSEHOLDS_CSV, "suivi_locatif/s.csv": ledger, "evenements/e.csv": events, **other}
    found = told(read(files, alone=True), "regle", "table", "colonne")
    return [f for f in found if f[0] != "consentement_absent"]


@pytest.mark.parametrize("shift", [1462, -1462])
def test_events_of_the_other_calendar_are_told_once(read: Read, shift: int) -> None:
    assert _reading(read, _events(shift)) == [("dates_de_1904", "evenements", "date")]


@pytest.mark.parametrize(("shift", "days"), [(0, 300), (0, -300), (0, 10), (730, 300), (365, 0)])
def test_events_around_or_before_inclusion_are_not_shifted(read: Read, shift: int, days: int) -> None:
    assert _reading(read, _events(shift, days)) == []


def test_one_landlord_of_the_other_calendar_is_named_in_a_common_file(read: Read) -> None:
    head, *lines = HOUSEHOLDS_CSV.splitlines(keepends=True)
    other = [line.replace("habitat_du_nord", "essonne_habitat") for line in lines[:3]]
    right, early = (_events(shift).splitlines(keepends=True) for shift in (0, 1462))
    households = {"menages/m.csv": "".join([head, *other, *lines[3:]])}
    found = _reading(read, "".join(right[:4] + early[4:]), **households)
    assert found == [("dates_de_1904", "evenements", "date")]


def test_inclusions_of_the_other_calendar_are_told_on_their_own_file(read: Read) -> None:
    early = HOUSEHOLDS_CSV.replace("2015-01-31", "2011-01-30")
    assert _reading(read, _events(0), **{"menages/m.csv": early}) == [("dates_de_1904", "menages", "date_inclusion")]


def test_a_ledger_of_another_decade_is_one_finding(read: Read) -> None:
    ledger = LEDGER + "".join(f"HN00{i};2005-02;500,00;200,00;300,00;0,00\n" for i in range(1, 7))
    found = _reading(read, _events(0), **{"suivi_locatif/s.csv": ledger})
    assert found == [("fichier_hors_periode", "suivi_locatif", "mois")]
    three = LEDGER + "".join(
        f"HN00{i};{y}-02;500,00;200,00;300,00;0,00\n" for i, y in enumerate([2005] * 3 + [2015] * 3, 1)
    )
    found = _reading(read, _events(0), **{"suivi_locatif/s.csv": three})  # half of it is not most of it
    assert {r for r, _, _ in found} == {"date_hors_periode"}


@given(st.lists(DAYS, min_size=3, max_size=30))
def test_dates_of_the_study_are_never_taken_for_others(days: list[dt.date]) -> None:
    read = _read([str(d) for d in days])
    assert _values(read) == days
    assert read.note_rows() == []
