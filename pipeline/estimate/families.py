"""Families of the plan and adjusted p-values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.contract.indicators import Indicator
from pipeline.contract.produced.estimates import FAMILLES
from pipeline.estimate.catalogue import PERMUTATION
from pipeline.estimate.permutations import max_t_adjusted
from pipeline.estimate.sample import Floats, Sample
from pipeline.params import Plan
from pipeline.stats.holm import holm

PRINCIPAL, SECONDAIRE, EXPLORATOIRE = FAMILLES


def family_of(indicator: Indicator, plan: Plan) -> str:
    """Return the family that the plan gives an indicator, at every wave; what it does not name is exploratory."""
    if indicator.name == plan.indicateur_principal:
        return PRINCIPAL
    return SECONDAIRE if indicator.name in plan.secondaires else EXPLORATOIRE


def adjusted_p_values(rows: pd.DataFrame, samples: Sequence[Sample]) -> Floats:
    """Return `p_ajustee` for the rows of `estimations`, shape (rows,).

    The primary indicator's is its own p. Over the secondary family at the horizon's wave: Westfall–Young max-T on the
    permutation rows (never below p), Holm within each other method. Elsewhere missing.
    """
    p_values = rows["p_valeur"].to_numpy(dtype=float)
    family = rows["famille"].to_numpy(dtype=object)
    adjusted = np.where(family == PRINCIPAL, p_values, np.nan)
    if not samples:
        return adjusted
    at_horizon = (rows["vague"] == samples[0].study.wave).to_numpy(dtype=bool)
    tested = (family == SECONDAIRE) & at_horizon & ~np.isnan(p_values)
    methods = rows["methode"].to_numpy(dtype=object)
    for name in dict.fromkeys(methods):
        chosen = np.flatnonzero(tested & (methods == name))
        if name == PERMUTATION:
            by_name = {s.indicator.name: s for s in samples if s.wave == s.study.wave}
            max_t = max_t_adjusted([by_name[i] for i in rows["indicateur"].iloc[chosen]])
            # The joint draws are not those of p itself: an adjusted p below p would be their noise. An outcome that
            # does not vary has no max-T; its p is 1.
            adjusted[chosen] = np.fmax(max_t, p_values[chosen])
        else:
            adjusted[chosen] = holm(p_values[chosen])
    return adjusted
