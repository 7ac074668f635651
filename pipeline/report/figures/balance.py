"""The love plot: how far apart the groups were at inclusion, variable by variable."""

from __future__ import annotations

import math

import pandas as pd

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.tables import MENAGES
from pipeline.french import enumeration, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import mask_comparability
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import (
    INK,
    RULE,
    SMALL,
    SOFT,
    axis_breaks,
    figure_theme,
    grammar,
    number_labels,
    text_layer,
)
from pipeline.report.power import chance_beyond
from pipeline.report.remarks import as_reason
from pipeline.report.results import EditionResults
from pipeline.report.wording import capitalised

FARTHEST = 2.0  # a difference beyond is drawn on the edge; its value is written anyway
REFERENCES = (-0.25, -0.1, 0.1, 0.25)
_COLUMNS = ["libelle", "smd", "ampleur", "signe", "modalites", "n1", "n0", "note", "motif"]
_SIGNED, _UNSIGNED = "Différence standardisée", "Distance entre répartitions (sans signe)"


def draw_balance(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the standardised mean differences, largest first."""
    p9 = grammar()

    rows = differences(mask_comparability(results.comparabilite, context.params.confidentialite.seuil))
    shown = rows[rows["motif"] == ""].copy()
    if shown.empty:
        return NoDrawing(
            "Le graphique des écarts à l’inclusion n’est pas tracé : aucune différence standardisée n’est calculable."
        )
    shown = shown.sort_values(["ampleur", "libelle"], ascending=[True, False], kind="stable", ignore_index=True)
    shown["y"] = [float(i) for i in range(len(shown))]
    reach = min(max(float(shown["ampleur"].max()), 0.5), FARTHEST)
    breaks = [b for b in axis_breaks(-reach, reach, n=7) if abs(b) <= reach + 1e-9]
    shown["x"] = shown["smd"].clip(-reach, reach)
    shown["texte"] = [number(v, 2, sign=s) for v, s in zip(shown["smd"], shown["signe"] == _SIGNED, strict=True)]
    kinds = [k for k in (_SIGNED, _UNSIGNED) if (shown["signe"] == k).any()]
    marks = {_SIGNED: ("o", INK), _UNSIGNED: ("D", "#FFFFFF")}
    plot = (
        p9.ggplot(shown, p9.aes("x", "y"))
        + figure_theme(height=1.35 + 0.215 * len(shown))
        + p9.geom_segment(p9.aes(x=-reach, xend=reach, y="y", yend="y"), color=RULE, size=0.3)
        + p9.geom_vline(xintercept=[x for x in REFERENCES if abs(x) < 0.2], color=SOFT, size=0.5, linetype="dotted")
        + p9.geom_vline(xintercept=[x for x in REFERENCES if abs(x) > 0.2], color=SOFT, size=0.5, linetype="dashed")
        + p9.geom_vline(xintercept=0, color=INK, size=0.5)
        + p9.geom_point(p9.aes(shape="signe", fill="signe"), size=2.6, color=INK)
        + text_layer(shown.assign(x=1.09 * reach), p9.aes("x", "y", label="texte"), ha="left", size=SMALL)
        + p9.scale_shape_manual(values=[marks[k][0] for k in kinds], limits=kinds, name=" ")
        + p9.scale_fill_manual(values=[marks[k][1] for k in kinds], limits=kinds, name=" ")
        + p9.scale_x_continuous(
            breaks=breaks, labels=number_labels(breaks), limits=(-1.06 * reach, 1.32 * reach), expand=(0, 0)
        )
        + p9.scale_y_continuous(
            breaks=list(shown["y"]), labels=list(shown["libelle"]), limits=(-0.6, len(shown) - 0.4), expand=(0, 0)
        )
        + p9.labs(x="← plus élevé chez les témoins      plus élevé chez les accompagnés →", y="")
        + p9.theme(panel_grid_major=p9.element_blank(), axis_title_y=p9.element_blank())
    )
    far = shown.iloc[::-1].head(3)
    words = enumeration([f"{label} ({text})" for label, text in zip(far["libelle"], far["texte"], strict=True)])
    return Drawing(
        plot,
        caption=(
            "Écarts entre accompagnés et témoins à l’inclusion, en différences standardisées ; repères à ±0,1 "
            f"(pointillé) et ±0,25 (tirets). {chance_words(shown)}"
        ),
        alt=f"Un point par variable, de part et d’autre de zéro. Écarts les plus grands : {words}.",
        remark=_remark(rows),
    )


def differences(comparability: pd.DataFrame) -> pd.DataFrame:
    """Return one row a variable: `libelle`, `smd`, `ampleur`, `signe`, `modalites`, `n1`, `n0`, `note`, `motif`.

    `modalites`: how many levels, 2 for a mean or a yes or no; `n1`, `n0`: the households known by group. `motif`: why
    the variable cannot be shown, empty when it can. A variable of several levels has one distance for them all, without
    sign.
    """
    rows = []
    for variable, part in comparability.groupby("variable", sort=False):
        smd = pd.to_numeric(part["smd"], errors="coerce")
        known = smd[[math.isfinite(v) for v in smd]]
        note = next((n for n in part["note"] if isinstance(n, str) and n.strip()), "")
        value = float(known.iloc[0]) if len(known) else math.nan
        levels = part["modalite"].dropna().nunique()
        rows.append(
            {
                "libelle": baseline_label(str(variable)),
                "smd": value,
                "ampleur": abs(value),
                "signe": _UNSIGNED if levels > 1 else _SIGNED,
                "modalites": max(levels, 2),
                "n1": part["n_accompagnes"].iloc[0],
                "n0": part["n_temoins"].iloc[0],
                "note": note,
                "motif": "" if len(known) else note or "non calculable",
            }
        )
    return pd.DataFrame(rows, columns=_COLUMNS)


def chance_words(shown: pd.DataFrame) -> str:
    """Return how often chance alone passes 0.1 and 0.25, for one quantity and for the most levels that are shown.

    The sizes are those of the variable that most households of both groups answered.
    """
    sizes = shown.astype({"n1": float, "n0": float}).dropna(subset=["n1", "n0"])
    if sizes.empty:
        return ""
    n1, n0 = (float(sizes[name].max()) for name in ("n1", "n0"))
    most = int(sizes["modalites"].max())
    kinds = {2: "pour une moyenne, une part ou deux modalités", most: f"pour une distance entre {most} modalités"}
    said = []
    for levels, kind in kinds.items() if most > 2 else [(2, "pour une moyenne ou une part")]:
        low, high = (_share(float(chance_beyond(bound, n1, n0, levels))) for bound in (0.1, 0.25))
        said.append(f"dans {low} et {high} des cas {kind}")
    return (
        f"Avec {number(n1)} et {number(n0)} ménages tirés d’une même population, le seul hasard passe ces repères "
        f"{enumeration(said)} : les dépasser de peu ne dit pas que les panels diffèrent."
    )


def _share(p: float) -> str:
    return f"plus de {percent(0.99)}" if p > 0.99 else percent(p)


def baseline_label(variable: str) -> str:
    """The French label of what is known at inclusion."""
    if variable in MENAGES:
        return MENAGES[variable].label
    return INDICATORS[variable].label if variable in INDICATORS else capitalised(variable.replace("_", " "))


def _remark(rows: pd.DataFrame) -> str:
    """Return what is to be known of the rows: a restriction of those shown, a reason for those that are not."""
    shown = [r for r in rows.to_dict("records") if r["note"] and not r["motif"]]
    hidden = [r for r in rows.to_dict("records") if r["motif"]]
    sentences = [f"{r['libelle']} : {as_reason(r['note'])}." for r in shown]
    if hidden:
        reasons = [f"{r['libelle']} ({as_reason(r['motif'])})" for r in hidden]
        sentences.append(f"Ne figurent pas : {' ; '.join(reasons)}.")
    return " ".join(sentences)
