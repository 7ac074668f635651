"""The choice of the panels beside a random draw within the same strata, on simulated pools of 400 candidates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.measure import Absent, Row, seconds
from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.scheme.panel_balance import mean_absolute, panels_balance
from pipeline.scheme.panels import PANEL, Choice, Settings, choose_panels
from pipeline.synthetic.panel import draw_panel

POOL, REPLICATIONS = 400, 200
ADMITTED = 0.05  # the share of replications in which the random draw may do better
SECONDS = 5.0
SETTINGS = Settings(reserve=0)


def measures() -> list[Row | Absent]:
    lost, ours, drawn = 0, [], []
    for seed in range(REPLICATIONS):
        pool = candidates(seed)
        choice = choose_panels(pool, SETTINGS)
        ours.append(mean_absolute(panels_balance(pool, choice), "panels"))
        drawn.append(mean_absolute(panels_balance(pool, random_draw(pool, choice, seed)), "panels"))
        lost += ours[-1] >= drawn[-1]
    time = min(seconds(lambda: choose_panels(candidates(0), Settings())) for _ in range(3))
    what = f"choix des panels, vivier de {POOL}"
    return [
        Row(
            f"{what} : part des {REPLICATIONS} réplications où le tirage au sort équilibre mieux",
            lost / REPLICATIONS,
            "part admise",
            ADMITTED,
            1.0,
        ),
        Row(
            f"{what} : écart standardisé moyen",
            float(np.mean(ours)),
            "tirage dans les strates",
            float(np.mean(drawn)),
            1.0,
        ),
        Row(f"{what} : durée", time, "durée admise (s)", SECONDS, 1.0),
    ]


def candidates(seed: int) -> pd.DataFrame:
    """A pool in which those who enter the scheme owe more and earn less than those who do not: 3 in 10 enter."""
    panel = draw_panel(seed, POOL // 2)
    rng = np.random.default_rng([seed, 2015])
    pool = panel.menages.copy()
    debt = pool["impaye_inclusion"].rank(pct=True) - 0.5
    poverty = 0.5 - pool["ressources_mensuelles"].rank(pct=True)
    enters = rng.random(len(pool)) < 1 / (1 + np.exp(1.1 - 1.5 * debt - poverty))
    pool["groupe"] = np.where(enters, ACCOMPAGNE, TEMOIN)
    return pool


def random_draw(pool: pd.DataFrame, choice: Choice, seed: int) -> Choice:
    """As many of each group as the choice took in each profile and region, at random."""
    rng = np.random.default_rng([seed, 25])
    pairs = choice.pairs[choice.pairs["statut"] == PANEL].copy()
    for group in (ACCOMPAGNE, TEMOIN):
        home = pool.set_index("menage_id").loc[pairs[group], ["profil", "region"]].reset_index(drop=True)
        for (profile, region), taken in home.groupby(["profil", "region"]).groups.items():
            there = (pool["groupe"] == group) & (pool["profil"] == profile) & (pool["region"] == region)
            drawn = rng.choice(pool.loc[there, "menage_id"].to_numpy(), len(taken), replace=False)
            pairs.iloc[list(taken), pairs.columns.get_loc(group)] = drawn
    return Choice(pairs, choice.strata, choice.columns)
