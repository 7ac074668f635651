"""Workbooks that openpyxl cannot open as they stand: « Strict Open XML », part names with backslashes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

# The namespaces of ISO/IEC 29500 Strict and those of Transitional, which is what is read.
_NAMESPACES = {
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}  # fmt: skip
_STRICT = b"http://purl.oclc.org/ooxml/"
_HEAD = 1 << 14


def needs_rewriting(archive: zipfile.ZipFile) -> bool:
    """Whether a workbook is strict, or names its parts with backslashes (some .NET libraries do)."""
    if any("\\" in part.filename for part in archive.infolist()):
        return True
    for part in archive.infolist():
        if part.filename in ("xl/workbook.xml", "_rels/.rels"):
            with archive.open(part) as stream:
                if _STRICT in stream.read(_HEAD):
                    return True
    return False


def as_transitional(path: Path) -> bytes:
    """Return the workbook's bytes with plain part names and the namespaces that openpyxl knows.

    The limits on what the archive unpacks to must have been checked.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename.endswith((".xml", ".rels")):
                for strict, transitional in _NAMESPACES.items():
                    data = data.replace(strict, transitional)
            target.writestr(part.filename.replace("\\", "/"), data)
    return written.getvalue()
