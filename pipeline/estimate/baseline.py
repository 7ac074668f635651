"""The baseline table: what the two panels looked like at inclusion, and how far apart they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, SITUATION_BLOQUEE, TEMOIN
from pipeline.contract.produced.estimates import COMPARABILITE
from pipeline.contract.schema import Column, Kind
from pipeline.contract.tables import MENAGES
from pipeline.estimate.sample import Floats
from pipeline.stats.description import quartiles, smd_categorical, smd_continuous

Row = dict[str, object]
GROUPS = {"accompagnes": ACCOMPAGNE, "temoins": TEMOIN}
_BEYOND_MENAGES = ("taux_effort", "lsns6", "ucla3", "who5")  # indicators at T0, all continuous
_NOT_DESCRIBED = ("menage_id", "groupe", "paire_id")
_CONCERNS = {"motif": ("profil", SITUATION_BLOQUEE)}  # the others have no value: it is not missing
_NOTES = {"motif": "situation_bloquee_seulement"}
_UNDEFINED = "difference_standardisee_indefinie"


def baseline_table(inclusions: pd.DataFrame) -> pd.DataFrame:
    """Return `comparabilite` from the households of `inclusions` (columns of the contract, one row a household).

    Continuous (`type` = continu): n, mean, standard deviation, quartiles. Yes/no (binaire): one row, the households
    that answer yes. Codes (categorie): one row a level that occurs, the standardised difference on the first. Shares
    are among the known answers. No p-value.
    """
    rows: list[Row] = []
    for variable, column, concerned in baseline_variables(inclusions):
        describe = _DESCRIBE[column.kind] if column else _continuous
        parts = {group: concerned.loc[concerned["groupe"] == code, variable] for group, code in GROUPS.items()}
        rows.extend(describe(variable, column, parts))
    return COMPARABILITE.frame(rows)


def baseline_variables(inclusions: pd.DataFrame) -> Iterator[tuple[str, Column | None, pd.DataFrame]]:
    """Yield what is described at inclusion: its name, its column (None for an indicator), the households concerned."""
    columns = {c.name: c for c in MENAGES}
    for variable in (str(c) for c in inclusions.columns if c not in _NOT_DESCRIBED):
        concerned = _concerned(inclusions, variable)
        if variable in _BEYOND_MENAGES and concerned[variable].isna().all():
            continue  # the questionnaire or the ledger was not delivered
        yield variable, columns.get(variable), concerned


def levels_in_order(column: Column | None, found: Iterable[str]) -> list[str]:
    """Return the levels that occur, in the order of the contract's codes, the unknown ones last."""
    expected = [c.value for c in column.codes] if column else []
    return [v for v in expected if v in set(found)] + sorted(set(found) - set(expected))


def note_of(variable: str, smd: float) -> str | None:
    """Return the code of what is to be known of a standardised difference: whom it concerns, or why it is missing."""
    return _NOTES.get(variable) or (_UNDEFINED if math.isnan(smd) else None)


def _concerned(inclusions: pd.DataFrame, variable: str) -> pd.DataFrame:
    if variable not in _CONCERNS:
        return inclusions
    column, value = _CONCERNS[variable]
    return inclusions[inclusions[column] == value]


def _continuous(variable: str, _: Column | None, parts: Mapping[str, pd.Series]) -> Iterator[Row]:
    values = {g: p.dropna().to_numpy(dtype=float) for g, p in parts.items()}
    row = _head(variable, "continu", parts)
    for group, known in values.items():
        q1, median, q3 = quartiles(known)
        row |= {
            f"moyenne_{group}": float(known.mean()) if len(known) else math.nan,
            f"ecart_type_{group}": float(known.std(ddof=1)) if len(known) > 1 else math.nan,
            f"q1_{group}": q1,
            f"mediane_{group}": median,
            f"q3_{group}": q3,
        }
    yield row | _difference(variable, smd_continuous(values["accompagnes"], values["temoins"]))


def _yes_no(variable: str, _: Column | None, parts: Mapping[str, pd.Series]) -> Iterator[Row]:
    yes = {g: float(p.dropna().to_numpy(dtype=float).sum()) for g, p in parts.items()}
    known = {g: float(p.notna().sum()) for g, p in parts.items()}
    row = _head(variable, "binaire", parts) | _shares(yes, known)
    counts = [np.array([known[g] - yes[g], yes[g]]) for g in GROUPS]
    yield row | _difference(variable, smd_categorical(counts[0], counts[1]))


def _codes(variable: str, column: Column | None, parts: Mapping[str, pd.Series]) -> Iterator[Row]:
    known = {g: p.dropna().astype("str") for g, p in parts.items()}
    shown = levels_in_order(column, {*known["accompagnes"], *known["temoins"]})
    counts: dict[str, Floats] = {g: np.array([float((p == v).sum()) for v in shown]) for g, p in known.items()}
    sizes = {g: float(len(p)) for g, p in known.items()}
    difference = smd_categorical(counts["accompagnes"], counts["temoins"]) if len(shown) > 1 else math.nan
    for i, level in enumerate(shown or [""]):
        row = _head(variable, "categorie", parts) | {"modalite": level or None}
        if shown:
            row |= _shares({g: c[i] for g, c in counts.items()}, sizes)
        yield row | (_difference(variable, difference) if i == 0 else {})


_DESCRIBE: dict[Kind, Callable[[str, Column | None, Mapping[str, pd.Series]], Iterator[Row]]] = {
    Kind.CODE: _codes,
    Kind.TEXT: _codes,
    Kind.BOOLEAN: _yes_no,
    Kind.INTEGER: _continuous,
    Kind.AMOUNT: _continuous,
    Kind.DECIMAL: _continuous,
}


def _head(variable: str, kind: str, parts: Mapping[str, pd.Series]) -> Row:
    row: Row = {"variable": variable, "modalite": None, "type": kind}
    for group, part in parts.items():
        row |= {f"n_{group}": int(part.notna().sum()), f"manquants_{group}": int(part.isna().sum())}
    return row


def _shares(counts: Mapping[str, float], known: Mapping[str, float]) -> Row:
    row: Row = {}
    for group in GROUPS:
        row[f"effectif_{group}"] = int(counts[group])
        row[f"part_{group}"] = counts[group] / known[group] if known[group] else math.nan
    return row


def _difference(variable: str, smd: float) -> Row:
    return {"smd": smd, "note": note_of(variable, smd)}
