"""The composite rank against R, pair by pair."""

from __future__ import annotations

import numpy as np
import pytest
from reference_output import R_PRINTED, data_of, results_of

from pipeline.stats.brunner_munzel import superiority
from pipeline.stats.ordered_outcomes import ordered_places

REFERENCE = results_of("composite")


@pytest.mark.parametrize("name", ["veteran", "lung", "demonstration"])
def test_it_is_the_count_of_pairs(name):
    frame, expected = data_of(f"methods_{name}"), REFERENCE[name]
    gone = np.where(frame["o"].isna(), np.nan, frame["event"])
    places = ordered_places(gone, frame["o"].to_numpy(float), np.where(gone == 1, 0.0, frame["y"]))
    one, zero = (places[(frame["g"] == g).to_numpy() & ~np.isnan(places)] for g in (1, 0))
    assert (len(one), len(zero)) == (expected["n1"], expected["n0"])
    effect = superiority(one, zero)
    ours = (effect.estimate, effect.std_error, effect.df, effect.low, effect.high, effect.p_value)
    keys = ("estimate", "se", "df", "low", "high", "p")
    assert ours == pytest.approx([expected[k] for k in keys], rel=R_PRINTED * 100)
