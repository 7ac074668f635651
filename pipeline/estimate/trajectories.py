"""Mean balance by month of follow-up, and every indicator by group at every wave, with intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from pipeline.contract.indicators import INDICATORS, WAVE_MONTHS, Scale
from pipeline.contract.produced.estimates import EVOLUTIONS, TRAJECTOIRES
from pipeline.estimate.sample import Floats
from pipeline.stats.effect import Effect
from pipeline.stats.newcombe import wilson_interval
from pipeline.stats.rates import rate_interval
from pipeline.stats.welch import mean_interval


def trajectories_table(monthly: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return `trajectoires`: by group and month after inclusion, n, mean and median of the balance, t interval.

    `monthly`: `suivi_mensuel` of the contract. The interval is missing under two households or without variation.
    """
    known = monthly.dropna(subset=["solde_impaye"])
    table = (
        known.assign(solde_impaye=known["solde_impaye"].astype(float))
        .groupby(["groupe", "mois_suivi"], sort=True)["solde_impaye"]
        .agg(n="count", moyenne="mean", ecart="std", bas="min", haut="max", mediane="median")
        .reset_index()
        .rename(columns={"mois_suivi": "mois"})
    )
    n = table["n"].to_numpy(dtype=float)
    varies = (n > 1) & (table["bas"] < table["haut"]).to_numpy(dtype=bool)
    half = np.where(
        varies, stdtrit(np.maximum(n - 1, 1), 0.5 + level / 2) * table["ecart"].to_numpy(float) / np.sqrt(n), np.nan
    )
    table["ic_bas"], table["ic_haut"] = table["moyenne"] - half, table["moyenne"] + half
    return TRAJECTOIRES.frame(table)


def evolutions_table(indicators: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return `evolutions`: by indicator, group and wave, T0 included, the mean, share or yearly rate with its interval.

    Shares have Wilson's interval, means a t interval, rates a robust interval on the log scale. An indicator without a
    known value at a wave has no row. `indicators`: `indicateurs` of the contract.
    """
    known = indicators.dropna(subset=["valeur"])
    rows = []
    for (name, group, wave), part in known.groupby(["indicateur", "groupe", "vague"], sort=False):
        values = part["valeur"].to_numpy(dtype=float)
        exposure = part["exposition"].to_numpy(dtype=float, na_value=np.nan)
        effect = _INTERVALS[INDICATORS[str(name)].scale](values, exposure, level)
        rows.append((name, group, wave, len(values), effect.estimate, effect.low, effect.high))
    table = EVOLUTIONS.frame(rows)
    order = {"indicateur": list(INDICATORS), "vague": list(WAVE_MONTHS)}
    return table.sort_values(
        ["indicateur", "vague", "groupe"],
        key=lambda s: s.map(order[s.name].index) if s.name in order else s,
        ignore_index=True,
    )


def _share(values: Floats, _: Floats, level: float) -> Effect:
    low, high = wilson_interval(round(float(values.sum())), len(values), level)
    return Effect(estimate=float(values.mean()), low=low, high=high)


def _mean(values: Floats, _: Floats, level: float) -> Effect:
    return mean_interval(values, level)


def _rate(values: Floats, exposure: Floats, level: float) -> Effect:
    known = ~np.isnan(exposure)
    return rate_interval(values[known], exposure[known], level)


_INTERVALS: dict[Scale, Callable[[Floats, Floats, float], Effect]] = {
    Scale.BINARY: _share,
    Scale.CONTINUOUS: _mean,
    Scale.ORDINAL: _mean,
    Scale.COUNT: _rate,
}
