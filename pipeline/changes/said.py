"""What two reports say, number by number and statement by statement: matched by what they are about, not by place."""

from __future__ import annotations

import re

import pandas as pd

from pipeline.changes.keyed import keyed_changes

_NUMBER_KEY = ("document", "section", "table", "cle", "colonne")
_STATEMENT_KEY = ("document", "section", "indicateur", "vague", "methode", "mesure")
_EDITION = re.compile(r"(?:^|;)edition=[^;]*")


def number_changes(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of `chiffres.csv` that are not printed as they were, by document, section and cell.

    `before`, `now`: the files' columns as texts (`contract.said.CHIFFRES`). `avant`, `maintenant`: as printed, with
    the unit; the value of the table is added where two different values are printed alike.
    """
    return keyed_changes(_printed(before, now), _printed(now, before), _NUMBER_KEY, "dit")


def statement_changes(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return the statements of `affirmations.csv` whose direction, estimate or interval is not what it was.

    `avant`, `maintenant`: « favorable : 0,23 [-0,01 ; 0,45] ». A sentence worded otherwise is no change.
    """
    return keyed_changes(_stated(before), _stated(now), _STATEMENT_KEY, "dit")


def _printed(table: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    keyed = _without_edition(table)
    said = (keyed["texte"] + "\u00a0" + keyed["unite"].fillna("")).str.strip()
    theirs = _without_edition(other)
    alike = keyed[[*_NUMBER_KEY, "texte"]].merge(
        theirs[[*_NUMBER_KEY, "texte", "valeur"]].drop_duplicates([*_NUMBER_KEY, "texte"]), how="left"
    )
    finer = alike["valeur"].notna().to_numpy() & (alike["valeur"].to_numpy() != keyed["valeur"].to_numpy())
    return keyed.assign(dit=said.where(~finer, said + " (" + keyed["valeur"] + ")"))


def _stated(table: pd.DataFrame) -> pd.DataFrame:
    filled = table.fillna("")
    direction = filled["sens"].where(filled["sens"] != "", "sans sens favorable")
    bounds = " [" + filled["ic_bas"] + " ; " + filled["ic_haut"] + "]"
    return filled.assign(dit=direction + " : " + filled["estimation"] + bounds.where(filled["ic_bas"] != "", ""))


def _without_edition(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(cle=table["cle"].fillna("").str.replace(_EDITION, "", regex=True).str.lstrip(";"))
