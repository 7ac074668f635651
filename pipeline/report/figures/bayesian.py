"""The primary difference before and after the data, for a sceptical and for a neutral reader."""

from __future__ import annotations

import pandas as pd

from pipeline.french import NBSP, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import INK, SOFT, figure_theme, grammar
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import only, results_of

_READERS = {"sceptique": "Lecteur sceptique", "neutre": "Lecteur sans idée arrêtée"}
_MOMENTS = {"avant": "avant les données", "apres": "après les données"}
_REACH = (-60, 80)  # points: beyond, both densities are nothing


def draw_bayesian(results: EditionResults, _: ReportContext) -> Drawing | NoDrawing:
    """Draw the two densities of each reading, on one axis in points."""
    p9 = grammar()

    frame = results.densites
    if frame.empty:
        return NoDrawing("La lecture bayésienne n’est pas tracée : le critère principal n’a pas pu être comparé.")
    long = frame.melt(["lecture", "difference"], list(_MOMENTS), "moment", "densite")
    long = long.assign(
        points=100 * long["difference"].astype(float),
        densite=long["densite"].astype(float),
        lecteur=pd.Categorical(long["lecture"].map(_READERS), list(_READERS.values())),
        moment=pd.Categorical(long["moment"].map(_MOMENTS), list(_MOMENTS.values())),
    )
    long = long[long["points"].between(*_REACH)]
    colours = {"avant les données": SOFT, "après les données": INK}
    plot = (
        p9.ggplot(long, p9.aes("points", "densite", color="moment", linetype="moment"))
        + figure_theme(height=2.5)
        + p9.theme(axis_text_y=p9.element_blank(), panel_grid_major_y=p9.element_blank())
        + p9.facet_wrap("lecteur", nrow=1)
        + p9.geom_vline(xintercept=0, color=INK, size=0.5)
        + p9.geom_line(size=0.8)
        + p9.scale_color_manual(values=colours, name=" ")
        + p9.scale_linetype_manual(values={"avant les données": "dashed", "après les données": "solid"}, name=" ")
        + p9.scale_x_continuous(labels=lambda values: [number(v, sign=v != 0) for v in values])
        + p9.labs(x="Écart entre les parts, accompagnés moins témoins, en points", y="")
    )
    found = results_of(results, "bayes")
    said = [
        f"{_READERS[name].lower()}, probabilité d’un écart favorable {percent(r.estimate.estimation)}"
        for name in _READERS
        if (r := only(found, name, mesure="probabilite_favorable")) is not None
    ]
    words = " ; ".join(said) or "sans réponse"
    return Drawing(
        plot,
        caption=(
            f"Écart du critère principal, avant et après les données : {words}. Le sceptique tient pour improbable "
            f"(5{NBSP}%) un rapport de cotes de plus de 4 ou de moins de ¼."
        ),
        alt=f"Deux courbes de densité par lecteur, avant et après les données : {words}.",
    )
