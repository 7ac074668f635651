"""A vector figure taken apart: its words with their places, its drawn marks, its notes; coordinates of the page."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TRANSFORM = re.compile(r"(\w+)\s*\(([^)]*)\)")
_STEP = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)")
_TAKEN = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7}
_NOT_DRAWN = frozenset({"defs", "clipPath", "symbol", "marker", "pattern", "mask", "metadata", "style"})
_ONE_LETTER = 50.0  # of the hundredth of the size in which outlined letters are placed
_DECOR = re.compile(r"\b(legende|legend|fond|background)\b")
_DRAWN = frozenset({"path", "use", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text"})
_PLACED = (
    "d", "x", "y", "width", "height", "cx", "cy", "r", "x1", "y1", "x2", "y2", "points", "transform",
)  # fmt: skip
_TICKS = re.compile(r"^[xy]tick_")


@dataclass(frozen=True)
class DrawnWord:
    """A text of the figure at (x, y): its middle where it can be known, else where it begins."""

    text: str
    x: float
    y: float
    tick: bool = False


@dataclass(frozen=True)
class DrawnMark:
    """One thing drawn: its corner points; `kind`: its tag."""

    kind: str
    points: tuple[tuple[float, float], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        xs, ys = zip(*self.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True)
class DrawnPanel:
    """One system of axes."""

    words: tuple[DrawnWord, ...]
    marks: tuple[DrawnMark, ...]


@dataclass(frozen=True)
class Figure:
    """`notes`: title, description, metadata, comments."""

    panels: tuple[DrawnPanel, ...]
    notes: tuple[str, ...]

    @property
    def words(self) -> tuple[DrawnWord, ...]:
        """All texts, of all panels."""
        return tuple(word for panel in self.panels for word in panel.words)


def read_svg(source: str) -> Figure | None:
    """Return the parts of one figure; None when its XML cannot be read.

    A group whose id begins with `axes_` is a panel of its own; what is outside any is one panel more.
    """
    parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))
    try:
        root = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", source.strip()), parser=parser)
    except ET.ParseError:
        return None
    reader = _Reader()
    reader.walk(root, _SAME, "figure", tick=False)
    panels = tuple(
        DrawnPanel(tuple(w for p, w in reader.words if p == name), tuple(m for p, m in reader.marks if p == name))
        for name in dict.fromkeys([p for p, _ in reader.words] + [p for p, _ in reader.marks])
    )
    return Figure(panels, tuple(reader.notes))


def drawing(source: str) -> str:
    """Return what tells one drawing from another, whatever is written between its marks: shapes, letters, places."""
    try:
        root = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", source.strip()))
    except ET.ParseError:
        return source
    parts = []
    for node in root.iter():
        if _tag(node) in _DRAWN:
            reference = next((value for name, value in node.attrib.items() if name.endswith("href")), "")
            placed = (node.get(name, "") for name in _PLACED)
            parts.append(" ".join((_tag(node), reference, *placed, "".join(node.itertext()))).split())
    return hashlib.sha256(repr(parts).encode()).hexdigest()


class _Reader:
    def __init__(self) -> None:
        self.words: list[tuple[str, DrawnWord]] = []
        self.marks: list[tuple[str, DrawnMark]] = []
        self.notes: list[str] = []

    def walk(self, node: ET.Element, at: Matrix, panel: str, tick: bool) -> None:
        tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if not tag:
            self.notes.append(node.text or "")
            return
        name = node.get("id", "")
        at = _times(at, _matrix(node.get("transform", "")))
        panel = name if name.startswith("axes_") else panel
        tick = tick or bool(_TICKS.match(name)) or "graduation" in node.get("class", "")
        if tag in {"title", "desc"} or (tag == "metadata"):
            self.notes.append(" ".join(node.itertext()))
            return
        for label in ("aria-label", "aria-description"):
            if node.get(label):
                self.notes.append(node.get(label, ""))
        if tag in _NOT_DRAWN or _DECOR.search(node.get("class", "")):
            self.notes += [" ".join(n.itertext()) for n in node.iter() if _tag(n) in {"title", "desc", "text"}]
            return
        if tag == "text":
            self._text(node, at, panel, tick)
            return
        written = next((c for c in node if not isinstance(c.tag, str)), None) if name.startswith("text_") else None
        if written is not None:  # letters drawn as outlines: the comment says which
            group = next((c for c in node if _tag(c) == "g"), node)
            x, y = _apply(_times(at, _matrix(group.get("transform", ""))), _half_width(group), 0.0)
            self.words.append((panel, DrawnWord((written.text or "").strip(), x, y, tick)))
            return
        points = tuple(_apply(at, x, y) for x, y in _points(tag, node))
        if points:
            self.marks.append((panel, DrawnMark(tag, points)))
        for child in node:
            self.walk(child, at, panel, tick)

    def _text(self, node: ET.Element, at: Matrix, panel: str, tick: bool) -> None:
        parts = [n for n in node.iter() if _tag(n) == "tspan"] or [node]
        x, y = _apply(at, _float(node, "x", parts[0]), _float(node, "y", parts[0]))
        words = " ".join(" ".join(node.itertext()).split())
        if words:
            self.words.append((panel, DrawnWord(words, x, y, tick)))
        self.notes += [n.text or "" for n in node.iter() if not isinstance(n.tag, str)]


def _half_width(letters: ET.Element) -> float:
    """Half the width of outlined letters, from where the last one stands: a label is centred on its tick."""
    starts = [_matrix(n.get("transform", ""))[4] + _float(n, "x") for n in letters.iter() if _tag(n) == "use"]
    return (max(starts) + max(starts) / max(1, len(starts) - 1)) / 2 if len(starts) > 1 else _ONE_LETTER / 2


def _tag(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _float(node: ET.Element, name: str, other: ET.Element | None = None) -> float:
    found = _NUMBER.search(node.get(name) or (other.get(name, "") if other is not None else "") or "")
    return float(found[0]) if found else 0.0


def _points(tag: str, node: ET.Element) -> Iterator[tuple[float, float]]:
    if tag == "rect":
        x, y = _float(node, "x"), _float(node, "y")
        yield x, y
        yield x + _float(node, "width"), y + _float(node, "height")
    elif tag in {"circle", "ellipse"}:
        yield _float(node, "cx"), _float(node, "cy")
    elif tag == "use":
        yield _float(node, "x"), _float(node, "y")
    elif tag == "line":
        yield _float(node, "x1"), _float(node, "y1")
        yield _float(node, "x2"), _float(node, "y2")
    elif tag in {"polyline", "polygon"}:
        numbers = [float(n) for n in _NUMBER.findall(node.get("points", ""))]
        yield from zip(numbers[::2], numbers[1::2], strict=False)
    elif tag == "path":
        yield from _path(node.get("d", ""))


def _path(steps: str) -> Iterator[tuple[float, float]]:
    """End points of each step of a path; control points are not data."""
    x = y = start_x = start_y = 0.0
    for letter, arguments in _STEP.findall(steps):
        numbers = [float(n) for n in _NUMBER.findall(arguments)]
        kind, relative = letter.upper(), letter.islower()
        if kind == "Z":
            x, y = start_x, start_y
            continue
        taken = _TAKEN[kind]
        for i in range(0, len(numbers) - taken + 1, taken):
            end = numbers[i : i + taken]
            if kind == "H":
                x = x + end[0] if relative else end[0]
            elif kind == "V":
                y = y + end[0] if relative else end[0]
            else:
                x, y = (x + end[-2], y + end[-1]) if relative else (end[-2], end[-1])
            if kind == "M" and i == 0:
                start_x, start_y = x, y
            yield x, y


def _matrix(text: str) -> Matrix:
    result = _SAME
    for name, arguments in _TRANSFORM.findall(text):
        n = [float(v) for v in _NUMBER.findall(arguments)]
        step = _SAME
        if name == "translate":
            step = (1.0, 0.0, 0.0, 1.0, n[0], n[1] if len(n) > 1 else 0.0)
        elif name == "scale":
            step = (n[0], 0.0, 0.0, n[1] if len(n) > 1 else n[0], 0.0, 0.0)
        elif name == "matrix" and len(n) == 6:
            step = (n[0], n[1], n[2], n[3], n[4], n[5])
        elif name == "rotate":
            c, s = math.cos(math.radians(n[0])), math.sin(math.radians(n[0]))
            step = (c, s, -s, c, 0.0, 0.0)
        result = _times(result, step)
    return result


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[2] * b[1], a[1] * b[0] + a[3] * b[1],
        a[0] * b[2] + a[2] * b[3], a[1] * b[2] + a[3] * b[3],
        a[0] * b[4] + a[2] * b[5] + a[4], a[1] * b[4] + a[3] * b[5] + a[5],
    )  # fmt: skip


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
