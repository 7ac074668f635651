"""A time axis with the numbers of households under it, group by group, in line with the curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline.french import MISSING, number
from pipeline.report.figures.direct import ROOM, end_labels
from pipeline.report.figures.theme import (
    GROUP_LABELS,
    INK,
    RULE,
    Labeller,
    grammar,
    groups_present,
    text_layer,
)

MARKED_MONTHS = (0, 6, 12, 18, 24)


def marked_months(horizon: int) -> list[int]:
    """Return the months that the axis names: every six months, up to the horizon."""
    return [m for m in MARKED_MONTHS if m <= horizon]


def interval_bands(curves: pd.DataFrame, by: str = "groupe") -> Any:
    """Return the layer of the intervals of the curves, edged as the curve is: in grey, whose band it is stays seen.

    `curves`: columns `groupe`, `mois`, `ic_bas`, `ic_haut` and `by`, what is in one piece.
    """
    p9 = grammar()

    return p9.geom_ribbon(
        p9.aes("mois", ymin="ic_bas", ymax="ic_haut", fill="groupe", color="groupe", linetype="groupe", group=by),
        data=curves.dropna(subset=["ic_bas", "ic_haut"]),
        alpha=0.16,
        size=0.3,
        inherit_aes=False,
    )


def axis_with_numbers(
    numbers: pd.DataFrame, breaks: Sequence[float], horizon: int, *, labels: Labeller, heading: str, ends: pd.DataFrame
) -> list[Any]:
    """Return the layers and scales of a plot of months (x) against `breaks[0]` … `breaks[-1]` (y).

    `numbers`: columns `groupe`, `mois`, `n`; a marked month that is not in it shows « – ». `breaks`: the values
    named on the y axis, in order. `labels`: how they are written. `heading`: what the numbers are. `ends`: where each
    curve ends, as `direct.end_labels` takes it.
    """
    p9 = grammar()

    low, high = breaks[0], breaks[-1]
    span = high - low
    months = marked_months(horizon)
    ticks = pd.DataFrame({"mois": months, "texte": [number(m) for m in months]})
    groups = groups_present(numbers)
    rows = [low - span * (0.29 + 0.085 * i) for i in range(len(groups))]
    known = {(g, int(m)): int(n) for g, m, n in zip(numbers["groupe"], numbers["mois"], numbers["n"], strict=True)}
    cells = pd.DataFrame(
        [
            {"mois": m, "y": y, "groupe": g, "texte": number(known[g, m]) if (g, m) in known else MISSING}
            for g, y in zip(groups, rows, strict=True)
            for m in months
        ]
    )
    widest = max([1, *[len(text) for text in cells["texte"]]]) if len(cells) else 1
    margin = max(0.03, 0.0075 * widest) * horizon  # the first and the last number are centred on the ends of the axis
    title = pd.DataFrame({"mois": [horizon / 2], "y": [low - 0.135 * span], "texte": ["Mois depuis l’inclusion"]})
    return [
        p9.geom_segment(
            p9.aes(x=0, xend=horizon, y="y", yend="y"),
            data=pd.DataFrame({"y": list(breaks[1:])}),
            color=RULE,
            size=0.4,
            inherit_aes=False,
        ),
        p9.geom_segment(
            p9.aes(x=0, xend=horizon, y=low, yend=low),
            data=pd.DataFrame({"x": [0]}),
            color=INK,
            size=0.5,
            inherit_aes=False,
        ),
        p9.geom_segment(
            p9.aes(x="mois", xend="mois", y=low, yend=low - 0.018 * span),
            data=ticks,
            color=INK,
            size=0.5,
            inherit_aes=False,
        ),
        text_layer(pd.concat([ticks.assign(y=low - 0.06 * span), title]), p9.aes("mois", "y", label="texte")),
        text_layer(cells, p9.aes("mois", "y", label="texte", color="groupe")),
        p9.scale_x_continuous(breaks=[], limits=(-margin, (1 + ROOM) * horizon + margin), expand=(0, 0), name=""),
        p9.scale_y_continuous(
            breaks=[*breaks, low - 0.21 * span, *rows],
            labels=[*labels(breaks), heading, *[GROUP_LABELS[g] for g in groups]],
            limits=(low - span * (0.29 + 0.085 * max(len(groups) - 1, 0) + 0.05), high + 0.02 * span),
            expand=(0, 0),
            name="",
        ),
        p9.theme(
            panel_grid_major=p9.element_blank(),
            axis_title=p9.element_blank(),
            axis_ticks=p9.element_blank(),
        ),
        *end_labels(ends, low, high, horizon),
    ]
