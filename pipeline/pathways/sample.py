"""The households whose pathways are compared: their states, their group, their stratum, as arrays side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE
from pipeline.contract.states import NON_OBSERVE
from pipeline.indicators.observed.study import Study
from pipeline.params import Plan
from pipeline.pathways.monthly_states import RANK, States, monthly_states

Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
NOT_GIVEN = "non_renseigne"  # a stratum of its own for households whose stratum is not known


@dataclass(frozen=True)
class Pathways:
    """Households in the order of their identifier. `states`: (n, h + 1); `treated`, `strata`: (n,)."""

    ids: pd.Series
    states: States
    treated: Booleans
    strata: Integers

    def of(self, chosen: Integers) -> Pathways:
        """The same, for the households at these positions."""
        ids = self.ids.iloc[chosen].reset_index(drop=True)
        return Pathways(ids, self.states[chosen], self.treated[chosen], self.strata[chosen])


def read_pathways(study: Study, plan: Plan) -> Pathways:
    """Return the pathways of all the households of the edition."""
    frame = study.cohort.frame
    strata = np.zeros(len(frame), dtype=np.int64)
    for name in plan.strates:
        codes, levels = pd.factorize(frame[name].astype("str").fillna(NOT_GIVEN), sort=True)
        strata = strata * max(len(levels), 1) + codes
    return Pathways(frame["menage_id"], monthly_states(study), study.cohort.in_group(ACCOMPAGNE), strata)


def with_observed_months(pathways: Pathways, most: int, rng: np.random.Generator) -> Pathways:
    """Return those with an observed month, at most `most` of them, drawn without replacement when there are more."""
    known = np.flatnonzero((pathways.states != RANK[NON_OBSERVE.code]).any(axis=1))
    if len(known) > most:
        known = np.sort(rng.choice(known, most, replace=False))
    return pathways.of(known)
