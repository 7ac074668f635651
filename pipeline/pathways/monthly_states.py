"""The state of each household in each month, by the rules of the contract."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.produced.pathways import ETATS
from pipeline.contract.states import RULES, STATE_CODES
from pipeline.indicators.observed.study import Study
from pipeline.pathways.conditions import CONDITIONS, read_monthly

States = npt.NDArray[np.int64]
RANK = {code: rank for rank, code in enumerate(STATE_CODES)}


def monthly_states(study: Study) -> States:
    """Return the states as their rank in `STATE_CODES`, shape (n, h + 1): households × months 0 … h.

    The first rule that holds decides. Rules are applied from the last to the first, each over what it decides.
    """
    months = read_monthly(study)
    states = np.zeros(months.stage.shape, dtype=np.int8)
    for rule in reversed(RULES):
        states[CONDITIONS[rule.condition](months)] = RANK[rule.state]
    return states.astype(np.int64)


def states_table(study: Study, states: States) -> pd.DataFrame:
    """Return `etats`: one row a household and month, sorted; columns `ETATS`."""
    size, months = states.shape
    names = pd.Series(list(STATE_CODES), dtype="str")
    return ETATS.frame(
        {
            "menage_id": study.cohort.frame["menage_id"].repeat(months).reset_index(drop=True),
            "mois": np.tile(np.arange(months), size),
            "etat": names.take(states.reshape(-1)).reset_index(drop=True),
        }
    )
