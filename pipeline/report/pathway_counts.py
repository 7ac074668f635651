"""Disclosure control of the pathways' tables: states, months and moves of a few households in debt."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.remarks import MASKED_SIZE, holds, remark
from pipeline.contract.states import IMPAYE_LEGER, IMPAYE_LOURD, PLAN, SANS_IMPAYE
from pipeline.report.records import Record
from pipeline.report.results import EditionResults

# States that tell what a household owes.
OF_DEBTS = frozenset(s.code for s in (SANS_IMPAYE, IMPAYE_LEGER, PLAN, IMPAYE_LOURD))

_GAP = ("difference", "ic_bas", "ic_haut", "p_valeur")
_MOVE_CELLS = ("effectif", "probabilite", "ic_bas", "ic_haut")


def protect_pathways(results: EditionResults, seuil: int) -> EditionResults:
    """Return `results` with states, months and moves masked; a type's groups are told, as exits are."""
    distribution = results.repartition_etats
    return results.with_tables(
        repartition_etats=mask_distribution(distribution, seuil),
        mois_par_etat=mask_months(results.mois_par_etat, distribution, seuil),
        transitions=mask_transitions(results.transitions, distribution, seuil),
    )


def mask_distribution(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide which states of debts a group is in, those without anybody too, in a month when few of it are in any.

    Few: 1 … `seuil` − 1 households, the others having left or being under a procedure. `frame`: `repartition_etats`;
    of the types nothing is hidden, since only their most frequent states are shown.
    """
    frame = frame.astype({"effectif": float, "part": float})
    hidden = frame["etat"].isin(OF_DEBTS) & _of_few_in_debts(frame, seuil)
    frame.loc[hidden, ["effectif", "part"]] = None
    return frame


def mask_months(frame: pd.DataFrame, distribution: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide the months that 1 … `seuil` − 1 households of a group spent in each state of debts, and the gap.

    Those of a group of which a month is hidden in `distribution` (`repartition_etats`) go too: less the months that are
    shown, they would give it back.
    """
    frame = frame.copy()
    of_debts = frame["etat"].isin(OF_DEBTS)
    incomplete = _groups_of_few_in_debts(distribution, seuil)
    for code, group in ((ACCOMPAGNE, "accompagnes"), (TEMOIN, "temoins")):
        n = pd.to_numeric(frame[f"n_{group}"], errors="coerce").astype(float)
        few = of_debts & (n > 0) & ((n < seuil) | (code in incomplete))
        if few.any():
            frame.loc[few, [f"moyenne_{group}", *_GAP]] = None
            frame.loc[few, "note"] = remark(MASKED_SIZE)
    return frame


def mask_transitions(frame: pd.DataFrame, distribution: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide all the moves of a group out of a state of debts in which 1 … `seuil` − 1 households were at once, at most.

    `distribution`: households of each group in each state, month by month (`repartition_etats`). Households count, not
    moves: a single one may come and go ten times. All the moves out of the state go: the others and the months spent
    in it would give one back. Of a group of which a month is hidden in `distribution`, all the moves out of all the
    states of debts go: their number is that of the months. Procedures, moves and exits are told elsewhere.
    """
    frame = frame.copy()
    at_once = pd.to_numeric(distribution["effectif"], errors="coerce").astype(float)
    most = at_once.groupby([distribution["ensemble"], distribution["etat"]]).max()
    cells = pd.MultiIndex.from_frame(frame[["groupe", "de"]].astype(str))
    few = most.reindex(cells).fillna(0.0).to_numpy() < seuil
    few |= frame["groupe"].isin(_groups_of_few_in_debts(distribution, seuil)).to_numpy()
    frame.loc[frame["de"].isin(OF_DEBTS) & few, [*_MOVE_CELLS, "a_risque"]] = None
    return frame


def _groups_of_few_in_debts(distribution: pd.DataFrame, seuil: int) -> frozenset[str]:
    return frozenset(distribution.loc[_of_few_in_debts(distribution, seuil), "ensemble"].astype(str))


def _of_few_in_debts(distribution: pd.DataFrame, seuil: int) -> pd.Series:
    """True for the rows of a group and a month of which 1 … `seuil` − 1 households are in a state of debts."""
    counts = pd.to_numeric(distribution["effectif"], errors="coerce").astype(float)
    in_debts = counts.where(distribution["etat"].isin(OF_DEBTS), 0.0)
    together = in_debts.groupby([distribution["ensemble"], distribution["mois"]]).transform("sum")
    return distribution["ensemble"].isin((ACCOMPAGNE, TEMOIN)) & (together > 0) & (together < seuil)


def months_are_masked(row: Record) -> bool:
    """Return whether a group's months in this state, of a row of `mois_par_etat`, are masked."""
    return holds(str(row["note"] or ""), MASKED_SIZE)
