"""What all figures share: sizes, the font, colours, line types and marks of the groups, French numbers on axes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, GROUPES, TEMOIN
from pipeline.french import euros, number, percent
from pipeline.report.rendering.fonts import FAMILY as CARRIED_FAMILY
from pipeline.report.rendering.fonts import font_files

WIDTH = 6.3  # inches: the text width of an A4 page with 25 mm margins
DPI = 200
FONT_SIZE = 9.5
SMALL = 8.5

# A family name of our own, so that a font of the machine with the same name is never taken instead of the file.
FAMILY = f"{CARRIED_FAMILY} (rapport)"

INK = "#262626"
SOFT = "#595959"
RULE = "#D9D9D9"
PAPER = "#FFFFFF"
BAND = "#E6E6E6"  # what is allowed, or too small to matter
FAINT = "#8C8C8C"  # a reference, or an edge, less than another beside it

# Blue and ochre stay apart for colour-blind readers, and dark and middle grey on a black-and-white print; the line
# type and the mark say it again. Both are dark enough for words on white, and white words on them (WCAG 2.1, 1.4.3).
GROUP_LABELS = {code.value: code.label for code in GROUPES}
GROUP_COLOURS = {ACCOMPAGNE: "#00426B", TEMOIN: "#AE6400"}
GROUP_LINES = {ACCOMPAGNE: "solid", TEMOIN: "dashed"}
GROUP_MARKS = {ACCOMPAGNE: "o", TEMOIN: "^"}

PLANNED_FILL = "#BFD3E0"  # beside what was done, in the accompanied's colour or in ink
PATHWAY_FILL = "#5B87A6"
COUNT_FILLS = (GROUP_COLOURS[ACCOMPAGNE], "#3F789E", "#9CC0D6", "#DCE9F1")  # from many to few
CAUSE_FILLS = {"expulsion": "#3B1C32", "abandon": "#B8627D", "depart_volontaire": "#F2C6B4"}

Labeller = Callable[[Sequence[float]], list[str]]


def grammar() -> Any:
    """Return plotnine, imported at the first figure: a run without a report does not pay for it."""
    return import_module("plotnine")


def joinable(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the rows of `frame` that a line can join: those of the groups of `by` that have two points or more."""
    sizes = frame.groupby(list(by), sort=False, observed=True)[by[0]].transform("size")
    return frame[sizes >= 2]


def register_font() -> None:
    """Make the font files that the package carries known to matplotlib, under `FAMILY`."""
    from dataclasses import replace

    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    if any(entry.name == FAMILY for entry in font_manager.fontManager.ttflist):
        return
    for path in font_files():
        entry = font_manager.ttfFontProperty(FT2Font(str(path)))
        font_manager.fontManager.ttflist.append(replace(entry, fname=str(path), name=FAMILY))


def figure_theme(height: float, width: float = WIDTH) -> Any:
    """Return the plotnine theme of a figure `width` × `height` inches."""
    p9 = grammar()

    blank = p9.element_blank()
    return p9.theme_minimal(base_size=FONT_SIZE, base_family=FAMILY) + p9.theme(
        figure_size=(width, height),
        dpi=DPI,
        text=p9.element_text(family=FAMILY, color=INK),
        axis_text=p9.element_text(size=FONT_SIZE, color=INK),
        axis_text_y=p9.element_text(va="center_baseline"),
        axis_title=p9.element_text(size=FONT_SIZE, color=INK),
        plot_subtitle=p9.element_text(size=FONT_SIZE, color=INK, ha="left", margin={"b": 5, "unit": "pt"}),
        strip_text=p9.element_text(size=FONT_SIZE, color=INK, weight="bold", ha="left"),
        legend_position="none",  # what a mark is, is said beside it
        panel_grid_minor=blank,
        panel_grid_major=p9.element_line(color=RULE, size=0.5),
        plot_background=p9.element_rect(fill=PAPER, color=PAPER),
        plot_margin=0.01,
    )


