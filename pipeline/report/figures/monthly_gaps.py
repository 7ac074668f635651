"""The difference in arrears month by month, before and after the inclusion, and who had been met by then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline.french import NBSP, euros, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.steps import last_rows
from pipeline.report.figures.theme import (
    GROUP_COLOURS,
    INK,
    SMALL,
    euro_labels,
    figure_theme,
    grammar,
    joinable,
    text_layer,
)
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.traced import Cell, plain, traced

_WAITING = "▲ accompagnés pas encore rencontrés"
_HEADROOM = 0.14  # of the height of the bands: the line of words over them
_SHADE = 0.22  # of the background in a month in which nobody had been met yet
_ASIDE = 0.25  # months: the second reading stands beside the first
_LATE = 0.005  # a share of the accompanied under which a month is not shaded


def draw_monthly_gaps(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the gap of each month with its interval and band, over a ground as dark as few accompanied had been met.

    A month with fewer households of a group than the threshold is left out; those before the inclusion stand where the
    ledger has them. The change since the month of inclusion is 0 in that month by construction.
    """
    p9 = grammar()

    threshold = context.params.confidentialite.seuil
    frame = results.ecarts_mensuels
    if not frame.empty:
        frame = frame[frame[["n_accompagnes", "n_temoins"]].min(axis=1) >= threshold].dropna(subset=["bande_basse"])
    if frame.empty:
        return NoDrawing("L’écart mois par mois n’est pas tracé : trop peu de soldes sont connus.")
    known = joinable(frame[frame["lecture"] == "connus"], ["lecture"])
    if known.empty:
        return NoDrawing("L’écart mois par mois n’est pas tracé : un seul mois est connu.")
    waiting = frame[frame["lecture"] == "pas_contactes"]
    colour, first = GROUP_COLOURS["accompagne"], min(int(known["mois"].min()), 0)
    months = [m for m in range(-12, context.horizon + 1, 6) if m >= first - 5]
    plot = (
        p9.ggplot(known, p9.aes("mois", "difference"))
        + figure_theme(height=3.4)
        + _ground(known)
        + p9.geom_hline(yintercept=0, color=INK, size=0.5)
        + _bands(known, colour)
        + p9.geom_line(data=_from_zero(known), color=colour, size=0.8)
        + p9.geom_point(color=colour, shape="o", size=1.2)
        + _beside(waiting, known)
        + p9.geom_vline(xintercept=0, color=INK, size=0.4, linetype="dashed")
        + p9.scale_x_continuous(breaks=months, labels=_with_sizes(known, months))
        + p9.scale_y_continuous(labels=euro_labels)
        + p9.labs(
            x="Mois depuis l’inclusion ; dessous, soldes connus, accompagnés / témoins",
            y="",
            subtitle="Écart d’évolution de l’impayé, accompagnés moins témoins",
        )
    )
    (last,) = last_rows(frame[frame["lecture"] == "connus"], ["lecture"], float(known["mois"].max()))
    level, month = percent(context.plan.niveau), f"{plain(last['mois']):.0f}{NBSP}mois"
    return Drawing(
        plot,
        caption=(
            f"Écart d’évolution de l’impayé depuis l’inclusion : {euros(last['difference'], sign=True)} à "
            f"{month} (sous zéro, favorable aux accompagnés). Sombre : intervalle à {level} "
            f"de chaque mois ; clair : bande qui contient tous les mois à la fois, à {level}."
        ),
        alt=(
            f"Courbe de l’écart d’évolution de l’impayé, de {number(first)} à {month}. "
            f"Au dernier mois : {euros(last['difference'], sign=True)}."
        ),
        remark=_remark(known, waiting),
    )


