"""The Word model that pandoc takes styles, page, header and footer from: built from the XML parts in `assets/docx`."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/header1.xml": "header1.xml",
    "word/footer1.xml": "footer1.xml",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip archive can hold


def word_reference(*, header: str, banner: str, footer: str, mention: str, cover: bool = True) -> bytes:
    """Return a DOCX whose header says `header` and (right) `banner`; its footer `footer`, `mention` and the page.

    `banner` and `mention` are in red. `cover`: the title has a page of its own, and room there.
    """
    folder = Path(__file__).resolve().parent / "assets" / "docx"
    room = {"{avant}": "1200", "{apres}": "480"} if cover else {"{avant}": "0", "{apres}": "120"}
    words = room | {"{entete}": header, "{bandeau}": banner, "{pied}": footer, "{mention}": mention}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in _PARTS.items():
            text = (folder / file).read_text(encoding="utf-8")
            for mark, word in words.items():
                text = text.replace(mark, escape(word))
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
