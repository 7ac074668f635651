"""The love plot of the weighted method: each characteristic at inclusion, before and after the overlap weights."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.produced.estimates import ENSEMBLE
from pipeline.french import enumeration, number
from pipeline.report.context import ReportContext
from pipeline.report.figures.balance import FARTHEST, REFERENCES, baseline_label
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import (
    INK,
    PAPER,
    RULE,
    SMALL,
    SOFT,
    axis_breaks,
    figure_theme,
    grammar,
    number_labels,
    text_layer,
)
from pipeline.report.remarks import as_reason
from pipeline.report.results import EditionResults

_BEFORE, _AFTER = "Avant pondération", "Après pondération"
_SCORED = "*"


def draw_weighting(results: EditionResults, _: ReportContext) -> Drawing | NoDrawing:
    """Draw the absolute standardised difference of each variable, hollow before, full after; the largest first."""
    rows = shown_balance(results.equilibre)
    if rows.empty:
        return NoDrawing(f"Le graphique des écarts après pondération n’est pas tracé : {_why(results.equilibre)}.")
    p9 = grammar()
    rows = rows.sort_values(["avant", "libelle"], ascending=[True, False], kind="stable", ignore_index=True)
    rows["y"] = [float(i) for i in range(len(rows))]
    rows["titre"] = [f"{t} {_SCORED}" if s else t for t, s in zip(rows["libelle"], rows["score"], strict=True)]
    reach = min(max(float(rows[["avant", "apres"]].max().max()), 0.5), FARTHEST)
    for name in ("avant", "apres"):
        rows[f"x_{name}"] = rows[name].clip(upper=reach)
        rows[f"texte_{name}"] = [number(v, 2) for v in rows[name]]
    points = pd.concat(
        [rows.assign(x=rows["x_avant"], moment=_BEFORE), rows.assign(x=rows["x_apres"], moment=_AFTER)],
        ignore_index=True,
    )
    breaks = [b for b in axis_breaks(0.0, reach, n=6) if b <= reach + 1e-9]
    top, columns = len(rows) - 0.1, {"avant": 1.17 * reach, "apres": 1.37 * reach}
    heads = pd.DataFrame({"x": list(columns.values()), "y": top, "texte": ["avant", "après"]})
    kinds = [_BEFORE, _AFTER]
    plot = (
        p9.ggplot(points, p9.aes("x", "y"))
        + figure_theme(height=1.5 + 0.215 * len(rows))
        + p9.geom_segment(p9.aes(x=0, xend=reach, y="y", yend="y"), data=rows, color=RULE, size=0.3)
        + p9.geom_vline(xintercept=[x for x in REFERENCES if 0 < x < 0.2], color=SOFT, size=0.5, linetype="dotted")
        + p9.geom_vline(xintercept=[x for x in REFERENCES if x > 0.2], color=SOFT, size=0.5, linetype="dashed")
        + p9.geom_vline(xintercept=0, color=INK, size=0.5)
        + p9.geom_segment(p9.aes(x="x_avant", xend="x_apres", y="y", yend="y"), data=rows, color=SOFT, size=0.6)
        + p9.geom_point(p9.aes(fill="moment"), shape="o", size=2.6, color=INK)
        + text_layer(heads, p9.aes("x", "y", label="texte"), ha="right", size=SMALL)
        + p9.scale_fill_manual(values=[PAPER, INK], limits=kinds, name=" ")
        + p9.scale_x_continuous(
            breaks=breaks, labels=number_labels(breaks), limits=(-0.03 * reach, 1.4 * reach), expand=(0, 0)
        )
        + p9.scale_y_continuous(
            breaks=list(rows["y"]), labels=list(rows["titre"]), limits=(-0.6, top + 0.4), expand=(0, 0)
        )
        + p9.labs(x="Différence standardisée, valeur absolue", y="")
        + p9.theme(panel_grid_major=p9.element_blank(), axis_title_y=p9.element_blank())
    )
    for name, x in columns.items():
        plot = plot + text_layer(rows.assign(x=x), p9.aes("x", "y", label=f"texte_{name}"), ha="right", size=SMALL)
    worst = rows.sort_values("apres", ascending=False, kind="stable").head(3)
    words = enumeration([f"{t} ({v})" for t, v in zip(worst["libelle"], worst["texte_apres"], strict=True)])
    return Drawing(
        plot,
        caption=(
            "Écarts entre accompagnés et témoins à l’inclusion, avant et après pondération par recouvrement ; repères "
            "à 0,1 (pointillé) et 0,25 (tirets). L’astérisque marque les covariables du score. Le dénominateur est "
            "l’écart-type sans poids des deux groupes, avant comme après : seules les moyennes bougent. Variable à "
            "plusieurs modalités : distance entre répartitions."
        ),
        alt=f"Deux points par variable, avant et après pondération. Écarts les plus grands après : {words}.",
        remark=_left_out(results.equilibre),
    )


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
