"""The rows of the indicators that funders ask for, from the truth of the clean delivery to R's figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

OUTPUT = Path(__file__).parents[1] / "reference" / "output" / "funders.json"
RESULTS = json.loads(OUTPUT.read_text(encoding="utf-8"))["results"]
ROWS = [(indicator, method) for indicator, methods in RESULTS.items() for method in methods]


@pytest.mark.parametrize(("indicator", "method"), ROWS)
def test_a_row_is_r_s(estimated, indicator, method):
    rows = estimated["finale"]["estimations"].set_index(["indicateur", "vague", "methode"])
    row, expected = rows.loc[(indicator, "M24", method)], RESULTS[indicator][method]
    assert {name: row[name] for name in expected} == pytest.approx(expected, rel=1e-7, abs=1e-9)
    assert row["famille"] == "exploratoire"


def test_what_is_known_at_inclusion_only_has_no_estimate(estimated):
    for tables in estimated.values():
        assert not tables["estimations"]["indicateur"].isin(["reste_pour_vivre", "taux_effort"]).any()
