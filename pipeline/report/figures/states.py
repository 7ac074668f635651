"""How households divide between the monthly states, by group; and the most frequent states of each typical pathway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.contract.states import (
    ASSIGNATION,
    IMPAYE_LEGER,
    IMPAYE_LOURD,
    JUGEMENT,
    MUTE,
    NON_OBSERVE,
    PERDU,
    PLAN,
    PRE_CONTENTIEUX,
    SANS_IMPAYE,
    SORTI,
    STATE_CODES,
    STATE_LABELS,
)
from pipeline.french import NBSP, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import INK, PAPER, RULE, SMALL, figure_theme, grammar, percent_labels
from pipeline.report.figures.under_axis import marked_months
from pipeline.report.pathway_types import are_named
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.report.wording import GROUP_TITLES, households

# From blue (well) through yellow and red (in danger) to black (gone), darker and darker on each side of the middle: two
# states that touch are apart for readers who do not tell red from green, and in grey. Grey is what is not known.
STATE_FILLS = {
    SANS_IMPAYE.code: "#CFE6F2",
    IMPAYE_LEGER.code: "#7DB5D6",
    PLAN.code: "#2F7F9F",
    IMPAYE_LOURD.code: "#FED976",
    PRE_CONTENTIEUX.code: "#F0923A",
    ASSIGNATION.code: "#C8321E",
    JUGEMENT.code: "#5E0A1E",
    MUTE.code: "#B9A6D9",
    SORTI.code: "#1A1A1A",
    PERDU.code: "#8F8F8F",
    NON_OBSERVE.code: "#E5E5E5",
}
_QUARTERS = [0.0, 0.25, 0.5, 0.75, 1.0]
_ORDER = {code: rank for rank, code in enumerate(STATE_CODES)}
_BAND = 0.82  # the height of a type's band, of the room that it has
_KEY_ROW = 0.2  # inches: a row of the legend


def draw_states(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the states of each group, month after month; a group under the disclosure threshold is left out."""
    frame = results.repartition_etats
    titles = {
        group: f"{title} ({households(size)})"
        for group, title in GROUP_TITLES.items()
        if (size := _size(frame, group)) >= context.params.confidentialite.seuil
    }
    if not titles:
        return NoDrawing(
            "La répartition des états mois par mois n’est pas tracée : aucun groupe n’atteint le seuil de "
            "confidentialité."
        )
    return Drawing(
        _plot(frame, titles, context.horizon),
        caption=(
            f"{_gone(frame, titles, context.horizon)} Chaque colonne est un mois, chaque couleur la part des ménages "
            "dans un état ; aucun parcours individuel n’est montré."
        ),
        alt=f"Colonnes empilées par état, de 0 à {context.horizon}{NBSP}mois. {_gone(frame, titles, context.horizon)}",
    )


