"""How a workbook is saved: the same cells give the same bytes, on any day and machine."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STAMP = "2017-04-07T00:00:00Z"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def save_workbook(workbook: Workbook, path: Path) -> None:
    """Write `workbook` as XLSX.

    openpyxl stamps the moment of writing into the properties and the archive, its XML depends on whether lxml is
    installed, and compressed bytes depend on the zlib: dates are fixed, the XML is canonical, members are stored.
    """
    written = io.BytesIO()
    workbook.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            member = zipfile.ZipInfo(name, date_time=_EPOCH)
            member.external_attr = 0o644 << 16
            target.writestr(member, _canonical(source.read(name).decode("utf-8")).encode("utf-8"))


def _canonical(xml: str) -> str:
    return _TIMES.sub(rf"\g<1>{_STAMP}\g<2>", _DECLARATION + ET.canonicalize(xml))
