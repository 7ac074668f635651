"""The interventions that an edition reads, with who came, in which phase, on what."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.contract.clock import as_days
from pipeline.contract.codes import ACCOMPAGNE
from pipeline.indicators.observed.study import Study

_CODED = ("intervenant", "phase", "volet", "theme")


def read_support(tables: Mapping[str, pd.DataFrame], study: Study) -> pd.DataFrame | None:
    """Return one row an intervention of an accompanied household, up to inclusion + horizon; None when not delivered.

    Columns: `position` (of the household in the cohort), `jour` (datetime64[D]), `duree` (days), `intervenant`,
    `phase`, `volet`, `theme` (empty text where not given). The rules are those of `jours_accompagnement`: on or before
    the freeze, the withdrawal and inclusion + horizon; a row without date or duration is not read.
    """
    if "accompagnement" not in tables:
        return None
    table, cohort = tables["accompagnement"], study.cohort
    frame = pd.DataFrame(
        {
            "position": cohort.positions(table["menage_id"]),
            "jour": as_days(table["date"]),
            "duree": table["duree_jours"].to_numpy(dtype=float, na_value=np.nan),
            **{name: table[name].astype(object).fillna("").astype(str) for name in _CODED},
        }
    )
    frame = frame[(frame["position"] >= 0) & frame["duree"].notna() & frame["jour"].notna()]
    who = frame["position"].to_numpy()
    day = as_days(frame["jour"])
    last = np.minimum.reduce([study.exits.retrait, study.anniversary[study.edition.wave]])
    read = (day <= cohort.freeze) & (day <= last[who]) & cohort.in_group(ACCOMPAGNE)[who]
    order = ["position", "jour", *_CODED, "duree"]
    kept: pd.DataFrame = frame[read].sort_values(order, kind="stable", ignore_index=True)
    return kept
