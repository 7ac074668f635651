"""How findings are put in a frame: one row a finding, the same types whatever made it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.findings import FINDING_COLUMNS, Rule

Mask = npt.NDArray[np.bool_]
_TYPES = {c: "Int64" if c == "ligne" else "str" for c in FINDING_COLUMNS}


def no_findings() -> pd.DataFrame:
    """Return an empty frame of findings, typed."""
    return _none().copy()


def as_findings(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with `FINDING_COLUMNS` in order: texts (missing = NA), `ligne` a nullable integer."""
    if dict(frame.dtypes) == dict(_none().dtypes) and list(frame) == list(_TYPES):  # they are gathered several times
        return frame.reset_index(drop=True)
    return frame.reindex(columns=list(_TYPES)).reset_index(drop=True).astype(_TYPES)


def gather(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the findings of `parts` one after the other, in their order."""
    kept = [as_findings(part) for part in parts if len(part)]
    return pd.concat(kept, ignore_index=True) if kept else no_findings()


def finding(
    rule: Rule,
    motif: str,
    *,
    table: str | None = None,
    fichier: str | None = None,
    ligne: int | None = None,
    colonne: str | None = None,
    valeur: str | None = None,
) -> pd.DataFrame:
    """Return one finding about a file, a table or the whole delivery."""
    row = {
        "table": table,
        "fichier": fichier,
        "ligne": ligne,
        "colonne": colonne,
        "valeur": valeur,
        "motif": motif,
        "gravite": rule.gravity.value,
        "regle": rule.name,
    }
    return as_findings(pd.DataFrame([row]))


def row_findings(
    rule: Rule,
    table: str,
    frame: pd.DataFrame,
    provenance: pd.DataFrame | None,
    where: Mask | npt.NDArray[np.intp],
    motif: str | pd.Series,
    *,
    colonne: str | None = None,
    valeur: pd.Series | None = None,
) -> pd.DataFrame:
    """Return one finding for each row of `frame` that `where` selects (a mask, or positions).

    `provenance`: same rows as `frame` (`fichier`, `feuille`, `ligne`). `motif`, `valeur`: one for all,
    or a Series on the selected rows, in their order. `menage_id` is taken from `frame` where it has one.
    """
    positions = np.flatnonzero(where) if where.dtype == bool else where
    if not len(positions):
        return no_findings()
    found = pd.DataFrame({"table": table}, index=range(len(positions)))
    if provenance is not None:
        origin = provenance.iloc[positions].reset_index(drop=True)
        found = found.assign(**{c: origin[c] for c in ("fichier", "feuille", "ligne")})
    found["colonne"] = colonne
    found["valeur"] = None if valeur is None else valeur.reset_index(drop=True)
    found["motif"] = motif if isinstance(motif, str) else motif.reset_index(drop=True)
    found["gravite"] = rule.gravity.value
    found["regle"] = rule.name
    found["menage_id"] = frame["menage_id"].iloc[positions].reset_index(drop=True) if "menage_id" in frame else None
    return as_findings(found)


@cache
def _none() -> pd.DataFrame:
    """The one empty frame, which most rules find, and of which each has a copy."""
    return pd.DataFrame(columns=list(_TYPES)).astype(_TYPES)
