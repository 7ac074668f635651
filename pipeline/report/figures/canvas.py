"""A figure drawn on bare paper: boxes, lines, marks and words placed in inches, drawn by matplotlib alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.report.figures.theme import DPI, FAMILY, INK, PAPER, SMALL, WIDTH

POINTS = 72  # of type, in an inch
CAPITALS = 0.33  # from the middle of capitals to their foot, in sizes of the type
TIP = 0.055  # inches: the head of an arrow
STROKE = math.sqrt(math.pi)  # points of a line of size 1, as plotnine draws it in the other figures


@dataclass(frozen=True)
class Box:
    """A rectangle: its left, its top, its sides, in inches."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    edge: str


@dataclass(frozen=True)
class Line:
    """A straight line between two points, in inches; `size`: its thickness, as plotnine counts; `tip`: an arrow's."""

    x: float
    y: float
    xend: float
    yend: float
    colour: str = INK
    size: float = 0.5
    tip: bool = False


@dataclass(frozen=True)
class Curve:
    """Points joined in their order, in inches; `dashed`: as the controls' lines are in the other figures."""

    points: tuple[tuple[float, float], ...]
    colour: str
    size: float
    dashed: bool


@dataclass(frozen=True)
class Point:
    """A point; `shape`: matplotlib's letter; `size`: as plotnine counts."""

    x: float
    y: float
    shape: str
    size: float
    fill: str = INK


@dataclass(frozen=True)
class Lettering:
    """A line of words whose capitals are centred on `y`; `size` in points, None for the figure's."""

    x: float
    y: float
    text: str
    ha: str
    colour: str
    bold: bool
    size: float | None


@dataclass(frozen=True)
class Paper:
    """What is on a sheet `WIDTH` × `height` inches: it can be sent to another process, and is drawn there."""

    height: float
    text_size: float
    boxes: Sequence[Box]
    lines: Sequence[Line]
    marks: Sequence[Point]
    words: Sequence[Lettering]
    curves: Sequence[Curve] = ()

    def draw(self) -> Any:
        """Return the matplotlib figure: boxes under lines, lines under marks, words above."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH, self.height), dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(self.height, 0))
        axes.set_axis_off()
        for artist in (*self._rectangles(), *self._strokes()):
            axes.add_patch(artist)
        for line in (*self._segments(), *self._joined()):
            axes.add_line(line)
        for mark in self.marks:
            axes.plot(
                [mark.x], [mark.y], marker=mark.shape, markersize=STROKE * (mark.size + 0.5), clip_on=False,
                markerfacecolor=mark.fill, markeredgecolor=INK, markeredgewidth=0.5 * STROKE,
            )  # fmt: skip
        for word in self.words:
            size = word.size or self.text_size
            axes.text(
                word.x, word.y + CAPITALS * size / POINTS, word.text, ha=word.ha, va="baseline", size=size,
                color=word.colour, weight="bold" if word.bold else "normal", family=FAMILY,
            )  # fmt: skip
        return figure

    def _rectangles(self) -> list[Any]:
        from matplotlib.patches import Rectangle

        return [
            Rectangle((b.x, b.y), b.width, b.height, facecolor=b.fill, edgecolor=b.edge, linewidth=0.5 * STROKE)
            for b in self.boxes
        ]

    def _segments(self) -> list[Any]:
        from matplotlib.lines import Line2D

        return [
            Line2D(
                (line.x, line.xend), (line.y, line.yend), color=line.colour, linewidth=STROKE * line.size,
                solid_capstyle="butt",
            )
            for line in self.lines
        ]  # fmt: skip

    def _joined(self) -> list[Any]:
        from matplotlib.lines import Line2D

        return [
            Line2D(
                [x for x, _ in curve.points], [y for _, y in curve.points], color=curve.colour,
                linewidth=STROKE * curve.size, linestyle="dashed" if curve.dashed else "solid",
            )
            for curve in self.curves
        ]  # fmt: skip

    def _strokes(self) -> list[Any]:
        """The heads of the arrows."""
        from matplotlib.patches import Polygon

        return [Polygon(_tip(line), closed=True, facecolor=line.colour, linewidth=0) for line in self.lines if line.tip]


@dataclass
class Canvas:
    """What is put on the paper; x from the left edge, y from the top edge downwards, in inches."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    marks: list[Point] = field(default_factory=list)
    words: list[Lettering] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = PAPER, edge: str = INK) -> None:
        self.boxes.append(Box(x, y, width, height, fill, edge))

    def line(
        self,
        x: float,
        y: float,
        xend: float,
        yend: float,
        *,
        colour: str = INK,
        size: float = 0.5,
    ) -> None:
        self.lines.append(Line(x, y, xend, yend, colour, size))

    def arrow(self, x: float, y: float, xend: float, yend: float) -> None:
        self.lines.append(Line(x, y, xend, yend, tip=True))

    def curve(
        self, points: Sequence[tuple[float, float]], *, colour: str = INK, size: float = 0.8, dashed: bool = False
    ) -> None:
        self.curves.append(Curve(tuple(points), colour, size, dashed))

    def mark(self, x: float, y: float, *, shape: str = "o", size: float = 2.0, fill: str = INK) -> None:
        self.marks.append(Point(x, y, shape, size, fill))

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        ha: str = "left",
        colour: str = INK,
        bold: bool = False,
        size: float | None = None,
    ) -> None:
        """Add a line of words whose capitals are centred on `y`."""
        self.words.append(Lettering(x, y, text, ha, colour, bold, size))

    @property
    def longest(self) -> int:
        """The characters of the longest line of words."""
        return max((len(w.text) for w in self.words), default=0)

    def plot(self, height: float, *, text_size: float = SMALL) -> Paper:
        """Return the paper, `WIDTH` × `height` inches."""
        return Paper(
            height, text_size, tuple(self.boxes), tuple(self.lines), tuple(self.marks), tuple(self.words),
            tuple(self.curves),
        )  # fmt: skip


def _tip(line: Line) -> list[tuple[float, float]]:
    """The three corners of the head of an arrow, its point at the end of the line."""
    length = math.hypot(line.xend - line.x, line.yend - line.y) or 1.0
    dx, dy = (line.xend - line.x) / length, (line.yend - line.y) / length
    back = line.xend - TIP * dx, line.yend - TIP * dy
    side = 0.6 * TIP
    return [
        (line.xend, line.yend),
        (back[0] - side * dy, back[1] + side * dx),
        (back[0] + side * dy, back[1] - side * dx),
    ]
