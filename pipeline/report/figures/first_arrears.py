"""New households: the share that has not yet reached heavy arrears, by group, with the numbers under the axis."""

from __future__ import annotations

from pipeline.french import NBSP, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.steps import as_steps
from pipeline.report.figures.theme import (
    GROUP_LABELS,
    figure_theme,
    grammar,
    group_scales,
    groups_present,
    joinable,
    percent_labels,
)
from pipeline.report.figures.under_axis import axis_with_numbers, interval_bands
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.traced import plain

_BREAKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def draw_first_arrears(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the curves at whole months, as far as a household is followed; a group that starts with few is left out."""
    p9 = grammar()

    curves = results.premier_impaye.astype({"survie": float, "ic_bas": float, "ic_haut": float})
    seuil = context.params.confidentialite.seuil
    starts = curves[(curves["mois"] == 0) & (curves["a_risque"] >= seuil)]
    shown = curves[curves["groupe"].isin(list(starts["groupe"]))]
    if shown.empty:
        return NoDrawing(
            "Le délai avant le premier impayé lourd n’est pas tracé : trop peu de nouveaux ménages sont suivis sous le "
            "seuil d’impayé."
        )
    numbers = shown[["groupe", "mois"]].assign(n=shown["a_risque"].astype(int))
    shown = shown[numbers["n"] > 0]
    steps = as_steps(shown[["groupe", "mois", "survie", "ic_bas", "ic_haut"]], ["groupe"])
    last = shown.sort_values("mois", kind="stable").drop_duplicates("groupe", keep="last").sort_values("groupe")
    ends = last.assign(y=last["survie"], texte=[percent(v) for v in last["survie"]])
    plot = (
        p9.ggplot(steps, p9.aes("mois", "survie", color="groupe", linetype="groupe"))
        + figure_theme(height=3.3)
        + axis_with_numbers(
            numbers, _BREAKS, context.horizon, labels=percent_labels, heading="Encore suivis", ends=ends
        )
        + interval_bands(steps)
        + p9.geom_line(data=joinable(steps, ["groupe"]), size=0.9)
        + group_scales(groups_present(shown), fill=True)
        + p9.labs(subtitle="Part des nouveaux ménages sans impayé lourd jusque-là")
    )
    said = " ; ".join(
        f"{GROUP_LABELS[r['groupe']].lower()}, {percent(r['survie'])} à {plain(r['mois'])}{NBSP}mois"
        for r in records(last)
    )
    return Drawing(
        plot,
        caption=(
            f"Nouveaux ménages sans impayé lourd, au dernier mois suivi : {said}. Ménages sous le seuil au mois "
            "d’inclusion, courbes de Kaplan–Meier en mois entiers et bandes de confiance à "
            f"{percent(context.plan.niveau)}."
        ),
        alt=(
            f"Courbes en escalier de 0 à {context.horizon}{NBSP}mois. Part sans impayé lourd, au dernier mois suivi : "
            f"{said}."
        ),
    )
