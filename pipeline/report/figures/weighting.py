"""The love plot of the weighted method: each characteristic at inclusion, before and after the overlap weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.contract.produced.estimates import ENSEMBLE
from pipeline.french import enumeration, number
from pipeline.report.baseline_rows import constant_among
from pipeline.report.context import ReportContext
from pipeline.report.figures.balance import baseline_label, largest
from pipeline.report.figures.dots import FARTHEST, REFERENCES, Dots, DotSheet
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.remarks import as_reason
from pipeline.report.results import EditionResults
from pipeline.report.wording import households
from pipeline.traced import counted

_SCORED = "*"
_BASIS = (
    "La pondération est celle du recouvrement. Le dénominateur des écarts est l’écart-type sans poids des deux "
    "groupes, avant comme après : seules les moyennes bougent. Une variable à plusieurs modalités a une distance entre "
    "répartitions."
)


def draw_weighting(results: EditionResults, _: ReportContext) -> Drawing | NoDrawing:
    """Draw the absolute standardised difference of each variable, hollow before, full after; the largest first."""
    rows = shown_balance(results.equilibre)
    rows = rows[~rows["variable"].isin(constant_among(results.comparabilite))]
    if rows.empty:
        return NoDrawing(f"Le graphique des écarts après pondération n’est pas tracé : {_why(results.equilibre)}.")
    rows = rows.sort_values(["avant", "libelle"], ascending=[False, True], kind="stable")
    sheet = DotSheet(reach=min(max(float(rows[["avant", "apres"]].max().max()), 0.5), FARTHEST))
    dots = [_dots(r) for r in rows.to_dict("records")]
    sheet.block("Valeur absolue de l’écart", dots, signed=False, names=("avant", "après"))
    before, after = (
        counted(int((rows[name] > REFERENCES[0]).sum()), "equilibre", f"smd_{name}>{REFERENCES[0]:g}")
        for name in ("avant", "apres")
    )
    worst = rows.sort_values("apres", ascending=False, kind="stable").head(3)
    words = enumeration([f"{t} ({number(v, 2)})" for t, v in zip(worst["libelle"], worst["apres"], strict=True)])
    of = number(counted(len(rows), "equilibre", "smd connu"))
    sizes = f"{number(before)} avant pondération et {number(after)} après, sur {of}"
    return Drawing(
        sheet.paper(),
        caption=(
            f"Caractéristiques à l’inclusion dont l’écart standardisé dépasse 0,1 : {sizes}. Repères à 0,1 et 0,25 ; "
            "l’astérisque marque les covariables du score."
        ),
        alt=(
            f"Deux points par caractéristique, avant et après pondération ; au-delà de 0,1 : {sizes}. Écarts les plus "
            f"grands après : {words}."
        ),
        remark=" ".join(part for part in (_sizes(results.equilibre), _BASIS, _left_out(results.equilibre)) if part),
    )


def _dots(row: Mapping[Any, Any]) -> Dots:
    label = f"{row['libelle']} {_SCORED}" if row["score"] else str(row["libelle"])
    places = float(row["avant"]), float(row["apres"])
    return Dots(label, places, " → ".join(number(v, 2) for v in places))


def shown_balance(balance: pd.DataFrame) -> pd.DataFrame:
    """Return the variables known before and after: `variable`, `libelle`, `avant`, `apres`, `score`.

    `avant`, `apres`: absolute differences; `score`: True for a covariate of the score.
    """
    frame = balance[balance["variable"] != ENSEMBLE]
    values = {n: pd.to_numeric(frame[f"smd_{n}"], errors="coerce").astype(float).abs() for n in ("avant", "apres")}
    shown = pd.DataFrame(
        {
            "variable": frame["variable"].astype(str),
            "libelle": [baseline_label(str(v)) for v in frame["variable"]],
            **values,
            "score": [value is True or value == 1 for value in frame["dans_le_score"].fillna(False)],
        }
    )
    return shown.dropna(subset=["avant", "apres"]).reset_index(drop=True)


def _sizes(balance: pd.DataFrame) -> str:
    known = balance.astype({"n_accompagnes": float, "n_temoins": float}).dropna(subset=["n_accompagnes", "n_temoins"])
    if known.empty:
        return ""
    accompanied, controls = (households(largest(known, "equilibre", name)) for name in ("n_accompagnes", "n_temoins"))
    return f"Au plus {accompanied} accompagnés et {controls} témoins."


def _left_out(balance: pd.DataFrame) -> str:
    hidden = balance[(balance["variable"] != ENSEMBLE) & balance["smd_apres"].isna()]
    reasons = [
        f"{baseline_label(str(v))} ({as_reason(n if isinstance(n, str) else '')})"
        for v, n in zip(hidden["variable"], hidden["note"], strict=True)
    ]
    return f"Ne figurent pas : {' ; '.join(reasons)}." if reasons else ""


def _why(balance: pd.DataFrame) -> str:
    notes = [n for n in balance.loc[balance["variable"] == ENSEMBLE, "note"] if isinstance(n, str) and n.strip()]
    return as_reason(notes[0]) if notes else "aucune différence standardisée n’est calculable"
