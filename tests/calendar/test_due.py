"""What is due at a day, counted by hand on four households."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from pipeline.calendar.due import interviews_due, ledgers_missing, month_ranges

FREEZE = dt.date(2016, 3, 31)


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    households = ["A1", "B2", "C3", "D4"]
    return {
        "menages": pd.DataFrame(
            {
                "menage_id": households,
                "bailleur": ["x", "x", "y", "y"],
                "consentement": pd.array([True, True, True, False], "boolean"),
                "date_inclusion": [day("2015-01-31"), day("2015-03-10"), day("2015-02-01"), day("2015-02-01")],
            }
        ),
        "entretiens": pd.DataFrame({"menage_id": ["A1", "A1", "C3"], "vague": ["T0", "M12", "T0"]}),
        "evenements": pd.DataFrame(
            {
                "menage_id": ["C3", "B2"],
                "type": ["deces", "expulsion"],
                "date": [day("2015-12-15"), day("2015-06-20")],
            }
        ),
        "suivi_locatif": pd.DataFrame(
            {
                "menage_id": ["A1"] * 3 + ["B2"] * 2,
                "mois": ["2015-01", "2015-02", "2015-05", "2015-03", "2015-04"],
            }
        ),
    }


def test_interviews_are_done_due_late_or_to_come(tables: dict[str, pd.DataFrame]) -> None:
    found = interviews_due(tables, dt.date(2016, 2, 1), FREEZE, window=92)
    states = {(r.menage_id, r.vague): r.etat for r in found.itertuples()}
    assert states == {
        ("A1", "T0"): "fait",
        ("A1", "M12"): "fait",
        ("B2", "T0"): "en retard",  # planned on 10 March 2015: more than 92 days ago
        ("B2", "M12"): "à faire",  # 10 March 2016, 38 days ahead; an eviction does not end the interviews
        ("C3", "T0"): "fait",  # dead before M12; D4 did not consent; M24 is after the freeze
    }


def test_an_interview_far_ahead_is_to_come(tables: dict[str, pd.DataFrame]) -> None:
    found = interviews_due(tables, dt.date(2015, 6, 1), FREEZE, window=92)
    assert found.set_index(["menage_id", "vague"])["etat"]["B2", "M12"] == "à venir"


def test_months_are_missing_from_inclusion_to_the_exit_or_the_last_month_that_is_over(
    tables: dict[str, pd.DataFrame],
) -> None:
    found = ledgers_missing(tables, dt.date(2015, 8, 3), FREEZE).set_index("menage_id")
    assert found["mois"].to_dict() == {
        "A1": "2015-03 à 2015-04, 2015-06 à 2015-07",
        "B2": "2015-05 à 2015-06",  # evicted in June: nothing is owed after
        "C3": "2015-02 à 2015-07",
    }
    assert found["manquants"].to_dict() == {"A1": 4, "B2": 2, "C3": 6}


def test_nothing_is_asked_beyond_the_freeze(tables: dict[str, pd.DataFrame]) -> None:
    found = ledgers_missing(tables, dt.date(2017, 1, 1), dt.date(2015, 6, 30)).set_index("menage_id")
    assert found["mois"]["A1"] == "2015-03 à 2015-04, 2015-06"


def test_a_delivery_without_events_nor_interviews_is_read(tables: dict[str, pd.DataFrame]) -> None:
    alone = {name: tables[name] for name in ("menages", "suivi_locatif")}
    assert set(interviews_due(alone, dt.date(2016, 2, 1), FREEZE, 92)["etat"]) == {"en retard", "à faire"}
    assert set(ledgers_missing(alone, dt.date(2016, 2, 1), FREEZE)["menage_id"]) == {"A1", "B2", "C3"}


def test_ranges_of_months() -> None:
    assert month_ranges([]) == ""
    assert month_ranges([551, 552, 553]) == "2015-12 à 2016-02"
