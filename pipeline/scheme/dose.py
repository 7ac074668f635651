"""What each accompanied household received: days, by whom, on what, the phases reached and their order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.clock import DAYS_PER_MONTH, as_days
from pipeline.contract.codes import ACCOMPAGNE, INTERVENANTS, PHASES, VOLETS
from pipeline.contract.produced.scheme import DOSE
from pipeline.indicators.observed.study import Study

_PHASE_CODES = [code.value for code in PHASES]


def dose_table(support: pd.DataFrame | None, study: Study) -> pd.DataFrame:
    """Return `dose`: one row an accompanied household of the cohort, none when interventions were not delivered.

    A household without any intervention has 0 days, and its delay, phases and order are missing. Days from inclusion
    to the first intervention are negative where it came before. `phases_dans_l_ordre`: the phases reached are the first
    ones without a gap, and each begins no earlier than the one before.
    """
    accompanied = np.flatnonzero(study.cohort.in_group(ACCOMPAGNE))
    if support is None:
        accompanied = accompanied[:0]
    rows = support if support is not None else pd.DataFrame({"position": [], "duree": []})
    frame = study.cohort.frame
    until = study.observed_until(study.edition.wave)
    observed = (until - study.cohort.inclusion).astype(np.int64) / DAYS_PER_MONTH
    table = pd.DataFrame(
        {
            "menage_id": frame["menage_id"].to_numpy()[accompanied],
            "mode_accompagnement": frame["mode_accompagnement"].to_numpy()[accompanied],
            "mois_observes": observed[accompanied],
        }
    )
    table["interventions"] = rows.groupby("position").size().reindex(accompanied, fill_value=0).to_numpy()
    table["jours"] = _days(rows, accompanied)
    for column, codes in (("intervenant", INTERVENANTS), ("volet", VOLETS)):
        for code in codes:
            chosen = rows[rows[column] == code.value] if len(rows) else rows
            table[f"jours_{code.value}"] = _days(chosen, accompanied)
    if len(rows):
        themes = rows[rows["theme"] != ""].groupby("position")["theme"].nunique()
        first = rows.groupby("position")["jour"].min().reindex(accompanied)
        delay = (as_days(first) - study.cohort.inclusion[accompanied]).astype("timedelta64[D]")
        waited = np.where(np.isnat(delay), np.nan, delay.astype(np.int64).astype(float))
    else:
        themes, waited = pd.Series(dtype=float), np.full(len(accompanied), np.nan)
    table["themes"] = themes.reindex(accompanied, fill_value=0).to_numpy(dtype=np.int64)
    table["delai_premier_contact"] = waited
    return DOSE.frame(_with_phases(table, rows, accompanied))


def _days(rows: pd.DataFrame, accompanied: np.ndarray) -> np.ndarray:
    return rows.groupby("position")["duree"].sum().reindex(accompanied, fill_value=0.0).to_numpy(dtype=float)


def _with_phases(table: pd.DataFrame, rows: pd.DataFrame, accompanied: np.ndarray) -> pd.DataFrame:
    """First day of each phase as a matrix, households × 5; a phase that was not reached is far in the future."""
    never = np.iinfo(np.int64).max
    begins = np.full((len(accompanied), len(_PHASE_CODES)), never, dtype=np.int64)
    known = rows[rows["phase"].isin(_PHASE_CODES)] if len(rows) else rows
    if len(known):
        first = known.groupby(["position", "phase"])["jour"].min()
        where = pd.Index(accompanied).get_indexer(first.index.get_level_values(0))
        phase = pd.Index(_PHASE_CODES).get_indexer(first.index.get_level_values(1))
        begins[where, phase] = as_days(first.to_numpy()).astype(np.int64)
    reached = begins < never
    number = reached.sum(axis=1)
    without_gap = reached[:, 1:] <= reached[:, :-1]
    forward = begins[:, 1:] >= begins[:, :-1]  # « never » counts as later
    ordered = (without_gap & forward).all(axis=1)
    last = np.where(number > 0, len(_PHASE_CODES) - 1 - np.argmax(reached[:, ::-1], axis=1), -1)
    table["phases_atteintes"] = number
    table["derniere_phase"] = pd.Series([_PHASE_CODES[i] if i >= 0 else None for i in last], dtype="str")
    table["phases_dans_l_ordre"] = pd.Series(ordered).astype("boolean").where(number > 0)
    return table
