"""The gap that stood at inclusion: what each difference at a later wave is read beside."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.produced.estimates import ECARTS_INCLUSION


def inclusion_gaps_table(evolutions: pd.DataFrame) -> pd.DataFrame:
    """Return `ecarts_inclusion`: by indicator measured at T0 in both groups, accompanied − control of the two levels.

    `evolutions`: the levels by indicator, group and wave; shares and means, in the indicator's unit. All the households
    whose value is known at inclusion count, whatever is known of them later.
    """
    at_start = evolutions[evolutions["vague"] == "T0"]
    one, zero = (
        at_start.loc[at_start["groupe"] == group].set_index("indicateur")[["n", "valeur"]].add_suffix(suffix)
        for group, suffix in ((ACCOMPAGNE, "_accompagnes"), (TEMOIN, "_temoins"))
    )
    both = one.join(zero, how="inner")
    both["ecart"] = both["valeur_accompagnes"] - both["valeur_temoins"]
    return ECARTS_INCLUSION.frame(both.reset_index())
