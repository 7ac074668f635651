"""A document that a program says it wrote: is it one, whole, and without a reference that leads nowhere?"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import RenderError

TARGETS = {"html": ".html", "typst": ".pdf", "docx": ".docx"}  # a format as Quarto calls it, and the file that it is

_LEAST = 1_000  # bytes: the emptiest document of each kind is larger
_HOLE = re.compile(r"\?@(?:fig|tbl|sec)-[\w-]+|\?var:[\w.-]+")
_MARKUP = re.compile(r"<style\b.*?</style>|<script\b.*?</script>|<[^>]*>", re.DOTALL)


def document_files(names: Iterable[str]) -> tuple[str, ...]:
    """The files of named documents: « rapport.html », « rapport.pdf », « rapport.docx » for « rapport »."""
    return tuple(f"{name}{suffix}" for name in names for suffix in TARGETS.values())


def check_document(path: Path) -> None:
    """Raise `RenderError` unless `path` is an HTML page, a PDF or a DOCX, by its size and first and last bytes, whose
    text shows no unresolved reference or variable (HTML and DOCX; a PDF's text is compressed).
    """
    content = path.read_bytes()
    if len(content) < _LEAST:
        raise RenderError(f"{path.name} ne compte que {len(content)} octets : ce n’est pas un document entier.")
    if path.suffix == ".pdf":
        whole, text = content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:], ""
    elif path.suffix == ".docx":
        text = _word_text(path)
        whole = bool(text)
    else:
        text = content.decode("utf-8", errors="replace")
        whole = text.lstrip().lower().startswith("<!doctype html") and text.rstrip().lower().endswith("</html>")
    if not whole:
        raise RenderError(f"{path.name} n’est pas un document entier : son début ou sa fin manque.")
    holes = sorted(set(_HOLE.findall(_MARKUP.sub("", text))))
    if holes:
        raise RenderError(f"{path.name} montre ce qui n’a pas été trouvé : {', '.join(holes)}.")


def _word_text(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read("word/document.xml").decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, KeyError):
        return ""
