"""Words of a DOCX, and of the parts that a DOCX and an XLSX share: properties, comments, drawings, media."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from pipeline.errors import UsageError
from pipeline.publication.audit.passages import DocumentReading, Passage

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Parts that say how a document looks, not what it says.
_LOOKS = re.compile(
    r"(\.rels|\[Content_Types\]\.xml|/(styles|settings|fontTable|numbering|webSettings|theme\d*|tableStyles)\.xml)$"
)
_MADE = frozenset((
    "created", "modified", "revision", "Pages", "Words", "Characters", "CharactersWithSpaces", "Lines",
    "Paragraphs", "TotalTime", "AppVersion", "DocSecurity", "lastPrinted", "i4",
))  # fmt: skip
_FIELDS = re.compile(r"^\s*(?P<name>PAGE|NUMPAGES|PAGEREF|SEQ|REF|SECTIONPAGES|TOC|HYPERLINK|STYLEREF)\b")
_PLACEHOLDER = re.compile(r"^(Figure|Tableau|Section|Annexe)?\s*\d+(\.\d+)*$")
_DRAWN_NAME = re.compile(r"^(Picture|Image|Graphi\w+|Shape|Forme)\s*\d*$")
_NUMBERING = re.compile(r"^\d+(\.\d+)*\.?$")
_CONTENTS = re.compile(r"^\s*(?:\d+(?:\.\d+)*\s+)?(.*?)(?:\s+\d+)?\s*$")
_READ_BY_PART = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes|comments\w*)\.xml$")
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif"})


def read_docx(path: Path) -> DocumentReading:
    """Return what the document says: paragraphs and cells, notes, headers, comments, properties, drawings' texts."""
    passages: list[Passage] = []
    hidden: list[tuple[str, str]] = []
    for name, data in parts(path):
        if _READ_BY_PART.match(name):
            root = _parsed(path, name, data)
            passages += _words(str(path), name, root)
            if next(root.iter(_W + "vanish"), None) is not None:
                hidden.append((name, "texte masqué"))
            if next(root.iter(_W + "delText"), None) is not None:
                hidden.append((name, "texte supprimé, encore lisible"))
            if name.startswith("word/comments") and any(p.file and p.place.startswith(name) for p in passages):
                hidden.append((name, "commentaires"))
        elif name == "word/settings.xml" and b"docVar " in data:
            hidden.append((name, "variables de document"))
    shared, figures, more = read_package(path, but=_READ_BY_PART)
    return DocumentReading((*passages, *shared), figures, (*hidden, *more))


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each part of an Office file. Raises `UsageError` when it is none."""
    try:
        with ZipFile(path) as package:
            for name in sorted(package.namelist()):
                yield name, package.read(name)
    except (BadZipFile, OSError, zlib.error):
        raise UsageError(f"« {path} » : ce fichier Office ne se lit pas. Le refaire.") from None


def read_package(
    path: Path, but: re.Pattern[str]
) -> tuple[list[Passage], tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Return passages, vector figures and hidden things of all parts but those that `but` matches and mere looks."""
    passages: list[Passage] = []
    figures: list[tuple[str, str]] = []
    hidden: list[tuple[str, str]] = []
    for name, data in parts(path):
        suffix = Path(name).suffix.lower()
        if but.match(name) or _LOOKS.search(name) or name.endswith("/"):
            continue
        if suffix == ".svg":
            figures.append((name, data.decode("utf-8", errors="replace")))
        elif suffix in _PICTURES:
            passages += [Passage(str(path), f"{name}, texte de l’image", words) for words in picture_texts(data)]
        elif suffix in {".xml", ".vml"}:
            passages += _any_words(str(path), name, _parsed(path, name, data))
            if name.startswith("customXml/"):
                hidden.append((name, "données XML"))
        else:
            hidden.append((name, "objet incorporé"))
    return passages, tuple(figures), tuple(hidden)


def picture_texts(data: bytes) -> Iterator[str]:
    """Yield the texts that a PNG carries beside its pixels, but the name of the program that drew it."""
    at = 8
    while data[:8] == b"\x89PNG\r\n\x1a\n" and at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind in {b"tEXt", b"iTXt", b"zTXt"} and not data[at + 8 :].startswith(b"Software"):
            yield data[at + 8 : at + 8 + length].replace(b"\0", b" ").decode("utf-8", errors="replace")
        at += 12 + length


