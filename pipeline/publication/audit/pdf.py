"""Words of a PDF: pages without page numbers, contents and heading numbers; properties, alternative texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.publication.audit.passages import DocumentReading, Passage

_NUMBERED = re.compile(r"^(?P<number>\d+(?:\.\d+)*)\.?\s+(?P<title>\S.*)$")
_LEADERS = re.compile(r"[\s.·]*(?:\.\s?){2,}\s*(?P<page>\d+)?\s*$")
_PAGE = re.compile(r"(?:page\s*)?(?P<page>\d+)(?:\s*(?:/|sur)\s*(?P<pages>\d+))?\s*$", re.IGNORECASE)
_DATES = frozenset({"/CreationDate", "/ModDate"})
_XMP_DATES = re.compile(
    r"<(?P<tag>[\w:]*(?:Date|DocumentID|InstanceID|VersionID|PDFVersion|NPages|part|rev|conformance))>[^<]*</(?P=tag)>"
)
_LONG_ENOUGH = 8  # letters of a heading that its first line must have to be known by


def read_pdf(path: Path) -> DocumentReading:
    """Return what the document says, page by page; its vector drawings are those of the HTML, audited there.

    Raises `UsageError` when the file is no PDF that can be read.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        document = PdfReader(path)
        titles = tuple(_titles(document.outline))
        passages = [
            Passage(str(path), f"page {at + 1}", _body(page.extract_text(), at, document, titles), lines=True)
            for at, page in enumerate(document.pages)
        ]
        passages += _properties(path, document)
        passages += _said_elsewhere(path, document, titles)
        hidden = tuple(("pièce jointe", name) for name in document.attachments)
    except (PyPdfError, OSError, ValueError, KeyError) as error:
        raise UsageError(f"« {path} » : ce PDF ne se lit pas ({type(error).__name__}). Le refaire.") from None
    return DocumentReading(tuple(p for p in passages if p.text.strip()), (), hidden)


def _titles(outline: list[Any]) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _titles(entry)
        else:
            found = _NUMBERED.match(str(entry.title).strip())
            yield " ".join((found["title"] if found else str(entry.title)).split())


def _body(text: str, at: int, document: Any, titles: tuple[str, ...]) -> str:
    lines = text.splitlines()
    edge = {0, 1, len(lines) - 1, len(lines) - 2}
    return "\n".join(
        _without_page(_without_numbering(line, titles), at, document) if i in edge else _without_numbering(line, titles)
        for i, line in enumerate(lines)
    )


def _without_numbering(line: str, titles: tuple[str, ...]) -> str:
    """A heading, or its line in the contents, loses its number (and the page): only where the bookmarks have it."""
    found = _NUMBERED.match(line.strip())
    if not found:
        return line
    words = " ".join(_LEADERS.sub("", found["title"]).split())
    whole = any(title == words or (len(words) >= _LONG_ENOUGH and title.startswith(words)) for title in titles)
    return words if whole else line


def _without_page(line: str, at: int, document: Any) -> str:
    found = _PAGE.search(line)
    if found is None:
        return line
    label, pages = document.page_labels[at], len(document.pages)
    is_page = found["page"] in {label, str(at + 1), str(at)} and found["pages"] in {None, str(pages), str(pages - 1)}
    return line[: found.start()] if is_page else line


def _properties(path: Path, document: Any) -> Iterator[Passage]:
    for name, value in (document.metadata or {}).items():
        if name not in _DATES:
            yield Passage(str(path), f"propriété {name}", str(value))
    root = document.trailer["/Root"]
    if "/Metadata" in root:
        text = root["/Metadata"].get_object().get_data().decode("utf-8", errors="replace")
        yield Passage(str(path), "propriétés XMP", re.sub(r"<[^>]*>", " ", _XMP_DATES.sub(" ", text)))


def _without_link(text: str, titles: tuple[str, ...]) -> str:
    """A link says where it leads, « 4.1 « Titre » page 6 »: the number of a title that the bookmarks have goes."""
    found = _NUMBERED.match(text.strip())
    words = re.sub(r"[\u00a0\u202f]", " ", found["title"]) if found else ""
    return words if any(f"« {title} »" in words for title in titles) else text


def _said_elsewhere(path: Path, document: Any, titles: tuple[str, ...]) -> Iterator[Passage]:
    """Alternative texts, replacement texts and annotations: objects of their own, wherever they hang."""
    from pypdf.generic import DictionaryObject

    for number in range(1, int(document.trailer.get("/Size", 1))):
        found = document.get_object(number)
        if not isinstance(found, DictionaryObject):
            continue
        for name in ("/Alt", "/ActualText", "/Contents", "/TU", "/T"):
            value = found.get(name)
            if isinstance(value, str):
                yield Passage(str(path), f"objet {number}, {name[1:]}", _without_link(value, titles))
