"""Kaplan–Meier: the share of households still housed, by group, with the numbers followed under the axis."""

from __future__ import annotations

import pandas as pd

from pipeline.french import NBSP, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.steps import as_steps, at_months, last_rows
from pipeline.report.figures.theme import (
    GROUP_LABELS,
    figure_theme,
    grammar,
    group_scales,
    groups_present,
    joinable,
    percent_labels,
)
from pipeline.report.figures.under_axis import axis_with_numbers, interval_bands, marked_months
from pipeline.report.results import EditionResults

BREAKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_BEFORE = {"survie": 1.0, "ic_bas": 1.0, "ic_haut": 1.0}


def draw_survival(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the survival curves read at each whole month.

    A curve with a step on the day of each exit would carry, in the coordinates of the vector file, the date of one
    household; read at whole months it shows the same thing at this size.
    """
    p9 = grammar()

    survival = results.survie.dropna(subset=["survie"])
    if survival.empty:
        return NoDrawing("La courbe de maintien n’est pas tracée : aucune durée de suivi n’est connue.")
    horizon = context.horizon
    monthly = at_months(survival, range(horizon + 1), ["groupe"], _BEFORE)
    steps = as_steps(monthly, ["groupe"])
    last = monthly[monthly["mois"] == horizon]
    ends = last.assign(y=last["survie"], texte=[percent(v) for v in last["survie"]])
    plot = (
        p9.ggplot(steps, p9.aes("mois", "survie", color="groupe", linetype="groupe"))
        + figure_theme(height=3.6)
        + axis_with_numbers(
            at_risk(survival, horizon), BREAKS, horizon, labels=percent_labels, heading="Encore suivis", ends=ends
        )
        + interval_bands(steps)
        + p9.geom_line(data=joinable(steps, ["groupe"]), size=0.9)
        + group_scales(groups_present(survival), fill=True)
        + p9.labs(subtitle="Part des ménages maintenus dans les lieux")
    )
    said = " ; ".join(
        f"{GROUP_LABELS[r['groupe']].lower()}, {percent(r['survie'])}" for r in last_rows(survival, ["groupe"], horizon)
    )
    level = percent(context.plan.niveau)
    return Drawing(
        plot,
        caption=(
            f"Maintenus dans les lieux à {horizon}{NBSP}mois : {said}. Courbes de Kaplan–Meier relevées mois par mois, "
            f"bandes de confiance à {level} ; sous l’axe, les ménages encore suivis."
        ),
        alt=f"Courbes en escalier de 0 à {horizon}{NBSP}mois. Part maintenue à {horizon}{NBSP}mois : {said}.",
        remark=(
            "Un ménage dont l’issue est inconnue au terme compte dans la courbe aussi longtemps qu’il est suivi : elle "
            "peut finir ailleurs qu’à la part des ménages à l’issue connue. Les durées sont en mois de "
            f"30,4375{NBSP}jours : au terme, un suivi complet peut compter pour un peu moins que l’horizon, et son "
            "ménage n’être plus dans l’effectif."
        ),
    )


def at_risk(survival: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Return the numbers under the axis (`groupe`, `mois`, `n`): the rows of `survival` at the marked months."""
    months = survival["mois"].astype(float)
    marked = months.round().isin(marked_months(horizon)) & ((months - months.round()).abs() < 1e-9)
    rows = survival[marked].dropna(subset=["a_risque"])
    return pd.DataFrame(
        {"groupe": rows["groupe"], "mois": rows["mois"].round().astype(int), "n": rows["a_risque"].astype(int)}
    )
