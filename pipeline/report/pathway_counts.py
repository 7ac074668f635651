"""Disclosure control of the pathways' tables: small types by group, rare moves."""

from __future__ import annotations

import pandas as pd

from pipeline.report.results import EditionResults

_TYPE_CELLS = ("effectif_accompagnes", "effectif_temoins", "part_accompagnes", "part_temoins")
_MOVE_CELLS = ("effectif", "probabilite", "ic_bas", "ic_haut")


def protect_pathways(results: EditionResults, seuil: int) -> EditionResults:
    """Return `results` with the types' groups and the transitions masked."""
    return results.with_tables(
        types=mask_types(results.types, seuil), transitions=mask_transitions(results.transitions, seuil)
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


def mask_transitions(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide moves seen 1 … `seuil` − 1 times: they are those of one or two households. 0 is shown."""
    frame = frame.copy()
    counts = pd.to_numeric(frame["effectif"], errors="coerce").astype(float)
    frame.loc[(counts > 0) & (counts < seuil), list(_MOVE_CELLS)] = None
    return frame
