"""The three editions of the clean delivery against what R computed from the same tables by the contract's text."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.contract.results import DUREES, INDICATEURS
from pipeline.indicators.edition import compute_edition
from pipeline.params import Params

# Both sides add at most 25 amounts of at most 10^5 €: they differ by rounding alone, far below this.
RELATIVE = 1e-9
ABSOLUTE = 1e-9
CLEAN_TRUTH = Path(__file__).parents[1] / "deliveries" / "propre" / "attendu"
EDITIONS = ("intermediaire", "parcours", "finale")


def expected(edition: str, name: str) -> pd.DataFrame:
    return pd.read_csv(CLEAN_TRUTH / edition / f"{name}.csv")


@pytest.fixture(params=EDITIONS)
def edition(request):
    return request.param


@pytest.fixture
def computed(edition, propre_tables):
    params = Params()
    return compute_edition(propre_tables, params.editions[edition], params.seuils, params.controles)


def assert_same_rows(got: pd.DataFrame, wanted: pd.DataFrame, key: list[str], columns: tuple[str, ...]) -> None:
    assert list(got.columns) == list(columns)
    assert not got.duplicated(key).any()
    got, wanted = got.set_index(key).sort_index(), wanted.set_index(key).sort_index()
    missing, extra = wanted.index.difference(got.index), got.index.difference(wanted.index)
    assert list(missing) == []
    assert list(extra) == []
    pd.testing.assert_frame_equal(got, wanted, check_dtype=False, rtol=RELATIVE, atol=ABSOLUTE)


def test_every_indicator_of_every_household_equals_the_truth(computed, edition):
    wanted = expected(edition, "indicateurs")
    assert len(wanted) > 1000
    known = computed["indicateurs"]["indicateur"].isin(wanted["indicateur"])  # one added since has its own spec
    assert_same_rows(computed["indicateurs"][known], wanted, ["menage_id", "indicateur", "vague"], INDICATEURS)


def test_durations_equal_the_truth(computed, edition):
    wanted = expected(edition, "durees")
    assert len(wanted) == 48
    assert_same_rows(computed["durees"], wanted, ["menage_id"], DUREES)
