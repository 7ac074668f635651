"""A figure's vector file: what matplotlib writes, without what no reader needs, and the picture made from it."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any

_DROPPED = re.compile(r"<!DOCTYPE.*?>|<metadata>.*?</metadata>", re.DOTALL)
_BETWEEN = re.compile(r">\s+<")
_EMPTY = re.compile(r'<g id="[^"]*"/>')
_UNUSED_ID = re.compile(r'<g id="(?!text_|axes_|[xy]tick_)[^"]*"')
_PATH = re.compile(r' d="([^"]*)"')
_MOVED = re.compile(r'" transform="translate\((-?[\d.]+) 0\)"/>')
_DECIMAL = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_AROUND_LETTER = re.compile(r"\s*([MLQCzZHV])\s*")
_FACE = re.compile(r"SourceSans3-([A-Z])\w*-(\w+)\b")
_HEAD = 33  # bytes of a PNG before its second chunk: the signature, then IHDR


def lean(svg: str) -> str:
    """Return the same drawing in fewer bytes: no unused id, no decimal beyond 1/100 of a point.

    The words stay beside their outlines, with the ids of texts, axes and ticks: what a figure says can be audited.
    """
    svg = _EMPTY.sub("", _BETWEEN.sub("><", _DROPPED.sub("", svg)))
    svg = _PATH.sub(lambda m: f' d="{_path(m[1])}"', _UNUSED_ID.sub("<g", svg))
    svg = _MOVED.sub(lambda m: f'" x="{_short(m[1])}"/>', svg)
    return _FACE.sub(r"\1\2", svg).strip() + "\n"


def picture(svg: str, dpi: int) -> bytes:
    """Return the drawing as a PNG that says its resolution."""
    import typst

    compile_document: Any = typst.compile  # its stub does not know that a PNG comes back as bytes
    source = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    png: bytes = compile_document(source, format="png", ppi=float(dpi), font_paths=fonts, sys_inputs={"svg": svg})
    return png[:_HEAD] + _resolution(dpi) + png[_HEAD:]


def _path(data: str) -> str:
    return _AROUND_LETTER.sub(r"\1", _DECIMAL.sub(lambda m: _short(m[0]), data)).strip()


def _short(number: str) -> str:
    """« 39.15 » of « 39.149902 »; no decimal that says nothing."""
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _resolution(dpi: int) -> bytes:
    """The chunk of a PNG that says how many dots a metre has."""
    dots = round(dpi / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    return struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
