"""The three editions of the clean delivery against what R computed from the same tables by the contract's text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from recipe import CLOCKS, truth_of

from pipeline.contract.produced.indicators import DUREES, INDICATEURS
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


def assert_same_rows(got: pd.DataFrame, wanted: pd.DataFrame, key: list[str], columns: list[str]) -> None:
    assert list(got.columns) == columns
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
    assert_same_rows(computed["indicateurs"][known], wanted, ["menage_id", "indicateur", "vague"], INDICATEURS.names)


def test_durations_equal_the_truth(computed, edition):
    wanted = expected(edition, "durees")
    assert len(wanted) == 48
    assert_same_rows(computed["durees"], wanted, ["menage_id"], DUREES.names)


def test_the_recipe_gives_the_truth_and_has_nothing_to_add(edition):
    """R and the plain loop, two writings of the contract, agree: an indicator added later can be made by the loop."""
    values, durations = truth_of(edition)
    rows = expected(edition, "indicateurs")
    assert {(r.menage_id, r.indicateur, r.vague) for r in rows.itertuples()} == set(values)
    for r in rows.itertuples():
        for got, wanted in zip(values[r.menage_id, r.indicateur, r.vague], (r.valeur, r.exposition), strict=True):
            assert (got is None and np.isnan(wanted)) or got == pytest.approx(wanted, rel=RELATIVE, abs=ABSOLUTE), r
    for r in expected(edition, "durees").itertuples():
        assert durations[r.menage_id][1:] == (r.evenement, r.cause)
        assert durations[r.menage_id][0] == pytest.approx(r.duree_mois, rel=RELATIVE)
    clock = Params().editions[edition]
    assert CLOCKS[edition] == (clock.gel, clock.horizon)
