"""The words of a figure's vector file: what each line says, where it stands, how large it is, what cuts it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pipeline.report.figures.lettering import width

_SHEET = re.compile(r'<svg [^>]*width="([\d.]+)pt" height="([\d.]+)pt"')
_LINE = re.compile(
    r'(?:<g clip-path="url\(#(\w+)\)">)?<!-- ([^<]*?) --><g(?: style="fill: (#\w{6})[^"]*")?'
    r' transform="translate\((-?[\d.]+) (-?[\d.]+)\)( rotate\([^)]*\))? scale\(([\d.]+) -[\d.]+\)">(.*?)</g>',
    re.DOTALL,
)
_CLIP = re.compile(r'<clipPath id="(\w+)"><rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"')
CAPITALS, TAILS = 0.66, 0.12  # of the size: above the line, and below it (tails of letters may touch)
POINT = 72  # in an inch


@dataclass(frozen=True)
class Box:
    """A rectangle of the sheet, in points from its top left."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: Box, slack: float = 0.75) -> bool:
        return (
            self.left - slack <= other.left
            and other.right <= self.right + slack
            and self.top - slack <= other.top
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True)
class Line:
    """A line of words as it is drawn; `size` in points; `clip`: what it is cut by, if anything."""

    text: str
    size: float
    colour: str
    box: Box
    clip: Box | None


@dataclass(frozen=True)
class FigureWords:
    """All lines of words of a vector file, and its sheet."""

    name: str
    sheet: Box
    lines: Sequence[Line]

    def faults(self) -> Iterator[str]:
        """What a reader would trip on: words on words, words that leave the sheet, words that a frame cuts."""
        for line in self.lines:
            if not self.sheet.holds(line.box):
                yield f"{self.name}: « {line.text} » leaves the sheet"
            if line.clip is not None and not line.clip.holds(line.box):
                yield f"{self.name}: « {line.text} » is cut"
        for one, other in combinations(self.lines, 2):
            if one.box.meets(other.box):
                yield f"{self.name}: « {one.text} » on « {other.text} »"


def figure_words(path: Path) -> FigureWords:
    """Read the words of a file that `figures.vector` made lean: matplotlib writes each line beside its outlines."""
    svg = path.read_text(encoding="utf-8")
    sheet = _SHEET.search(svg)
    assert sheet is not None, path
    clips = {m[1]: _box(*(float(n) for n in m.groups()[1:])) for m in _CLIP.finditer(svg)}
    lines = [_line(m, clips) for m in _LINE.finditer(svg)]
    assert len(lines) == svg.count("<!--"), f"{path.name}: lines of words that this reader does not know"
    return FigureWords(path.stem, _box(0.0, 0.0, float(sheet[1]), float(sheet[2])), lines)


def _line(found: re.Match[str], clips: dict[str, Box]) -> Line:
    clip, text, colour, x, y, turned, scale, glyphs = found.groups()
    assert turned is None, f"« {text} » is not level"
    size, left, base = 100 * float(scale), float(x), float(y)
    wide = POINT * width(text, size, bold='href="#B' in glyphs)
    box = Box(left, base - CAPITALS * size, left + wide, base + TAILS * size)
    return Line(text, size, colour or "#000000", box, clips.get(clip or ""))


def _box(x: float, y: float, wide: float, high: float) -> Box:
    return Box(x, y, x + wide, y + high)
