"""The vector file: the same picture in fewer bytes, its words still there for who reads the file."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from pipeline.report.figures.vector import lean, picture

WRITTEN = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="36pt" height="18pt" viewBox="0 0 36 18" \
xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata><x>secret</x></metadata>
 <g id="figure_1">
  <g id="patch_1">
   <path d="M 0 18.0000001
L 36 18
L 36 0
L 0 0
z
" style="fill: #ffeedd"/>
  </g>
  <g id="xtick_1"/>
  <g id="text_1">
   <!-- Accompagnés -->
   <g transform="translate(4.125678 12) scale(0.1 -0.1)">
    <defs><path id="SourceSans3-Regular-1c" d="M 0 0
L 0 100
L 50 100
z
" transform="scale(0.5)"/></defs>
    <use xlink:href="#SourceSans3-Regular-1c"/>
    <use xlink:href="#SourceSans3-Regular-1c" transform="translate(80.249902 0)"/>
   </g>
  </g>
 </g>
</svg>
"""


def pixels(svg: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture(svg, 200))).convert("RGB"), dtype=int)


def test_the_picture_stays_in_fewer_bytes() -> None:
    light = lean(WRITTEN)
    assert np.abs(pixels(light) - pixels(WRITTEN)).max() <= 8
    assert len(np.unique(pixels(light))) > 3, "something is drawn"
    for word in ("DOCTYPE", "secret", "figure_1", "patch_1", "xtick_1", "SourceSans3"):
        assert word not in light
    assert '<use xlink:href="#R1c" x="80.25"/>' in light
    assert 'd="M0 18L36 18L36 0L0 0z"' in light
    assert "scale(0.1 -0.1)" in light
    assert len(light) < 0.75 * len(WRITTEN)


def test_a_real_figure_keeps_its_picture() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 1))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.2, 0.3, 0.7, 0.6))
    axes.plot([0, 1, 2], [0.1, 3e-7, -2], marker="o")
    axes.fill_between([0, 2], [0, 1], alpha=0.3)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg")
    svg = buffer.getvalue().decode()
    assert np.abs(pixels(lean(svg)) - pixels(svg)).mean() < 0.2
    assert len(lean(svg)) < 0.8 * len(svg)


def test_the_picture_says_its_resolution() -> None:
    image = Image.open(io.BytesIO(picture(WRITTEN, 200)))
    assert image.size == (100, 50)
    assert image.info["dpi"] == pytest.approx((200, 200), abs=0.01)


def test_a_figure_keeps_its_words_and_what_names_them() -> None:
    kept = lean(WRITTEN)
    assert "<!-- Accompagnés -->" in kept
    assert 'id="text_1"' in kept
