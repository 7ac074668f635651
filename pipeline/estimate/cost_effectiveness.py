"""The cost of one more household kept, and the tables of its plane and of its acceptability curve."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.contract.indicators import Scale
from pipeline.contract.produced.estimates import ACCEPTABILITE, PLAN_COUT_EFFICACITE
from pipeline.contract.remarks import joined, remark
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.notes import explain
from pipeline.estimate.sample import Sample
from pipeline.estimate.two_groups import crude_difference, group_values
from pipeline.stats.cost_effectiveness import (
    Plane,
    acceptability,
    bootstrap_plane,
    cost_per_effect,
    quadrants,
    supported_bounds,
)
from pipeline.stats.effect import Effect, Reason

SHOWN_DRAWS = 1_000  # of the plane: enough for a cloud, not for the table to be heavy
THRESHOLDS = 61  # points of the acceptability curve, 0 included
_NO_COST = "aucun_cout"
_LEAST = 5  # households: drawn from fewer, a mean hardly varies
_HANDFUL = remark("tirages_de_moins_de_cinq")
_BEYOND_DRAWS = remark("borne_hors_des_tirages")


def is_primary_gain(sample: Sample) -> bool:
    """True for the primary indicator at the horizon, where more of it is good news: the effect that money buys."""
    study, indicator = sample.study, sample.indicator
    here = indicator.name == study.plan.indicateur_principal and sample.wave == study.wave
    return here and indicator.scale is Scale.BINARY and indicator.favourable > 0


def cost_effectiveness(samples: Sequence[Sample]) -> list[Estimate]:
    """`cout_efficacite`: cost difference / difference in the primary indicator, bootstrap bounds on the wedge.

    A bound is rounded to what the draws support. Where the gap's own interval holds 0 there is no upper one: what
    agrees with the data is then a cost above the lower bound, or a cost for nothing.

    The cost difference is the scheme's cost per accompanied household (`couts_menages`): usual management costs the
    same in both groups and the controls have nothing of the scheme. `valeur_*`: the share kept in each group.
    """
    return [_estimate(sample) for sample in samples]


def plane_table(sample: Sample | None) -> pd.DataFrame:
    """Return `plan_cout_efficacite`: the observed differences (draw 0), then the first draws of the bootstrap."""
    outcome = None if sample is None else _differences(sample)
    if outcome is None:
        return PLAN_COUT_EFFICACITE.frame()
    shown = min(SHOWN_DRAWS, len(outcome.plane.cost))
    return PLAN_COUT_EFFICACITE.frame(
        {
            "tirage": np.arange(shown + 1),
            "effet": np.concatenate([[outcome.effect], outcome.plane.effect[:shown]]),
            "cout": np.concatenate([[outcome.cost], outcome.plane.cost[:shown]]),
        }
    )


def acceptability_table(sample: Sample | None, most: float) -> pd.DataFrame:
    """Return `acceptabilite`: the share of draws in which one more household kept is worth its cost, 0 … `most` €."""
    outcome = None if sample is None else _differences(sample)
    if outcome is None:
        return ACCEPTABILITE.frame()
    thresholds = np.linspace(0, most, THRESHOLDS)
    return ACCEPTABILITE.frame({"seuil": thresholds, "probabilite": acceptability(outcome.plane, thresholds)})


@dataclass(frozen=True)
class _Differences:
    cost: float
    effect: float
    plane: Plane


def _estimate(sample: Sample) -> Estimate:
    if sample.study.costs is None:
        return from_effect(sample, Effect(), remark=_NO_COST)
    outcome = _differences(sample)
    if outcome is None:
        sizes = len(sample.treated), len(sample.control)
        return from_effect(sample, Effect(), remark=explain(Reason.EMPTY_GROUP, *sizes))
    level = sample.study.plan.niveau
    effect = cost_per_effect(outcome.cost, outcome.effect, outcome.plane, level)
    if effect.reason is Reason.NO_GAIN:
        nothing = from_effect(sample, Effect(), group_values(sample))
        return replace(nothing, note=joined(explain(effect.reason, 1, 1), _note(outcome)))
    low, high = supported_bounds(outcome.cost, outcome.effect, outcome.plane, level)
    reason = explain(effect.reason, 1, 1) if effect.reason else ""
    if not crude_difference(sample).ic_bas > 0:
        high, reason = math.nan, explain(Reason.UNBOUNDED, 1, 1)
    if min(len(sample.treated), len(sample.control)) < _LEAST:
        low = high = math.nan
        reason = joined(reason, _HANDFUL)
    elif not reason and (math.isnan(low) or math.isnan(high)):
        reason = _BEYOND_DRAWS
    found = from_effect(sample, Effect(effect.estimate, low=low, high=high), group_values(sample))
    return replace(found, note=joined(reason, _note(outcome)))


def _differences(sample: Sample) -> _Differences | None:
    """The observed differences and their bootstrap; the same draws wherever they are asked for."""
    study = sample.study
    treated, control = sample.known & study.treated, sample.known & ~study.treated
    if study.costs is None or not treated.any() or not control.any():
        return None
    # The mean is the scheme's, known from its accounts; the panel only says how costs spread around it.
    laid = study.costs.of_household[treated]
    costs = laid * (study.costs.mean / laid.mean()) if laid.mean() > 0 else np.full(len(laid), study.costs.mean)
    generator = np.random.default_rng([study.plan.graine, *b"cout_efficacite"])
    plane = bootstrap_plane(
        costs,
        sample.outcome[treated],
        np.zeros(int(control.sum())),
        sample.outcome[control],
        study.plan.tirages,
        generator,
    )
    effect = float(sample.outcome[treated].mean() - sample.outcome[control].mean())
    return _Differences(study.costs.mean, effect, plane)


def _note(outcome: _Differences) -> str:
    shares = quadrants(outcome.plane)
    gain = shares["north_east"] + shares["south_east"]
    return joined(
        remark("cout_moyen", outcome.cost),
        remark("tirages", len(outcome.plane.cost), gain),
    )
