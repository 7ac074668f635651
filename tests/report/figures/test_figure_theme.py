"""The theme: groups told apart without colour, French numbers, round axes, the font that the package carries."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.report.figures.theme import (
    CAUSE_FILLS,
    COUNT_FILLS,
    FAMILY,
    GROUP_COLOURS,
    GROUP_LINES,
    GROUP_MARKS,
    INK,
    PAPER,
    PLANNED_FILL,
    SOFT,
    axis_breaks,
    euro_labels,
    number_labels,
    percent_labels,
    register_font,
)
from pipeline.report.rendering.fonts import font_files


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.1, 0 black to 1 white."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_groups_differ_in_grey_in_line_and_in_mark() -> None:
    accompanied, control = GROUP_COLOURS.values()
    assert contrast(accompanied, control) > 2
    assert len(set(GROUP_LINES.values())) == len(set(GROUP_MARKS.values())) == 2
    for colour in GROUP_COLOURS.values():
        assert contrast(colour, PAPER) >= 3  # WCAG 2.1, 1.4.11: graphical objects
        assert contrast(colour, PAPER) >= 4.5  # 1.4.3: their names on white, white words on them
    for colour in (INK, SOFT):
        assert contrast(colour, PAPER) >= 4.5


def test_causes_differ_in_grey() -> None:
    fills = list(CAUSE_FILLS.values())
    assert min(contrast(a, b) for a, b in pairwise(fills)) > 2


def test_what_was_planned_and_what_was_done_differ_in_grey() -> None:
    for done in (GROUP_COLOURS["accompagne"], INK):
        assert contrast(PLANNED_FILL, done) > 3


def test_counts_on_a_map_differ_in_grey_and_their_words_are_read() -> None:
    assert min(contrast(more, less) for more, less in pairwise(COUNT_FILLS)) > 1.5
    for fill, ink in zip(COUNT_FILLS, (PAPER, PAPER, INK, INK), strict=True):
        assert contrast(fill, ink) >= 4.5


def test_numbers_are_written_in_french() -> None:
    assert number_labels([-0.5, 0.0, 0.5]) == ["−0,5", "0", "0,5"]
    assert number_labels([1000.0, 2000.0]) == ["1\u202f000", "2\u202f000"]
    assert euro_labels([-500.0, 1500.0]) == ["−500\u00a0€", "1\u202f500\u00a0€"]
    assert percent_labels([0.0, 0.025]) == ["0,0\u202f%", "2,5\u202f%"]


@pytest.mark.parametrize(
    ("low", "high"), [(0.0, 1.0), (-312.4, 5210.0), (0.0, 0.0), (7.0, 7.0), (-1e7, 3e9), (0, 0.004)]
)
def test_axis_encloses_the_values_in_even_steps(low: float, high: float) -> None:
    breaks = axis_breaks(low, high)
    assert breaks[0] <= low
    assert breaks[-1] >= high
    steps = [b - a for a, b in pairwise(breaks)]
    assert max(steps) == pytest.approx(min(steps))
    assert 2 <= len(breaks) <= 9


def test_the_font_is_the_file_of_the_package() -> None:
    from matplotlib import font_manager

    register_font()
    register_font()
    for weight, path in ((400, font_files()[0]), (700, font_files()[2])):
        found = font_manager.findfont(
            font_manager.FontProperties(family=FAMILY, weight=weight), fallback_to_default=False
        )
        assert found == str(path)
    assert sum(e.name == FAMILY for e in font_manager.fontManager.ttflist) == len(font_files())
