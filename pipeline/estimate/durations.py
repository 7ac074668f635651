"""Time to the first negative exit: the two methods, and the tables of the survival and incidence curves."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, SORTIES_NEGATIVES, TEMOIN
from pipeline.contract.produced.estimates import INCIDENCES, SURVIE
from pipeline.contract.remarks import joined, remark
from pipeline.estimate.draws import pattern_generator
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.notes import permuted_interval, prolonged
from pipeline.estimate.sample import Booleans, Floats, Sample
from pipeline.stats.aalen_johansen import cumulative_incidence
from pipeline.stats.effect import Effect, Reason
from pipeline.stats.kaplan_meier import LifeTable, life_table, restricted_mean, rmst_difference, survival_curve
from pipeline.stats.log_rank import log_rank_test
from pipeline.stats.rmst_permutation import rmst_permutation

_EXCHANGED = 2_000  # households: up to here the groups are exchanged
_WHOLE = 0.1  # months: a whole follow-up, in months of 30.4375 days, may count so much less than the horizon
FIXED_MONTHS = (0.0, 6.0, 12.0, 18.0, 24.0)  # always rows of the curves, up to the horizon


def restricted_means(sample: Sample) -> Estimate:
    """`rmst`: difference of the mean months in the dwelling, restricted to the horizon."""
    horizon = float(sample.study.horizon)
    treated, control = (_table(sample, group) for group in (sample.study.treated, ~sample.study.treated))
    effect = rmst_difference(treated, control, horizon, sample.study.plan.niveau)
    if effect.reason is Reason.EMPTY_GROUP:
        return from_effect(sample, effect)
    values = restricted_mean(treated, horizon)[0], restricted_mean(control, horizon)[0]
    last = min((float(t.durations[-1]) for t in (treated, control) if not _comes_to_zero(t)), default=horizon)
    return from_effect(sample, effect, values, prolonged(last) if last < horizon - _WHOLE else "")


def permuted_means(sample: Sample) -> Estimate:
    """`rmst_permutation`: the same difference, its interval and p by studentised exchanges within strata.

    Beyond `_EXCHANGED` households, where the normal law says the same in no time, they are those of `rmst`.
    """
    study, known, horizon = sample.study, sample.known, float(sample.study.horizon)
    plain = restricted_means(sample)
    if math.isnan(plain.estimation):
        return plain
    if known.sum() > _EXCHANGED:
        return replace(plain, note=joined(remark("loi_normale", _EXCHANGED), plain.note))
    effect = rmst_permutation(
        sample.outcome[known],
        _events(sample)[known],
        study.treated[known],
        study.strata[known],
        horizon,
        study.plan.tirages,
        pattern_generator(study, b"rmst", known),
        study.plan.niveau,
    )
    how = joined(permuted_interval(study.plan.tirages, study.plan.strates), "" if effect.reason else plain.note)
    return from_effect(sample, effect, (plain.valeur_accompagnes, plain.valeur_temoins), how)


def log_rank_comparison(sample: Sample) -> Estimate:
    """`log_rank`: the χ² of the unstratified log-rank test."""
    known = sample.known
    return from_effect(
        sample, log_rank_test(sample.outcome[known], _events(sample)[known], sample.study.treated[known])
    )


def log_rank_statistic(sample: Sample) -> Effect:
    """Return the χ² and, where it is undefined, why."""
    known = sample.known
    return log_rank_test(sample.outcome[known], _events(sample)[known], sample.study.treated[known])


def survival_table(sample: Sample) -> pd.DataFrame:
    """Return `survie`: by group, the curve at 0, at the fixed months and at each of its event times."""
    parts = []
    for group, members in _groups(sample):
        table = _table(sample, members)
        if len(table.durations) == 0:
            continue
        times = np.unique(np.concatenate([_fixed(sample), table.times]))
        curve = survival_curve(table, times, sample.study.plan.niveau)
        parts.append(
            pd.DataFrame(
                {
                    "groupe": group,
                    "mois": curve.times,
                    "survie": curve.survival,
                    "ic_bas": curve.low,
                    "ic_haut": curve.high,
                    "a_risque": curve.at_risk,
                }
            )
        )
    return SURVIE.stacked(parts)


def incidence_table(sample: Sample, durations: pd.DataFrame) -> pd.DataFrame:
    """Return `incidences`: by group and negative exit, at 0, at the fixed months and at each of its event times.

    `durations`: the table `durees` of the contract. Deaths and withdrawals censor.
    """
    codes = {cause: number for number, cause in enumerate(SORTIES_NEGATIVES, start=1)}
    exits = durations.loc[durations["evenement"] == 1]
    causes = np.zeros(len(sample.outcome), dtype=np.int64)
    where = sample.study.households.get_indexer(pd.Index(exits["menage_id"]))
    causes[where[where >= 0]] = exits["cause"].map(codes).fillna(0).to_numpy(dtype=np.int64)[where >= 0]
    parts = []
    for group, members in _groups(sample):
        chosen = members & sample.known
        if not chosen.any():
            continue
        for cause, number in codes.items():
            curve = cumulative_incidence(sample.outcome[chosen], causes[chosen], number)
            times = np.unique(np.concatenate([_fixed(sample), curve.times]))
            incidence, variance = curve.at(times)
            parts.append(
                pd.DataFrame(
                    {"groupe": group, "cause": cause, "mois": times, "incidence": incidence, "variance": variance}
                )
            )
    return INCIDENCES.stacked(parts)


def _comes_to_zero(table: LifeTable) -> bool:
    """True when the last household followed leaves: the curve is known to the horizon, at 0."""
    return bool(len(table.survival) and table.survival[-1] <= 0)


def _events(sample: Sample) -> Booleans:
    return np.zeros(len(sample.outcome), dtype=bool) if sample.events is None else sample.events


def _table(sample: Sample, members: Booleans) -> LifeTable:
    chosen = members & sample.known
    return life_table(sample.outcome[chosen], _events(sample)[chosen])


def _groups(sample: Sample) -> Iterator[tuple[str, Booleans]]:
    yield ACCOMPAGNE, sample.study.treated
    yield TEMOIN, ~sample.study.treated


def _fixed(sample: Sample) -> Floats:
    return np.array([month for month in FIXED_MONTHS if month <= sample.study.horizon])
