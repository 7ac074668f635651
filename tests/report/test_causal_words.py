"""Panels that were chosen bear no causal word: none of these stands in a sentence, a table, a figure or a section."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CAUSAL = re.compile(
    r"absence d’effet|effet nul|ait joué|ait gagné|a permis d|a évité|a fait baisser|a réduit|a amélioré|"
    r"grâce à l’accompagnement|l’accompagnement (?:vaut|améliore|réduit|évite|augmente|diminue|protège|a plus d’une)|"
    r"efficacité de l’accompagnement"
)
WRITTEN = sorted(
    path
    for folder, pattern in (
        ("pipeline/report", "*.py"), ("pipeline/sensitivity", "*.py"), ("pipeline/scheme", "*.py"),
        ("reports", "*.qmd"),
    )
    for path in (ROOT / folder).rglob(pattern)
    if not {"finale", "intermediaire", "parcours", "aveugle"} & set(path.relative_to(ROOT).parts[1:2])
)  # fmt: skip


def test_there_is_something_to_read() -> None:
    assert len(WRITTEN) > 100


@pytest.mark.parametrize("words", ["l’accompagnement ait joué dans le bon sens", "exclut l’absence d’effet"])
def test_what_was_once_written_is_found(words: str) -> None:
    assert CAUSAL.search(words)


@pytest.mark.parametrize("path", WRITTEN, ids=[str(p.relative_to(ROOT)) for p in WRITTEN])
def test_no_causal_word(path: Path) -> None:
    text = re.sub(r'"\s*\n\s*f?"', "", path.read_text(encoding="utf-8"))  # sentences are cut over lines
    found = CAUSAL.search(text.replace("\n", " "))
    assert found is None, found
