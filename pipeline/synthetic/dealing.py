"""Which small study each household of a large one belongs to: pairs kept together, profiles shared equally."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Integers = npt.NDArray[np.int64]


def dealt(households: pd.DataFrame, number: int) -> tuple[Integers, Integers]:
    """Return the rows of `households` in the order of profile and pair, and the study (0 … `number` − 1) of each.

    The r-th household of a group goes to study r modulo `number`: where the sizes divide, every study has exactly the
    design's quota of each profile.
    """
    order = households.assign(paire_id=households["paire_id"].fillna("~"))
    order = order.sort_values(["profil", "paire_id", "menage_id"], kind="stable")
    studies = order.groupby("groupe", sort=False).cumcount().to_numpy() % number
    return order.index.to_numpy().astype(np.int64), studies.astype(np.int64)
