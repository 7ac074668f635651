"""Whether a file whose extension says nothing holds data: a look at its first bytes."""

from __future__ import annotations

from pathlib import Path

_LOOKED_AT = 1 << 16
# Documents, images and messages that explain a delivery to people.
_NO_DATA = frozenset(
    (
        ".pdf", ".doc", ".docx", ".odt", ".rtf", ".md", ".html", ".htm", ".png", ".jpg", ".jpeg", ".gif", ".svg",
        ".tif", ".tiff", ".bmp", ".ppt", ".pptx", ".odp", ".msg", ".eml", ".ini", ".xml", ".yaml", ".yml", ".json",
        ".toml", ".log", ".url", ".lnk", ".py", ".r", ".sql", ".css", ".js", ".vcf", ".ics", ".mp3", ".mp4", ".wav",
    )
)  # fmt: skip
# Workbooks, Parquet and archives; the readers say which of them they refuse.
_MAGIC = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_SEPARATORS = ";,\t|"
_FEWEST_LINES = 2


def holds_data(path: Path) -> bool:
    """Whether a file looks like a table: a workbook, Parquet, an archive, or lines cut by one separator alike."""
    if path.suffix.lower() in _NO_DATA:
        return False
    try:
        with path.open("rb") as stream:
            start = stream.read(_LOOKED_AT)
    except OSError:
        return True  # what it holds is not known: the reader will say that it cannot be opened
    return start.startswith(_MAGIC) or _looks_tabular(start)


def _looks_tabular(start: bytes) -> bool:
    if b"\x00" in start:
        return start.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16
    lines = start.decode("latin-1").splitlines()
    if len(start) == _LOOKED_AT:
        lines = lines[:-1]  # cut where the look ends
    lines = [line for line in lines if line.strip()]
    return any(_cut_alike(lines, separator) for separator in _SEPARATORS)


def _cut_alike(lines: list[str], separator: str) -> bool:
    counts = [line.count(separator) for line in lines]
    usual = max(set(counts), key=counts.count, default=0)
    return usual > 0 and counts.count(usual) >= max(_FEWEST_LINES, len(lines) // 2)
