"""Moves from one state to another, from a month to the next, by group."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.produced.pathways import TRANSITIONS
from pipeline.contract.states import FINAL_STATES, NON_OBSERVE, STATE_CODES
from pipeline.pathways.distribution import groups_of
from pipeline.pathways.monthly_states import RANK, States
from pipeline.pathways.sample import Pathways
from pipeline.stats.clustered_proportions import clustered_wilson

_KNOWN = [code for code in STATE_CODES if code != NON_OBSERVE.code]


def transition_shares(pathways: Pathways, level: float) -> pd.DataFrame:
    """Return `transitions`: by group, for each state in which a month was spent, each state of the month after.

    Only pairs of months that are both observed count. The months of one household are not independent: the interval
    is Wilson's at the effective sample size. A state where no month was spent, or which nothing follows, has no row.
    """
    rows = [
        pd.DataFrame({"groupe": group, **_from_state(pathways.states[members], RANK[state], level)})
        for group, members in groups_of(pathways).items()
        for state in _KNOWN
        if state not in FINAL_STATES
    ]
    table = pd.concat(rows, ignore_index=True)
    return TRANSITIONS.frame(table[table["a_risque"] > 0].reset_index(drop=True))


def _from_state(states: States, start: int, level: float) -> dict[str, object]:
    """The moves out of the state of rank `start`, one element a known state of arrival."""
    now, after = states[:, :-1], states[:, 1:]
    household, month = np.nonzero((now == start) & (after != RANK[NON_OBSERVE.code]))
    kinds = len(STATE_CODES)
    cells = household * kinds + after[household, month]
    moves = np.bincount(cells, minlength=len(states) * kinds).reshape(len(states), kinds).astype(float)
    moves = moves[:, [RANK[code] for code in _KNOWN]]
    share, low, high = clustered_wilson(moves, moves.sum(axis=1), level)
    return {
        "de": STATE_CODES[start],
        "vers": _KNOWN,
        "effectif": moves.sum(axis=0).astype(np.int64),
        "a_risque": int(moves.sum()),
        "probabilite": share,
        "ic_bas": low,
        "ic_haut": high,
    }