def _ground(known: pd.DataFrame) -> list[Any]:
    """One band a month, as dark as the share of the accompanied that had not been met by its end."""
    p9 = grammar()

    months = known.dropna(subset=["part_contactes"]).assign(share=lambda f: 1 - f["part_contactes"].astype(float))
    months = months[months["share"] > _LATE]
    if months.empty:
        return []
    # The month of inclusion, which has no row, is shaded as the one after it.
    tiles = months.assign(
        xmin=months["mois"] - months["mois"].eq(1).map({True: 1.5, False: 0.5}),
        xmax=months["mois"] + 0.5,
        shade=_SHADE * months["share"],
    )
    area = p9.aes(xmin="xmin", xmax="xmax", ymin=-float("inf"), ymax=float("inf"), alpha="shade")
    return [
        p9.geom_rect(area, data=tiles, fill=INK, inherit_aes=False, show_legend=False),
        p9.scale_alpha_identity(),
    ]


def _bands(known: pd.DataFrame, colour: str) -> list[Any]:
    """The interval of each month, and the band of all the months of one side of the inclusion."""
    p9 = grammar()

    sides = joinable(known.assign(side=known["mois"] > 0), ["side"])
    return [
        p9.geom_ribbon(p9.aes(ymin=low, ymax=high, group="side"), data=sides, fill=colour, alpha=alpha)
        for low, high, alpha in (("bande_basse", "bande_haute", 0.12), ("ic_bas", "ic_haut", 0.20))
    ]


def _from_zero(known: pd.DataFrame) -> pd.DataFrame:
    """The points of the line, through the month of inclusion, where the change is nothing."""
    if (known["mois"] == 0).any():
        return known
    start = pd.DataFrame({"mois": [0], "difference": [0.0]})
    return pd.concat([known[["mois", "difference"]], start]).sort_values("mois", kind="stable")


def _with_sizes(known: pd.DataFrame, months: Sequence[int]) -> list[str]:
    """The marks of the axis: the month, and the balances known of both groups under it."""
    sizes = {int(r["mois"]): f"\n{number(r['n_accompagnes'])} / {number(r['n_temoins'])}" for r in records(known)}
    return [f"{number(m)}{sizes.get(m, '')}" for m in months]


def _beside(waiting: pd.DataFrame, known: pd.DataFrame) -> list[Any]:
    """The second reading, beside the points of the first, and what it is above them."""
    p9 = grammar()

    if waiting.empty:
        return []
    data = waiting.assign(mois=waiting["mois"] + _ASIDE)
    high = max(float(known["bande_haute"].max()), float(data["ic_haut"].max()))
    low = min(float(known["bande_basse"].min()), float(data["ic_bas"].min()))
    name = pd.DataFrame({"mois": [0.3], "y": [high + _HEADROOM * (high - low)], "texte": [_WAITING]})
    return [
        p9.geom_linerange(p9.aes("mois", ymin="ic_bas", ymax="ic_haut"), data=data, size=0.7, color=INK,
                          inherit_aes=False),
        p9.geom_point(data=data, shape="^", size=2.0, color=INK),
        text_layer(name, p9.aes("mois", "y", label="texte"), ha="left", size=SMALL),
    ]  # fmt: skip


def _remark(known: pd.DataFrame, waiting: pd.DataFrame) -> str:
    parts = []
    if known["part_contactes"].notna().any():
        parts.append("Fond gris : d’autant plus foncé que moins d’accompagnés ont eu une première intervention.")
    if len(waiting):
        parts.append("Triangles : les seuls accompagnés pas encore rencontrés, face aux témoins.")
    before = known[known["mois"] < 0]
    if len(before):
        most = int((before["n_accompagnes"] + before["n_temoins"]).max())
        cell = Cell("ecarts_mensuels", "lecture=connus; mois<0", "n_accompagnes + n_temoins, la plus grande somme")
        most_of_them = f"{number(traced(most, cell))}{NBSP}ménages au plus"
        parts.append(f"Avant l’inclusion, {most_of_them} : ceux dont le suivi est connu.")
    return " ".join(parts)
