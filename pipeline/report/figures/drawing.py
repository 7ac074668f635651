"""A figure and its three files: the vector, the picture for DOCX, the snippet that the report includes."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.report.figures.theme import DPI, FAMILY, register_font
from pipeline.report.figures.vector import lean, picture
from pipeline.report.wording import no_break

SALT = "evaluation-veille-sociale"  # element ids of the SVG derive from it, not from a random number


@dataclass(frozen=True)
class Drawing:
    """A plotnine plot with the words around it.

    `caption`: one or two sentences, under the figure. `alt`: what the figure shows, for who does not see it.
    `remark`: a paragraph after the figure (what could not be drawn, and why), or nothing.
    """

    plot: Any
    caption: str
    alt: str
    remark: str = ""


@dataclass(frozen=True)
class NoDrawing:
    """Why there is no figure: a French sentence that takes its place in the report; nothing where the text says it."""

    sentence: str


def write_drawing(
    folder: Path,
    name: str,
    outcome: Drawing | NoDrawing,
    words: Callable[[str], str] | None = None,
) -> None:
    """Write `<name>.svg`, `.png` and `.md` into `folder`, or the sentence alone; an older figure does not stay.

    The same outcome gives the same bytes: no date, no program name, no random id; text is drawn as paths, so that
    browsers and typst show the same letters. `words`: what becomes of every text, in the figure and around it (the
    blind mode names the groups otherwise); None leaves them.
    """
    words = words or str
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(outcome, NoDrawing):
        for suffix in ("svg", "png"):
            (folder / f"{name}.{suffix}").unlink(missing_ok=True)
        (folder / f"{name}.md").write_text(words(no_break(outcome.sentence)) + "\n", encoding="utf-8", newline="\n")
        return
    for suffix, content in _render(outcome.plot, words).items():
        (folder / f"{name}.{suffix}").write_bytes(content)
    (folder / f"{name}.md").write_text(words(snippet(name, outcome)), encoding="utf-8", newline="\n")


def snippet(name: str, drawing: Drawing) -> str:
    """Return the Markdown that shows the figure: caption, path without extension, cross-reference id, alt text."""
    alt = no_break(drawing.alt.replace("\\", "").replace('"', "”").replace("\n", " "))
    image = f'![{no_break(drawing.caption)}](figures/{name}){{#fig-{name} fig-alt="{alt}"}}\n'
    return f"{image}\n{no_break(drawing.remark)}\n" if drawing.remark else image


def _render(plot: Any, words: Callable[[str], str]) -> dict[str, bytes]:
    """Draw once: the picture is made from the vector file."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    settings: dict[str, Any] = {
        "svg.hashsalt": SALT,
        "svg.fonttype": "path",
        "font.family": [FAMILY],
        "figure.max_open_warning": 0,
    }
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # a matplotlibrc of the machine has no say
        rc: Any = matplotlib.rcParams
        rc.update(settings)
        register_font()
        figure = plot.draw()
        reletter(figure, words)
        try:
            svg = lean(_saved(figure))
        finally:
            pyplot.close(figure)
    return {"svg": svg.encode(), "png": picture(svg, DPI)}


def reletter(figure: Any, words: Callable[[str], str]) -> None:
    """Pass every text of a matplotlib figure through `words`: labels, titles, legends, and the axes' fixed marks."""
    from matplotlib.text import Text
    from matplotlib.ticker import FixedFormatter

    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        formatter = axis.get_major_formatter()
        if isinstance(formatter, FixedFormatter):
            axis.set_major_formatter(FixedFormatter([words(mark) for mark in formatter.seq]))
    for text in figure.findobj(Text):
        text.set_text(words(text.get_text()))


def _saved(figure: Any) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue().decode()
