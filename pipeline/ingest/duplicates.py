"""Rows that are there twice, identical: dropped in a table with a key, kept in the others, always said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.schema import Table
from pipeline.ingest.rules import DUPLICATE_DROPPED, DUPLICATE_KEPT, findings

# Keys out of which each is met at least once in so many: a table of counts then fits.
_DENSE = 8


@dataclass(frozen=True)
class Duplicates:
    """`keep`: rows to keep, None when all are."""

    keep: npt.NDArray[np.bool_] | None
    findings: list[pd.DataFrame]


def find_duplicates(table: Table, rows: Any, provenance: pd.DataFrame) -> Duplicates:
    """Compare the rows of an Arrow table as they were read. Different rows with one key are not this file's matter."""
    candidates = np.arange(rows.num_rows)
    if table.key:
        candidates = _same_key(rows, table.key)
    if not len(candidates):
        return Duplicates(None, [])
    frame = rows.take(candidates).to_pandas()
    again = frame.duplicated(keep="first").to_numpy()
    if not again.any():
        return Duplicates(None, [])
    at = candidates[again]
    told = _told(table, frame, again, provenance.iloc[at])
    if not table.key:
        return Duplicates(None, told)
    keep = np.ones(rows.num_rows, bool)
    keep[at] = False
    return Duplicates(keep, told)


def _same_key(rows: Any, key: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """The rows whose key stands more than once; a missing part of a key makes no duplicate."""
    combined = np.zeros(rows.num_rows, np.int64)
    known = np.ones(rows.num_rows, bool)
    for name in key:
        encoded = rows.column(name).combine_chunks()
        encoded = encoded if hasattr(encoded, "indices") else encoded.dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        known &= encoded.is_valid().to_numpy(zero_copy_only=False)
        combined = combined * max(len(encoded.dictionary), 1) + np.where(known, np.nan_to_num(codes), 0).astype(
            np.int64
        )
    if combined.max(initial=0) < _DENSE * len(combined):  # counting is quicker than hashing
        again = np.bincount(combined)[combined] > 1
    else:
        again = pd.Series(combined).duplicated(keep=False).to_numpy()
    return np.flatnonzero(again & known)


def _told(table: Table, frame: pd.DataFrame, again: npt.NDArray[np.bool_], where: pd.DataFrame) -> list[pd.DataFrame]:
    rule, what = (DUPLICATE_DROPPED, "elle est écartée") if table.key else (DUPLICATE_KEPT, "les deux sont gardées")
    households = frame["menage_id"].astype(object).to_numpy()[again] if "menage_id" in table else None
    told = []
    for file, group in where.assign(rank=np.arange(len(where))).groupby("fichier", sort=False, dropna=False):
        told.append(
            findings(
                rule,
                f"Ligne identique à une autre de la table : {what}.",
                table=table.name,
                file=str(file),
                sheets=list(group["feuille"]),
                lines=group["ligne"].to_numpy(),
                households=None if households is None else list(households[group["rank"].to_numpy()]),
            )
        )
    return told
