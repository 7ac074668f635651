"""What a screen reader is told of a PDF: its tagged elements, in the reading order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
from pypdf.generic import DictionaryObject, IndirectObject


def tags(pdf: pypdf.PdfReader, kind: str) -> list[Any]:
    """Return the elements of one `kind`: `/Figure`, `/TH`; `/H` for headings of every level."""
    root: Any = pdf.trailer["/Root"]
    every = _below(root["/StructTreeRoot"])
    return [e for e in every if e["/S"] == kind or (kind == "/H" and str(e["/S"])[2:].isdigit())]


def untold(path: Path) -> list[str]:
    """Return what a PDF does not tell: the standard that it follows, language, title, headings, a figure's words."""
    pdf = pypdf.PdfReader(path)
    root: Any = pdf.trailer["/Root"]
    told = {
        "PDF/UA-1": b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data(),
        "language": str(root.get("/Lang", "")).startswith("fr"),
        "title": bool(pdf.metadata and pdf.metadata.title) and bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
        "outline": len(pdf.outline) > 0,
        "headings": len(tags(pdf, "/H")) > 0,
        "words of each figure": all(str(e.get("/Alt", "")).strip() for e in tags(pdf, "/Figure")),
    }
    return [name for name, there in told.items() if not there]


def _below(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, DictionaryObject) and "/S" in node:
        yield node
    children = node.get("/K") if isinstance(node, DictionaryObject) else node
    for child in children if isinstance(children, list) else [children]:
        if isinstance(child, (DictionaryObject, IndirectObject)):
            yield from _below(child)
