"""The lines that a page in Markdown tells to type, block by block."""

from __future__ import annotations

import re
from pathlib import Path


def blocks(page: Path, language: str) -> list[list[str]]:
    """Return the lines of each block of `language`, their comments taken off, in the order of the page."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [[line for raw in block.splitlines() if (line := uncommented(raw))] for block in found]


def uncommented(line: str) -> str:
    """Return a line without its comment: a « # » after two spaces, or at its beginning."""
    return re.sub(r"(^|\s{2,}|(?<=\S)\s)#\s.*$", "", line).rstrip()
