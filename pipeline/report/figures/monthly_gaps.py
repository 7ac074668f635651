"""The difference in arrears month by month, with a band that holds all the months together."""

from __future__ import annotations

import pandas as pd

from pipeline.french import euros, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import GROUP_COLOURS, INK, euro_labels, figure_theme, grammar, joinable
from pipeline.report.results import EditionResults

_READINGS = {"connus": "Soldes connus", "reportes": "Dette à la sortie reportée"}


def draw_monthly_gaps(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw both readings side by side; a month with fewer households than the threshold is left out."""
    p9 = grammar()

    threshold = context.params.confidentialite.seuil
    frame = results.ecarts_mensuels
    if not frame.empty:
        frame = frame[frame[["n_accompagnes", "n_temoins"]].min(axis=1) >= threshold].dropna(subset=["bande_basse"])
    if frame.empty:
        return NoDrawing("L’écart mois par mois n’est pas tracé : trop peu de soldes sont connus.")
    frame = joinable(frame, ["lecture"])
    if frame.empty:
        return NoDrawing("L’écart mois par mois n’est pas tracé : un seul mois est connu.")
    shown = frame.assign(lecture=pd.Categorical(frame["lecture"].map(_READINGS), list(_READINGS.values())))
    colour = GROUP_COLOURS["accompagne"]
    plot = (
        p9.ggplot(shown, p9.aes("mois", "difference"))
        + figure_theme(height=2.7)
        + p9.facet_wrap("lecture", nrow=1)
        + p9.geom_ribbon(p9.aes(ymin="bande_basse", ymax="bande_haute"), fill=colour, alpha=0.12)
        + p9.geom_ribbon(p9.aes(ymin="ic_bas", ymax="ic_haut"), fill=colour, alpha=0.20)
        + p9.geom_hline(yintercept=0, color=INK, size=0.5)
        + p9.geom_line(color=colour, size=0.8)
        + p9.scale_x_continuous(breaks=list(range(0, context.horizon + 1, 6)))
        + p9.scale_y_continuous(labels=euro_labels)
        + p9.labs(x="Mois depuis l’inclusion", y="")
    )
    last = shown[shown["mois"] == shown["mois"].max()]
    words = " ; ".join(f"{r['lecture']}, {euros(float(r['difference']))}" for r in last.to_dict("records"))
    level = percent(context.plan.niveau)
    return Drawing(
        plot,
        caption=(
            "Écart entre les groupes de l’évolution du solde depuis l’inclusion (accompagnés moins témoins ; sous "
            f"zéro, favorable aux accompagnés). Sombre : intervalle à {level} de chaque mois ; clair : bande qui "
            f"contient tous les mois à la fois, à {level}."
        ),
        alt=f"Courbe de l’écart mois par mois. Au dernier mois : {words}.",
    )