def text_layer(data: Any, mapping: Any, **options: Any) -> Any:
    """Return a layer of text in the figures' font; `options` as `plotnine.geom_text`."""
    p9 = grammar()

    settings: dict[str, Any] = {"size": FONT_SIZE, "color": INK, "family": FAMILY, "va": "center_baseline"}
    constants = {k: v for k, v in (settings | options).items() if k not in mapping}
    return p9.geom_text(data=data, mapping=mapping, inherit_aes=False, show_legend=False, **constants)


def groups_present(*frames: pd.DataFrame) -> list[str]:
    """Return the groups that one of `frames` has in its column `groupe`, accompanied first."""
    return [g for g in GROUP_LABELS if any((frame["groupe"] == g).any() for frame in frames)]


def group_scales(names: Sequence[str], *, fill: bool = False) -> list[Any]:
    """Return the scales that tell the groups `names` apart: colour, line type, mark, and fill when asked."""
    p9 = grammar()

    settings: dict[str, Any] = {"limits": list(names), "labels": [GROUP_LABELS[g] for g in names], "name": " "}
    scales = [
        p9.scale_color_manual(values=[GROUP_COLOURS[g] for g in names], **settings),
        p9.scale_linetype_manual(values=[GROUP_LINES[g] for g in names], **settings),
        p9.scale_shape_manual(values=[GROUP_MARKS[g] for g in names], **settings),
    ]
    if fill:
        scales.append(p9.scale_fill_manual(values=[GROUP_COLOURS[g] for g in names], **settings))
    return scales


def decimals_needed(values: Sequence[float], most: int = 3) -> int:
    """Return the fewest decimals that tell the axis values apart from what they are not (0.5 is never « 1 »)."""
    known = [v for v in values if math.isfinite(v)]
    for decimals in range(most):
        if all(math.isclose(v, round(v, decimals), abs_tol=1e-9) for v in known):
            return decimals
    return most


def number_labels(values: Sequence[float]) -> list[str]:
    """Write axis values: « 1 000 », « 0,5 », « −2 »."""
    decimals = decimals_needed(values)
    return [number(v, decimals if v else 0) for v in values]


def signed_labels(values: Sequence[float]) -> list[str]:
    """Write axis differences: « −20 », « 0 », « +40 »."""
    decimals = decimals_needed(values)
    return [number(v, decimals if v else 0, sign=v != 0) for v in values]


def euro_labels(values: Sequence[float]) -> list[str]:
    """Write axis amounts: « 1 000 € »."""
    decimals = min(decimals_needed(values), 2)
    return [euros(v, decimals) for v in values]


def percent_labels(values: Sequence[float]) -> list[str]:
    """Write axis shares: « 25 % »."""
    decimals = decimals_needed([100 * v for v in values])
    return [percent(v, decimals) for v in values]


def inner_breaks(low: float, high: float, n: int = 5) -> list[float]:
    """Return about `n` round values from `low` to `high`: an axis that ends at its data is not stretched to enclose."""
    breaks = axis_breaks(low, high, n)
    slack = 1e-9 * (breaks[-1] - breaks[0])
    return [b for b in breaks if low - slack <= b <= high + slack]


def axis_breaks(low: float, high: float, n: int = 5) -> list[float]:
    """Return about `n` round values that enclose `low` … `high`; one unit around a constant."""
    from mizani.breaks import breaks_extended

    if not high > low:
        margin = max(abs(low), 1.0)
        low, high = low - margin, high + margin
    breaks = [float(b) for b in breaks_extended(n=n)((low, high))]
    step = breaks[1] - breaks[0]
    while breaks[0] > low + 1e-9 * step:
        breaks.insert(0, breaks[0] - step)
    while breaks[-1] < high - 1e-9 * step:
        breaks.append(breaks[-1] + step)
    return [0.0 if abs(b) < step * 1e-9 else b for b in breaks]
