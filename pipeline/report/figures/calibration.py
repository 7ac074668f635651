"""The coverage of the intervals in the simulated studies, by indicator and method, beside the band that is asked."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd

from pipeline.contract.calibration import COVERAGE_NORM, NO_EFFECT
from pipeline.french import percent
from pipeline.report.calibration import behaviours, effects_of, norm_text, spoken
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import INK, RULE, SOFT, figure_theme, grammar
from pipeline.report.results import EditionResults

_LEAST, _MOST = 0.90, 1.0  # what is drawn at least
_COLUMNS = 5  # methods side by side
_APART = 0.16  # of a row, on each side of its middle: without effect above, with one below


def draw_calibration(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw one panel a method and one row an indicator: a ring without effect, a disc under the strongest."""
    p9 = grammar()

    table = spoken(results, context)
    if table.empty:
        return NoDrawing("Couverture non tracée : aucune étude de ce dessin n’a été simulée.")
    effects = [NO_EFFECT, *effects_of(table)[-1:]]
    titles = {NO_EFFECT: "sans effet", **{name: f"effet « {name} »" for name in effects[1:]}}
    rows = [b for name in effects for b in behaviours(table, effet=name)]
    shown = pd.DataFrame(
        [
            {
                "etude": titles[str(b.row["effet"])],
                "indicateur": b.label,
                "methode": b.method,
                "couverture": b.number(b.covering),
                "erreur": b.number(f"{b.covering}_mc"),
            }
            for b in rows
        ]
    ).dropna()
    if shown.empty:
        return NoDrawing("La couverture des intervalles n’est pas tracée : aucune méthode simulée n’en donne.")
    labels = list(dict.fromkeys(shown["indicateur"]))[::-1]
    methods = list(dict.fromkeys(shown["methode"]))
    shift = {title: _APART * (1 - 2 * i) for i, title in enumerate(titles.values())}
    shown["y"] = shown["indicateur"].map(labels.index) + shown["etude"].map(shift)
    shown["bas"], shown["haut"] = shown["couverture"] - 2 * shown["erreur"], shown["couverture"] + 2 * shown["erreur"]
    shown["haut"] = shown["haut"].clip(upper=_MOST)
    shown["methode"] = pd.Categorical(shown["methode"], categories=methods, ordered=True)
    low = min(_LEAST, float(shown["bas"].min()))
    low_norm, high_norm = COVERAGE_NORM
    breaks = [b for b in (0.80, 0.85, 0.90, 0.95, 1.0) if b >= low]
    percents = [f"{100 * b:.0f}" for b in breaks]
    lines = -(-len(methods) // _COLUMNS)
    plot = (
        p9.ggplot(shown, p9.aes("couverture", "y", shape="etude", fill="etude"))
        + figure_theme(height=1.3 + lines * (0.5 + 0.145 * len(labels)))
        + p9.annotate("rect", xmin=low_norm, xmax=high_norm, ymin=-0.6, ymax=len(labels) - 0.4, fill=RULE, alpha=0.5)
        + p9.geom_vline(xintercept=0.95, color=SOFT, size=0.4, linetype="dashed")
        + p9.geom_segment(p9.aes(x="bas", xend="haut", y="y", yend="y"), color=SOFT, size=0.4)
        + p9.geom_point(color=INK, size=1.3, stroke=0.4)
        + p9.facet_wrap("methode", ncol=_COLUMNS, labeller=_two_lines)
        + p9.scale_shape_manual(values=["o", "o"][: len(titles)], limits=list(titles.values()), name=" ")
        + p9.scale_fill_manual(values=["#FFFFFF", INK][: len(titles)], limits=list(titles.values()), name=" ")
        + p9.scale_x_continuous(breaks=breaks, labels=percents, limits=(low, _MOST), expand=(0.02, 0))
        + p9.scale_y_continuous(
            breaks=list(range(len(labels))), labels=labels, limits=(-0.6, len(labels) - 0.4), expand=(0, 0)
        )
        + p9.labs(x="Part des intervalles à 95\u202f% qui contiennent l’effet vrai (en %)", y="")
        + p9.theme(
            panel_grid_major_y=p9.element_line(color=RULE, size=0.2),
            panel_spacing_x=0.035,
            axis_title_y=p9.element_blank(),
            axis_text=_small(p9),
            axis_title_x=_small(p9),
            strip_text=_small(p9),
            legend_text=_small(p9),
        )
    )
    outside = [b for b in rows if b.outside]
    return Drawing(
        plot,
        caption=(
            "Couverture des intervalles dans les études simulées, par méthode et par indicateur ; la bande est la "
            f"norme de {norm_text()}, les traits deux erreurs types de simulation."
        ),
        alt=f"Deux points par indicateur et méthode, autour de 95 %. {_words(outside)}",
    )


def _two_lines(method: str) -> str:
    return "\n".join(textwrap.wrap(method, 16))


def _small(p9: Any) -> Any:
    return p9.element_text(size=7.5, color=INK)


def _words(outside: list[Any]) -> str:
    if not outside:
        return "Tous sont dans la norme."
    shares = [b.number(b.covering) for b in outside]
    return f"{len(outside)} hors de la norme, de {percent(min(shares), 1)} à {percent(max(shares), 1)}."