def _parsed(path: Path, name: str, data: bytes) -> ET.Element:
    try:
        return ET.fromstring(data)
    except ET.ParseError:
        raise UsageError(f"« {path} », {name} : ce XML ne se lit pas. Refaire le document.") from None


def _any_words(file: str, part: str, root: ET.Element) -> Iterator[Passage]:
    for node in root.iter():
        tag = node.tag.rpartition("}")[2]
        if tag not in _MADE and node.text and node.text.strip():
            yield Passage(file, f"{part}, {tag}", node.text.strip())
        yield from _drawing(file, part, node)
        if part.startswith("docProps/") and "name" in node.attrib:
            yield Passage(file, f"{part}, {tag}", node.attrib["name"])


def _drawing(file: str, part: str, node: ET.Element) -> Iterator[Passage]:
    if not node.tag.endswith("}docPr") and not node.tag.endswith("}cNvPr"):
        return
    for name in ("descr", "title", "name"):
        value = node.attrib.get(name, "")
        if value and not _DRAWN_NAME.match(value):
            yield Passage(file, f"{part}, texte de remplacement", value)


def _words(file: str, part: str, root: ET.Element) -> Iterator[Passage]:
    in_cells: set[ET.Element] = set()
    under, at = "", 0
    for table in root.iter(_W + "tbl"):
        heads: list[str] = []
        for row in table.iter(_W + "tr"):
            cells = row.findall(_W + "tc")
            words = [" ".join(_paragraph(p) for p in cell.iter(_W + "p")).strip() for cell in cells]
            for column, (cell, text) in enumerate(zip(cells, words, strict=True)):
                in_cells.update(cell.iter(_W + "p"))
                head = heads[column] if column < len(heads) else ""
                if text:
                    yield Passage(file, f"{part}, tableau, colonne {column + 1}", text, f"{words[0]} {head}".strip())
            heads = heads or words
    for node in root.iter():
        if node.tag == _W + "p" and node not in in_cells:
            at += 1
            text = _paragraph(node)
            style = node.find(f"{_W}pPr/{_W}pStyle")
            name = style.get(_W + "val", "") if style is not None else ""
            if name.startswith(("Heading", "Titre")):
                under = text
            elif name.startswith(("TOC", "TM")):
                text = _CONTENTS.sub(r"\1", text)
            if text.strip():
                yield Passage(file, f"{part}, paragraphe {at}" + (f", « {under} »" if under else ""), text)
        yield from _drawing(file, part, node)


def _paragraph(node: ET.Element) -> str:
    """The paragraph's words, without what a field or a heading's numbering counts by itself."""
    words: list[str] = []
    fields: list[list[str]] = []  # code, then words of the result
    for run in node.iter():
        if run.tag == _W + "fldChar":
            kind = run.get(_W + "fldCharType")
            if kind == "begin":
                fields.append(["", ""])
            elif kind == "end" and fields:
                (
                    fields[-2].__setitem__(1, fields[-2][1] + _kept(fields[-1]))
                    if len(fields) > 1
                    else words.append(_kept(fields[-1]))
                )
                fields.pop()
        elif run.tag == _W + "instrText" and fields:
            fields[-1][0] += run.text or ""
        elif run.tag in {_W + "t", _W + "delText", _W + "tab", _W + "br"}:
            text = (run.text or "") if run.tag.endswith(("t", "Text")) else " "
            if fields:
                fields[-1][1] += text
            else:
                words.append(text)
    words += [_kept(field) for field in fields]  # a table of contents ends in another paragraph
    return _without_number(node, "".join(words))


def _kept(field: list[str]) -> str:
    code, result = field
    known = _FIELDS.match(code)
    if known is None:
        return f" {code} {result} "
    counted = known["name"] not in {"TOC", "HYPERLINK", "STYLEREF"} and _PLACEHOLDER.match(result.strip())
    return "" if counted else result


def _without_number(node: ET.Element, words: str) -> str:
    for run in node.iter(_W + "r"):
        style = run.find(f"{_W}rPr/{_W}rStyle")
        if style is not None and style.get(_W + "val") == "SectionNumber":
            number = "".join(t.text or "" for t in run.iter(_W + "t")).strip()
            if _NUMBERING.match(number):
                return words.replace(number, "", 1)
    return words
