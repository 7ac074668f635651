"""One quantity is shown or it is not: no table masks what another table of the edition prints, or adds up to."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from support.random_delivery import random_delivery
from support.read_results import read_results
from support.undone_masks import undone
from support.written_texts import edition_results

from pipeline.contract.produced.scheme import COUVERTURE
from pipeline.report.results import EditionResults

SEUIL = 5
SEEDS = range(24)
USUAL = range(1)


@pytest.mark.parametrize("seed", [s if s in USUAL else pytest.param(s, marks=pytest.mark.slow) for s in SEEDS])
def test_no_mask_is_undone(seed: int) -> None:
    assert undone(edition_results(random_delivery(seed), "finale"), SEUIL) == []


@pytest.fixture(scope="module")
def propre(propre_run: Path) -> EditionResults:
    return read_results(propre_run)


def hidden(results: EditionResults, table: str, column: str, **key: object) -> EditionResults:
    """The same results with one number of one row masked."""
    frame: pd.DataFrame = getattr(results, table).copy()
    rows = pd.Series(data=True, index=frame.index)
    for name, value in key.items():
        rows &= frame[name] == value
    assert frame.loc[rows, column].notna().sum() == 1, "there is one such number"
    frame.loc[rows, column] = None
    return results.with_tables(**{table: frame})


def test_a_profile_that_the_panels_table_counts_is_found_among_the_targets(propre: EditionResults) -> None:
    assert undone(propre, SEUIL, propre) == []
    masked = hidden(propre, "couverture", "atteint", dimension="profil", modalite="pdalpd")
    assert undone(propre, SEUIL, masked) == ["cibles, pdalpd"]


@pytest.mark.parametrize(
    ("table", "column", "key", "found"),
    [
        ("entonnoir", "atteint", {"population": "temoin", "etape": "assignation"}, "entonnoir, assignation, atteint"),
        ("mise_en_oeuvre", "realise", {"ligne": "animateur_cooperative"}, "part des jours, intervenants"),
        ("cooperative", "valeur", {"mesure": "membres", "population": "tous", "vague": "M24"}, "membres, M24"),
        ("couverture", "atteint", {"dimension": "region", "modalite": "centre"}, "cibles, centre"),
    ],
)
def test_a_mask_that_another_number_undoes_is_found(
    propre: EditionResults, table: str, column: str, key: dict[str, str], found: str
) -> None:
    assert undone(propre, SEUIL, hidden(propre, table, column, **key)) == [found]


def test_what_was_never_computed_is_no_mask() -> None:
    frame = pd.DataFrame([{"dimension": "profil", "modalite": "dalo", "atteint": None}]).reindex(
        columns=COUVERTURE.names
    )
    assert undone(EditionResults(couverture=frame), SEUIL) == []
