"""The Word document that pandoc wrote, finished: rows that no page cuts nor leaves alone, and whose document it is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

_TEXT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_ROW = re.compile(r"<w:tr>(?:(<w:trPr>)|(?=<w:tc>))")
_TABLE, _WHOLE_ROW = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL), re.compile(r"<w:tr>.*?</w:tr>", re.DOTALL)
_STYLE = re.compile(r"<w:pStyle [^>]*/>")


def finish_word(content: bytes, properties: Mapping[str, str]) -> bytes:
    """Return the DOCX `content` with rows kept whole and `properties` (« creator », « title »…: Dublin Core's names).

    An empty property is left as it is. The parts keep their order and times: the same content gives the same bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as finished:
        for part in archive.infolist():
            text = archive.read(part)
            if part.filename == _TEXT:
                text = _rows_together(_whole_rows(text.decode("utf-8"))).encode("utf-8")
            elif part.filename == _PROPERTIES:
                text = _told(text.decode("utf-8"), properties).encode("utf-8")
            finished.writestr(part, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _whole_rows(xml: str) -> str:
    def kept(match: re.Match[str]) -> str:
        return "<w:tr><w:trPr><w:cantSplit/>" + ("" if match[1] else "</w:trPr>")

    return _ROW.sub(kept, xml)


def _rows_together(xml: str) -> str:
    """The head and the first row of each table, and the last but one, stay on the page of the next one."""

    def kept(table: re.Match[str]) -> str:
        rows = list(_WHOLE_ROW.finditer(table[0]))
        text = table[0]
        for row in (rows[i] for i in sorted({0, 1, len(rows) - 2}, reverse=True) if 0 <= i < len(rows) - 1):
            text = text[: row.start()] + _STYLE.sub(r"\g<0><w:keepNext/>", row[0]) + text[row.end() :]
        return text

    return _TABLE.sub(kept, xml)


def _told(xml: str, properties: Mapping[str, str]) -> str:
    for name, value in properties.items():
        if value:
            told = f"<dc:{name}>{escape(value)}</dc:{name}>"
            xml = re.sub(f"<dc:{name}>[^<]*</dc:{name}>|<dc:{name}/>", "", xml)
            xml = xml.replace("</cp:coreProperties>", f"{told}</cp:coreProperties>")
    return xml
