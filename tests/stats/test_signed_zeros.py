"""No function returns −0: printed, it would give an absent effect a side, on one processor and not on another."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from pipeline.stats.bootstrap_difference import bootstrap_differences
from pipeline.stats.brunner_munzel import superiority
from pipeline.stats.clustered_proportions import clustered_wilson
from pipeline.stats.cost_effectiveness import Plane, acceptability, cost_per_effect
from pipeline.stats.description import smd_categorical, smd_continuous
from pipeline.stats.double_difference import double_difference
from pipeline.stats.event_study import event_study
from pipeline.stats.fieller import fieller_ratio
from pipeline.stats.hedges import hedges_g
from pipeline.stats.interaction import interaction
from pipeline.stats.kaplan_meier import life_table, rmst_difference
from pipeline.stats.lin_regression import lin_difference, lin_estimates
from pipeline.stats.newcombe import newcombe_difference, wilson_interval
from pipeline.stats.posterior_difference import posterior_difference
from pipeline.stats.rates import rate_ratio
from pipeline.stats.spearman import rank_correlation
from pipeline.stats.survivor_bounds import bounds_without_monotonicity, lee_bounds
from pipeline.stats.tipping import shifted_difference, tipping_point
from pipeline.stats.weighted_difference import weighted_difference
from pipeline.stats.welch import mean_interval, welch_difference

Y = np.array([0.0, 3.0, -3.0, 1.0, -1.0])
NOTHING, ONES = np.zeros(5), np.ones(5)
BOTH, TREATED = np.concatenate([Y, Y]), np.arange(10) < 5
ALL, NO_COLUMN = np.zeros(10), np.empty((10, 0))
TABLE = life_table(np.arange(1.0, 6.0), np.ones(5, dtype=bool))

NO_EFFECT: dict[str, Callable[[], object]] = {
    "welch": lambda: welch_difference(Y, Y),
    "welch, constant": lambda: welch_difference(NOTHING, -NOTHING),
    "mean": lambda: [mean_interval(Y), mean_interval(-NOTHING)],
    "double difference": lambda: [double_difference(Y, Y), double_difference(-NOTHING, NOTHING)],
    "interaction": lambda: interaction(Y, Y, Y, Y),
    "lin": lambda: [lin_difference(BOTH, TREATED, NO_COLUMN), lin_difference(-ALL, TREATED, NO_COLUMN)],
    "lin, many": lambda: lin_estimates(np.stack([BOTH, -ALL]), TREATED, np.empty((2, 10, 0))),
    "hedges": lambda: hedges_g(Y, Y),
    "superiority": lambda: superiority(Y, Y),
    "spearman": lambda: rank_correlation(np.array([1.0, 2, 3, 4]), np.array([2.0, 4, 1, 3])),
    "newcombe": lambda: [newcombe_difference(3, 5, 3, 5), newcombe_difference(0, 5, 0, 5), wilson_interval(0, 5)],
    "clustered wilson": lambda: clustered_wilson(NOTHING[:, None], ONES[:, None]),
    "rates": lambda: rate_ratio(ONES, ONES, ONES, ONES),
    "rmst": lambda: rmst_difference(TABLE, TABLE, 4.0),
    "lee": lambda: [lee_bounds(NOTHING, -NOTHING, 6, 5), bounds_without_monotonicity(NOTHING, NOTHING, 6, 6)],
    "tipping": lambda: [tipping_point(Y, Y, 1, 1, in_treated=side) for side in (True, False)],
    "shifted": lambda: shifted_difference(Y, Y, 1, 1, -1.0, -1.0),
    "posterior": lambda: [posterior_difference(x, 25, x, 25, 0.5) for x in (3, 5, 12, 20, 22)],
    "weighted": lambda: [weighted_difference(v, ONES, v, ONES) for v in (Y, -NOTHING)],
    "path": lambda: event_study(np.stack([-ALL, BOTH], axis=1), TREATED, draws=99, rng=np.random.default_rng(1)),
    "bootstrap": lambda: [
        bootstrap_differences(np.stack([BOTH, -ALL], axis=1), one, draws=99, rng=np.random.default_rng(1))
        for one in (TREATED, ~TREATED)
    ],
    "smd": lambda: [smd_continuous(Y, Y), smd_continuous(-NOTHING, NOTHING), smd_categorical(ONES, 2 * ONES)],
    "fieller": lambda: fieller_ratio(0.0, 1.0, 0.01, 0.01),
    "cost": lambda: [cost_per_effect(0.0, 1.0, Plane(-NOTHING, ONES)), acceptability(Plane(ONES, ONES), NOTHING)],
}


@pytest.mark.parametrize("name", NO_EFFECT)
def test_groups_alike_differ_by_a_zero_without_sign(name: str) -> None:
    found = list(numbers(NO_EFFECT[name]()))
    assert found
    assert not [v for v in found if v == 0 and math.copysign(1, v) < 0]


def numbers(result: object) -> Iterator[float]:
    """Every number in a result, however deep."""
    if isinstance(result, float):
        yield result
    elif isinstance(result, np.ndarray):
        yield from result.astype(float).ravel().tolist()
    elif isinstance(result, list | tuple):
        for part in result:
            yield from numbers(part)
    elif is_dataclass(result):
        for one in fields(result):
            yield from numbers(getattr(result, one.name))
