"""The BCa bootstrap of a difference against R boot, on the same draws: two public data sets at least, and ours."""

from __future__ import annotations

import numpy as np
import pytest
from reference_output import data_of, results_of

from pipeline.stats.bootstrap_difference import bootstrap_differences

REFERENCE = results_of("bootstrap")
DRAWS = 1_999
# Sums of resampled values, in another order.
SAME_DRAWS = 1e-9
# boot.ci interpolates between the same two draws, or the next: about a hundredth of their standard deviation apart.
BETWEEN_DRAWS = 0.05


class Lehmer:
    """The generator of `bootstrap.R`, x = 16807 x mod (2³¹ − 1), in the place of NumPy's."""

    def __init__(self) -> None:
        self.state = 20150101

    def integers(self, low: int, high: int, shape: tuple[int, int]) -> np.ndarray:
        states = np.empty(shape[0] * shape[1])
        for i in range(len(states)):
            self.state = 16807 * self.state % 2147483647
            states[i] = self.state
        return low + np.floor(states / 2147483647 * (high - low)).astype(np.int64).reshape(shape)


def anorexia():
    frame = data_of("anorexia")
    return frame["Postwt"] - frame["Prewt"], frame["Treat"] == "FT"


def veteran():
    frame = data_of("methods_veteran")
    return frame["months"] / (1 + frame["t"]), frame["g"] == 1


def lung():
    frame = data_of("methods_lung")
    return frame["y"] / frame["t"], frame["g"] == 1


def demonstration():
    frame = data_of("methods_demonstration")
    return frame["y"], frame["g"] == 1


@pytest.mark.parametrize("read", [anorexia, veteran, lung, demonstration])
def test_bca_interval_is_that_of_boot_with_the_same_draws(read):
    expected = REFERENCE[read.__name__]
    assert expected["tied"] == 0  # boot counts the draws strictly below the estimate
    outcome, treated = (column.to_numpy() for column in read())
    (effect,) = bootstrap_differences(outcome[:, None].astype(float), treated, draws=DRAWS, rng=Lehmer())
    assert effect.estimate == pytest.approx(expected["estimate"], rel=SAME_DRAWS)
    assert effect.std_error == pytest.approx(expected["sd"], rel=SAME_DRAWS)
    assert (effect.low, effect.high) == pytest.approx(expected["type7"], rel=SAME_DRAWS)
    assert (effect.low, effect.high) == pytest.approx(expected["boot_ci"], abs=BETWEEN_DRAWS * expected["sd"])


def test_the_demonstration_has_missing_outcomes():
    assert demonstration()[0].isna().sum() > 3
