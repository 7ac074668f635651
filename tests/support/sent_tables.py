"""Tables as a sender writes them: what is out of the contract's bounds is refused, with a finding."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.contract.tables import TABLES
from pipeline.params import Params
from pipeline.shipped import reference_folder
from pipeline.validate.findings import as_findings
from pipeline.validate.records import Records
from pipeline.validate.reference import load_reference
from pipeline.validate.signatures.catalogue import SIGNATURES, signed

REFERENCE = load_reference(reference_folder())


def sent(
    tables: Mapping[str, pd.DataFrame], *, files: Mapping[str, pd.Series] | None = None, said=(), params=None
) -> Records:
    """Return the delivery of `tables`, one file a table unless `files` names the file of each row.

    `said`: (table, column, rule, sentence) of what the reading has said besides, as warnings.
    """
    read, told = {}, [{**_said(t, c, r, "avertissement"), "motif": motif} for t, c, r, motif in said]
    provenance = {n: _places(n, f, (files or {}).get(n)) for n, f in tables.items()}
    for name, table in tables.items():
        frame = table.copy()
        for column in TABLES[name]:
            if column.minimum is None and column.maximum is None:
                continue
            values = frame[column.name].to_numpy(dtype=float, na_value=np.nan, copy=True)
            high = np.inf if column.maximum is None else column.maximum
            out = np.flatnonzero((values < (-np.inf if column.minimum is None else column.minimum)) | (values > high))
            frame.loc[frame.index[out], column.name] = pd.NA if frame[column.name].dtype == "Int64" else np.nan
            for row in out:
                place = provenance[name].iloc[row]
                told.append(
                    _said(name, column.name, "valeur_non_admise", "rejet")
                    | {"ligne": place["ligne"], "fichier": place["fichier"], "valeur": f"{values[row]:g}"}
                )
        read[name] = frame
    return Records(read, provenance, as_findings(pd.DataFrame(told)), params or Params(), REFERENCE)


def seen(records: Records) -> list[tuple[str, str]]:
    """Return what the signatures see: (rule, column), sorted."""
    found = {
        (s.rule.name, str(one.column))
        for s in SIGNATURES
        if all(n in records for n in s.needs)
        for one in s.look(records)
    }
    return sorted(found)


def sentences(records: Records) -> str:
    """Return the sentences of what the signatures see, spaces made plain."""
    return "\n".join(signed(records.reading.iloc[:0], records)["motif"]).replace("\xa0", " ").replace("\u202f", " ")


def by_landlord(tables: Mapping[str, pd.DataFrame], name: str) -> pd.Series:
    """Return, for each row of a table, a file named after the landlord of its household."""
    households = tables["menages"].set_index("menage_id")["bailleur"]
    return f"{name}/" + tables[name]["menage_id"].map(households).astype("str") + ".csv"


def _places(name: str, frame: pd.DataFrame, files: pd.Series | None) -> pd.DataFrame:
    file = pd.Series(f"{name}/{name}.csv", index=range(len(frame))) if files is None else files.reset_index(drop=True)
    return pd.DataFrame(
        {
            "fichier": file.astype("str"),
            "feuille": pd.Series([None] * len(frame), dtype="str"),
            "ligne": pd.array(range(2, len(frame) + 2), dtype="Int64"),
        }
    )


def _said(table: str, column: str | None, rule: str, gravity: str) -> dict[str, object]:
    return {
        "table": table, "fichier": f"{table}/{table}.csv", "colonne": column, "regle": rule, "gravite": gravity,
        "motif": rule,
    }  # fmt: skip
