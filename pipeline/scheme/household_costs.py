"""The cost of the support laid to each accompanied household: its mean is the scheme's, its spread is the panel's."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE
from pipeline.contract.produced.estimates import COUTS_MENAGES
from pipeline.params import Couts, Edition
from pipeline.scheme.spending import read_spending, support_spent


def mean_cost(spending: pd.DataFrame, couts: Couts) -> float:
    """Return what was spent on parts I and II, per household that the whole scheme accompanied (contract § 7.20)."""
    return sum(support_spent(spending).values()) / couts.menages_accompagnes_dispositif


def household_costs(
    table: pd.DataFrame | None, inclusions: pd.DataFrame, indicators: pd.DataFrame, edition: Edition, couts: Couts
) -> pd.DataFrame:
    """Return `couts_menages`: the cost laid to each accompanied household of `inclusions`; no row without spending.

    Part I (the cell) is shared equally; part II in proportion to the household's days of support over the mean days,
    where interventions were delivered, else equally too. The mean of `cout` is `cout_moyen` in both cases.
    `table`: the delivered `couts`, None when absent; `indicators`: for `jours_accompagnement` at the horizon.
    """
    spending = None if table is None else read_spending(table, edition.gel)
    if spending is None or not sum(support_spent(spending).values()) > 0:
        return COUTS_MENAGES.frame()
    spent = support_spent(spending)
    households = inclusions.loc[inclusions["groupe"] == ACCOMPAGNE, ["menage_id"]].reset_index(drop=True)
    rows = (indicators["indicateur"] == "jours_accompagnement") & (indicators["vague"] == edition.wave)
    days = households["menage_id"].map(indicators[rows].set_index("menage_id")["valeur"]).astype(float)
    share = days.fillna(days.mean()) / days.mean() if days.mean() > 0 else pd.Series(1.0, index=households.index)
    n = couts.menages_accompagnes_dispositif
    households["cout"] = (spent["I"] + spent["II"] * share) / n
    households["cout_moyen"] = mean_cost(spending, couts)
    return COUTS_MENAGES.frame(households)
