"""What chance alone does to balance: against the law of the distance, a permutation of labels, and in the report."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipeline.contract.produced.estimates import COMPARABILITE
from pipeline.contract.tables import MENAGES
from pipeline.report.few_at_a_place import mask_landlords
from pipeline.report.power import chance_beyond, expected_beyond, levels_of
from pipeline.stats.description import smd_categorical


@pytest.mark.parametrize(("bound", "share"), [(0.1, 0.7237), (0.25, 0.3768)])
def test_one_quantity_follows_the_normal_law(bound: float, share: float) -> None:
    """2 × (1 − Φ(bound / √(2/25))), two groups of 25."""
    found = float(chance_beyond(bound, 25, 25))
    assert found == pytest.approx(share, abs=5e-5)
    assert found == pytest.approx(2 * stats.norm.sf(bound / np.sqrt(1 / 25 + 1 / 25)), abs=1e-12)


@pytest.mark.parametrize("bound", [0.1, 0.25, 0.5])
def test_a_distance_over_five_levels_is_what_a_permutation_of_labels_gives(bound: float) -> None:
    rng = np.random.default_rng(20)
    n1, n0 = 60, 40
    levels = np.repeat(np.arange(5), (30, 25, 20, 15, 10))
    beyond = 0
    for _ in range(2000):
        shuffled = rng.permutation(levels)
        one, zero = (np.bincount(part, minlength=5).astype(float) for part in (shuffled[:n1], shuffled[n1:]))
        beyond += smd_categorical(one, zero) > bound
    assert float(chance_beyond(bound, n1, n0, 5)) == pytest.approx(beyond / 2000, abs=0.05)  # of large samples
    assert abs(float(chance_beyond(bound, n1, n0, 2)) - beyond / 2000) > 0.1  # one degree of freedom is not its law


def test_sizes_count_and_an_empty_group_has_no_law() -> None:
    assert float(chance_beyond(0.25, 100, 100)) < float(chance_beyond(0.25, 25, 25)) < float(chance_beyond(0.25, 25, 5))
    assert np.isnan(chance_beyond(0.1, 0, 25))


def test_the_expected_number_adds_each_variable_with_its_levels_and_sizes() -> None:
    rows = [("loyer", None, 24, 20), *(("age", level, 24, 22) for level in "abcd"), ("vide", None, 0, 3)]
    frame = pd.DataFrame(rows, columns=["variable", "modalite", "n1", "n0"])
    assert levels_of(frame).to_dict() == {"loyer": 2, "age": 4, "vide": 2}
    sizes = frame.groupby("variable", sort=False)[["n1", "n0"]].first()
    by_hand = stats.chi2.sf(0.01 * 24 * 20 / 44, 1) + stats.chi2.sf(0.01 * 24 * 22 / 46, 3)
    assert expected_beyond(0.1, sizes, frame) == pytest.approx(by_hand, abs=1e-12)


def test_landlords_whose_levels_are_masked_are_still_as_many_to_chance() -> None:
    """180 against 419: six landlords pass 0.1 by chance in P(χ²₅ > 1.26) = 94 % of cases, two in 26 %."""
    rows = {"variable": "bailleur", "type": "categorie", "smd": 0.24, "n_accompagnes": 180, "n_temoins": 419}
    landlords = [code.value for code in MENAGES["bailleur"].codes]
    frame = pd.DataFrame([rows | {"modalite": name, "note": ""} for name in landlords]).reindex(
        columns=COMPARABILITE.names
    )
    masked = mask_landlords(frame)
    assert len(masked) == 1
    assert len(landlords) == 6
    assert levels_of(masked).to_dict() == levels_of(frame).to_dict() == {"bailleur": 6}
    sizes = masked.groupby("variable")[["n_accompagnes", "n_temoins"]].first()
    assert expected_beyond(0.1, sizes, masked) == pytest.approx(0.94, abs=5e-3)
