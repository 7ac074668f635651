"""What the overlap weights balance, what they leave, and how many households they amount to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.contract.produced.estimates import ENSEMBLE
from pipeline.french import count, enumeration, number, quantity
from pipeline.report.baseline_rows import constant_among
from pipeline.report.context import ReportContext
from pipeline.report.power import expected_beyond
from pipeline.report.remarks import as_reason
from pipeline.report.results import EditionResults
from pipeline.report.tables.comparability import inline_label
from pipeline.report.wording import paragraphs
from pipeline.traced import Cell, counted, traced

_SMALL = 0.1
_SIGNED = "_signe"  # after the name of a column: its values before their signs were taken off
_GROUPS = {"accompagnes": "accompagné", "temoins": "témoin"}


def weighting_text(results: EditionResults, _: ReportContext) -> str:
    """Return the score, the balance it brings and does not bring, and the effective sizes; or why there is none."""
    balance = results.equilibre
    whole = balance[balance["variable"] == ENSEMBLE].to_dict("records")
    if not whole:
        return paragraphs(["La méthode pondérée n’a pas été appliquée."])
    note = whole[0]["note"]
    if isinstance(note, str) and note.strip():
        why = as_reason(note, Cell("equilibre", f"variable={ENSEMBLE}", "note"))
        return paragraphs([f"La pondération n’est pas calculable : {why}."])
    rows = balance[balance["variable"] != ENSEMBLE].copy()
    for name in ("smd_avant", "smd_apres"):
        rows[f"{name}{_SIGNED}"] = rows[name]
        rows[name] = pd.to_numeric(rows[name], errors="coerce").astype(float).abs()
    scored = rows["dans_le_score"].fillna(False).astype(bool)
    same = rows["variable"].isin(constant_among(results.comparabilite))
    others = rows[~scored & ~same].dropna(subset=["smd_apres"])
    return paragraphs([_score(rows[scored]), _others(others, results.comparabilite), _sizes(whole[0])])


def _score(rows: pd.DataFrame) -> str:
    if rows.empty:
        return (
            "La méthode pondérée donne le même poids à tous les ménages d’un groupe : aucune covariable du plan n’est "
            "connue, ou ne varie."
        )
    names = enumeration([inline_label(str(v)) for v in rows["variable"]])
    whose = "Leur plus grand" if len(rows) > 1 else "Son"
    known = rows.dropna(subset=["smd_avant", "smd_apres"])
    change = (
        f" {whose} écart standardisé passe de {number(_largest(known, 'smd_avant'), 2)} à "
        f"{number(_largest(known, 'smd_apres'), 2)}."
        if len(known)
        else ""
    )
    return (
        "La méthode pondérée fait compter davantage les ménages qui auraient pu se trouver dans l’un ou l’autre "
        f"groupe, au vu d’un score sur {'ces caractéristiques' if len(rows) > 1 else 'cette caractéristique'} : "
        f"{names}.{change}"
    )


def _others(rows: pd.DataFrame, comparability: pd.DataFrame) -> str:
    if rows.empty:
        return ""
    others = count(counted(len(rows), "equilibre", "hors du score"), "autre caractéristique", "autres caractéristiques")
    before, after = (
        counted(int((rows[name] > _SMALL).sum()), "equilibre", f"hors du score; {name}>{_SMALL}")
        for name in ("smd_avant", "smd_apres")
    )
    above = "dépassaient" if before > 1 else "dépassait"
    by_variable = rows.set_index("variable")
    chance = [number(_expected(kind, by_variable, comparability)) for kind in ("n", "effectif_efficace")]
    worst = rows.sort_values("smd_apres", ascending=False, kind="stable").to_dict("records")[0]
    return (
        f"Elle ne promet rien de ce qui n’est pas dans le score : sur {others}, "
        f"{number(before)} {above} 0,1 avant pondération et {number(after)} après. Le seul hasard en mettrait environ "
        f"{chance[0]} au-delà avant, et {chance[1]} après (pour les effectifs efficaces) : une baisse n’est pas "
        "promise, une hausse ne dit rien à elle seule. La plus éloignée après est "
        f"« {inline_label(str(worst['variable']))} » ({number(_of(worst, 'smd_apres'), 2)}, et "
        f"{number(_of(worst, 'smd_avant'), 2)} avant)."
    )


def _sizes(whole: Mapping[Any, Any]) -> str:
    parts = [
        f"{quantity(_of(whole, f'effectif_efficace_{group}'), 1, one)} sur {number(round(_of(whole, f'n_{group}')))}"
        for group, one in _GROUPS.items()
    ]
    return (
        f"Effectif efficace : {enumeration(parts)} ; c’est le nombre de ménages de même poids qui diraient autant. Ces "
        "chiffres portent sur tous les ménages inclus ; chaque estimation refait le score parmi ceux dont l’issue est "
        "connue, et le fichier de son tableau donne son propre effectif efficace."
    )


def _of(row: Mapping[Any, Any], column: str) -> float:
    cell = Cell("equilibre", f"variable={row['variable']}", column)
    value: float = traced(float(row[column]), cell, float(row.get(f"{column}{_SIGNED}", row[column])))
    return value


def _largest(rows: pd.DataFrame, column: str) -> float:
    return _of(rows.sort_values(column, kind="stable").to_dict("records")[-1], column)


def _expected(kind: str, by_variable: pd.DataFrame, comparability: pd.DataFrame) -> float:
    chance = expected_beyond(_SMALL, by_variable[[f"{kind}_{group}" for group in _GROUPS]], comparability)
    value: float = traced(chance, Cell("equilibre", f"hors du score; {kind}; smd>{_SMALL}", "attendu"))
    return value
