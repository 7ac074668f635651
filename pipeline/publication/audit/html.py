"""Words of an HTML page: blocks, cells with their headings, attributes, comments, scripts; vector figures apart."""

from __future__ import annotations

import base64
import binascii
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from pipeline.publication.audit.passages import DocumentReading, Passage
from pipeline.publication.audit.places import pseudonyms

_INLINE = re.compile(r"<svg\b.*?</svg>", re.DOTALL | re.IGNORECASE)
_EMBEDDED = re.compile(r"data:image/svg\+xml(?P<form>[^,\"']*),(?P<body>[^\"']*)")
_ANY_DATA = re.compile(r"data:[\w/+.-]+(?:;[\w=-]+)*,[^\"')\s]*")
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html",
    "legend", "li", "main", "nav", "ol", "p", "pre", "script", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "title", "tr", "ul", "option", "output",
))  # fmt: skip
_HEADINGS = frozenset(f"h{i}" for i in range(1, 7))
_SILENT = frozenset({"style"})
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
))  # fmt: skip
# Attributes that a reader, a machine or a screen reader hears; the others (sizes, links, classes) are structure.
_SPOKEN = frozenset((
    "alt", "title", "aria-label", "aria-description", "aria-valuetext", "aria-valuenow", "content", "label",
    "placeholder", "summary", "value", "datetime", "max", "min", "cite", "abbr",
))  # fmt: skip
_NAMED = frozenset({"id", "class", "href", "name", "src", "for", "headers", "srcset", "action"})
_NUMBERING = frozenset({"header-section-number", "toc-section-number", "footnote-ref", "footnote-back"})
_SECTION = re.compile(r"^\d+(\.\d+)*$")
_LENGTH = re.compile(r"(?:width|height|left|top|right|bottom|flex-basis|--[\w-]+)\s*:\s*([^;]*)")
_SIZED = frozenset({"col", "colgroup", "th", "td", "table", "img"})


def read_html(path: Path, text: str) -> DocumentReading:
    """Return what the page `text` says; a figure inside it is found in `figures`, as the source of its SVG."""
    figures: list[tuple[str, str]] = []

    def inline(found: re.Match[str]) -> str:
        figures.append((f"figure {len(figures) + 1}", found[0]))
        return " "

    def embedded(found: re.Match[str]) -> str:
        figures.append((f"figure {len(figures) + 1}", _decoded(found["form"], found["body"])))
        return ""

    # What is carried in an address first: it may hold an SVG as it stands.
    bare = _ANY_DATA.sub("", _INLINE.sub(inline, _EMBEDDED.sub(embedded, text)))
    reader = _Reader(str(path))
    reader.feed(bare)
    reader.close()
    reader.flush()
    return DocumentReading(tuple(reader.passages), tuple(figures))


def _decoded(form: str, body: str) -> str:
    if "base64" not in form:
        return unquote(body)
    try:
        return base64.b64decode(body, validate=False).decode("utf-8", errors="replace")
    except binascii.Error:
        return ""


def _span(given: dict[str, str], name: str) -> int:
    return min(int(given[name]), 1000) if given.get(name, "").isdecimal() and int(given[name]) > 0 else 1


class _Reader(HTMLParser):
    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file, self.passages = file, list[Passage]()
        self._words: list[str] = []
        self._under = ""  # the last heading
        self._open: list[tuple[str, bool]] = []  # tag, and whether what is inside is structure
        self._heads: list[str] = []  # of the columns of the table in hand
        self._row: list[tuple[bool, str]] = []  # heading or not, words
        self._cell: str | None = None
        self._size = (1, 1)  # rows and columns that the cell in hand takes
        self._carried: dict[int, tuple[int, tuple[bool, str]]] = {}  # column → rows still to come, the cell above
        self._caption = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.flush()
        given = {name: value or "" for name, value in attrs}
        self._spoken(tag, given)
        if tag == "br":
            self._words.append(" ")
        if tag in _VOID:
            return
        self._open.append((tag, tag in _SILENT or bool(_NUMBERING & set(given.get("class", "").split()))))
        if tag == "table":
            self._heads, self._caption = [], ""
            self._carried = {}
        elif tag == "tr":
            self._row = []
            self._carry()
        elif tag in {"td", "th"}:
            self._cell = tag
            self._size = _span(given, "rowspan"), _span(given, "colspan")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush(tag)
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass
        if tag in {"td", "th"}:
            self._cell = None
        elif tag == "tr" and self._row and all(heading for heading, _ in self._row):
            self._heads = [words for _, words in self._row]

    def handle_data(self, data: str) -> None:
        if not any(structure for _, structure in self._open):
            self._words.append(data)

    def handle_comment(self, data: str) -> None:
        self._say(data, "commentaire")

    def flush(self, closing: str = "") -> None:
        """What was heard since the last block becomes a passage, with the headings of its row and column."""
        words = " ".join("".join(self._words).split())
        self._words.clear()
        if self._cell is not None and (words or closing in {"td", "th"}):
            column = self._heads[len(self._row)] if len(self._row) < len(self._heads) else ""
            first = self._row[0][1] if self._row else ""
            self._say(words, "tableau", f"{self._caption} {first} {column}".strip())
            if closing in {"td", "th"}:
                self._placed((self._cell == "th", words))
            return
        if closing in _HEADINGS:
            self._under = words
        elif closing == "caption":
            self._caption = words
        self._say(words, "")

    def _placed(self, cell: tuple[bool, str]) -> None:
        """Put a cell where it stands, in this row and in those that it goes down to."""
        rows, columns = self._size
        for _ in range(columns):
            if rows > 1:
                self._carried[len(self._row)] = rows - 1, cell
            self._row.append(cell)
        self._carry()

    def _carry(self) -> None:
        """Take up, at this place of the row, the cells that come down from the rows above."""
        while len(self._row) in self._carried:
            place = len(self._row)
            left, cell = self._carried.pop(place)
            self._row.append(cell)
            if left > 1:
                self._carried[place] = left - 1, cell

    def _spoken(self, tag: str, given: dict[str, str]) -> None:
        if tag == "meta" and (given.get("name") == "viewport" or "http-equiv" in given):
            return
        for name, value in given.items():
            if name == "data-number" and _SECTION.match(value):
                continue  # pandoc's numbering of headings
            if name in _SPOKEN or name.startswith("data-") or (name in _NAMED and pseudonyms(value)):
                self._say(value, f"attribut {name}")
            elif name == "style" and tag not in _SIZED:
                self._say(" ; ".join(_LENGTH.findall(value)), "attribut style")

    def _say(self, words: str, kind: str, context: str = "") -> None:
        if words.strip():
            place = ", ".join(
                part for part in (f"ligne {self.getpos()[0]}", f"« {self._under} »", kind) if part.strip("« »")
            )
            self.passages.append(Passage(self.file, place, words, context))
