"""The mask, put on once, on the tables just read: from here on nothing in the process knows which group is which.

In memory, group A bears the contract's first code and group B the second, whichever they are: indicators and estimates
run as they always do. `blind.labels` writes A and B instead when something leaves the process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.blind.seal import Seal
from pipeline.contract.codes import ACCOMPAGNE, TEMOIN

# What only the scheme's own households have: to see it is to know the group.
HIDDEN_TABLES = frozenset({"accompagnement", "couts"})
HIDDEN_COLUMNS = {"menages": ("mode_accompagnement",), "entretiens": ("membre_cooperative",)}
HIDDEN_INDICATORS = frozenset({"jours_accompagnement", "membre_cooperative"})
# Findings that compare the panels with their planned sizes, or that are about the note's budget.
HIDDEN_RULES = frozenset({"effectif_panel", "temoin_avec_mode", "note_incoherente"})

_SWAP = {ACCOMPAGNE: TEMOIN, TEMOIN: ACCOMPAGNE}
_IDENTIFIERS = {"menage_id": "M", "paire_id": "Q"}


def mask_tables(
    tables: Mapping[str, pd.DataFrame], provenance: Mapping[str, pd.DataFrame], seal: Seal
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Return the tables and their provenance as the blind mode sees them; the arguments are left as they are.

    `HIDDEN_TABLES` are gone and `HIDDEN_COLUMNS` empty. Groups are exchanged when the seal says so. Pseudonyms, whose
    letters or order may tell the group, become `M001`, `M002`… in an order that only the key gives, and the rows of
    `menages` follow it; pairs likewise.
    """
    shown = {name: frame for name, frame in tables.items() if name not in HIDDEN_TABLES}
    names = {c: _new_names(shown.values(), c, prefix, seal) for c, prefix in _IDENTIFIERS.items()}
    masked, places = {}, {}
    for name, frame in shown.items():
        renamed = {c: frame[c].map(names[c]).astype(frame[c].dtype) for c in _IDENTIFIERS if c in frame}
        empty = {c: pd.Series(pd.NA, index=frame.index).astype(frame[c].dtype) for c in HIDDEN_COLUMNS.get(name, ())}
        changed = frame.assign(**renamed, **empty)
        if "groupe" in changed and seal.swapped:
            changed = changed.assign(groupe=changed["groupe"].replace(_SWAP).astype(frame["groupe"].dtype))
        order = changed["menage_id"].reset_index(drop=True).sort_values(kind="stable").index
        masked[name] = changed.iloc[order].reset_index(drop=True)
        places[name] = provenance[name].iloc[order].reset_index(drop=True)
    return masked, places


def _new_names(frames: Iterable[pd.DataFrame], column: str, prefix: str, seal: Seal) -> dict[str, str]:
    known = pd.concat([frame[column] for frame in frames if column in frame] or [pd.Series(dtype=str)])
    ordered = sorted({str(name) for name in known.dropna().unique()}, key=seal.rank_of)
    width = max(3, len(str(len(ordered))))
    return {name: f"{prefix}{rank:0{width}d}" for rank, name in enumerate(ordered, start=1)}
