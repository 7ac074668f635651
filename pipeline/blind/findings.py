"""Findings in blind mode: what is wrong and how often, by table and column; no file, line, value or household."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.blind.labels import blind_codes, blind_words
from pipeline.blind.mask import HIDDEN_COLUMNS, HIDDEN_RULES, HIDDEN_TABLES
from pipeline.contract.findings import Rule
from pipeline.contract.tables import TABLES

_PLACES = ("fichier", "feuille", "ligne", "valeur", "menage_id")


def mask_findings(findings: pd.DataFrame, rules: Mapping[str, Rule]) -> pd.DataFrame:
    """Return the findings without those of hidden tables, columns and rules, each reduced to its rule and its column.

    A file, a line or a value leads to a household, and from one household to its group: they are emptied, and the
    sentence is the rule's title. A column that the contract does not know is not named either. `rules`: all the rules,
    for their titles. The gravity stays: a blocking finding still stops the run.
    """
    hidden = findings["table"].isin(HIDDEN_TABLES) | findings["regle"].isin(HIDDEN_RULES)
    for table, columns in HIDDEN_COLUMNS.items():
        hidden |= (findings["table"] == table) & findings["colonne"].isin(columns)
    kept = findings[~hidden].reset_index(drop=True)
    known = {column.name for table in TABLES.values() for column in table}
    titles = kept["regle"].map(lambda name: rules[name].title if name in rules else str(name).replace("_", " "))
    emptied = {c: pd.Series(pd.NA, index=kept.index).astype(kept[c].dtype) for c in _PLACES}
    masked = kept.assign(
        **emptied,
        colonne=kept["colonne"].where(kept["colonne"].isin(known)),
        motif=titles.map(lambda title: f"{blind_words(title)}.").astype(kept["motif"].dtype),
    )
    ordered: pd.DataFrame = masked.sort_values(["table", "colonne", "regle"], kind="stable", ignore_index=True)
    return ordered


def mask_files(files: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return one entry a table shown, with its rows; file and sheet names, which may tell a group, are left out."""
    rows: dict[str, int] = {}
    for report in files:
        if report["table"] not in HIDDEN_TABLES:
            rows[report["table"]] = rows.get(report["table"], 0) + int(report["lignes"])
    empty: dict[str, Any] = {"feuille": None, "format": "", "encodage": None, "separateur": None, "colonnes": {}}
    return [{"fichier": table, "table": table, "lignes": count, **empty} for table, count in sorted(rows.items())]


def mask_rules(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """Return the rules with titles and actions that name the groups A and B."""
    return {n: Rule(r.name, r.gravity, _renamed(r.title), _renamed(r.action)) for n, r in rules.items()}


def _renamed(text: str) -> str:
    return blind_codes(blind_words(text))
