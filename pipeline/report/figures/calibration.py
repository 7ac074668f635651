"""The coverage of the plan's intervals in the simulated studies, by indicator, beside the band that is asked."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.contract.calibration import COVERAGE_NORM, NO_EFFECT
from pipeline.french import percent
from pipeline.report.calibration import Behaviour, behaviours, effects_of, norm_text, spoken, threats_of
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import INK, RULE, SOFT, figure_theme, grammar, percent_labels
from pipeline.report.results import EditionResults
from pipeline.report.sentences.threats import threat_title
from pipeline.report.wording import uncapitalised

_LEAST, _MOST = 0.90, 1.0  # what is drawn at least


def draw_calibration(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the coverage of the plan's methods, a row an indicator: without effect, with one, under the most threats."""
    p9 = grammar()

    table = spoken(results, context)
    if table.empty:
        return NoDrawing("Couverture non tracée : aucune étude de ce dessin n’a été simulée.")
    titles = _panels(table)
    rows = [b for setting in titles for b in behaviours(table, effet=setting) if _of_the_plan(b, context)]
    shown = pd.DataFrame(
        [
            {
                "etude": titles[str(b.row["effet"])],
                "indicateur": b.label,
                "couverture": b.number(b.covering),
                "erreur": b.number(f"{b.covering}_mc"),
            }
            for b in rows
        ]
    ).dropna()
    if shown.empty:
        return NoDrawing("La couverture des intervalles n’est pas tracée : aucune méthode simulée n’en donne.")
    labels = list(dict.fromkeys(shown["indicateur"]))[::-1]
    shown["y"] = shown["indicateur"].map(labels.index)
    shown["bas"] = shown["couverture"] - 2 * shown["erreur"]
    shown["haut"] = (shown["couverture"] + 2 * shown["erreur"]).clip(upper=_MOST)
    shown["etude"] = pd.Categorical(shown["etude"], categories=list(titles.values()), ordered=True)
    low = min(_LEAST, float(shown["bas"].min()))
    low_norm, high_norm = COVERAGE_NORM
    breaks = [b for b in (0.70, 0.80, 0.90, 1.0) if b >= low]
    plot = (
        p9.ggplot(shown, p9.aes("couverture", "y"))
        + figure_theme(height=1.1 + 0.17 * len(labels))
        + p9.annotate("rect", xmin=low_norm, xmax=high_norm, ymin=-0.6, ymax=len(labels) - 0.4, fill=RULE, alpha=0.5)
        + p9.geom_vline(xintercept=0.95, color=SOFT, size=0.4, linetype="dashed")
        + p9.geom_segment(p9.aes(x="bas", xend="haut", y="y", yend="y"), color=SOFT, size=0.5)
        + p9.geom_point(color=INK, size=1.6)
        + p9.facet_wrap("etude", nrow=1)
        + p9.scale_x_continuous(breaks=breaks, labels=percent_labels(breaks), limits=(low, _MOST), expand=(0.02, 0))
        + p9.scale_y_continuous(
            breaks=list(range(len(labels))), labels=labels, limits=(-0.6, len(labels) - 0.4), expand=(0, 0)
        )
        + p9.labs(x="Part des intervalles à 95\u202f% qui contiennent l’effet vrai", y="")
        + p9.theme(
            panel_grid_major_y=p9.element_line(color=RULE, size=0.2),
            panel_spacing_x=0.05,
            axis_title_y=p9.element_blank(),
            axis_text=_small(p9),
            axis_title_x=_small(p9),
            strip_text=_small(p9),
        )
    )
    outside = [b for b in rows if b.outside]
    return Drawing(
        plot,
        caption=(
            "Couverture de l’effet vrai par les intervalles des méthodes du plan, dans les études simulées ; la "
            f"bande est la norme de {norm_text()}, les traits deux erreurs types de simulation. Les autres méthodes "
            "sont dans les tableaux."
        ),
        alt=f"Un point par indicateur et par série d’études, à côté d’un repère à 95 %. {_words(outside)}",
    )


def _panels(table: pd.DataFrame) -> dict[str, str]:
    """The settings drawn and their titles: no effect, the strongest one, and the effect under the most threats."""
    titles = {NO_EFFECT: "Sans effet", **{name: f"Effet « {name} »" for name in effects_of(table)[-1:]}}
    threatened = {s: behaviours(table, effet=s)[0] for s in threats_of(table)}
    with_effect = {s: b for s, b in threatened.items() if b.row["force"]}
    if with_effect:
        most = max(with_effect, key=lambda s: len(with_effect[s].threats))
        several = len(with_effect[most].threats) > 1
        titles[most] = (
            "Menaces réunies" if several else f"Menace : {uncapitalised(threat_title(most, with_effect[most]))}"
        )
    return titles


def _of_the_plan(b: Behaviour, context: ReportContext) -> bool:
    return b.indicator is not None and str(b.row["methode"]) == context.plan.method_for(b.indicator)


def _small(p9: Any) -> Any:
    return p9.element_text(size=7.5, color=INK)


def _words(outside: list[Any]) -> str:
    if not outside:
        return "Tous sont dans la norme."
    shares = [b.number(b.covering) for b in outside]
    return f"{len(outside)} hors de la norme, de {percent(min(shares), 1)} à {percent(max(shares), 1)}."