def draw_types(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw each typical pathway as its sequence of modal states: the most frequent state of each month, and its share.

    A full distribution of five households would be their pathways, one by one; a type under the disclosure threshold
    is left out.
    """
    seuil = context.params.confidentialite.seuil
    found = records(results.types) if are_named(results) else []
    titles = {
        f"type_{r['type']}": f"Type{NBSP}{r['type']} ({households(int(r['effectif']))})"
        for r in found
        if r["effectif"] >= seuil
    }
    if not titles:
        # Types that were found and do not hold: the text above says so, once.
        return NoDrawing("" if len(results.types) else "Les parcours types ne sont pas tracés : aucun n’est retenu.")
    dominant = {f"type_{r['type']}": STATE_LABELS[r["etat_dominant"]] for r in found}
    spoken = " ; ".join(f"{titles[name]}, surtout {dominant[name].lower()}" for name in titles)
    masked = f" Les types de moins de {seuil}{NBSP}ménages ne sont pas tracés." if len(titles) < len(found) else ""
    return Drawing(
        _modal_plot(modal_states(results.repartition_etats, list(titles)), titles, context.horizon),
        caption=(
            "Suite des états les plus fréquents dans chaque parcours type, d’aucun ménage en particulier. La couleur "
            f"est l’état le plus fréquent du mois, la hauteur la part des ménages du type qui y sont.{masked}"
        ),
        alt=f"Une bande par parcours type, de 0 à {context.horizon}{NBSP}mois : {spoken}.",
    )


def modal_states(frame: pd.DataFrame, sets: Sequence[str]) -> pd.DataFrame:
    """Return the most frequent state of each set and month; of two as frequent, the first in the states’ order."""
    rows = frame[frame["ensemble"].isin(list(sets))].astype({"mois": int, "part": float}).copy()
    rows["ordre"] = rows["etat"].map(_ORDER)
    rows = rows.sort_values(["ensemble", "mois", "part", "ordre"], ascending=[True, True, False, True], kind="stable")
    return rows.drop_duplicates(["ensemble", "mois"]).drop(columns="ordre").reset_index(drop=True)


def _modal_plot(modal: pd.DataFrame, titles: Mapping[str, str], horizon: int) -> Any:
    p9 = grammar()

    names = list(titles)
    floor = {name: len(names) - 1 - i for i, name in enumerate(names)}
    cells = modal.assign(bas=modal["ensemble"].map(floor).astype(float))
    cells["haut"] = cells["bas"] + _BAND * cells["part"]
    frames = pd.DataFrame({"bas": [float(floor[n]) for n in names]})
    present = [code for code in STATE_CODES if (cells["etat"] == code).any()]
    return (
        p9.ggplot(cells, p9.aes(fill="etat"))
        + figure_theme(height=0.55 * len(names) + 0.9 + _KEY_ROW * -(-len(present) // 3))
        + p9.geom_rect(
            p9.aes(ymin="bas", ymax=f"bas + {_BAND}"),
            data=frames,
            xmin=-0.5,
            xmax=horizon + 0.5,
            fill=PAPER,
            color=RULE,
            size=0.4,
            inherit_aes=False,
        )
        + p9.geom_rect(p9.aes(xmin="mois - 0.5", xmax="mois + 0.5", ymin="bas", ymax="haut"), color=PAPER, size=0.15)
        + _state_scale(present)
        + p9.scale_x_continuous(breaks=marked_months(horizon), limits=(-0.5, horizon + 0.5), expand=(0, 0))
        + p9.scale_y_continuous(
            breaks=[floor[n] + _BAND / 2 for n in names],
            labels=[titles[n] for n in names],
            limits=(-0.05, len(names)),
            expand=(0, 0),
        )
        + p9.labs(x="Mois depuis l’inclusion", y="", subtitle="État le plus fréquent, mois par mois")
        + p9.theme(panel_grid_major=p9.element_blank(), axis_title_y=p9.element_blank(), **_key_theme())
    )


def _plot(frame: pd.DataFrame, titles: Mapping[str, str], horizon: int) -> Any:
    p9 = grammar()

    bars = stacked(frame[frame["ensemble"].isin(list(titles))])
    bars["cadre"] = pd.Categorical(bars["ensemble"].map(titles), categories=list(titles.values()))
    present = [code for code in STATE_CODES if (bars.loc[bars["part"] > 0, "etat"] == code).any()]
    return (
        p9.ggplot(bars[bars["part"] > 0], p9.aes(fill="etat"))
        + figure_theme(height=3.1 + _KEY_ROW * -(-len(present) // 3))
        + p9.geom_rect(p9.aes(xmin="mois - 0.5", xmax="mois + 0.5", ymin="bas", ymax="haut"), color=PAPER, size=0.15)
        + p9.facet_wrap("cadre", nrow=1)
        + _state_scale(present)
        + p9.scale_x_continuous(breaks=marked_months(horizon), limits=(-0.5, horizon + 0.5), expand=(0, 0))
        + p9.scale_y_continuous(breaks=_QUARTERS, labels=percent_labels(_QUARTERS), limits=(0, 1), expand=(0, 0))
        + p9.labs(x="Mois depuis l’inclusion", y="", subtitle="Part des ménages")
        + p9.theme(
            panel_grid_major=p9.element_blank(),
            axis_title_y=p9.element_blank(),
            panel_spacing=0.03,
            **_key_theme(),
        )
    )


def _state_scale(present: Sequence[str]) -> Any:
    p9 = grammar()

    return p9.scale_fill_manual(
        values=[STATE_FILLS[code] for code in present],
        limits=list(present),
        labels=[STATE_LABELS[code] for code in present],
        name=" ",
        guide=p9.guide_legend(ncol=3),
    )


def _key_theme() -> dict[str, Any]:
    p9 = grammar()

    return {"legend_text": p9.element_text(size=SMALL, color=INK), "legend_key_size": 9}


def stacked(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the `bas` and `haut` of their part of the column, in the order of the states."""
    bars = frame.astype({"mois": int, "part": float}).copy()
    bars["ordre"] = bars["etat"].map(_ORDER)
    bars = bars.sort_values(["ensemble", "mois", "ordre"], kind="stable", ignore_index=True)
    bars["haut"] = bars.groupby(["ensemble", "mois"])["part"].cumsum().clip(upper=1.0)
    bars["bas"] = bars["haut"] - bars["part"]
    return bars.drop(columns="ordre")


def _gone(frame: pd.DataFrame, titles: Mapping[str, str], horizon: int) -> str:
    """What is seen: the share of each group that is in place without arrears, and the one that has left."""
    parts = []
    for group in titles:
        shares = {r["etat"]: r["part"] for r in records(frame, ensemble=group) if r["mois"] == horizon}
        settled, left = (percent(shares.get(code) or 0.0) for code in (SANS_IMPAYE.code, SORTI.code))
        parts.append(f"{GROUP_TITLES[group].lower()}, {settled} en place sans impayé et {left} en sortie négative")
    return f"À {horizon}{NBSP}mois : {' ; '.join(parts)}."


def _size(frame: pd.DataFrame, group: str) -> int:
    rows = frame[(frame["ensemble"] == group) & (frame["mois"] == 0)]
    return int(rows["effectif"].sum())
