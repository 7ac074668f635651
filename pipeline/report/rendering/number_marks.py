"""The numbers of a text marked with their code, so that a page on a screen leads from each to its row in the index."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

PLACES = "textes/_places.json"  # `{text: [[start, end, code], …]}`; a folder without it has no marks
Place = tuple[int, int, str]


def with_codes(folder: Path, name: str, text: str) -> str:
    """Return `text`, an element included under `name` (`textes/maintien.md`), with each number as a span of its code.

    `692` becomes `[692]{.chiffre n="impayes-10"}`, which only `web.lua` gives a meaning to.
    """
    path = folder / PLACES
    if not name.startswith("textes/") or not path.is_file():
        return text
    known = _places(path, path.stat().st_mtime_ns)
    return marked_at(text, known.get(name.removeprefix("textes/").removesuffix(".md"), ()))


def index_of_numbers(folder: Path, name: str) -> str:
    """Return what a code follows in the address of its row, from the page `name`; empty where `folder` has no index."""
    if not (folder / PLACES).is_file() or not (folder / "annexe.qmd").is_file():
        return ""
    return f"{'' if name == 'annexe' else 'annexe.html'}#n-"


def marked_at(text: str, places: Sequence[Place]) -> str:
    """Return `text` with the numbers at `places`, in order, between brackets followed by their code.

    >>> marked_at("de 692 € chez", [(3, 6, "impayes-10")])
    'de [692]{.chiffre n="impayes-10"} € chez'
    """
    parts, done = [], 0
    for start, end, code in places:
        parts += [text[done:start], f'[{text[start:end]}]{{.chiffre n="{code}"}}']
        done = end
    return "".join([*parts, text[done:]])


@lru_cache(maxsize=4)
def _places(path: Path, _changed: int) -> dict[str, list[Place]]:
    return {name: [(a, b, code) for a, b, code in found] for name, found in json.loads(path.read_text("utf-8")).items()}
