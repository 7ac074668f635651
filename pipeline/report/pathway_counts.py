"""Disclosure control of the pathways' tables: small types by group, moves of a few households in debt."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.remarks import MASKED_SIZE, remark
from pipeline.contract.states import IMPAYE_LEGER, IMPAYE_LOURD, PLAN, SANS_IMPAYE
from pipeline.report.results import EditionResults

# States that tell what a household owes.
OF_DEBTS = frozenset(s.code for s in (SANS_IMPAYE, IMPAYE_LEGER, PLAN, IMPAYE_LOURD))

_TYPE_CELLS = ("effectif_accompagnes", "effectif_temoins", "part_accompagnes", "part_temoins")
_GAP = ("difference", "ic_bas", "ic_haut", "p_valeur")
_MOVE_CELLS = ("effectif", "probabilite", "ic_bas", "ic_haut")


def protect_pathways(results: EditionResults, seuil: int) -> EditionResults:
    """Return `results` with the types' groups and the transitions masked."""
    return results.with_tables(
        mois_par_etat=mask_months(results.mois_par_etat, seuil),
        types=mask_types(results.types, seuil),
        transitions=mask_transitions(results.transitions, results.repartition_etats, seuil),
    )


def mask_types(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide the groups of a type where either has 1 … `seuil` − 1 households; its total is shown.

    Where a single type is hidden, the groups' sizes would give it back: the next smallest is hidden with it.
    """
    frame = frame.copy()
    counts = frame[list(_TYPE_CELLS[:2])].apply(pd.to_numeric, errors="coerce").astype(float)
    hidden = ((counts > 0) & (counts < seuil)).any(axis=1)
    if hidden.sum() == 1:
        others = counts[~hidden].min(axis=1)
        if len(others):
            hidden[others.idxmin()] = True
    frame.loc[hidden, list(_TYPE_CELLS)] = None
    return frame


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
