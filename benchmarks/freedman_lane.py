"""Freedman–Lane permutations of many adjusted differences beside a loop of statsmodels regressions, equal to 1e-10."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Absent, Row, seconds, side_by_side

DRAWS, INDICATORS, SIZES = 10_000, 20, (20, 10, 10, 10)
LOOPED = 200  # regressions that the peer is timed on: the whole would take minutes
REPEATS = 9
BAR = 1 / 2_000
WORK = "Freedman–Lane, statistique HC3, 10 000 permutations de 20 indicateurs, n = 50"


def measures() -> list[Row | Absent]:
    """Return one row: our time for all, the peer's extrapolated from `LOOPED` of its regressions.

    Raises `SystemExit` when a statistic differs from the loop's by more than 1e-10.
    """
    try:
        import statsmodels.api as sm
    except ImportError:
        return [Absent(WORK, "boucle statsmodels", "statsmodels n’est pas installé")]

    from pipeline.stats.freedman_lane import freedman_lane_each, freedman_lane_t

    rng = np.random.default_rng(20150101)
    strata = np.repeat(np.arange(len(SIZES)), SIZES)
    treated = np.concatenate([np.arange(n) < n // 2 for n in SIZES])
    baseline = rng.normal(size=len(strata))
    covariates = np.column_stack([baseline, *((strata == s).astype(float) for s in range(1, len(SIZES)))])
    outcomes = baseline[:, None] + rng.normal(size=(len(strata), INDICATORS))
    orders = np.concatenate(_orders(strata, rng), axis=1)

    others = np.column_stack([np.ones(len(strata)), covariates])
    design = np.column_stack([others, treated])
    reduced = sm.OLS(outcomes[:, 0], others).fit()

    def loop() -> list[float]:
        return [
            float(sm.OLS(reduced.fittedvalues + reduced.resid[order], design).fit(cov_type="HC3").tvalues[-1])
            for order in orders
        ]

    def ours() -> None:
        freedman_lane_each(outcomes, treated, covariates, strata, draws=DRAWS, rng=np.random.default_rng(1))

    apart = np.abs(freedman_lane_t(outcomes[:, 0], treated, covariates, strata, orders) - np.array(loop())).max()
    if apart > 1e-10:
        raise SystemExit(f"Freedman–Lane s’écarte de statsmodels de {apart:.1e}.")
    (ours_s,) = side_by_side([ours], REPEATS)
    looped = sorted(seconds(loop) for _ in range(3))[1]
    scale = DRAWS * INDICATORS / LOOPED
    peer = f"boucle statsmodels (mesurée sur {LOOPED} régressions, × {scale:g})"
    return [Row(WORK, ours_s, peer, looped * scale, BAR)]


def _orders(strata: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """Return `LOOPED` orders of each stratum, columns of the whole."""
    places = [np.flatnonzero(strata == s) for s in np.unique(strata)]
    return [rng.permuted(np.broadcast_to(place, (LOOPED, len(place))), axis=1) for place in places]
