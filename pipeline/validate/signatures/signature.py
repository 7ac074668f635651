"""What a signature is: a cause seen over a whole file, the one finding that names it, the line findings it explains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.contract.findings import Rule
from pipeline.contract.tables import MENAGES
from pipeline.validate.findings import Mask, finding
from pipeline.validate.records import Records


@dataclass(frozen=True)
class Explained:
    """Findings that follow from a cause: of these rules, in a table, on these columns (empty: any).

    `file`: in this file, or said of no file in particular; None: in any. `households`: only of these; None: of any.
    """

    rules: tuple[str, ...]
    table: str
    columns: tuple[str, ...] = ()
    file: str | None = None
    households: frozenset[str] | None = None


@dataclass(frozen=True)
class Seen:
    """A cause that was seen: where it is said, in one sentence, and what it explains.

    `landlord`: the code of the landlord whose households alone it is seen on, in a file of several; None: all the file.
    """

    motif: str
    table: str
    column: str | None = None
    file: str | None = None
    landlord: str | None = None
    explains: tuple[Explained, ...] = ()


@dataclass(frozen=True)
class Signature:
    """`look` yields what it sees, nothing where all is well; called when all tables of `needs` are there."""

    rule: Rule
    needs: tuple[str, ...]
    look: Callable[[Records], Iterable[Seen]]


@dataclass(frozen=True)
class Group:
    """Rows of one file (`file`, None where it is not known): all of them, or those of one landlord's households."""

    file: str | None
    rows: Mask
    landlord: str | None = None


def files_of(records: Records, table: str) -> Iterator[Group]:
    """Yield the rows of each file of `table`."""
    origin = records.provenance.get(table)
    if origin is None:
        yield Group(None, np.ones(len(records[table]), dtype=bool))
        return
    for file in origin["fichier"].unique():
        yield Group(str(file), (origin["fichier"] == file).to_numpy(dtype=bool))


def parts_of(records: Records, table: str) -> Iterator[Group]:
    """Yield each file of `table`, then each landlord in it: a file may gather one that writes otherwise."""
    for file in files_of(records, table):
        yield file
        if "menages" in records:
            yield from landlords_of(records, table, file)


def landlords_of(records: Records, table: str, group: Group) -> Iterator[Group]:
    """Yield the rows of each landlord's households in a group; nothing when there is one landlord only."""
    landlord = records["menages"]["bailleur"] if table == "menages" else records.of_household(table, "bailleur")
    codes = landlord.to_numpy(dtype=object, na_value="")
    names = sorted(set(codes[group.rows]) - {""})
    if len(names) > 1:
        for name in names:
            yield Group(group.file, group.rows & (codes == name), str(name))


def households_of(records: Records, table: str, group: Group) -> frozenset[str] | None:
    """Return the households of a group of one landlord, None for a whole file: what its findings are told of."""
    return None if group.landlord is None else frozenset(records[table].loc[group.rows, "menage_id"].dropna())


def speaking_of(group: Group) -> str:
    """Return the beginning of a sentence on a group: a whole file, or one landlord's households in it."""
    if group.landlord is None:
        return "Dans ce fichier,"
    return f"Pour les ménages de {MENAGES['bailleur'].label_of[group.landlord]},"


def widest(seen: Iterable[Seen]) -> list[Seen]:
    """Return the causes without those of one landlord where the whole file shows the same."""
    everything = list(seen)
    whole = {(one.table, one.file) for one in everything if one.landlord is None}
    return [one for one in everything if one.landlord is None or (one.table, one.file) not in whole]


def to_findings(rule: Rule, seen: Iterable[Seen]) -> Iterator[pd.DataFrame]:
    """Yield one finding a cause."""
    for cause in seen:
        yield finding(rule, cause.motif, table=cause.table, fichier=cause.file, colonne=cause.column)


def is_explained(findings: pd.DataFrame, causes: Iterable[Explained]) -> Mask:
    """Tell which of `findings` one of the causes explains."""
    explained = np.zeros(len(findings), dtype=bool)
    for cause in causes:
        here = findings["regle"].isin(cause.rules) & (findings["table"] == cause.table)
        if cause.columns:
            here &= findings["colonne"].isin(cause.columns)
        if cause.file is not None:
            here &= findings["fichier"].isna() | (findings["fichier"] == cause.file)
        if cause.households is not None:
            here &= findings["menage_id"].isin(cause.households)
        explained |= here.to_numpy(dtype=bool)
    return explained
