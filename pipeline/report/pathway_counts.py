"""Disclosure control of the pathways' tables: months and moves of a few households in debt."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.remarks import MASKED_SIZE, holds, remark
from pipeline.contract.states import IMPAYE_LEGER, IMPAYE_LOURD, PLAN, SANS_IMPAYE
from pipeline.report.records import Record
from pipeline.report.results import EditionResults

# States that tell what a household owes.
OF_DEBTS = frozenset(s.code for s in (SANS_IMPAYE, IMPAYE_LEGER, PLAN, IMPAYE_LOURD))

_GAP = ("difference", "ic_bas", "ic_haut", "p_valeur")
_MOVE_CELLS = ("effectif", "probabilite", "ic_bas", "ic_haut")


def protect_pathways(results: EditionResults, seuil: int) -> EditionResults:
    """Return `results` with the months in each state and the moves masked; a type's groups are told, as exits are."""
    return results.with_tables(
        mois_par_etat=mask_months(results.mois_par_etat, seuil),
        transitions=mask_transitions(results.transitions, results.repartition_etats, seuil),
    )


def mask_months(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide the months that 1 … `seuil` − 1 households of a group spent in each state of debts, and the gap."""
    frame = frame.copy()
    of_debts = frame["etat"].isin(OF_DEBTS)
    for group in ("accompagnes", "temoins"):
        n = pd.to_numeric(frame[f"n_{group}"], errors="coerce").astype(float)
        few = of_debts & (n > 0) & (n < seuil)
        if few.any():
            frame.loc[few, [f"moyenne_{group}", *_GAP]] = None
            frame.loc[few, "note"] = remark(MASKED_SIZE)
    return frame


def mask_transitions(frame: pd.DataFrame, distribution: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide all the moves of a group out of a state of debts in which 1 … `seuil` − 1 households were at once, at most.

    `distribution`: households of each group in each state, month by month (`repartition_etats`). Households count, not
    moves: a single one may come and go ten times. All the moves out of the state go: the others and the months spent
    in it would give one back. Procedures, moves and exits are told elsewhere.
    """
    frame = frame.copy()
    at_once = pd.to_numeric(distribution["effectif"], errors="coerce").astype(float)
    most = at_once.groupby([distribution["ensemble"], distribution["etat"]]).max()
    cells = pd.MultiIndex.from_frame(frame[["groupe", "de"]].astype(str))
    few = most.reindex(cells).fillna(0.0).to_numpy() < seuil
    frame.loc[frame["de"].isin(OF_DEBTS) & few, [*_MOVE_CELLS, "a_risque"]] = None
    return frame


def months_are_masked(row: Record) -> bool:
    """Return whether a group's months in this state, of a row of `mois_par_etat`, are masked."""
    return holds(str(row["note"] or ""), MASKED_SIZE)
