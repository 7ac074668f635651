"""The mean debt, month after month, by group, with intervals and the numbers of ledgers under the axis."""

from __future__ import annotations

import pandas as pd

from pipeline.french import NBSP, euros, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.steps import last_rows
from pipeline.report.figures.theme import (
    GROUP_LABELS,
    INK,
    axis_breaks,
    euro_labels,
    figure_theme,
    grammar,
    group_scales,
    groups_present,
    joinable,
)
from pipeline.report.figures.under_axis import axis_with_numbers, interval_bands
from pipeline.report.results import EditionResults
from pipeline.traced import plain


def draw_arrears(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the mean balance by month; a mean of fewer households than the disclosure threshold is left out.

    A mean of one or two households would be an individual trajectory.
    """
    p9 = grammar()

    horizon, threshold = context.horizon, context.params.confidentialite.seuil
    known = results.trajectoires.dropna(subset=["moyenne"]).astype({"mois": int, "n": int, "moyenne": float})
    known = known.astype({"ic_bas": float, "ic_haut": float})
    known = known[(known["mois"] >= 0) & (known["mois"] <= horizon)]
    if known.empty:
        return NoDrawing("L’évolution de l’impayé n’est pas tracée : aucun solde mensuel n’est connu.")
    shown = known[known["n"] >= threshold]
    if shown.empty:
        return NoDrawing(
            "L’évolution de l’impayé n’est pas tracée : chaque moyenne porterait sur moins de "
            f"{threshold}{NBSP}ménages (seuil de confidentialité)."
        )
    shown = with_gaps(shown)
    bounds = shown[["moyenne", "ic_bas", "ic_haut"]]
    breaks = axis_breaks(min(float(bounds.min().min()), 0.0), max(float(bounds.max().max()), 0.0))
    last = shown.sort_values("mois", kind="stable").drop_duplicates("groupe", keep="last")
    ends = last.assign(y=last["moyenne"], texte=[euros(v) for v in last["moyenne"]])
    plot = (
        p9.ggplot(shown, p9.aes("mois", "moyenne", color="groupe"))
        + figure_theme(height=3.6)
        + axis_with_numbers(known, breaks, horizon, labels=euro_labels, heading="Soldes connus", ends=ends)
        + p9.annotate("segment", x=0, xend=horizon, y=0, yend=0, color=INK, size=0.5)
        + interval_bands(shown, "segment")
        + p9.geom_line(p9.aes(linetype="groupe", group="segment"), data=joinable(shown, ["segment"]), size=0.7)
        + p9.geom_point(p9.aes(shape="groupe"), size=1.4)
        + group_scales(groups_present(known), fill=True)
        + p9.labs(subtitle="Impayé moyen par ménage, en fin de mois (au-dessus de zéro : le ménage doit)")
    )
    words = " ; ".join(
        f"{GROUP_LABELS[r['groupe']].lower()}, {euros(r['moyenne'])} à {plain(r['mois'])}{NBSP}mois"
        for r in last_rows(known[known["n"] >= threshold], ["groupe"], horizon)
    )
    masked = len(shown) < len(known)
    return Drawing(
        plot,
        caption=(
            f"Impayé moyen, dernier mois connu : {words}. Bandes : intervalles de confiance à "
            f"{percent(context.plan.niveau)}, mois par mois ; sous l’axe, les soldes connus."
            + (f" Les moyennes de moins de {threshold}{NBSP}ménages ne sont pas tracées." if masked else "")
        ),
        alt=f"Courbes de l’impayé moyen de 0 à {horizon}{NBSP}mois. Au dernier mois connu : {words}.",
    )


def with_gaps(shown: pd.DataFrame) -> pd.DataFrame:
    """Number the runs of consecutive months (`segment`), so that no line bridges a month that is not known."""
    ordered = shown.sort_values(["groupe", "mois"], kind="stable", ignore_index=True)
    jump = (ordered["mois"].diff() != 1) | (ordered["groupe"] != ordered["groupe"].shift())
    return ordered.assign(segment=jump.cumsum())
