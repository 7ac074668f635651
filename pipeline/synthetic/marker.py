"""What tells a synthetic delivery from a real one: a file in its folder."""

from __future__ import annotations

from pathlib import Path

from pipeline.contract.markers import SYNTHETIC_MARKER

_WORDS = "Données de démonstration entièrement synthétiques : aucun ménage réel.\n"


def is_synthetic(folder: Path) -> bool:
    """Whether the delivery in `folder` is a synthetic one: the reports made from it say so on every page."""
    return (folder / SYNTHETIC_MARKER).is_file()


def mark(folder: Path) -> None:
    """Write the marker into `folder`."""
    (folder / SYNTHETIC_MARKER).write_text(_WORDS, encoding="utf-8", newline="\n")
