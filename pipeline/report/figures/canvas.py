"""A figure drawn on bare paper: boxes, lines, marks and words placed in inches, made into one plotnine plot."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.report.figures.theme import DPI, FAMILY, INK, PAPER, SMALL, WIDTH, grammar


class Canvas:
    """What is on the paper; x from the left edge, y from the top edge downwards, in inches.

    Each call adds one thing; `plot` makes one layer a kind, in the order boxes, lines, arrows, marks, words.
    """

    def __init__(self) -> None:
        self._boxes: list[dict[str, Any]] = []
        self._lines: list[dict[str, Any]] = []
        self._arrows: list[dict[str, Any]] = []
        self._marks: list[dict[str, Any]] = []
        self._words: list[dict[str, Any]] = []

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = PAPER, edge: str = INK) -> None:
        self._boxes.append({"x": x, "xend": x + width, "y": -y - height, "yend": -y, "fond": fill, "couleur": edge})

    def line(self, x: float, y: float, xend: float, yend: float, *, colour: str = INK, size: float = 0.5) -> None:
        self._lines.append({"x": x, "y": -y, "xend": xend, "yend": -yend, "couleur": colour, "taille": size})

    def arrow(self, x: float, y: float, xend: float, yend: float) -> None:
        self._arrows.append({"x": x, "y": -y, "xend": xend, "yend": -yend})

    def mark(self, x: float, y: float, *, shape: str = "o", size: float = 2.0) -> None:
        self._marks.append({"x": x, "y": -y, "forme": shape, "taille": size})

    def write(self, x: float, y: float, text: str, *, ha: str = "left", colour: str = INK, bold: bool = False) -> None:
        """Add a line of words whose capitals are centred on `y`."""
        weight = "bold" if bold else "normal"
        self._words.append({"x": x, "y": -y, "texte": text, "ha": ha, "couleur": colour, "graisse": weight})

    @property
    def longest(self) -> int:
        """The characters of the longest line of words."""
        return max((len(w["texte"]) for w in self._words), default=0)

    def plot(self, height: float, *, text_size: float = SMALL) -> Any:
        """Return the plot of the paper, `WIDTH` × `height` inches."""
        p9 = grammar()

        ends = {"x": "x", "y": "y", "xend": "xend", "yend": "yend"}
        corners = {"xmin": "x", "xmax": "xend", "ymin": "y", "ymax": "yend"}
        tip = p9.arrow(length=0.055, type="closed")
        words = pd.DataFrame(self._words)
        words["y"] -= 0.33 * text_size / 72  # capitals are two thirds of the size high
        layers = {
            "boxes": (self._boxes, p9.geom_rect, p9.aes(**corners, fill="fond", color="couleur"), {"size": 0.5}),
            "lines": (self._lines, p9.geom_segment, p9.aes(**ends, color="couleur", size="taille"), {}),
            "arrows": (self._arrows, p9.geom_segment, p9.aes(**ends), {"color": INK, "size": 0.5, "arrow": tip}),
            "marks": (
                self._marks,
                p9.geom_point,
                p9.aes("x", "y", shape="forme", size="taille"),
                {"color": INK, "fill": INK},
            ),
        }
        return (
            p9.ggplot()
            + _paper(height)
            + [
                geom(mapping, data=pd.DataFrame(rows), show_legend=False, **options)
                for rows, geom, mapping, options in layers.values()
                if rows
            ]
            + p9.geom_text(
                p9.aes("x", "y", label="texte", ha="ha", color="couleur", fontweight="graisse"),
                data=words,
                va="baseline",
                size=text_size,
                family=FAMILY,
                show_legend=False,
            )
            + p9.scale_color_identity()
            + p9.scale_fill_identity()
            + p9.scale_size_identity()
            + p9.scale_shape_identity()
            + p9.scale_x_continuous(limits=(0, WIDTH), expand=(0, 0))
            + p9.scale_y_continuous(limits=(-height, 0), expand=(0, 0))
        )


def _paper(height: float) -> Any:
    p9 = grammar()

    blank = p9.element_blank()
    return p9.theme_void(base_family=FAMILY) + p9.theme(
        figure_size=(WIDTH, height),
        dpi=DPI,
        axis_text=blank,
        axis_title=blank,
        axis_ticks=blank,
        axis_ticks_length=0,
        legend_position="none",
        plot_background=p9.element_rect(fill=PAPER, color=PAPER),
        plot_margin=0,
    )
