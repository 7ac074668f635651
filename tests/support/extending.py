"""The edits that `docs/extending.md` lists, read from the page, and made in a tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_EDIT = re.compile(
    r"^(?:In `(?P<inside>[^`]+)`, (?P<side>after|before) the line of `(?P<anchor>[^`]+)`"
    r"|At the end of `(?P<end>[^`]+)`|A new file, `(?P<new>[^`]+)`):\n\n```\w+\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Edit:
    """`anchor`: what the line beside which `code` goes holds, empty for a new file and for the end of one."""

    path: str
    code: str
    anchor: str = ""
    side: str = ""
    new: bool = False

    def apply(self, root: Path) -> None:
        """Make the edit below `root`; `AssertionError` when the page and the tree do not fit."""
        target = root / self.path
        assert target.exists() != self.new, self.path
        text = "" if self.new else target.read_text(encoding="utf-8")
        if not self.anchor:
            target.write_text(text + self.code, encoding="utf-8")
            return
        lines = text.splitlines(keepends=True)
        (place,) = self.places(lines)
        lines.insert(place + (self.side == "after"), self.code)
        target.write_text("".join(lines), encoding="utf-8")

    def places(self, lines: list[str]) -> list[int]:
        """The lines that hold the anchor: one, when the page is right."""
        return [i for i, line in enumerate(lines) if self.anchor in line]


def edits(page: str) -> list[Edit]:
    """Return the edits of the page, in its order."""
    return [
        Edit(m["inside"] or m["end"] or m["new"], m["code"], m["anchor"] or "", m["side"] or "", bool(m["new"]))
        for m in _EDIT.finditer(page)
    ]
