"""Households that `menages` does not hold: one finding a household, with what it may stand for; or a file of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.contract.findings import Rule
from pipeline.contract.tables import TABLES
from pipeline.french import count
from pipeline.validate.findings import finding, gather
from pipeline.validate.line_ranges import line_ranges
from pipeline.validate.near import Identifiers
from pipeline.validate.records import Records
from pipeline.validate.rules.check import Check, blocking

ORPHAN = blocking(
    "menage_orphelin",
    "Ménage absent de la table « menages »",
    "Ajouter le ménage à la table « menages » ou corriger son identifiant, d’un côté ou de l’autre, puis renvoyer le "
    "fichier ; la page de l’expéditeur et « rejets » disent l’identifiant proche, s’il y en a un.",
)

# So many unknown households, all those of a file, are a file of `menages` that is missing, or other pseudonyms.
_WHOLE_FILE = 5
_RANGES = 12
# More identifiers one slip away than this and none of them is told: they are a numbering, not a likeness.
_NEAR_MOST = 3
# An identifier is of ten characters at most; what is longer is no slip of one.
_LONGEST = 14


def orphans(records: Records, rule: Rule) -> pd.DataFrame:
    """One finding a household that is not in `menages`, at its first row; ill-formed identifiers are the reading's.

    `menage_id`, for the restricted pages: « EH003 ? » where one identifier or a few of `menages` are near. A file of
    which no household is known is told once.
    """
    rows = orphan_rows(records)
    whole = {file for file, own in rows.groupby("fichier") if _is_foreign(records, str(file), own)}
    foreign = rows["fichier"].isin(whole)
    files = (_file(rule, own) for _, own in rows[foreign].groupby("fichier", sort=False))
    households = (_household(records, rule, own) for _, own in rows[~foreign].groupby("menage_id", sort=False))
    return gather([*files, *households])


def orphan_rows(records: Records) -> pd.DataFrame:
    """Return the rows whose household is not in `menages`: `table`, `fichier`, `ligne`, `menage_id`."""
    return records.once(("orphans",), lambda: _find(records))


def near_households(records: Records, written: str) -> list[str]:
    """Return the identifiers of `menages`, those that were refused among them, that `written` may stand for."""
    known = records.once(
        ("identifiers",),
        lambda: Identifiers([*records["menages"]["menage_id"].dropna().unique(), *_refused(records)]),
    )
    return known.near(written)


def _find(records: Records) -> pd.DataFrame:
    found = []
    for name in (n for n in TABLES if n in records and n != "menages" and "menage_id" in TABLES[n]):
        table = records[name]
        orphan = (records.household(name) < 0) & table["menage_id"].notna().to_numpy()
        own = pd.DataFrame({"table": name, "menage_id": table.loc[orphan, "menage_id"].to_numpy(dtype=object)})
        origin = records.provenance.get(name)
        place = pd.DataFrame(index=own.index) if origin is None else origin[orphan].reset_index(drop=True)
        found.append(own.join(place).reindex(columns=["table", "fichier", "feuille", "ligne", "menage_id"]))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["table", "fichier", "menage_id"])


def _is_foreign(records: Records, file: str, rows: pd.DataFrame) -> bool:
    """Tell whether a file knows none of the households of `menages`, and several that are not there."""
    table = str(rows["table"].iloc[0])
    sent = (records.provenance[table]["fichier"] == file).to_numpy(dtype=bool)
    known = sent & (records.household(table) >= 0)
    return rows["menage_id"].nunique() >= _WHOLE_FILE and not known.any()


def _file(rule: Rule, rows: pd.DataFrame) -> pd.DataFrame:
    first = rows.iloc[0]
    motif = (
        f"Aucun des {count(rows['menage_id'].nunique(), 'ménage')} de ce fichier n’est dans la table « menages » : il "
        "y manque un fichier, ou les pseudonymes ne sont pas les mêmes."
    )
    return finding(rule, motif, table=first["table"], fichier=first["fichier"], colonne="menage_id")


def _household(records: Records, rule: Rule, rows: pd.DataFrame) -> pd.DataFrame:
    first, written = rows.iloc[0], str(rows["menage_id"].iloc[0])
    near = near_households(records, written)
    motif = "Ce ménage n’est pas dans la table « menages »"
    if _refused(records):
        motif += " (des lignes de cette table ont été refusées à la lecture : le ménage y était peut-être)"
    if len(rows) > 1:
        motif += f" : {_places(rows)}"
    if near:
        motif += " ; un identifiant proche y est"
    told = finding(
        rule, f"{motif}.", table=first["table"], fichier=_text(first["fichier"]), ligne=_line(first["ligne"]),
        colonne="menage_id", valeur=written,
    )  # fmt: skip
    hint = f"{' ou '.join(near)} ?" if 0 < len(near) <= _NEAR_MOST else written
    return told.assign(feuille=first["feuille"], menage_id=hint)


def _places(rows: pd.DataFrame) -> str:
    """« 41 lignes (suivi locatif 25, événements 16) » ; in one file, their numbers."""
    size = count(len(rows), "ligne")
    tables = rows["table"].unique()
    if len(tables) > 1:
        parts = [f"{TABLES[t].label.lower()} {int((rows['table'] == t).sum())}" for t in tables]
        return f"{size} ({', '.join(parts)})"
    lines = rows["ligne"].dropna().to_numpy(dtype=np.int64)
    return f"{size} ({line_ranges(lines, _RANGES)})" if len(lines) and len(rows["fichier"].unique()) == 1 else size


def _refused(records: Records) -> list[str]:
    said = records.reading
    said = said[(said["table"] == "menages") & (said["colonne"] == "menage_id") & said["ligne"].notna()]
    return [str(v) for v in said["valeur"].fillna("") if len(str(v)) <= _LONGEST] if len(said) else []


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _line(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


CHECKS = (Check(ORPHAN, ("menages",), orphans),)
